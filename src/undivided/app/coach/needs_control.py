"""What each chat's visitor needs: shown beside the chosen chat, and offered to the responses."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject

from undivided.app.chat_facts import ChatFacts
from undivided.app.coach.after_paint import AfterPaint
from undivided.app.coach.chat_lines import lines_of
from undivided.app.coach.chat_topics import sitting_of
from undivided.app.coach.coach_book import CoachBook
from undivided.app.session_context import SessionContext
from undivided.desk.values import Message
from undivided.etiquette.coach.needs import NO_NEEDS, Needs, needs_in
from undivided.etiquette.coach.reading import Reader
from undivided.protocol.ids import ChatId


@dataclass(frozen=True, slots=True)
class _Known:
    """What needs were found in: all messages, of which those of the sitting count."""

    messages: tuple[Message, ...]
    started_at: datetime | None
    reader: Reader


class NeedsControl(QObject):
    """Looks again only where something was said. Source: practice 56."""

    def __init__(self, context: SessionContext, facts: ChatFacts, book: CoachBook) -> None:
        super().__init__(context.window)
        self._context = context
        self._facts = facts
        self._book = book
        self._conversation = context.window.desk.conversation
        self._panel = context.window.desk.panel.visitor
        self._found: dict[ChatId, tuple[_Known, Needs]] = {}
        self._later = AfterPaint(self._look, self)
        facts.needs = self.needs
        self._conversation.chat_shown.connect(self._show)
        context.bridge.transcripts.changed.connect(lambda _change: self._show())
        context.bridge.rows_changed.connect(lambda _chats: self._show())
        context.bridge.chats_removed.connect(self._forget)
        book.changed.connect(self._show)
        facts.writing.changed.connect(lambda _chat: self._show())

    def needs(self, chat_id: ChatId) -> Needs:
        """Return what a chat's visitor said they need, in this sitting."""
        row = self._context.bridge.chats.row_of(chat_id)
        if row is None:
            return NO_NEEDS
        messages = self._context.bridge.transcripts.messages(chat_id)
        reader = self._book.reader(self._facts.writing.likely(chat_id))
        known = _Known(messages, row.started_at, reader)
        before, found = self._found.get(chat_id, (None, NO_NEEDS))
        if before != known:
            found = needs_in(lines_of(sitting_of(messages, row)), reader)
            self._found[chat_id] = (known, found)
        return found

    def _show(self) -> None:
        """Show what is known, and soon what is new."""
        chat_id = self._conversation.chat_id
        if chat_id is not None:
            _, found = self._found.get(chat_id, (None, NO_NEEDS))
            self._panel.show_needs(found)
            self._later.ask()

    def _look(self) -> None:
        chat_id = self._conversation.chat_id
        if chat_id is not None:
            self._panel.show_needs(self.needs(chat_id))

    def _forget(self, chats: tuple[ChatId, ...]) -> None:
        for chat_id in chats:
            self._found.pop(chat_id, None)
