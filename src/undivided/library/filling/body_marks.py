"""What each part of a response's text is, for whoever colours it: values, blanks, mistakes."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from undivided.library.filling.slots import Slot, parse

_BRACES = re.compile(r"\{\{|\}\}")
NESTED = ">"
"""What a slot's name begins with when it stands for another response."""


class Part(Enum):
    """What a marked part of a text is."""

    VALUE = auto()
    """The chat fills it."""
    BLANK = auto()
    """The operator fills it."""
    ODD = auto()
    """It looks like a value, but the chat has none of this name."""
    NESTED = auto()
    """Another response stands here."""
    BROKEN = auto()
    """Braces without a partner, or nested: they would be sent as they are."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a text, by position in it, in code points.

    Attributes:
        name: Of the slot; empty for broken braces.
    """

    start: int
    end: int
    part: Part
    name: str = ""


def body_marks(body: str) -> tuple[Mark, ...]:
    """Return what stands out in a body, in order; plain text between is left out."""
    marks: list[Mark] = []
    at = 0
    for part in parse(body):
        if isinstance(part, str):
            marks.extend(
                Mark(at + brace.start(), at + brace.end(), Part.BROKEN)
                for brace in _BRACES.finditer(part)
            )
            at += len(part)
            continue
        # A slot holds no braces of its own, so the next ones are its end.
        end = body.index("}}", at) + 2
        marks.append(Mark(at, end, _kind(part), part.name))
        at = end
    return tuple(marks)


def blank_names(bodies: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of what an operator fills, each once, in the order of the texts."""
    names: dict[str, str] = {}
    for body in bodies:
        for mark in body_marks(body):
            if mark.part in (Part.BLANK, Part.ODD):
                names.setdefault(mark.name.casefold(), mark.name)
    return tuple(names.values())


def _kind(slot: Slot) -> Part:
    if slot.is_nested:
        return Part.NESTED
    if slot.is_known:
        return Part.VALUE
    return Part.ODD if slot.is_misspelt_value else Part.BLANK
