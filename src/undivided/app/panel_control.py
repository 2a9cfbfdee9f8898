"""The responses' panel: what is searched, filtered and shown in it."""

from PySide6.QtCore import QObject

from undivided.app.session_context import SessionContext
from undivided.library.search import Filters, Match
from undivided.runtime.clock import SystemClock
from undivided.storage.library_store import LibraryStore
from undivided.ui.responses.canned_panel import Asked

PANEL_RESULTS = 60


class PanelControl(QObject):
    """Connects the panel's search and chips with the library's file. Source: practice 47."""

    def __init__(self, context: SessionContext) -> None:
        super().__init__(context.window)
        self._context = context
        self._clock = SystemClock()
        self._asked = Asked()
        self._panel = context.window.desk.panel.canned
        self._panel.asked.connect(self._ask)
        self._panel.left.connect(context.window.desk.leave_panel)

    def load(self) -> None:
        """Show the library as it is now."""
        self._context.start("library", self.show_library())

    async def show_library(self) -> None:
        """Read the folders and search again; for what has changed the library."""
        folders = await self._context.library.ask(LibraryStore.folders)
        self._panel.set_folders(tuple(folder.path for folder in folders if len(folder.path) == 1))
        await self._search(self._asked)

    def _ask(self, asked: Asked) -> None:
        self._asked = asked
        self._context.start("search", self._search(asked))

    async def _search(self, asked: Asked) -> None:
        def look_up(store: LibraryStore) -> tuple[list[Match], int]:
            filters = Filters(folder=asked.folder or ())
            found = store.search(asked.text, filters=filters, limit=PANEL_RESULTS)
            return found, store.count()

        found, total = await self._context.library.ask(look_up)
        if asked != self._asked:
            return  # something newer was typed meanwhile
        if asked.is_starred:
            found = [match for match in found if match.response.starred]
        today = self._clock.now().wall.astimezone().date()
        self._context.canned.show(found, today)
        self._panel.show_found(total)
