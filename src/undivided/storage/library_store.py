"""The canned library of one profile: kept in SQLite, searched, imported and exported.

Blocking: it lives in a one-thread worker. What a method returned from is on the disk.
Knows no window, network or clock.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from undivided.database.faults import translated
from undivided.database.keeping import Kept, open_kept
from undivided.database.opening import BUSY_TIMEOUT_MS, open_file, writing
from undivided.library import formats, merging
from undivided.library.errors import ResponseGone
from undivided.library.responses import Response, cleaned
from undivided.library.rows import Parsed, Refused
from undivided.library.search import Match
from undivided.resources import resource_path
from undivided.storage.library_kind import LIBRARY
from undivided.storage.library_search import LibrarySearch
from undivided.storage.library_writer import LibraryWriter, new_id


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that holds responses.

    Attributes:
        path: From the top.
        count: Of the responses in it and below it.
    """

    path: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with a dry run would do; counts are rows."""

    new: int
    changed: int
    same: int
    refused: tuple[Refused, ...]
    unknown_placeholders: tuple[str, ...]
    losses: tuple[str, ...]


class LibraryStore:
    """The responses in one file.

    Every method raises `StorageError` with a sentence when the file cannot be used.

    Args:
        path: The file; made with the starter set when absent.
        starter: The starter set, or None for the one that ships with the program.
        busy_timeout_ms: How long to wait for another program that writes.
        may_restore: Check the file, and put a restored one in the place of a damaged one; only
            for the one program that has the file open for long.

    Attributes:
        finding: What was damaged and restored at opening, as one sentence; usually empty.

    Source: practice 47.
    """

    def __init__(
        self,
        path: Path,
        *,
        starter: Path | None = None,
        busy_timeout_ms: int = BUSY_TIMEOUT_MS,
        may_restore: bool = True,
    ) -> None:
        self._path = path
        if may_restore:
            kept = open_kept(path, LIBRARY, busy_timeout_ms=busy_timeout_ms)
        else:
            kept = Kept(open_file(path, LIBRARY, busy_timeout_ms=busy_timeout_ms))
        self._db, self.finding = kept.connection, kept.finding
        self._search = LibrarySearch(self._db)
        self._writer = LibraryWriter(self._db)
        self._install_starter(starter)

    def close(self) -> None:
        """Close the file; the store is of no use afterwards."""
        self._db.close()

    @property
    def changes(self) -> int:
        """How many rows were changed since the file was opened."""
        return self._db.total_changes

    def search(
        self, text: str, *, folder: tuple[str, ...] | None = None, limit: int = 20
    ) -> list[Match]:
        """Return the responses that answer to what was typed, best first.

        Args:
            text: As typed, also with its slash; blank gives starred, last used, then the rest.
            folder: Only from here and below.
            limit: How many at most.
        """
        with self._reading():
            return self._search.find(text, folder, limit)

    def get(self, response_id: str) -> Response:
        """Return one response, or raise `ResponseGone`."""
        found = self._read("where id = ?", response_id)
        if not found:
            raise ResponseGone(response_id)
        return found[0]

    def starred(self, limit: int = 50) -> list[Response]:
        """Return the starred responses, most used first."""
        return self._read("where starred order by place limit ?", limit)

    def recent(self, limit: int = 20) -> list[Response]:
        """Return the responses used last, latest first."""
        return self._read("where last_used > '' order by last_used desc limit ?", limit)

    def everything(self) -> list[Response]:
        """Return all responses in the order of their folders and titles."""
        return self._read("order by folder, title_words, serial")

    def folders(self) -> list[Folder]:
        """Return every folder that holds something, with the ones above it, by path."""
        with self._reading():
            rows = self._db.execute("select folder, count(*) from responses group by folder")
            counted = rows.fetchall()
        counts: dict[tuple[str, ...], int] = {}
        for folder, count in counted:
            parts = tuple(folder.split("/")) if folder else ()
            for depth in range(1, len(parts) + 1):
                counts[parts[:depth]] = counts.get(parts[:depth], 0) + count
        return [Folder(path, counts[path]) for path in sorted(counts)]

    def count(self) -> int:
        """Return how many responses there are."""
        with self._reading():
            return int(self._db.execute("select count(*) from responses").fetchone()[0])

    def add(self, response: Response) -> Response:
        """Keep a new response and return it with its id and in its kept form.

        Raises:
            ResponseRefused: A field breaks a rule.
            ShortcutTaken: Another response has one of its shortcuts.
        """
        clean = replace(cleaned(response), id=response.id or new_id())
        with self._changing():
            self._writer.insert([clean])
        return clean

    def update(self, response: Response) -> Response:
        """Replace the text and the labels of a response; its star and use stay.

        Raises:
            ResponseGone: It was deleted in the meantime.
            ResponseRefused, ShortcutTaken: As for `add`.
        """
        clean = cleaned(response)
        with self._changing():
            self._writer.replace(clean)
        return self.get(clean.id)

    def delete(self, response_id: str) -> None:
        """Remove a response; one that is gone already is no error."""
        with self._changing():
            self._writer.delete(response_id)

    def star(self, response_id: str, *, starred: bool) -> None:
        """Put a response at the top, or back."""
        with self._changing():
            self._writer.change(response_id, "starred = ?", int(starred))

    def record_use(self, response_id: str, at: datetime) -> None:
        """Count one insertion of a response.

        Args:
            response_id: Raises `ResponseGone` when it was deleted in the meantime.
            at: Aware time of the insertion.
        """
        used = at.astimezone(UTC).isoformat()
        with self._changing():
            self._writer.change(response_id, "uses = uses + 1, last_used = ?", used)

    def import_responses(self, parsed: Parsed, *, dry_run: bool = False) -> ImportReport:
        """Add and change what the rows of a file say; all of it or nothing is kept.

        Args:
            parsed: From `formats.read`.
            dry_run: Only tell.
        """
        if dry_run:
            return _report(merging.plan(self.everything(), parsed), parsed)
        with self._changing():
            plan = merging.plan(self.everything(), parsed)
            self._writer.apply(plan)
        return _report(plan, parsed)

    def _install_starter(self, starter: Path | None) -> None:
        installed = "select 1 from facts where name = 'starter'"
        with self._reading():
            if self._db.execute(installed).fetchone():
                return
        path = starter or resource_path("library", "starter.json")
        parsed = formats.read(formats.decode(path.read_bytes()))
        with self._changing():
            # Another program may have been first while this one waited for the lock.
            if not self._db.execute(installed).fetchone():
                self._writer.apply(merging.plan((), parsed))
                self._db.execute("insert into facts values ('starter', ?)", (path.name,))

    def _read(self, tail: str, *given: object) -> list[Response]:
        with self._reading():
            return self._search.responses(tail, given)

    def _reading(self) -> AbstractContextManager[None]:
        return translated(LIBRARY.what, self._path)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with writing(self._db, self._path, what=LIBRARY.what):
            yield
        self._search.forget()


def _report(plan: merging.Plan, parsed: Parsed) -> ImportReport:
    return ImportReport(
        new=len(plan.new),
        changed=len(plan.changed),
        same=plan.same,
        refused=plan.refused,
        unknown_placeholders=parsed.unknown_placeholders,
        losses=parsed.losses,
    )
