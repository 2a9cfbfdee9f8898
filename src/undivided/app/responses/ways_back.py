"""The ways back: what was done to the library can be taken back, the newest first."""

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from undivided.app.session_context import SessionContext
from undivided.storage.library.changes import Undo
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses.manager import manager_words as words

MOST = 20
"""Each keeps the responses as they were before, which may be thousands."""


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    """One change: what is said of it and what takes it back."""

    said: str
    take: Callable[[LibraryStore], object]


class WaysBack:
    """Offers each change's undo on its notice, and to a key for as long as the program runs.

    A notice goes after a few seconds and takes no keys, so it alone would be no way back for
    whoever works without a mouse.

    Args:
        changed: Shows the library anew after it was changed.
    """

    def __init__(self, context: SessionContext, changed: Callable[[], Awaitable[None]]) -> None:
        self._context = context
        self._changed = changed
        self._ways: deque[_Way] = deque(maxlen=MOST)

    def offer(self, said: str, undo: Undo) -> None:
        """Say what was done, and offer to take it back."""
        self.offer_way(said, lambda store: store.undo(undo))

    def offer_way(self, said: str, take: Callable[[LibraryStore], object]) -> None:
        """Say what was done, and offer what takes it back, on the library's thread."""
        way = _Way(said, take)
        self._ways.append(way)
        self._context.undoable(said, lambda: self._take(way))

    def take_newest(self) -> None:
        """Take back what was done last and not taken back yet."""
        if self._ways:
            self._take(self._ways[-1])
        else:
            self._context.troubled(words.NOTHING_TO_UNDO)

    def _take(self, way: _Way) -> None:
        # The notice and the key may both ask for it.
        if way not in self._ways:
            self._context.troubled(words.UNDONE_ALREADY)
            return
        self._ways.remove(way)
        self._context.start("undo", self._undo(way))

    async def _undo(self, way: _Way) -> None:
        await self._context.library.ask(way.take)
        await self._changed()
        self._context.troubled(words.undone(way.said))
