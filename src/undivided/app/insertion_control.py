"""Inserting a canned response: popup, values of the chat, drops; nothing is sent by it."""

from PySide6.QtCore import QObject

from undivided.app.chat_control import ChatControl
from undivided.app.session_context import SessionContext
from undivided.library.responses import Response
from undivided.library.search import Match
from undivided.library.slots import Filled, fill
from undivided.library.values import ChatValues, chat_values
from undivided.protocol.ids import ChatId
from undivided.runtime.clock import SystemClock
from undivided.storage.library_store import LibraryStore

POPUP_RESULTS = 6


class InsertionControl(QObject):
    """Connects the composer, the panel's cards and the tabs with the library's file.

    Source: practice 47.
    """

    def __init__(self, context: SessionContext, chats: ChatControl) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self._clock = SystemClock()
        self._typed = ""
        self._composer = context.window.desk.conversation.composer
        context.canned.fill_with(self.filled)
        self._connect()

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

    def _want_popup(self, typed: str) -> None:
        self._typed = typed
        self._context.start("popup", self._show_popup(typed))

    async def _show_popup(self, typed: str) -> None:
        def look_up(store: LibraryStore) -> tuple[list[Match], int]:
            return store.search(typed, limit=POPUP_RESULTS), store.count()

        found, total = await self._context.library.ask(look_up)
        if typed == self._typed:
            self._composer.popup.show_matches(tuple(found), total, self.fill_body)

    async def _insert(self, response_id: str, *, at: int | None, replaces: bool) -> None:
        response = await self._context.library.ask(lambda store: store.get(response_id))
        self._composer.insert_response(self.filled(response), at=at, replace_draft=replaces)
        used_at = self._clock.now().wall
        await self._context.library.ask(lambda store: store.record_use(response_id, used_at))

    def _values(self) -> ChatValues:
        row = self._context.bridge.chats.row_of(self._chats.shown or ChatId(""))
        profile = self._context.bridge.status.profile
        page = row.visitor.pages[0] if row is not None and row.visitor.pages else None
        return chat_values(
            visitor_name=row.visitor.name if row else "",
            visitor_email=row.visitor.email if row else "",
            visitor_phone=row.visitor.phone if row else "",
            operator_name=profile.name if profile else "",
            operator_title=profile.title if profile else "",
            chat_id=row.id if row else "",
            page_title=page.title if page else "",
            page_url=page.url if page else "",
            now=self._clock.now().wall.astimezone(),
        )

    def _connect(self) -> None:
        desk, composer = self._context.window.desk, self._composer
        composer.responses_wanted.connect(self._want_popup)
        composer.response_picked.connect(
            lambda which, replaces: self.insert(which, replaces=replaces)
        )
        composer.response_dropped.connect(
            lambda which, at, replaces: self.insert(which, at=at, replaces=replaces)
        )
        desk.panel.canned.insert_requested.connect(self.insert)
        desk.panel.canned.replace_requested.connect(
            lambda which: self.insert(which, replaces=True)
        )
        desk.panel.canned.drag_changed.connect(composer.show_drop_hint)
        desk.column.chats.response_dropped.connect(self.drop_on_chat)
        desk.column.chats.insert_requested.connect(self._insert_into)

    def _insert_into(self, chat_id: str) -> None:
        self._chats.pick_and_write(ChatId(chat_id))
        self._context.window.desk.search_responses()
