"""The responses' panel: what is searched, filtered, suggested and shown in it."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from undivided.app.session_context import SessionContext
from undivided.library.search import Match
from undivided.runtime.clock import SystemClock
from undivided.storage.library_store import LibraryStore
from undivided.ui.responses.panel_filters import Asked, Choices

PANEL_RESULTS = 60
_STARRED_REACH = 1_000
"""Matches looked through for the starred ones among them."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What the library answered.

    Attributes:
        total: All responses that there are.
    """

    matches: list[Match]
    total: int


class PanelControl(QObject):
    """Connects the panel's search and filters with the library's file. Source: practice 47."""

    def __init__(self, context: SessionContext) -> None:
        super().__init__(context.window)
        self._context = context
        self._clock = SystemClock()
        self._panel = context.window.desk.panel.canned
        self._panel.asked.connect(self._ask)
        self._panel.left.connect(context.window.desk.leave_panel)

    def load(self) -> None:
        """Show the library as it is now."""
        self._context.start("library", self.show_library())

    async def show_library(self) -> None:
        """Read what can be filtered by and search again; for what has changed the library."""
        self._panel.offer(await self._context.library.ask(_choices))
        await self._search(self._panel.wanted)

    def _ask(self, asked: Asked) -> None:
        self._context.start("search", self._search(asked))

    async def _search(self, asked: Asked) -> None:
        found = await self._context.library.ask(lambda store: _look_up(store, asked))
        if asked != self._panel.wanted:
            return  # something newer was typed meanwhile
        today = self._clock.now().wall.astimezone().date()
        self._context.canned.show(found.matches, today)
        self._panel.show_found(found.total)


def _look_up(store: LibraryStore, asked: Asked) -> _Found:
    limit = _STARRED_REACH if asked.is_starred else PANEL_RESULTS
    matches = store.search(asked.text, filters=asked.filters, limit=limit)
    if asked.is_starred:
        matches = [match for match in matches if match.response.starred][:PANEL_RESULTS]
    if not matches and asked.text.strip():
        matches = store.closest(asked.text, filters=asked.filters)
    return _Found(matches, store.count())


def _choices(store: LibraryStore) -> Choices:
    return Choices(
        folders=tuple(folder.path for folder in store.folders()),
        tags=tuple(tag.name for tag in store.tags()),
        languages=tuple(language.name for language in store.languages()),
        scopes=tuple(store.scopes()),
    )
