"""What each chat is about: as the operator said, or else as the visitor's first words tell."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from undivided.app.chat_facts import ChatFacts
from undivided.app.coach.chat_lines import lines_of
from undivided.app.coach.coach_book import CoachBook
from undivided.app.session_context import SessionContext
from undivided.desk.values import ChatRow, Message
from undivided.etiquette.calm_text import one_line
from undivided.etiquette.cards.numbers import masked
from undivided.etiquette.coach.chat_view import Line
from undivided.etiquette.coach.phrases import Phrases
from undivided.etiquette.coach.topic import LONGEST_TOPIC, guessed_topic
from undivided.protocol.ids import ChatId

FIRST_LINES = 12
"""The lines of a sitting in which its topic is looked for."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a guess was made of."""

    lines: tuple[Line, ...]
    page: str
    tags: tuple[str, ...]
    phrases: Phrases


class ChatTopics(QObject):
    """Guesses anew only where something has changed: the coach asks after every key.

    Signals:
        changed: There are other words to go by, or the operator chose.

    Source: practice 80.
    """

    changed = Signal()

    def __init__(self, context: SessionContext, facts: ChatFacts, book: CoachBook) -> None:
        super().__init__(context.window)
        self._context = context
        self._facts = facts
        self._book = book
        self._guesses: dict[ChatId, tuple[_Known, str]] = {}
        context.bridge.chats_removed.connect(self._forget)
        book.changed.connect(self.changed)
        facts.writing.changed.connect(lambda _chat: self.changed.emit())

    def topic(self, chat_id: ChatId) -> str:
        """Return what a chat is about, as one line, or "" when nothing tells."""
        return self.chosen(chat_id) or self.guess(chat_id)

    def chosen(self, chat_id: ChatId) -> str:
        """Return what the operator said of this sitting, or ""."""
        kept, row = self._facts.writing.of(chat_id), self._row(chat_id)
        is_of_now = row is not None and kept.topic_of == (row.thread_id or "")
        return kept.topic if is_of_now else ""

    def guess(self, chat_id: ChatId) -> str:
        """Return what the visitor seems to have come for, or ""."""
        row = self._row(chat_id)
        if row is None:
            return ""
        known = self._known(row)
        before, guess = self._guesses.get(chat_id, (None, ""))
        if before != known:
            reader = self._book.reader(self._facts.writing.likely(chat_id))
            guess = guessed_topic(known.lines, reader, page=known.page, tags=known.tags)
            self._guesses[chat_id] = (known, guess)
        return guess

    def choose(self, chat_id: ChatId, words: str) -> None:
        """Keep what the operator says; nothing, or the guess itself, follows the visitor again."""
        row = self._row(chat_id)
        topic = one_line(masked(words), LONGEST_TOPIC)
        if row is not None:
            chosen = "" if topic == self.guess(chat_id) else topic
            self._facts.writing.name_topic(chat_id, row.thread_id or "", chosen)

    def _known(self, row: ChatRow) -> _Known:
        messages = self._context.bridge.transcripts.messages(row.id)
        lines = lines_of(sitting_of(messages, row)[:FIRST_LINES])
        page = row.visitor.pages[-1].title if row.visitor.pages else ""
        phrases = self._book.phrases(self._facts.writing.likely(row.id))
        return _Known(lines, page, row.tags, phrases)

    def _row(self, chat_id: ChatId) -> ChatRow | None:
        return self._context.bridge.chats.row_of(chat_id)

    def _forget(self, chats: tuple[ChatId, ...]) -> None:
        for chat_id in chats:
            self._guesses.pop(chat_id, None)


def sitting_of(messages: tuple[Message, ...], row: ChatRow) -> tuple[Message, ...]:
    """Return the messages since this sitting of a chat began."""
    start = row.started_at
    return messages if start is None else tuple(each for each in messages if each.at >= start)
