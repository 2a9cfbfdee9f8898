"""How many typed answers are worth a response: a quiet line of the panel, never a pop-up."""

from undivided.app.session_context import SessionContext
from undivided.library.growing.proposals import AT_LEAST
from undivided.runtime.worker import on_a_thread
from undivided.storage.library.store import LibraryStore
from undivided.storage.library.written import Typed

EVERY = 10
"""Typed answers between two looks: comparing thousands takes a tenth of a second of computing."""


class ProposalCount:
    """Looks when the library is loaded or changed, and now and then while answers are typed.

    Source: practice 46.
    """

    def __init__(self, context: SessionContext) -> None:
        self._context = context
        self._panel = context.window.desk.panel.canned
        self._typed = 0
        self._has_looked = False
        self._is_looking = self._is_wanted = False

    def look_once(self) -> None:
        """Look for the first time; nothing where that was done."""
        if not self._has_looked:
            self.look()

    def note_typed(self) -> None:
        """Remember that an answer was typed by hand, and look after some of them."""
        self._typed += 1
        if self._typed >= EVERY:
            self.look()

    def look(self) -> None:
        """Count anew, and show the count; while that is under way, once more after it."""
        self._typed = 0
        self._has_looked = self._is_wanted = True
        if not self._is_looking:
            self._context.start("proposals", self._look())

    async def _look(self) -> None:
        self._is_looking = True
        try:
            while self._is_wanted:
                self._is_wanted = False
                typed = await self._context.library.ask(LibraryStore.typed)
                self._panel.show_typed(await self._count(typed))
        finally:
            self._is_looking = False

    async def _count(self, typed: Typed) -> int:
        if len(typed.sent) < AT_LEAST:
            return 0
        # Not on the library's thread, where a search would wait for it.
        often = await on_a_thread("proposals", typed.often)
        if not often:
            return 0
        return len(await self._context.library.ask(lambda store: store.unanswered(often)))
