"""What was agreed, summed up by key: a block of the draft that is changed before it is sent."""

from PySide6.QtCore import QObject

from undivided.app.chat_control import ChatControl
from undivided.app.chat_facts import ChatFacts
from undivided.app.coach.chat_lines import lines_of
from undivided.app.coach.coach_book import CoachBook
from undivided.app.session_context import SessionContext
from undivided.etiquette.coach.advice import Act, Remedy, Span
from undivided.etiquette.coach.summary import agreed_in, summary_of
from undivided.ui.composer.remedy_text import put_in
from undivided.ui.words import closing_words


class SummaryControl(QObject):
    """Writes summaries of the shown chat. Source: practice 82."""

    def __init__(
        self, context: SessionContext, chats: ChatControl, facts: ChatFacts, book: CoachBook
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self._facts = facts
        self._book = book

    def sum_up(self) -> None:
        """Put what was agreed before the draft of the shown chat."""
        chat_id = self._chats.shown
        editor = self._context.window.desk.conversation.composer.editor
        if chat_id is None or editor.isReadOnly():
            return
        reader = self._book.reader(self._facts.likely_language())
        points = agreed_in(
            lines_of(self._context.bridge.transcripts.messages(chat_id)), reader
        ).points
        if not points:
            self._context.troubled(closing_words.NOTHING_AGREED)
            return
        draft = editor.toPlainText()
        summary = summary_of(points, reader.phrases)
        if summary not in draft:
            gap = "\n\n" if draft.strip() else ""
            put_in(editor, Remedy(Act.INSERT, f"{summary}{gap}", Span(0, 0)))
        editor.setFocus()
