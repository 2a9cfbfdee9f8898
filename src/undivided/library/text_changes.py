"""What changed between two texts: pieces to show, and lines of two changed copies put together."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum, auto
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)

_TOKENS = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")
_MOST_COMPARED = 40_000
"""Pairs of parts: more would take longer than anybody waits, so the whole middle counts."""


class Kind(Enum):
    """What happened to a piece of text."""

    SAME = auto()
    REMOVED = auto()
    ADDED = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of the one side, of the other, or of both."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Edit(Generic[T]):
    """The old parts from `start` to `end` became `new`."""

    start: int
    end: int
    new: tuple[T, ...]


def edits(old: Sequence[T], new: Sequence[T]) -> tuple[Edit[T], ...]:
    """Return the edits that lead from the old parts to the new, apart from each other."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if not before and not after:
        return ()
    if len(before) * len(after) > _MOST_COMPARED:
        return (Edit(start, start + len(before), tuple(after)),)
    return tuple(
        Edit(start + first, start + last, tuple(after[new_first:new_last]))
        for name, first, last, new_first, new_last in SequenceMatcher(
            None, before, after, autojunk=False
        ).get_opcodes()
        if name != "equal"
    )


def text_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return both texts as pieces, word by word.

    The pieces that were not added make up `before`; those that were not removed, `after`.
    """
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    pieces: list[Piece] = []
    at = 0
    for edit in edits(old, new):
        _add(pieces, Kind.SAME, "".join(old[at : edit.start]))
        _add(pieces, Kind.REMOVED, "".join(old[edit.start : edit.end]))
        _add(pieces, Kind.ADDED, "".join(edit.new))
        at = edit.end
    _add(pieces, Kind.SAME, "".join(old[at:]))
    return tuple(pieces)


def lines_merged(base: str, mine: str, theirs: str) -> str | None:
    """Return the text with the changed lines of both sides, or None when they meet.

    Changes meet when they touch the same line or lines beside each other; the same change on
    both sides is one. Mine and theirs may change places.
    """
    lines = base.split("\n")
    both = {*edits(lines, mine.split("\n")), *edits(lines, theirs.split("\n"))}
    merged: list[str] = []
    at = -1
    for edit in sorted(both, key=lambda edit: (edit.start, edit.end)):
        if edit.start <= at:
            return None
        merged += [*lines[max(0, at) : edit.start], *edit.new]
        at = edit.end
    return "\n".join([*merged, *lines[max(0, at) :]])


def _add(pieces: list[Piece], kind: Kind, text: str) -> None:
    if text:
        pieces.append(Piece(kind, text))
