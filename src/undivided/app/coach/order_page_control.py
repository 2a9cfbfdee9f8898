"""Marks in the lists who is about to order and who looks at prices; the order stays as it is.

Source: practice 51.
"""

from collections.abc import Iterable

from PySide6.QtCore import QObject

from undivided.app.coach.coach_book import CoachBook
from undivided.app.session_context import SessionContext
from undivided.protocol.ids import ChatId


class OrderPageControl(QObject):
    """Looks at the page of each visitor, in chats and in the queue."""

    def __init__(self, context: SessionContext, book: CoachBook) -> None:
        super().__init__(context.window)
        self._bridge = context.bridge
        self._pages = context.shop_pages
        self._bridge.rows_changed.connect(self._look_at_chats)
        self._bridge.queue_changed.connect(self._look_at_queue)
        book.changed.connect(self._look_again)

    def _look_at_chats(self, chats: Iterable[ChatId]) -> None:
        for chat_id in chats:
            row = self._bridge.chats.row_of(chat_id)
            if row is not None:
                page = self._pages.at(row.visitor.page_url)
                self._bridge.chats.set_shop_page(chat_id, page)

    def _look_at_queue(self) -> None:
        for row in self._bridge.queue.rows():
            self._bridge.queue.set_shop_page(row.id, self._pages.at(row.visitor.page_url))

    def _look_again(self) -> None:
        """Look once more: there are other words than before."""
        chats = self._bridge.chats
        every = map(chats.chat_at, range(chats.rowCount()))
        self._look_at_chats([chat_id for chat_id in every if chat_id is not None])
        self._look_at_queue()
