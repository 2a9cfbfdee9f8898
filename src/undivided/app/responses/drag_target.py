"""A card held over a chat's row: whom it is for, and how it would read there."""

from undivided.app.responses.response_filling import ResponseFilling
from undivided.app.session_context import SessionContext
from undivided.library.filling.slots import Filled
from undivided.protocol.ids import ChatId
from undivided.ui.responses.drag_note import DragNote
from undivided.ui.words.wording import visitor


class DragTarget:
    """Fills the dragged card for the chat under the pointer; the shown chat stays."""

    def __init__(self, context: SessionContext, filling: ResponseFilling) -> None:
        self._context = context
        self._filling = filling
        self._chats = context.window.desk.column.chats
        self.note = DragNote(context.window, context.window.tokens)
        self._chats.dragged_over.connect(self._show)

    def _show(self, chat_id: str, response_id: str) -> None:
        row = self._context.bridge.chats.row_of(ChatId(chat_id)) if chat_id else None
        if row is None:
            self.note.hide()
            return
        self.note.show_beside(
            self._chats.viewport(),
            self._chats.row_rect(row.id),
            visitor(row.visitor.first_name),
            self._filled(response_id, row.id),
            self._context.window.tokens,
        )

    def _filled(self, response_id: str, chat_id: ChatId) -> Filled | None:
        canned = self._context.canned
        response = canned.response_at(canned.row_of(response_id)) if response_id else None
        return None if response is None else self._filling.fill(response, chat_id=chat_id)
