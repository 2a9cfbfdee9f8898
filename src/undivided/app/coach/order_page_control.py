"""Marks in the lists who looks at a cart, a checkout or a payment; the order stays as it is.

Source: practice 51.
"""

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QObject

from undivided.app.chat_facts import ChatFacts
from undivided.app.coach.coach_book import CoachBook
from undivided.app.session_context import SessionContext
from undivided.desk.values import ChatRow, QueueRow
from undivided.etiquette.coach.buying import is_order_page
from undivided.protocol.ids import ChatId

_PAGES_KEPT = 1_000


class OrderPageControl(QObject):
    """Looks at the page of each visitor, in chats and in the queue."""

    def __init__(self, context: SessionContext, facts: ChatFacts, book: CoachBook) -> None:
        super().__init__(context.window)
        self._bridge = context.bridge
        self._facts = facts
        self._book = book
        # The queue is told anew with each change in it, and its pages are mostly those of before.
        self._is_order_page = lru_cache(maxsize=_PAGES_KEPT)(is_order_page)
        self._bridge.rows_changed.connect(self._look_at_chats)
        self._bridge.queue_changed.connect(self._look_at_queue)
        facts.writing.changed.connect(self._language_came)
        book.changed.connect(self._look_again)

    def _look_at_chats(self, chats: Iterable[ChatId]) -> None:
        for chat_id in chats:
            row = self._bridge.chats.row_of(chat_id)
            if row is not None:
                is_so = self._is_on_order_page(row)
                self._bridge.chats.set_on_order_page(chat_id, is_so=is_so)

    def _look_at_queue(self) -> None:
        for row in self._bridge.queue.rows():
            is_so = self._is_on_order_page(row)
            self._bridge.queue.set_on_order_page(row.id, is_so=is_so)

    def _language_came(self, chat: str) -> None:
        self._look_at_chats([ChatId(chat)])
        self._look_at_queue()

    def _look_again(self) -> None:
        """Look once more: there are other words than before."""
        chats = self._bridge.chats
        every = map(chats.chat_at, range(chats.rowCount()))
        self._look_at_chats([chat_id for chat_id in every if chat_id is not None])
        self._look_at_queue()

    def _is_on_order_page(self, row: ChatRow | QueueRow) -> bool:
        page = row.visitor.pages[0].url if row.visitor.pages else ""
        return self._is_order_page(page, self._book.phrases(self._facts.writing.likely(row.id)))
