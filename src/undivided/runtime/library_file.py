"""The canned library from the loop's side: on a thread of its own.

It works with no server, keyring or network (promise G13).
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from undivided.database.errors import DatabaseDamaged
from undivided.runtime.file_backups import FileBackups
from undivided.runtime.worker import Worker, WorkLine
from undivided.storage.library.store import LibraryStore

T = TypeVar("T")

log = logging.getLogger(__name__)


class LibraryFile:
    """One library, opened at the first question.

    Args:
        path: The profile's library file.
        restored: Told what was damaged and restored, and where the damaged copy lies.
        backups: Told of the file's opening and changes; None makes no backups.
        line: Does the blocking work in its order; None starts a thread of the file's own.
        open_store: Opens the file; blocking.
    """

    def __init__(
        self,
        path: Path,
        restored: Callable[[str], None] = log.warning,
        backups: FileBackups | None = None,
        *,
        line: WorkLine | None = None,
        open_store: Callable[[Path], LibraryStore] = LibraryStore,
    ) -> None:
        self._path = path
        self._restored = restored
        self._findings: list[str] = []
        self._backups = backups
        self._worker = line or Worker("library")
        self._open_store = open_store
        self._store: LibraryStore | None = None

    async def ask(self, question: Callable[[LibraryStore], T]) -> T:
        """Return what `question` returns for the library.

        Raises:
            StorageError: The file cannot be used; opening it is tried again next time.
            LibraryError: The library refused a change.
        """
        answered: tuple[T, bool, bool] = await self._worker.run(self._on_thread, question)
        answer, was_opened, has_changed = answered
        if self._backups is not None and was_opened:
            self._backups.opened()
        if self._backups is not None and has_changed:
            self._backups.changed()
        self._tell()
        return answer

    async def aclose(self) -> None:
        """Finish what was asked for and close the file."""
        await self._worker.run(self._close_on_thread)
        self._worker.close()
        if self._backups is not None:
            self._backups.close()
        self._tell()

    def _on_thread(self, question: Callable[[LibraryStore], T]) -> tuple[T, bool, bool]:
        """Return the answer, whether the file was opened for it, and whether it changed rows."""
        was_open = self._store is not None
        try:
            answer, has_changed = self._answered(question)
        except DatabaseDamaged:
            # Damage that is met while the file is open is mended by opening it, once.
            if not was_open:
                raise
            self._close_on_thread()
            was_open = False
            answer, has_changed = self._answered(question)
        return answer, not was_open, has_changed

    def _answered(self, question: Callable[[LibraryStore], T]) -> tuple[T, bool]:
        if self._store is None:
            self._store = self._open_store(self._path)
            if self._store.finding:
                self._findings.append(self._store.finding)
        before = self._store.changes
        return question(self._store), self._store.changes != before

    def _close_on_thread(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def _tell(self) -> None:
        while self._findings:
            self._restored(self._findings.pop(0))
