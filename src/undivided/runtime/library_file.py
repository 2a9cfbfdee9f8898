"""The canned library from the loop's side: on a thread of its own.

It works with no server, keyring or network (promise G13).
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from undivided.runtime.worker import Worker
from undivided.storage.library_store import LibraryStore

T = TypeVar("T")


class LibraryFile:
    """One library, opened at the first question.

    Args:
        path: The profile's library file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._worker = Worker("library")
        self._store: LibraryStore | None = None

    async def ask(self, question: Callable[[LibraryStore], T]) -> T:
        """Return what `question` returns for the library.

        Raises:
            StorageError: The file cannot be used; opening it is tried again next time.
            LibraryError: The library refused a change.
        """
        return await self._worker.run(self._on_thread, question)

    async def aclose(self) -> None:
        """Finish what was asked for and close the file."""
        await self._worker.run(self._close_on_thread)
        self._worker.close()

    def _on_thread(self, question: Callable[[LibraryStore], T]) -> T:
        if self._store is None:
            self._store = LibraryStore(self._path)
        return question(self._store)

    def _close_on_thread(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None
