"""Puts together two changed copies of a shared response, field by field.

A field that one side changed is taken from it. Lists of words and parts take what either side
added and lose what either removed; a body takes the changed lines of both. What both sides
changed and nobody can put together is a conflict that keeps both.
"""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import TypeVar, cast

from msgspec.structs import replace

from undivided.library.errors import ResponseRefused
from undivided.library.model.parts import SlotKind
from undivided.library.model.responses import Response, cleaned
from undivided.library.text_changes import Piece, lines_merged, text_pieces

T = TypeVar("T", bound=Hashable)

_AT_HOME = frozenset(
    {"id", "scope", "source", "source_id", "starred", "uses", "sent_untouched", "sent_edited"}
    | {"last_used"}
)
MERGED = tuple(name for name in Response.__struct_fields__ if name not in _AT_HOME)
"""The fields that are put together; the others are my own library's."""
_WORDS = frozenset({"shortcuts", "tags", "pages", "variants", "attachments"})


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field that both sides changed, each in its way.

    Attributes:
        field: Its name in `Response`.
        base: What it was when both sides were the same.
        mine: What it is here.
        theirs: What it is there.
    """

    field: str
    base: object
    mine: object
    theirs: object


@dataclass(frozen=True, slots=True)
class Merge:
    """Two changed copies put together.

    Attributes:
        response: With theirs in each field of a conflict: what is shared stands until somebody
            decides.
        conflicts: In the order of the fields.
    """

    response: Response
    conflicts: tuple[FieldConflict, ...] = ()

    def decided(self, mine: Collection[str]) -> Response:
        """Return the response with my side in the named fields of the conflicts.

        Raises:
            ResponseRefused: The fields do not fit together, such as a text that is too long.
        """
        chosen = {each.field: each.mine for each in self.conflicts if each.field in mine}
        return cleaned(replace(self.response, **chosen))


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field in which two responses differ.

    Attributes:
        field: Its name in `Response`.
        before: In the first response.
        after: In the second.
        pieces: Title and body word by word; empty for other fields.
    """

    field: str
    before: object
    after: object
    pieces: tuple[Piece, ...] = ()


def merged(base: Response, mine: Response, theirs: Response) -> Merge:
    """Return what both sides made of `base`, put together.

    Nothing of either side is lost without a conflict. What belongs to my own library, such as
    its id and its counts, stays mine; all else is the same when the sides change places.

    Args:
        base: As it was when both sides were the same, in its kept form.
        mine: In its kept form.
        theirs: In its kept form.

    Source: practice 48.
    """
    fields: dict[str, object] = {}
    conflicts: list[FieldConflict] = []
    for name in MERGED:
        was, here, there = (getattr(each, name) for each in (base, mine, theirs))
        found, is_agreed = _field(name, was, here, there)
        fields[name] = found
        if not is_agreed:
            conflicts.append(FieldConflict(name, was, here, there))
    together = replace(mine, **fields)
    decided = replace(together, **{each.field: each.mine for each in conflicts})
    # Looked at with either side's fields, so that it does not matter which one is mine.
    if _is_kept(together) and _is_kept(decided):
        return Merge(together, tuple(conflicts))
    return _side_by_side(base, mine, theirs)


def difference(before: Response, after: Response) -> tuple[FieldChange, ...]:
    """Return the shared fields in which two responses differ, in the order of the fields."""
    changes: list[FieldChange] = []
    for name in MERGED:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            is_text = name in {"title", "body"}
            changes.append(FieldChange(name, old, new, text_pieces(old, new) if is_text else ()))
    return tuple(changes)


def _field(name: str, base: object, mine: object, theirs: object) -> tuple[object, bool]:
    """Return what both sides made of a field, and whether they agree on it."""
    if mine in (theirs, base):
        return theirs, True
    if theirs == base:
        return mine, True
    found: object | None = None
    if name in _WORDS:
        found = _words(*(cast("tuple[Hashable, ...]", each) for each in (base, mine, theirs)))
    elif name == "slots":
        found = _slots(*(cast("tuple[SlotKind, ...]", each) for each in (base, mine, theirs)))
    elif name == "body":
        found = lines_merged(str(base), str(mine), str(theirs))
    return (theirs, False) if found is None else (found, True)


def _words(base: tuple[T, ...], mine: tuple[T, ...], theirs: tuple[T, ...]) -> tuple[T, ...] | None:
    """Return the list with what either side added and without what either removed.

    None when a side changed the order: the first shortcut is the one that is shown.
    """
    for side in (mine, theirs):
        stayed = [each for each in side if each in base]
        if stayed != [each for each in base if each in side]:
            return None
    kept = [each for each in base if each in mine and each in theirs]
    added = {each for each in (*mine, *theirs) if each not in base}
    return (*kept, *sorted(added, key=repr))


def _slots(
    base: tuple[SlotKind, ...], mine: tuple[SlotKind, ...], theirs: tuple[SlotKind, ...]
) -> tuple[SlotKind, ...] | None:
    """Return what is known about each blank by either side, or None when they disagree."""
    was, here, there = (
        {each.name.casefold(): each for each in side} for side in (base, mine, theirs)
    )
    names = [*was, *sorted({*here, *there} - was.keys())]
    kept: list[SlotKind] = []
    for name in names:
        found, is_agreed = _field("", was.get(name), here.get(name), there.get(name))
        if not is_agreed:
            return None
        if isinstance(found, SlotKind):
            kept.append(found)
    return tuple(kept)


def _is_kept(response: Response) -> bool:
    """Return whether nothing has to be cut or joined to keep the response."""
    try:
        return cleaned(response) == response
    except ResponseRefused:
        return False


def _side_by_side(base: Response, mine: Response, theirs: Response) -> Merge:
    """Return theirs, with a conflict for every field in which the sides differ."""
    fields = {name: getattr(theirs, name) for name in MERGED}
    conflicts = tuple(
        FieldConflict(name, getattr(base, name), getattr(mine, name), fields[name])
        for name in MERGED
        if getattr(mine, name) != fields[name]
    )
    return Merge(replace(mine, **fields), conflicts)
