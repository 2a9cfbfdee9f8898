"""The visitor's open questions: listed above the text, ticked by the coach, by key or by mouse.

Source: practice 24 and B6.
"""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from undivided.app.chat_control import ChatControl
from undivided.app.chat_facts import ChatFacts
from undivided.app.coach.chat_lines import lines_of
from undivided.app.coach.coach_book import CoachBook
from undivided.app.session_context import SessionContext
from undivided.desk.values import TranscriptChange
from undivided.etiquette.coach.checklist import (
    LINES_LOOKED_AT,
    Asked,
    Ticks,
    answered_by,
    checklist_of,
    shown_of,
)
from undivided.etiquette.coach.reading import Reader
from undivided.library.filling.values import first_name
from undivided.protocol.ids import ChatId
from undivided.ui.look.announce import announce
from undivided.ui.words import question_words as words

_PARAGRAPH = "\u2029"
"""What Qt has for the end of a line in selected text."""


class QuestionControl(QObject):
    """Shows what the visitor asked in the shown chat, and keeps what the operator ticks."""

    def __init__(
        self, context: SessionContext, chats: ChatControl, facts: ChatFacts, book: CoachBook
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self._facts = facts
        self._book = book
        self._just_ticked: dict[ChatId, set[str]] = {}
        self._row = context.window.desk.conversation.composer.asked
        self._row.toggled.connect(self._toggle)
        context.window.desk.conversation.composer.bound.connect(self._show)
        context.bridge.transcripts.changed.connect(self._follow)
        context.bridge.chats_removed.connect(self._forget)
        facts.writing.changed.connect(self._note_changed)
        book.changed.connect(self._show)

    def tick(self) -> None:
        """Tick a question: the one that the selected words answer, or else the next open one."""
        asked = self._asked()
        found = answered_by(self._selected(), asked, self._reader())
        if found is None:
            self._say(words.NOTHING_OPEN)
            return
        self._toggle(found.mark, is_answered=True)
        left = sum(not each.is_answered for each in asked) - 1
        self._say(words.ticked(found.text, left))

    def _toggle(self, mark: str, is_answered: bool) -> None:  # noqa: FBT001 - a Qt slot
        chat_id = self._chats.shown
        if chat_id is not None:
            self._just_ticked.setdefault(chat_id, set()).add(mark)
            self._facts.writing.tick(chat_id, mark, is_answered=is_answered)

    def _follow(self, change: TranscriptChange) -> None:
        if change.chat_id == self._chats.shown:
            self._show()

    def _note_changed(self, chat: str) -> None:
        if chat == self._chats.shown:
            self._show()

    def _show(self) -> None:
        chat_id = self._chats.shown
        row = None if chat_id is None else self._context.bridge.chats.row_of(chat_id)
        if chat_id is None or row is None or not row.is_active:
            self._row.show_asked("", ())
            return
        name = first_name(row.visitor.name) or row.visitor.shown_name
        self._row.show_asked(name, shown_of(self._asked(), self._just_ticked.get(chat_id, ())))

    def _asked(self) -> tuple[Asked, ...]:
        chat_id = self._chats.shown
        if chat_id is None:
            return ()
        messages = self._context.bridge.transcripts.messages(chat_id)
        lines = lines_of(messages[-LINES_LOOKED_AT:])
        kept = self._facts.writing.of(chat_id)
        return checklist_of(lines, self._reader(), Ticks(kept.answered, kept.reopened))

    def _reader(self) -> Reader:
        return self._book.reader(self._facts.likely_language())

    def _selected(self) -> str:
        """Return the words that are selected where the keys are: in the draft or the transcript."""
        field = self._context.window.focusWidget()
        if isinstance(field, QPlainTextEdit | QTextEdit):
            return field.textCursor().selectedText().replace(_PARAGRAPH, "\n")
        return ""

    def _say(self, sentence: str) -> None:
        announce(self._row, sentence)

    def _forget(self, chats: tuple[ChatId, ...]) -> None:
        for chat_id in chats:
            self._just_ticked.pop(chat_id, None)
