"""The versions of a response that is open in the editor: shown, and restored."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from undivided.app.session_context import SessionContext
from undivided.library.model.responses import Response
from undivided.protocol.moments import local
from undivided.storage.library.history import Stamp
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses.editor import words
from undivided.ui.responses.editor.history_sheet import HistorySheet, PastVersion
from undivided.ui.responses.editor.response_editor import ResponseEditor


class HistoryControl:
    """Opens the history over an editor. Source: practice 48.

    Args:
        stamp: Returns who changes something now.
        restored: Shows the library and the response anew after a version was restored.
    """

    def __init__(
        self,
        context: SessionContext,
        stamp: Callable[[], Stamp],
        restored: Callable[[Response, ResponseEditor], Awaitable[None]],
    ) -> None:
        self._context = context
        self._stamp = stamp
        self._restored = restored

    def serve(self, editor: ResponseEditor) -> None:
        """Show the history of what an editor has open when it is asked for."""
        editor.history_requested.connect(
            lambda response_id: self._context.start("history", self._show(response_id, editor))
        )

    async def _show(self, response_id: str, editor: ResponseEditor) -> None:
        def look_up(store: LibraryStore) -> tuple[Response, tuple[PastVersion, ...]]:
            kept = tuple(
                PastVersion(each.number, each.response, _local(each.at), each.by)
                for each in store.versions(response_id)
            )
            return store.get(response_id), kept

        response, versions = await self._context.library.ask(look_up)
        window = self._context.window
        sheet = HistorySheet(window, window.tokens, response, versions)
        sheet.restore_requested.connect(
            lambda number: self._context.start("restore", self._restore(number, editor))
        )
        sheet.open()

    async def _restore(self, version: int, editor: ResponseEditor) -> None:
        stamp = self._stamp()
        response = await self._context.library.ask(lambda store: store.restore(version, stamp))
        self._context.troubled(words.restored(response.title))
        await self._restored(response, editor)


def _local(at: datetime | None) -> str:
    return f"{local(at):%d %b %Y, %H:%M}" if at else ""
