"""The open file of a canned library: what every part of `LibraryStore` reads and writes by."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from undivided.database.faults import translated
from undivided.database.keeping import Kept, open_kept
from undivided.database.opening import BUSY_TIMEOUT_MS, open_file, writing
from undivided.library import formats
from undivided.library.errors import ResponseGone
from undivided.library.importing import merging
from undivided.library.model.responses import Response
from undivided.resources import resource_path
from undivided.storage.library.kind import LIBRARY
from undivided.storage.library.search import LibrarySearch
from undivided.storage.library.writer import LibraryWriter


class OpenLibrary:
    """One file, opened and made with the starter set when absent.

    Every method raises `StorageError` with a sentence when the file cannot be used.

    Args:
        path: The file.
        starter: The starter set, or None for the one that ships with the program.
        busy_timeout_ms: How long to wait for another program that writes.
        may_restore: Check the file, and put a restored one in the place of a damaged one; only
            for the one program that has the file open for long.

    Attributes:
        finding: What was damaged and restored at opening, as one sentence; usually empty.
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

    def get(self, response_id: str) -> Response:
        """Return one response, or raise `ResponseGone`."""
        found = self._read("where id = ?", response_id)
        if not found:
            raise ResponseGone(response_id)
        return found[0]

    def everything(self) -> list[Response]:
        """Return all responses in the order of their folders and titles."""
        return self._read("order by folder, title_words, serial")

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
