"""The check before a chat is closed: what the coach has seen of it, and what one key does."""

from collections import defaultdict

from PySide6.QtCore import QObject

from undivided.app.chat_control import ChatControl
from undivided.app.chat_facts import ChatFacts
from undivided.app.coach.coach_book import CoachBook
from undivided.app.session_context import SessionContext
from undivided.desk.values import Author, Message
from undivided.etiquette.coach import chat_view
from undivided.etiquette.coach.chat_view import ChatView, Line
from undivided.etiquette.coach.ending import ending_of, farewell_in
from undivided.library.filling.values import first_name
from undivided.protocol.ids import ChatId
from undivided.ui.words.closing_words import ClosePoint, close_points


class ClosingControl(QObject):
    """Looks a chat through when it is about to be closed. Source: practices 32 and 74."""

    def __init__(
        self, context: SessionContext, chats: ChatControl, facts: ChatFacts, book: CoachBook
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._facts = facts
        self._book = book
        self._settled: defaultdict[ChatId, set[str]] = defaultdict(set)
        chats.checks_of = self.checks
        chats.promise_settled.connect(self.settle)
        context.bridge.chats_removed.connect(self._forget)

    def checks(self, chat_id: ChatId) -> tuple[ClosePoint, ...]:
        """Return what is done and what is open in a chat; nothing before the first reply."""
        row = self._context.bridge.chats.row_of(chat_id)
        name = "" if row is None else first_name(row.visitor.name)
        lines = self._lines(chat_id)
        language = self._facts.writing.likely(chat_id)
        reader = self._book.reader(language)
        ending = ending_of(ChatView(lines, name, language), reader)
        if ending is None:
            return ()
        settled = frozenset(self._settled.get(chat_id, ()))
        return close_points(ending, farewell_in(reader.phrases, name), settled)

    def settle(self, chat_id: str, promise: str) -> None:
        """Take a promise off the list: it is done, or it was none."""
        self._settled[ChatId(chat_id)].add(promise)

    def _lines(self, chat_id: ChatId) -> tuple[Line, ...]:
        messages = self._context.bridge.transcripts.messages(chat_id)
        return tuple(_line(message) for message in messages if _is_said(message))

    def _forget(self, chats: tuple[ChatId, ...]) -> None:
        for chat_id in chats:
            self._settled.pop(chat_id, None)


def _is_said(message: Message) -> bool:
    return bool(message.text) and message.author is not Author.SYSTEM and not message.is_whisper


def _line(message: Message) -> Line:
    is_visitors = message.author is Author.VISITOR
    side = chat_view.Author.VISITOR if is_visitors else chat_view.Author.OPERATOR
    return Line(side, message.text, message.at)
