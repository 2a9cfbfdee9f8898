"""A visitor's no to a sale: heard or told by key, and kept for some days. Source: practice 55."""

from PySide6.QtCore import QObject

from undivided.app.chat_control import ChatControl
from undivided.app.chat_facts import ChatFacts
from undivided.app.coach.chat_lines import lines_of
from undivided.app.coach.coach_book import CoachBook
from undivided.app.session_context import SessionContext
from undivided.desk.values import Author, Message
from undivided.etiquette.coach.refusals import refuses_sale
from undivided.protocol.ids import ChatId
from undivided.ui.words import mood_wording as words

_LINES = 10
"""The last messages, among which the offer stands that was refused."""


class SellingControl(QObject):
    """Keeps the coach from letting offers through to who does not want them."""

    def __init__(
        self, context: SessionContext, chats: ChatControl, facts: ChatFacts, book: CoachBook
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self._facts = facts
        self._book = book
        context.bridge.transcripts.arrived.connect(self._hear)

    def turn(self) -> None:
        """Stop offers in the shown chat, or take that back."""
        chat_id = self._chats.shown
        row = None if chat_id is None else self._context.bridge.chats.row_of(chat_id)
        if chat_id is None or row is None:
            return
        is_off = not self._facts.has_refused_sales(chat_id)
        self._keep(chat_id, is_off=is_off)
        days = self._context.settings.no_sales_days
        name = row.visitor.shown_name
        self._context.troubled(words.no_offers(name, days) if is_off else words.offers_again(name))

    def _hear(self, chat: str, new: tuple[Message, ...]) -> None:
        if not any(message.author is Author.VISITOR for message in new):
            return
        chat_id = ChatId(chat)
        messages = self._context.bridge.transcripts.messages(chat_id)[-_LINES:]
        if refuses_sale(lines_of(messages), self._book.reader(self._facts.writing.likely(chat_id))):
            self._keep(chat_id, is_off=True)

    def _keep(self, chat_id: ChatId, *, is_off: bool) -> None:
        day = self._facts.today().isoformat() if is_off else ""
        self._facts.writing.refuse_sales(chat_id, day)
