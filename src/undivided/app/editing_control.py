"""Changing the library: the editor of a response, saving, deleting and starring."""

from collections.abc import Awaitable, Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject

from undivided.app.session_context import SessionContext
from undivided.library.responses import Response, folder_path, shortcut_names
from undivided.protocol.errors import UndividedError
from undivided.storage.library_store import LibraryStore
from undivided.ui.responses.response_editor import ResponseEditor, ResponseForm


class EditingControl(QObject):
    """Connects the editor with the library's file.

    Args:
        changed: Shows the library anew after it was changed.
    """

    def __init__(self, context: SessionContext, changed: Callable[[], Awaitable[None]]) -> None:
        super().__init__(context.window)
        self._context = context
        self._changed = changed
        panel = context.window.desk.panel.canned
        panel.new_requested.connect(self.write_new)
        panel.edit_requested.connect(self.edit)
        panel.star_toggled.connect(self._star)

    def edit(self, response_id: str) -> None:
        """Open a response in the editor."""
        self._context.start("edit", self._edit(response_id))

    def write_new(self, title: str = "", body: str = "") -> None:
        """Open the editor for a new response."""
        self._context.start("new response", self._open_editor(None, title, body))

    async def _edit(self, response_id: str) -> None:
        response = await self._context.library.ask(lambda store: store.get(response_id))
        await self._open_editor(response, "", "")

    async def _open_editor(self, response: Response | None, title: str, body: str) -> None:
        folders = await self._context.library.ask(LibraryStore.folders)
        window = self._context.window
        editor = ResponseEditor(
            window,
            window.tokens,
            response,
            folders=tuple(folder.path for folder in folders),
            title=title,
            body=body,
        )
        editor.save_requested.connect(
            lambda form: self._context.start("save", self._save(editor, form, response))
        )
        editor.delete_requested.connect(
            lambda which: self._context.start("delete", self._delete(which))
        )
        editor.open()

    async def _save(self, editor: ResponseEditor, form: ResponseForm, old: Response | None) -> None:
        try:
            wanted = _response(form, old)
            if old is None:
                await self._context.library.ask(lambda store: store.add(wanted))
            else:
                await self._context.library.ask(lambda store: store.update(wanted))
        except UndividedError as error:
            editor.refused(error.sentence)
            return
        editor.saved()
        await self._changed()

    async def _delete(self, response_id: str) -> None:
        await self._context.library.ask(lambda store: store.delete(response_id))
        await self._changed()

    def _star(self, response_id: str, is_on: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._context.start("star", self._set_star(response_id, is_on=is_on))

    async def _set_star(self, response_id: str, *, is_on: bool) -> None:
        await self._context.library.ask(lambda store: store.star(response_id, starred=is_on))
        await self._changed()


def _response(form: ResponseForm, old: Response | None) -> Response:
    fresh = Response(
        title=form.title,
        body=form.body,
        shortcuts=shortcut_names(form.shortcut),
        folder=folder_path(form.folder),
    )
    if old is None:
        return fresh
    return replace(
        old,
        title=fresh.title,
        body=fresh.body,
        shortcuts=fresh.shortcuts,
        folder=fresh.folder,
    )
