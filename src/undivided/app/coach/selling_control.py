"""A visitor's no to a sale, and signs of buying: heard, or told by key. Source: practice 55."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from undivided.app.chat_control import ChatControl
from undivided.app.chat_facts import ChatFacts
from undivided.app.coach.chat_lines import lines_of
from undivided.app.coach.coach_book import CoachBook
from undivided.app.session_context import SessionContext
from undivided.desk.values import Author, ChatRow, Message
from undivided.etiquette.coach.reading import Reader
from undivided.etiquette.coach.refusals import refuses_sale
from undivided.protocol.ids import ChatId
from undivided.ui.words import mood_wording as words

_LINES = 10
"""The last messages, among which the offer stands that was refused."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """Whether there are words of an order in these messages."""

    messages: tuple[Message, ...] = ()
    reader: Reader | None = None
    has_ordered: bool = False


_NOTHING_HEARD = _Heard()


class SellingControl(QObject):
    """Keeps offers from who does not want them, and from who has not decided to buy."""

    def __init__(
        self, context: SessionContext, chats: ChatControl, facts: ChatFacts, book: CoachBook
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self._facts = facts
        self._book = book
        self._heard: dict[ChatId, _Heard] = {}
        facts.is_buying = self.is_buying
        context.bridge.transcripts.arrived.connect(self._hear)
        context.bridge.chats_removed.connect(self._forget)

    def turn(self) -> None:
        """Stop offers in the shown chat, or take that back."""
        row = self._shown_row()
        if row is None:
            return
        is_off = not self._facts.has_refused_sales(row.id)
        self._keep(row, is_off=is_off)
        days = self._context.settings.no_sales_days
        name = row.visitor.shown_name
        self._context.troubled(words.no_offers(name, days) if is_off else words.offers_again(name))

    def turn_buying(self) -> None:
        """Call the shown chat's visitor a buyer, so that offers are suggested; or take it back."""
        row = self._shown_row()
        if row is None:
            return
        visitors = self._facts.visitors
        is_buying = not visitors.is_marked_buying(row)
        visitors.mark_buying(row, is_buying=is_buying)
        name = row.visitor.shown_name
        self._context.troubled(words.buying(name) if is_buying else words.not_buying(name))

    def is_buying(self, chat_id: ChatId) -> bool:
        """Return whether a chat's visitor has shown a sign of buying, and not said no.

        Source: practice 54.
        """
        row = self._context.bridge.chats.row_of(chat_id)
        if row is None or self._facts.has_refused_sales(chat_id):
            return False
        reader = self._book.reader(self._facts.writing.likely(chat_id))
        return (
            self._facts.visitors.is_marked_buying(row)
            or self._context.shop_pages.is_order(row.visitor.page_url)
            or self._has_ordered(chat_id, reader)
        )

    def _has_ordered(self, chat_id: ChatId, reader: Reader) -> bool:
        """Return whether the visitor wrote words of an order; what was read is not read again."""
        messages = self._context.bridge.transcripts.messages(chat_id)
        heard = self._heard.get(chat_id, _NOTHING_HEARD)
        count = len(heard.messages)
        if heard.reader is not reader or messages[:count] != heard.messages:
            heard, count = _NOTHING_HEARD, 0
        if count < len(messages) or heard.reader is not reader:
            said = (each.text for each in messages[count:] if each.author is Author.VISITOR)
            has_ordered = heard.has_ordered or any(reader.read(text).has("buying") for text in said)
            heard = self._heard[chat_id] = _Heard(messages, reader, has_ordered)
        return heard.has_ordered

    def _forget(self, chats: tuple[ChatId, ...]) -> None:
        for chat_id in chats:
            self._heard.pop(chat_id, None)

    def _shown_row(self) -> ChatRow | None:
        chat_id = self._chats.shown
        return None if chat_id is None else self._context.bridge.chats.row_of(chat_id)

    def _hear(self, chat: str, new: tuple[Message, ...]) -> None:
        if not any(message.author is Author.VISITOR for message in new):
            return
        chat_id = ChatId(chat)
        messages = self._context.bridge.transcripts.messages(chat_id)[-_LINES:]
        if refuses_sale(lines_of(messages), self._book.reader(self._facts.writing.likely(chat_id))):
            row = self._context.bridge.chats.row_of(chat_id)
            if row is not None:
                self._keep(row, is_off=True)

    def _keep(self, row: ChatRow, *, is_off: bool) -> None:
        self._facts.visitors.refuse(row, is_off=is_off)
        if not is_off:
            self._facts.writing.forget_refusal(row.id)
