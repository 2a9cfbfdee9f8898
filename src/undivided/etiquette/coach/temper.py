"""What may be done about a visitor who goes on insulting: calm, then warn, then end the chat.

Each step is offered and none is taken by itself; insults count only after the step before was said
to the visitor, and thanks forgive all. Source: practice 72.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.reading import Reader, Reading

HOSTILE_LINES = 2
"""Hostile lines after a step that was said, until the next one is offered."""
MOST_QUOTED = 3
"""The visitor's last hostile lines that a note quotes."""


class Step(StrEnum):
    """What comes next; the names are stable."""

    NONE = "none"
    CALM = "calm"
    WARN = "warn"
    END = "end"


class Temper(Struct, frozen=True):
    """How far it has come.

    Attributes:
        step: What is offered next.
        insults: The visitor's last hostile lines, as they were written, oldest first.
    """

    step: Step = Step.NONE
    insults: tuple[Line, ...] = ()


def temper_of(lines: Sequence[Line], reader: Reader, limit: int = HOSTILE_LINES) -> Temper:
    """Return what comes next in a chat.

    Args:
        lines: Of both sides, oldest first.
        limit: Hostile lines after a step that was said, until the next one is offered.
    """
    insults, said, since = list[Line](), Step.NONE, 0
    for line in lines:
        reading = reader.read(line.text)
        if line.author is Author.OPERATOR:
            step = _step_said(reading) if insults else Step.NONE
            if step is Step.WARN or (step is Step.CALM and said is Step.NONE):
                said, since = step, 0
        elif reading.has("hostile"):
            insults.append(line)
            since += 1
        elif reading.has("thanks"):
            insults, said, since = [], Step.NONE, 0
    is_over_limit = said is not Step.NONE and since >= limit
    if not insults or not is_over_limit:
        step = Step.CALM if insults else Step.NONE
    else:
        step = Step.END if said is Step.WARN else Step.WARN
    return Temper(step, tuple(insults[-MOST_QUOTED:]))


def _step_said(reading: Reading) -> Step:
    if reading.has("warnings"):
        return Step.WARN
    return Step.CALM if reading.has("calming") else Step.NONE
