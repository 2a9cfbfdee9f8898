"""What an import would change: each row is new, changed, the same, or refused.

A row is recognised by its source and the id there, else by a shortcut, else by its text, else by a
folder and title that nothing else has. An import that is repeated changes nothing, and what a
format cannot say stays as it was.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from msgspec.structs import replace

from undivided.library.folding import fold
from undivided.library.importing.rows import Parsed, Refused, Row
from undivided.library.model.parts import Variant
from undivided.library.model.responses import Response

Key: TypeAlias = tuple[str, str]
Shown: TypeAlias = Callable[[Response], Response] | None

OWN_FIELDS = frozenset({"id", "starred", "uses", "sent_untouched", "sent_edited", "last_used"})
"""What belongs to the library rather than to the text: an import leaves it alone."""
_TITLED = frozenset({"folder", "title"})
_CHOSEN = frozenset({"folder", "scope"})
"""What the operator may decide for all rows of a file, so that no row is as it was shown."""
_CONTENT = tuple(name for name in Response.__struct_fields__ if name not in OWN_FIELDS)


class Fate(StrEnum):
    """What an import does with one row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    """It could be read, but something else in the library or the file stands against it."""
    REFUSED = "refused"
    """It could not be read."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one row.

    Attributes:
        row: Its number, see `rows.Row`.
        response: As it would be kept, or None for a row that could not be read.
        before: The response of the library that it changes, or None.
        reason: The sentence why it is left out, or "".
    """

    row: int
    fate: Fate
    response: Response | None = None
    before: Response | None = None
    reason: str = ""

    @property
    def changes(self) -> tuple[str, ...]:
        """The names of the fields that it changes, in the order of `Response`."""
        if self.fate is not Fate.CHANGED or self.before is None:
            return ()
        return tuple(
            name for name in _CONTENT if getattr(self.before, name) != getattr(self.response, name)
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What to store, and what to tell.

    Attributes:
        outcomes: One for each row of the file, in its order.
        new: To add; those without an id get one.
        changed: To replace, by id.
        same: How many rows say what the library already says.
        refused: Rows left out, in order.
    """

    outcomes: tuple[Outcome, ...] = ()

    @property
    def new(self) -> tuple[Response, ...]:  # noqa: D102 - see the attributes
        return self._kept(Fate.NEW)

    @property
    def changed(self) -> tuple[Response, ...]:  # noqa: D102 - see the attributes
        return self._kept(Fate.CHANGED)

    @property
    def same(self) -> int:  # noqa: D102 - see the attributes
        return len(self._kept(Fate.SAME))

    @property
    def refused(self) -> tuple[Refused, ...]:  # noqa: D102 - see the attributes
        return tuple(Refused(each.row, each.reason) for each in self.outcomes if each.reason)

    def _kept(self, fate: Fate) -> tuple[Response, ...]:
        return tuple(
            each.response
            for each in self.outcomes
            if each.fate is fate and each.response is not None
        )


@dataclass(slots=True)
class _Known:
    """A response that rows are compared with, in the library or earlier in the file.

    Attributes:
        response: As it is after the rows so far.
        row: The row that spoke about it.
        is_claimed: Whether a row names it by a key, so that its text alone is no longer enough.
    """

    response: Response
    row: int | None = None
    is_claimed: bool = False


@dataclass(slots=True)
class _Library:
    """The responses by each of their keys."""

    by_key: dict[Key, _Known] = field(default_factory=dict)
    by_body: dict[str, list[_Known]] = field(default_factory=dict)
    by_title: dict[Key, list[_Known]] = field(default_factory=dict)
    titles: Counter[Key] = field(default_factory=Counter)

    def add(self, known: _Known) -> None:
        for key in _keys(known.response):
            self.by_key.setdefault(key, known)
        self.by_body.setdefault(known.response.body, []).append(known)
        self.by_title.setdefault(_title_key(known.response), []).append(known)

    def change(self, known: _Known, response: Response) -> None:
        for key in _keys(known.response):
            if self.by_key.get(key) is known:
                del self.by_key[key]
        self.by_body[known.response.body].remove(known)
        self.by_title[_title_key(known.response)].remove(known)
        known.response = response
        self.add(known)

    def named(self, response: Response) -> _Known | None:
        """Return the response that has one of the row's keys."""
        found = (self.by_key.get(key) for key in _keys(response))
        return next(
            (each for each in found if each and not _are_two(each.response, response)), None
        )

    def alike(self, response: Response) -> _Known | None:
        """Return a response with the row's text that nothing else in the file is about."""
        free = [
            known
            for known in self.by_body.get(response.body, ())
            if known.row is None
            and not known.is_claimed
            and not (known.response.source_id and response.source_id)
        ]
        return min(free, key=lambda known: known.response.title != response.title, default=None)

    def titled(self, row: Row) -> _Known | None:
        """Return the one response whose folder and title only this row has: its text was edited.

        A table that went through a spreadsheet has nothing else to know it by.
        """
        title = _title_key(row.response)
        found = self.by_title.get(title, [])
        is_only = len(found) == self.titles[title] == 1 and bool(row.response.title)
        if not is_only or not row.carried >= _TITLED or _keys(row.response):
            return None
        (known,) = found
        return known if known.row is None and not known.is_claimed else None

    def owner_of_shortcut(self, response: Response, known: _Known | None) -> _Known | None:
        """Return another response that already has one of the shortcuts."""
        owners = (self.by_key.get(key) for key in _shortcut_keys(response))
        return next((owner for owner in owners if owner and owner is not known), None)


def plan(library: Iterable[Response], parsed: Parsed) -> Plan:
    """Return what importing the rows into the library would do."""
    known = _Library(titles=Counter(_title_key(row.response) for row in parsed.rows))
    for response in library:
        known.add(_Known(response))
    for row in parsed.rows:
        named = known.named(row.response)
        if named:
            named.is_claimed = True
    outcomes = [Outcome(bad.row, Fate.REFUSED, reason=bad.reason) for bad in parsed.refused]
    outcomes += [_outcome(known, row, parsed.shown) for row in parsed.rows]
    return Plan(tuple(sorted(outcomes, key=lambda outcome: outcome.row)))


def _outcome(library: _Library, row: Row, shown: Shown) -> Outcome:
    """Return what becomes of the row, and take it into the library for the rows after it."""
    found = library.named(row.response) or library.alike(row.response) or library.titled(row)
    merged = _merged(found.response, row, shown) if found else row.response
    reason = _conflict(library, found, merged)
    if reason:
        return Outcome(row.number, Fate.CONFLICT, row.response, reason=reason)
    if found is None:
        library.add(_Known(merged, row.number))
        return Outcome(row.number, Fate.NEW, merged)
    if merged == found.response:
        found.row = found.row or row.number
        return Outcome(row.number, Fate.SAME, merged)
    before = found.response
    found.row = row.number
    library.change(found, merged)
    return Outcome(row.number, Fate.CHANGED, merged, before)


def _conflict(library: _Library, found: _Known | None, merged: Response) -> str:
    """Return the sentence why the row cannot be kept, or ""."""
    if found and found.row is not None and merged != found.response:
        return f"Row {found.row} is about the same response and says something else."
    owner = library.owner_of_shortcut(merged, found)
    if owner is None:
        return ""
    return f"Its shortcut already belongs to “{owner.response.title}”."


def _merged(known: Response, row: Row, shown: Shown) -> Response:
    """Return the known response with what the file says about it."""
    carried = {name: getattr(row.response, name) for name in _CONTENT if name in row.carried}
    if shown is None:
        return replace(known, **carried)
    before = shown(known)
    changed = {
        name: value
        for name, value in carried.items()
        if name in _CHOSEN or value != getattr(before, name)
    }
    if "variants" in changed:
        changed["variants"] = _variants(known.variants, before.variants, row.response.variants)
    return replace(known, **changed)


def _variants(
    known: tuple[Variant, ...], shown: tuple[Variant, ...], told: tuple[Variant, ...]
) -> tuple[Variant, ...]:
    """Return the known variants with what the file says in the languages that it is written in."""
    languages = {each.language for each in told}
    replaced = {each for each in shown if each not in told and each.language in languages}
    kept = tuple(each for each in known if each not in replaced)
    return kept + tuple(each for each in told if each not in shown and each not in kept)


def _keys(response: Response) -> list[Key]:
    keys: list[Key] = []
    if response.id:
        keys.append(("id", response.id))
    if response.source_id:
        keys.append((f"source {response.source}", response.source_id))
    return keys + _shortcut_keys(response)


def _title_key(response: Response) -> Key:
    return ("title", "/".join((*response.folder, response.title, response.language)))


def _are_two(known: Response, response: Response) -> bool:
    """Return whether each came from a place of its own, so that a shortcut alone proves nothing."""
    places = [(each.source, each.source_id) for each in (known, response)]
    return all(id_ for _, id_ in places) and places[0] != places[1]


def _shortcut_keys(response: Response) -> list[Key]:
    return [("shortcut", fold(shortcut)) for shortcut in response.shortcuts]
