"""What can be recognised in one line of a chat: a question, a refusal, thanks and the like."""

from enum import StrEnum

from undivided.etiquette.coach.advice import Span
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
    (Signal.HOSTILE, "hostile"),
    (Signal.THANKS, "thanks"),
    (Signal.PROMISE, "promises"),
    (Signal.BUYING, "buying"),
)


def signals_in(reading: Reading) -> frozenset[Signal]:
    """Return all that is recognised in a line."""
    found = {signal for signal, kind in _BY_PHRASE if reading.has(kind)}
    if questions_in(reading):
        found.add(Signal.QUESTION)
    if is_goodbye(reading):
        found.add(Signal.GOODBYE)
    if in_capitals(reading.text):
        found.add(Signal.CAPITALS)
    return frozenset(found)


def questions_in(reading: Reading) -> tuple[Span, ...]:
    """Return the sentences that ask something, with a question mark or by their words.

    Source: practice 24.
    """
    return tuple(span for span in reading.sentences if _asks(reading, span))


def is_goodbye(reading: Reading) -> bool:
    """Return whether a line closes the conversation and asks for nothing more.

    Bare thanks are no goodbye: they often come before the next question.
    """
    if len(reading.words) > _GOODBYE_WORDS or reading.has("open_words"):
        return False
    return reading.has("goodbyes") and not questions_in(reading)


def in_capitals(text: str) -> bool:
    """Return whether a line shouts. Source: practice 71."""
    letters = [letter for letter in text if letter.isalpha()]
    cased = [letter for letter in letters if letter.isupper() or letter.islower()]
    if len(cased) < _CAPITALS_FROM:
        return False
    return sum(letter.isupper() for letter in cased) >= _CAPITALS_SHARE * len(cased)


def _asks(reading: Reading, span: Span) -> bool:
    said = reading.says(span).rstrip("\"'”’»)]")
    if said.endswith(("?", "\uff1f", "\u061f", "?!")):
        return True
    first = next((word.start for word in reading.words if word.start >= span.start), span.end)
    for hit in reading.of("question_starts", "question_phrases"):
        is_inside = span.start <= hit.start < span.end
        if is_inside and (hit.kind == "question_phrases" or hit.start == first):
            return not any(
                span.start <= other.start < span.end for other in reading.of("no_questions")
            )
    return False
