"""What can be recognised in one line of a chat: a question, a refusal, thanks and the like."""

from enum import StrEnum

from undivided.etiquette.coach.questions import questions_in
from undivided.etiquette.coach.reading import Reading

_CAPITALS_FROM = 20
"""Letters; shorter lines in capitals may be a name or a product. Source: practice 71."""
_CAPITALS_SHARE = 0.8
_GOODBYE_WORDS = 12
"""More words than this are no mere goodbye; something in them wants an answer."""


class Signal(StrEnum):
    """What a line was recognised as; the names are stable and part of reports."""

    QUESTION = "question"
    GOODBYE = "goodbye"
    REFUSAL = "refusal"
    HOSTILE = "hostile"
    THANKS = "thanks"
    PROMISE = "promise"
    BUYING = "buying"
    CAPITALS = "capitals"


_BY_PHRASE = (
    (Signal.REFUSAL, "refusals"),
    (Signal.REFUSAL, "sale_refusals"),
    (Signal.HOSTILE, "hostile"),
    (Signal.PROMISE, "promises"),
    (Signal.BUYING, "buying"),
)


def signals_in(reading: Reading) -> frozenset[Signal]:
    """Return all that is recognised in a line."""
    found = {signal for signal, kind in _BY_PHRASE if reading.has(kind)}
    if _is_thankful(reading):
        found.add(Signal.THANKS)
    if questions_in(reading):
        found.add(Signal.QUESTION)
    if is_goodbye(reading):
        found.add(Signal.GOODBYE)
    if in_capitals(reading.text):
        found.add(Signal.CAPITALS)
    return frozenset(found)


def _is_thankful(reading: Reading) -> bool:
    """Return whether there are thanks that are more than the end of a "no, thanks"."""
    if not reading.has("thanks"):
        return False
    refusals = list(reading.of("refusals"))
    return any(
        not any(no.first <= thanks.first and thanks.last <= no.last for no in refusals)
        for thanks in reading.of("thanks")
    )


def is_goodbye(reading: Reading) -> bool:
    """Return whether a line closes the conversation and asks for nothing more.

    Bare thanks are no goodbye: they often come before the next question.
    """
    if len(reading.words) > _GOODBYE_WORDS or reading.has("open_words"):
        return False
    return reading.has("goodbyes") and not questions_in(reading)


def is_puzzled(reading: Reading) -> bool:
    """Return whether a line says that what was said before it was not understood.

    Source: practice 28.
    """
    if reading.has("puzzled"):
        return True
    last = len(reading.words) - 1
    return "?" in reading.text and (
        last < 0 or any(hit.first == 0 and hit.last == last for hit in reading.of("puzzled_alone"))
    )


def in_capitals(text: str) -> bool:
    """Return whether a line shouts. Source: practice 71."""
    capital, small = _letters(text)
    cased = capital + small
    return cased >= _CAPITALS_FROM and capital / cased >= _CAPITALS_SHARE


def capitals_share(text: str) -> float:
    """Return which share of the letters that could be small are capitals, 0 to 1."""
    capital, small = _letters(text)
    return capital / (capital + small) if capital + small else 0.0


def _letters(text: str) -> tuple[int, int]:
    """Return how many letters are capitals, and how many are small."""
    return sum(map(str.isupper, text)), sum(map(str.islower, text))
