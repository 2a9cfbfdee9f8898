"""An operator's canned library in the world: the real file, and the real loop that shares it.

Not taken along are the files of responses.
"""

import shutil
from collections.abc import Callable, Coroutine
from pathlib import Path
from random import Random
from typing import TypeVar

from tests.simulation.disk import DiskLine
from tests.simulation.history import Did
from tests.simulation.machine import Machine
from tests.simulation.response_marks import birth_of, marks_of
from undivided.library.model.responses import Response
from undivided.library.sharing.copies import Copy, Shelf, Standing, own_text
from undivided.protocol.errors import UndividedError
from undivided.runtime.addresses import ServerAddress
from undivided.runtime.library_file import LibraryFile
from undivided.runtime.response_post import ResponsePost
from undivided.runtime.shared_files import FileListeners, Post, SharedFiles
from undivided.runtime.shared_library import Listeners, SharedLibrary
from undivided.runtime.shared_library import Standing as HowItStands
from undivided.runtime.supervisor import Supervisor
from undivided.runtime.trust import Trust
from undivided.session.commands import Command
from undivided.session.facts import Notice
from undivided.storage.library.shared import SharedShelf
from undivided.storage.library.store import LibraryStore

T = TypeVar("T")
FILE_NAME = "library.db"
NO_RESPONSES = '{"format": "undivided-responses", "version": 1, "responses": []}'
ID_BYTES = 16


class LibraryTemplate:
    """A library without a response, copied for each world."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "library-template.db"
        starter = folder / "starter.json"
        starter.write_text(NO_RESPONSES)
        LibraryStore(self._path, starter=starter).close()

    def copy_to(self, folder: Path) -> None:
        """Put the file where a new program finds it."""
        shutil.copyfile(self._path, folder / FILE_NAME)


class SeededShelf(SharedShelf):
    """Gives ids of the seed's chance, so that a replay has the same ones."""

    chance: Random

    def new_id(self) -> str:
        """Return an id of the seed's chance."""
        return new_id(self.chance)


class _Store(LibraryStore):
    """The real store, but for where ids come from."""

    def __init__(self, path: Path, shelf_type: type[SeededShelf], chance: Random) -> None:
        self._shelf_type = shelf_type
        self._chance = chance
        super().__init__(path)

    def _shelf(self, origin: str) -> SharedShelf:
        shelf = self._shelf_type(self._db, self._writer, origin)
        shelf.chance = self._chance
        return shelf


class _NoFiles(SharedFiles):
    """Brings and fetches nothing: no response of the world carries a file."""

    def begin(self, origin: str, post: Post) -> None:
        """Follow nobody."""


class LibraryNode:
    """The library of one operator's program, in one process after the other.

    Args:
        address: Of the server.

    Attributes:
        shelf_type: Where the rules of sharing read and write; planted bugs have another.
        chance: For its ids, and for whoever works with it.
        shared: What follows the server in this process, if one runs.
        standing: As the panel's foot shows it.
    """

    shelf_type = SeededShelf

    def __init__(self, machine: Machine, address: str) -> None:
        self.machine = machine
        self.chance = machine.world.chance(f"library of {machine.name}")
        self.shared: SharedLibrary | None = None
        self.standing = HowItStands()
        self._address = address
        self._post = ResponsePost(ServerAddress(address), "", Trust())
        self._file: LibraryFile | None = None
        self._supervisor = Supervisor()
        self._is_at_work = False
        self._marks = 0

    # The process

    def open(self, supervisor: Supervisor, do: Callable[[Command], None]) -> None:
        """Be part of a new process, and follow the server as from a sign-in on."""
        self._supervisor, self._is_at_work = supervisor, False
        self.standing = HowItStands()
        path = self.machine.disk.here / FILE_NAME
        file = self._file = LibraryFile(
            path, self._damaged, line=DiskLine(), open_store=self._opened
        )
        self.shared = SharedLibrary(
            file,
            supervisor,
            do,
            Listeners(_nothing, _nothing, self._stands),
            _NoFiles(file, supervisor, FileListeners(_nothing, _nothing)),
        )
        self.shared.enter(self._address, self._post)

    def noticed(self, notice: Notice) -> None:
        """Hand on what the session says."""
        if self.shared is not None:
            self.shared.noticed(notice)

    def leave(self) -> None:
        """Stop following, because the program ends."""
        if self.shared is not None:
            self.shared.leave()

    async def aclose(self) -> None:
        """Close the file, after everything else has ended."""
        if self._file is not None:
            await self._file.aclose()
        self.shared = self._file = None

    def buried(self) -> None:
        """Let go of what the dead process had open."""
        store = None if self._file is None else self._file._store
        self.shared = self._file = None
        if store is not None:
            store.close()

    # For whoever sits before it

    @property
    def is_well(self) -> bool:
        """Whether nothing is being written, waits to be sent, or waits for a choice."""
        counts = self.standing.counts
        return not (self._is_at_work or counts.waiting or counts.choices)

    def next_mark(self) -> str:
        """Return a word that nobody wrote before."""
        self._marks += 1
        return f"{self.machine.name}-{self._marks}"

    def start(self, name: str, work: Coroutine[object, object, None]) -> None:
        """Let the operator do something, unless he is at it; trouble is told."""
        if self._file is None or self._supervisor.is_closing or self._is_at_work:
            work.close()
            return
        self._is_at_work = True
        self._supervisor.start(name, self._to_the_end(work))

    async def ask(self, question: Callable[[LibraryStore], T]) -> T:
        """Return what `question` returns for the library."""
        assert self._file is not None
        return await self._file.ask(question)

    def saved(self, birth: str, marks: tuple[str, ...], text: str = "") -> None:
        """Tell the operator that it is saved, and let the others have it."""
        self.note(Did.SAVED, birth, marks, text)
        if self.shared is not None:
            self.shared.changed()

    def note(self, did: Did, birth: str, marks: tuple[str, ...] = (), text: str = "") -> None:
        """Write into the history."""
        self.machine.world.history.note(self.machine.name, did, text, chat=birth, lines=marks)

    def report(self) -> None:
        """Write down what the file holds; the program has to be over."""
        store = LibraryStore(self.machine.disk.here / FILE_NAME, may_restore=False)
        for row in store.everything():
            self.note(Did.ROW, birth_of(row), marks_of(row), row.scope.value)
        for copy, shared_row in store.share(self._address, _copies_in):
            self._report_copy(copy, shared_row)
        ids = store._db.execute("select distinct response_id from versions order by number")
        for (response_id,) in ids.fetchall():
            past = [version.response for version in store.versions(response_id)]
            marks = tuple(dict.fromkeys(mark for each in past for mark in marks_of(each)))
            self.note(Did.PAST, birth_of(past[0]), marks)
        store.close()

    # Inside

    def _report_copy(self, copy: Copy, row: Response | None) -> None:
        shown: Response | None = copy.newest
        if copy.standing is Standing.SAME and row is not None:
            shown = own_text(row, copy)
        version = max(copy.version, copy.theirs_version)
        if shown is None or not version:
            return  # the server has none, as far as is known here
        state = copy.standing.value if row is not None else "deleted"
        state = "choice" if copy.needs_choice else state
        self.note(Did.COPY, birth_of(shown), marks_of(shown), f"{state} {version}")

    async def _to_the_end(self, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except UndividedError as error:
            self.note(Did.TROUBLE, "", text=type(error).__name__)
        finally:
            self._is_at_work = False

    def _stands(self, standing: HowItStands) -> None:
        self.standing = standing

    def _opened(self, path: Path) -> LibraryStore:
        return _Store(path, self.shelf_type, self.chance)

    def _damaged(self, finding: str) -> None:
        self.note(Did.BROKE, "", text=finding)


def _copies_in(shelf: Shelf) -> list[tuple[Copy, Response | None]]:
    return [(copy, shelf.row(copy.response_id)) for copy in shelf.copies()]


def new_id(chance: Random) -> str:
    """Return an id as libraries give them."""
    return chance.randbytes(ID_BYTES).hex()


def _nothing(*_: object) -> None:
    """Leave the notices in the window's corner unread."""
