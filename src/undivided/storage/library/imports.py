"""Importing with a way to watch, to stop, and to go back."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from msgspec.structs import replace as with_fields

from undivided.library.importing.merging import Fate, Outcome, Plan, plan
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response
from undivided.storage.library.changes import LibraryChanges
from undivided.storage.library.history import UNSIGNED, LibraryHistory, Stamp, drop_unnamed
from undivided.storage.library.import_record import (
    Written,
    forget_record,
    mark_of,
    read_record,
    write_record,
)
from undivided.storage.library.writer import new_id


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        outcomes: What became of each row; new responses have their ids.
    """

    outcomes: tuple[Outcome, ...]

    @property
    def count(self) -> int:
        """How many responses are new or changed."""
        return len(self.ids)

    @property
    def ids(self) -> tuple[str, ...]:
        """Of the responses that are new or changed."""
        kept = (each for each in self.outcomes if each.fate in (Fate.NEW, Fate.CHANGED))
        return tuple(each.response.id for each in kept if each.response is not None)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of an import that was taken back.

    Attributes:
        count: Responses that are as they were before it.
        left: Those that were changed or deleted since, and are left as they are.
    """

    count: int = 0
    left: int = 0


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
            name: Of the file, for `last_import`.
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
                write_record(self._db, name, made.new, made.changed)
            kept(done)
        return done

    def _keep_files(self, parsed: Parsed) -> None:
        """Keep what the rows carry; what is there already stays as it is."""
        named = {file.digest: file for row in parsed.rows for file in row.response.attachments}
        for digest, data in parsed.files.items():
            if digest in named:
                kept = (digest, data, named[digest].media_type, len(data))
                self._db.execute("insert or ignore into files values (?, ?, ?, ?)", kept)

    def last_import(self) -> str:
        """Return the name of the file that was imported last, or "" when none can be taken back."""
        with self._reading():
            return read_record(self._db).name

    def take_back(self, stamp: Stamp = UNSIGNED) -> TakenBack:
        """Let the library be as it was before the last import, also after a new start.

        What was deleted since stays deleted, and what was changed since stays as it is.

        Raises:
            ShortcutTaken: Another response has got a shortcut meanwhile; nothing was changed.
        """
        with self._changing():
            wrote = {each.id: each for each in read_record(self._db).written}
            back: list[Outcome] = []
            count = 0
            for now in self._there(wrote):
                each = wrote[now.id]
                if mark_of(now) != each.mark:
                    continue
                if each.before is None:
                    self._writer.delete(now.id, stamp)
                elif (before := self._before(each)) is not None:
                    back.append(Outcome(0, Fate.CHANGED, before, now))
                else:
                    continue
                count += 1
            self._writer.apply(Plan(tuple(back)), stamp)
            LibraryHistory(self._db).trim_deleted()
            forget_record(self._db)
        return TakenBack(count, len(wrote) - count)

    def _before(self, written: Written) -> Response | None:
        version = LibraryHistory(self._db).version(written.before) if written.before else None
        return version.response if version and version.response.id == written.id else None


def _with_id(outcome: Outcome) -> Outcome:
    if outcome.fate is not Fate.NEW or outcome.response is None or outcome.response.id:
        return outcome
    return replace(outcome, response=with_fields(outcome.response, id=new_id()))
