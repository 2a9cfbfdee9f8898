"""Importing with a way to watch, to stop, and to go back."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from msgspec.structs import replace as with_fields

from undivided.library.folding import fold
from undivided.library.importing.merging import Fate, Outcome, Plan, plan
from undivided.library.importing.rows import Parsed
from undivided.library.importing.taking_back import PastImport, TakenBack
from undivided.library.model.responses import Response
from undivided.storage.library.changes import LibraryChanges
from undivided.storage.library.history import UNSIGNED, LibraryHistory, Stamp, drop_unnamed
from undivided.storage.library.import_record import (
    ImportRecord,
    Written,
    add_record,
    has_records,
    keep_record,
    mark_of,
    read_records,
    record_of,
)
from undivided.storage.library.writer import new_id

_OWNER = "select id from responses join shortcuts using (serial) where name = ?"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        outcomes: What became of each row; new responses have their ids.
        number: What `take_back` names it by, or None when it changed nothing.
    """

    outcomes: tuple[Outcome, ...]
    number: int | None = None

    @property
    def count(self) -> int:
        """How many responses are new or changed."""
        return len(self.ids)

    @property
    def ids(self) -> tuple[str, ...]:
        """Of the responses that are new or changed."""
        kept = (each for each in self.outcomes if each.fate in (Fate.NEW, Fate.CHANGED))
        return tuple(each.response.id for each in kept if each.response is not None)


@dataclass(slots=True)
class _LookedAt:
    """What would become of each response of an import; see `TakenBack`."""

    record: ImportRecord
    removed: list[Response] = field(default_factory=list)
    restored: list[Response] = field(default_factory=list)
    edited: int = 0
    gone: int = 0
    waiting: list[Written] = field(default_factory=list)

    @property
    def told(self) -> TakenBack:
        return TakenBack(
            len(self.removed), len(self.restored), self.edited, self.gone, len(self.waiting)
        )

    @property
    def ids(self) -> frozenset[str]:
        """Of the responses that the taking back changes."""
        return frozenset(each.id for each in (*self.removed, *self.restored))


class LibraryImports(LibraryChanges):
    """Takes in the rows of a file as one step, and takes them back."""

    def take_in(
        self,
        parsed: Parsed,
        stamp: Stamp = UNSIGNED,
        *,
        name: str = "",
        tell: Callable[[int, int], None] = lambda _done, _total: None,
        kept: Callable[[Imported], None] = lambda _done: None,
    ) -> Imported:
        """Add and change what the rows say; all of it or nothing is kept.

        Args:
            parsed: The rows as the operator wants them.
            stamp: Who, and when.
            name: Of the file, for `imports`.
            tell: Told how many of how many are stored; what it raises leaves everything as it was.
            kept: Told the whole, before any of it is seen by others; may change more, and what
                it raises leaves everything as it was.
        """
        with self._changing():
            planned = plan(self.everything(), parsed)
            done = Imported(tuple(map(_with_id, planned.outcomes)))
            total = done.count
            tell(0, total)
            self._keep_files(parsed)
            self._writer.apply(Plan(done.outcomes), stamp, lambda stored: tell(stored, total))
            drop_unnamed(self._db, parsed.files)
            if total:
                made = Plan(done.outcomes)
                record = record_of(self._db, name, stamp.at, made.new, made.changed)
                done = replace(done, number=add_record(self._db, record))
            kept(done)
        return done

    def _keep_files(self, parsed: Parsed) -> None:
        """Keep what the rows carry; what is there already stays as it is."""
        named = {file.digest: file for row in parsed.rows for file in row.response.attachments}
        for digest, data in parsed.files.items():
            if digest in named:
                kept = (digest, data, named[digest].media_type, len(data))
                self._db.execute("insert or ignore into files values (?, ?, ?, ?)", kept)

    def has_imports(self) -> bool:
        """Return whether an import is kept that may be taken back."""
        with self._reading():
            return has_records(self._db)

    def imports(self) -> tuple[PastImport, ...]:
        """Return the imports that may be taken back, also after a new start, newest first."""
        with self._reading():
            kept = read_records(self._db)
        return tuple(
            PastImport(number, each.name, each.at, len(each.written))
            for number, each in kept.items()
        )

    def would_take_back(self, number: int) -> TakenBack:
        """Return what `take_back` would do, and change nothing."""
        with self._reading():
            return self._looked_at(number).told

    def take_back(self, number: int, stamp: Stamp = UNSIGNED) -> TakenBack:
        """Let what an import wrote be as it was before it, also after a new start.

        What was deleted since stays deleted, and what was changed since stays as it is. What a
        later import changed waits for that one to be taken back: the import stays in the list
        with it. A shortcut that another response has got since then is its own.

        Args:
            number: Of one of `imports`; one that is kept no longer does nothing.
            stamp: Who, and when.
        """
        with self._changing():
            found = self._looked_at(number)
            for response in found.removed:
                self._writer.delete(response.id, stamp)
            back = [
                Outcome(0, Fate.CHANGED, self._without_taken(before, found.ids))
                for before in found.restored
            ]
            self._writer.apply(Plan(tuple(back)), stamp)
            LibraryHistory(self._db).trim_deleted()
            keep_record(self._db, number, with_fields(found.record, written=tuple(found.waiting)))
        return found.told

    def _looked_at(self, number: int) -> _LookedAt:
        """Return what would become of each response of an import."""
        records = read_records(self._db)
        found = _LookedAt(records.get(number, ImportRecord()))
        later = {w.id for at, each in records.items() if at > number for w in each.written}
        now = {each.id: each for each in self._there(each.id for each in found.record.written)}
        for each in found.record.written:
            response = now.get(each.id)
            before = self._before(each)
            if response is None:
                found.gone += 1
            elif mark_of(response) != each.mark:
                if each.id in later:
                    found.waiting.append(each)
                else:
                    found.edited += 1
            elif each.before is None:
                found.removed.append(response)
            elif before is not None:
                found.restored.append(before)
            else:
                found.edited += 1
        return found

    def _before(self, written: Written) -> Response | None:
        version = LibraryHistory(self._db).version(written.before) if written.before else None
        return version.response if version and version.response.id == written.id else None

    def _without_taken(self, before: Response, moving: frozenset[str]) -> Response:
        """Return an earlier text without the shortcuts of responses that stay as they are."""
        owners = {
            shortcut: self._db.execute(_OWNER, (fold(shortcut),)).fetchone()
            for shortcut in before.shortcuts
        }
        free = (name for name, owner in owners.items() if owner is None or owner[0] in moving)
        return with_fields(before, shortcuts=tuple(free))


def _with_id(outcome: Outcome) -> Outcome:
    if outcome.fate is not Fate.NEW or outcome.response is None or outcome.response.id:
        return outcome
    return replace(outcome, response=with_fields(outcome.response, id=new_id()))
