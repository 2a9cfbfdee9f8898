"""How a saved chat ended, and which steps its operator took right before that.

It describes chats and says nothing of people. Source: practice 57.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import dropwhile, takewhile

from undivided.etiquette.coach.chat_view import Author
from undivided.etiquette.coach.fact_marks import NO_MARKS
from undivided.etiquette.coach.history import History
from undivided.etiquette.coach.playbooks import Reason, reason_of
from undivided.etiquette.coach.questions import questions_in
from undivided.etiquette.coach.reading import Reader, Reading
from undivided.etiquette.coach.rules.person import is_named
from undivided.etiquette.coach.signals import Signal, signals_in
from undivided.etiquette.review.saved import Origin, Said

REPLIES_BEFORE = 3
"""An operator's last messages before the end; what came earlier is not part of closing."""
_NEEDED = frozenset({"buying", "thanks"})
"""Without words for these an end cannot be told."""
_NO_THANKS = ("annoyed", "hostile", "sarcasm")
"""Beside one of these, "thanks" is none: "thanks a lot for nothing"."""
_POINT = re.compile(r"^\s*(?:[-*\u2022]|\d{1,2}[.)])\s+\S", re.MULTILINE)
_LEAST_OPTIONS = 2


class End(StrEnum):
    """How a chat ended; the names are part of reports."""

    ORDER = "order"
    THANKS = "thanks"
    OTHER = "other"


class Step(StrEnum):
    """What an operator did; the names are part of reports, and the order is that of reports."""

    QUESTION = "question"
    OPTIONS = "options"
    FACT = "fact"
    LINK = "link"
    SUMMARY = "summary"
    CARE = "care"
    OFFER = "offer"
    NAME = "name"
    PREPARED = "prepared"


_BY_PHRASE = {Step.SUMMARY: "summaries", Step.CARE: "calming", Step.OFFER: "offers"}


@dataclass(frozen=True, slots=True)
class Closing:
    """How one chat ended.

    Attributes:
        reason: Why the visitor wrote, by their first words.
        done: The steps among the operator's last replies before the end.
        told: The steps that could have been seen there at all; the others are unknown, such as
            the name of a visitor who never told it.
    """

    reason: Reason
    end: End
    done: frozenset[Step]
    told: frozenset[Step]


def closing_of(chat: Sequence[Said], reader: Reader, visitor_name: str = "") -> Closing | None:
    """Return how a chat ended, or None where that cannot be told.

    It ended with the last order in the visitor's words, or else the last thanks, that followed a
    reply and no hostile word came after. Any other chat ended with its last message.

    Args:
        chat: All messages of one chat, oldest first.
        reader: Of its language.
        visitor_name: If it is known from elsewhere.
    """
    first = _first_words(chat)
    if not reader.phrases.kinds.issuperset(_NEEDED) or not first or not _replies(chat):
        return None
    place, end = _end_of(chat, reader)
    replies = _replies(chat[:place])[-REPLIES_BEFORE:]
    name = visitor_name or _told_name(chat, reader)
    done = {step for each in replies for step in _steps_in(each, reader, name)}
    told = frozenset(_told_steps(replies, reader, name))
    return Closing(reason_of(first, reader), end, told & done, told)


def _replies(chat: Sequence[Said]) -> list[Said]:
    return [each for each in chat if each.said.author is Author.OPERATOR]


def _first_words(chat: Sequence[Said]) -> tuple[str, ...]:
    """Return the visitor's first messages in a row."""
    begun = dropwhile(lambda each: each.said.author is not Author.VISITOR, chat)
    first = takewhile(lambda each: each.said.author is Author.VISITOR, begun)
    return tuple(each.said.text for each in first)


def _told_name(chat: Sequence[Said], reader: Reader) -> str:
    history = History(reader)
    for each in chat:
        history.add(each.said)
    return history.told_name


def _end_of(chat: Sequence[Said], reader: Reader) -> tuple[int, End]:
    """Return before which message the end is, and which it was."""
    found: dict[End, int] = {}
    was_answered = False
    for place, each in enumerate(chat):
        if each.said.author is Author.OPERATOR:
            was_answered = True
            continue
        reading = reader.read(each.said.text)
        signals = signals_in(reading)
        if Signal.HOSTILE in signals:
            found.clear()
        elif was_answered and Signal.BUYING in signals and Signal.REFUSAL not in signals:
            found[End.ORDER] = place
        elif was_answered and _is_thankful(reading, signals):
            found[End.THANKS] = place
    end = next((end for end in (End.ORDER, End.THANKS) if end in found), End.OTHER)
    return found.get(end, len(chat)), end


def _is_thankful(reading: Reading, signals: frozenset[Signal]) -> bool:
    """Return whether a message thanks for what was done, and asks for nothing more."""
    is_more = Signal.QUESTION in signals or reading.has(*_NO_THANKS)
    return Signal.THANKS in signals and not is_more


def _steps_in(each: Said, reader: Reader, name: str) -> Iterator[Step]:
    reading = reader.read(each.said.text)
    seen = {
        Step.QUESTION: bool(questions_in(reading)),
        Step.OPTIONS: _has_options(reading),
        Step.FACT: bool(each.facts.sources),
        Step.LINK: any(part.links for part in reading.parts),
        **{step: reading.has(kind) for step, kind in _BY_PHRASE.items()},
        Step.NAME: bool(name) and is_named(reading, name),
        Step.PREPARED: each.origin in (Origin.TOUCHED, Origin.UNTOUCHED),
    }
    return (step for step, is_so in seen.items() if is_so)


def _has_options(reading: Reading) -> bool:
    """Return whether a reply lists several things to choose from; a summary lists what is said."""
    return not reading.has("summaries") and len(_POINT.findall(reading.text)) >= _LEAST_OPTIONS


def _told_steps(replies: Sequence[Said], reader: Reader, name: str) -> Iterator[Step]:
    yield from (Step.QUESTION, Step.OPTIONS, Step.LINK)
    yield from (step for step, kind in _BY_PHRASE.items() if kind in reader.phrases.kinds)
    if name:
        yield Step.NAME
    # Only our own files say what a reply was begun from, and beside that its fact cards.
    if any(each.origin is not None for each in replies):
        yield from (Step.FACT, Step.PREPARED)
    elif any(each.facts != NO_MARKS for each in replies):
        yield Step.FACT
