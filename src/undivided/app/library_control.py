"""Finding and inserting canned responses: panel, popup, drag and drop, editor, import."""

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from undivided.app.chat_control import ChatControl
from undivided.app.session_context import SessionContext
from undivided.library import formats
from undivided.library.errors import FileRefused
from undivided.library.responses import Response, folder_path, shortcut_names
from undivided.library.search import Match
from undivided.library.slots import Filled, fill
from undivided.library.values import chat_values
from undivided.protocol.errors import UndividedError
from undivided.protocol.ids import ChatId
from undivided.runtime.clock import SystemClock
from undivided.storage.library_store import ImportReport, LibraryStore
from undivided.ui.responses.canned_panel import Asked
from undivided.ui.responses.response_editor import ResponseEditor, ResponseForm

POPUP_RESULTS = 6
PANEL_RESULTS = 60


class LibraryControl(QObject):
    """Connects the responses' views with the library's file. Source: practice 47."""

    def __init__(self, context: SessionContext, chats: ChatControl) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self._clock = SystemClock()
        self._asked = Asked()
        self._typed = ""
        self._panel = context.window.desk.panel.canned
        self._composer = context.window.desk.conversation.composer
        context.canned.fill_with(self.filled)
        self._connect()

    def load(self) -> None:
        """Show the library for the first time."""
        self._context.start("library", self._load())

    def filled(self, response: Response) -> Filled:
        """Return a response as it would be inserted into the shown chat."""
        return self.fill_body(response.body)

    def fill_body(self, body: str) -> Filled:
        """Return a body filled with what the shown chat knows; the rest stays as blanks."""
        return fill(body, self._values())

    def insert(self, response_id: str, *, at: int | None = None, replaces: bool = False) -> None:
        """Insert a response into the shown chat's composer; nothing is sent."""
        self._context.start("insert", self._insert(response_id, at=at, replaces=replaces))

    def drop_on_chat(self, chat_id: str, response_id: str, text: str) -> None:
        """Switch to a chat and insert what was dropped on its tab; nothing is sent."""
        self._chats.pick_and_write(ChatId(chat_id))
        if response_id:
            self.insert(response_id)
        elif text:
            self._composer.editor.insertPlainText(text)

    # Searching

    async def _load(self) -> None:
        folders = await self._context.library.ask(LibraryStore.folders)
        self._panel.set_folders(tuple(folder.path for folder in folders if len(folder.path) == 1))
        await self._search(self._asked)

    def _ask(self, asked: Asked) -> None:
        self._asked = asked
        self._context.start("search", self._search(asked))

    async def _search(self, asked: Asked) -> None:
        def look_up(store: LibraryStore) -> tuple[list[Match], int]:
            found = store.search(asked.text, folder=asked.folder, limit=PANEL_RESULTS)
            return found, store.count()

        found, total = await self._context.library.ask(look_up)
        if asked != self._asked:
            return  # something newer was typed meanwhile
        if asked.is_starred:
            found = [match for match in found if match.response.starred]
        today = self._clock.now().wall.astimezone().date()
        self._context.canned.show(found, today)
        self._panel.show_found(total)

    def _want_popup(self, typed: str) -> None:
        self._typed = typed
        self._context.start("popup", self._show_popup(typed))

    async def _show_popup(self, typed: str) -> None:
        def look_up(store: LibraryStore) -> tuple[list[Match], int]:
            return store.search(typed, limit=POPUP_RESULTS), store.count()

        found, total = await self._context.library.ask(look_up)
        if typed == self._typed:
            self._composer.popup.show_matches(tuple(found), total, self.fill_body)

    # Inserting

    async def _insert(self, response_id: str, *, at: int | None, replaces: bool) -> None:
        response = await self._context.library.ask(lambda store: store.get(response_id))
        self._composer.insert_response(self.filled(response), at=at, replace_draft=replaces)
        used_at = self._clock.now().wall
        await self._context.library.ask(lambda store: store.record_use(response_id, used_at))

    def _values(self) -> dict[str, str]:
        row = self._context.bridge.chats.row_of(self._chats.shown or ChatId(""))
        profile = self._context.bridge.status.profile
        page = row.visitor.pages[0] if row is not None and row.visitor.pages else None
        return chat_values(
            visitor_name=row.visitor.name if row else "",
            visitor_email=row.visitor.email if row else "",
            operator_name=profile.name if profile else "",
            operator_title=profile.title if profile else "",
            chat_id=row.id if row else "",
            page_title=page.title if page else "",
            page_url=page.url if page else "",
            now=self._clock.now().wall.astimezone(),
        )

    # Changing

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
        await self._load()

    async def _delete(self, response_id: str) -> None:
        await self._context.library.ask(lambda store: store.delete(response_id))
        await self._load()

    def _star(self, response_id: str, is_on: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._context.start("star", self._set_star(response_id, is_on=is_on))

    async def _set_star(self, response_id: str, *, is_on: bool) -> None:
        await self._context.library.ask(lambda store: store.star(response_id, starred=is_on))
        await self._search(self._asked)

    # Importing

    def choose_import(self) -> None:
        """Ask which file to import; our JSON and CSV are known."""
        window = self._context.window
        dialog = QFileDialog(window, "Import responses", "", "Responses (*.json *.csv)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.import_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_file(self, name: str) -> None:
        """Add and change what a file says; a row that cannot be used stops nothing."""
        self._context.start("import", self._import(Path(name)))

    async def _import(self, path: Path) -> None:
        report = await self._context.library.ask(lambda store: _import_into(store, path))
        await self._load()
        self._context.troubled(_import_words(report))

    def _connect(self) -> None:
        composer, panel = self._composer, self._panel
        composer.responses_wanted.connect(self._want_popup)
        composer.response_picked.connect(
            lambda which, replaces: self.insert(which, replaces=replaces)
        )
        composer.response_dropped.connect(lambda which, at: self.insert(which, at=at))
        panel.asked.connect(self._ask)
        panel.insert_requested.connect(self.insert)
        panel.new_requested.connect(self.write_new)
        panel.edit_requested.connect(self.edit)
        panel.star_toggled.connect(self._star)
        panel.import_requested.connect(self.choose_import)
        panel.drag_changed.connect(composer.show_drop_hint)
        panel.left.connect(self._context.window.desk.leave_panel)
        chats = self._context.window.desk.column.chats
        chats.response_dropped.connect(self.drop_on_chat)
        chats.insert_requested.connect(self._insert_into)

    def _insert_into(self, chat_id: str) -> None:
        self._chats.pick_and_write(ChatId(chat_id))
        self._context.window.desk.search_responses()


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


def _import_into(store: LibraryStore, path: Path) -> ImportReport:
    try:
        data = path.read_bytes()
    except OSError as error:
        sentence = f"{path.name} cannot be read ({error.strerror}). Nothing was changed."
        raise FileRefused(sentence) from error
    return store.import_responses(formats.read(formats.decode(data)))


def _import_words(report: ImportReport) -> str:
    words = f"{report.new} new, {report.changed} changed, {report.same} the same."
    if report.refused:
        first = report.refused[0]
        words += (
            f" {len(report.refused)} could not be used; the first is row {first.row}: "
            f"{first.reason}"
        )
    return words
