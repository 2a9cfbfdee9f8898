"""Ends a chat politely: the last words reach the server before it is closed.

Source: practice 72.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from undivided.app.session_context import SessionContext
from undivided.desk.values import ChatRow, Delivery, Message
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId
from undivided.session import commands
from undivided.ui.words import temper_wording as words

_ARRIVED = frozenset({Delivery.SENT, Delivery.SEEN})


@dataclass(frozen=True, slots=True)
class _Ending:
    row: ChatRow
    last: CustomId
    days: int


class ChatEnding(QObject):
    """Waits for the last words; a link that is down delays the end and loses none of it."""

    def __init__(self, context: SessionContext) -> None:
        super().__init__(context.window)
        self._context = context
        self._under_way: dict[ChatId, _Ending] = {}
        context.bridge.transcripts.changed.connect(lambda _change: self._look())
        context.bridge.chats_removed.connect(self._forget)

    def end(self, row: ChatRow, *events: Event, days: int = 0) -> None:
        """Say these events, close the chat, and keep the visitor out for some days.

        Args:
            events: With their custom ids, the last words last; without any the chat is closed at
                once.
            days: None for 0.
        """
        if self._context.connection is None:
            return
        if not events or events[-1].custom_id is None:
            self._close(row, days)
            return
        self._under_way[row.id] = _Ending(row, events[-1].custom_id, days)
        saying = self._context.connection.accept(row.id, *events, is_draft=False)
        self._context.start("end", saying)

    def _look(self) -> None:
        for chat_id, ending in tuple(self._under_way.items()):
            last = self._message(chat_id, ending.last)
            if last is None or last.delivery not in {*_ARRIVED, Delivery.FAILED}:
                continue
            del self._under_way[chat_id]
            if last.delivery is Delivery.FAILED:
                self._context.troubled(words.end_failed(ending.row.visitor.shown_name))
            else:
                self._close(ending.row, ending.days)

    def _message(self, chat_id: ChatId, custom_id: CustomId) -> Message | None:
        messages = reversed(self._context.bridge.transcripts.messages(chat_id))
        return next((each for each in messages if each.custom_id == custom_id), None)

    def _close(self, row: ChatRow, days: int) -> None:
        connection = self._context.connection
        if connection is None:
            return
        connection.do(commands.CloseChat(row.id))
        if days:
            connection.do(commands.KeepOut(row.visitor.id, days))

    def _forget(self, chats: tuple[ChatId, ...]) -> None:
        for chat_id in chats:
            self._under_way.pop(chat_id, None)
