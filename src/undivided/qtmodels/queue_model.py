"""The visitors whom nobody has taken yet, as a list model."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Qt

from undivided.desk.marks import FocusMark
from undivided.desk.values import Changes, QueueRow
from undivided.etiquette.coach.buying import ShopPage
from undivided.protocol.ids import ChatId
from undivided.qtmodels.chat_list_model import CHAT_ID_ROLE, MARK_ROLE, ROW_ROLE
from undivided.qtmodels.row_order import Index, OrderedChatsModel
from undivided.qtmodels.spoken import spoken_queue_row


class QueueModel(OrderedChatsModel):
    """Queued visitors in the order of their places; the roles are those of the chat list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[ChatId, QueueRow] = {}
        self._marks: dict[ChatId, FocusMark] = {}
        self._signs: dict[ChatId, str] = {}
        self._shop_pages: dict[ChatId, ShopPage | None] = {}

    def set_sign(self, chat_id: ChatId, sign: str) -> None:
        """Mark what a visitor's first words sound like; the order stays as it is."""
        if chat_id in self._order and self._signs.get(chat_id, "") != sign:
            self._signs[chat_id] = sign
            index = self.index(self._order.index(chat_id))
            self.dataChanged.emit(index, index, [])

    def set_shop_page(self, chat_id: ChatId, page: ShopPage | None) -> None:
        """Mark whether a visitor looks at an order or at prices; rows go by the server's places."""
        if chat_id in self._order and self._shop_pages.get(chat_id) is not page:
            self._shop_pages[chat_id] = page
            index = self.index(self._order.index(chat_id))
            self.dataChanged.emit(index, index, [])

    def rows(self) -> list[QueueRow]:
        """Return who waits, in the order of their places."""
        return [self._rows[chat_id] for chat_id in self._order]

    def apply(self, changes: Changes) -> None:
        """Take the queue, when it changed, and the running times of those in it."""
        if changes.queue is not None:
            self._replace(changes.queue)
        for place, chat_id in enumerate(self._order):
            mark = changes.marks.get(chat_id)
            if mark is not None and mark != self._marks[chat_id]:
                self._marks[chat_id] = mark
                self.dataChanged.emit(self.index(place), self.index(place), [MARK_ROLE])

    def _replace(self, rows: tuple[QueueRow, ...]) -> None:
        kept = [row.id for row in rows if self._rows.get(row.id) not in (None, row)]
        for row in rows:
            self._rows[row.id] = row
            self._marks[row.id] = row.mark
        self.bring_into_order([row.id for row in rows])
        for chat_id in self._rows.keys() - set(self._order):
            del self._rows[chat_id], self._marks[chat_id]
            self._signs.pop(chat_id, None)
            self._shop_pages.pop(chat_id, None)
        for chat_id in kept:
            index = self.index(self._order.index(chat_id))
            self.dataChanged.emit(index, index, [])

    def mark_of(self, chat_id: ChatId) -> FocusMark | None:
        """Return the running mark of a queued visitor."""
        return self._marks.get(chat_id)

    def longest_wait(self) -> int:
        """Return the seconds of the longest wait; 0 for an empty queue."""
        return max((mark.seconds for mark in self._marks.values()), default=0)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """Return one role of one queued visitor."""
        chat_id = self.chat_at(index.row()) if index.isValid() else None
        if chat_id is None:
            return None
        row = replace(
            self._rows[chat_id],
            sign=self._signs.get(chat_id, ""),
            shop_page=self._shop_pages.get(chat_id),
        )
        mark = self._marks[chat_id]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.visitor.shown_name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_queue_row(row, len(self._order))
        return {CHAT_ID_ROLE: chat_id, ROW_ROLE: row, MARK_ROLE: mark}.get(role)
