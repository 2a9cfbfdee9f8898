"""How visitors sound: their capitals are shown calmly, and what they wrote stays at hand."""

from PySide6.QtCore import QObject

from undivided.app.chat_facts import ChatFacts
from undivided.app.coach.coach_book import CoachBook
from undivided.app.session_context import SessionContext
from undivided.app.settings_control import SettingsControl
from undivided.desk.values import Author
from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.etiquette.coach.shouting import Calmed, Calmer, may_shout, spellings_in

LEARNED_LINES = 50
"""The last messages of a chat, which tell how its names are written."""


class ToneControl(QObject):
    """Calms the shown transcript as the settings want it. Source: practice 71."""

    def __init__(
        self,
        context: SessionContext,
        facts: ChatFacts,
        book: CoachBook,
        settings: SettingsControl,
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._facts = facts
        self._book = book
        self._conversation = context.window.desk.conversation
        self._is_calming = False
        self._lacked_words = False
        self._language: str | None = None
        settings.applied.connect(self._apply)
        book.changed.connect(self._words_came)
        facts.writing.changed.connect(self._language_came)
        self._apply()

    def calmed(self, text: str) -> Calmed | None:
        """Return how a visitor's message is shown, or None when nothing in it is shouted."""
        if not may_shout(text):
            return None
        self._language = self._facts.likely_language()
        phrases = self._book.phrases(self._language)
        self._lacked_words = self._lacked_words or phrases is NO_PHRASES
        learned = spellings_in(self._said(), phrases, names=self._names())
        return Calmer(phrases, learned).calmed(text)

    def _said(self) -> list[str]:
        chat_id = self._conversation.chat_id
        messages = () if chat_id is None else self._context.bridge.transcripts.messages(chat_id)
        return [each.text for each in messages[-LEARNED_LINES:] if each.author is not Author.SYSTEM]

    def _names(self) -> list[str]:
        chat_id, profile = self._conversation.chat_id, self._context.bridge.status.profile
        row = None if chat_id is None else self._context.bridge.chats.row_of(chat_id)
        names = [] if profile is None else [profile.name]
        if row is not None:
            names += [row.visitor.name, *(page.title for page in row.visitor.pages)]
        return names

    def _apply(self) -> None:
        wanted = self._context.settings.calm_capitals
        if wanted != self._is_calming:
            self._is_calming = wanted
            self._conversation.transcript.set_calming(self.calmed if wanted else None)

    def _language_came(self, chat: str) -> None:
        is_shown = chat == self._conversation.chat_id
        is_other = self._language not in (None, self._facts.likely_language())
        if self._is_calming and is_shown and is_other:
            self._language = None
            self._conversation.transcript.set_calming(self.calmed)

    def _words_came(self) -> None:
        """Show lines again that were calmed without the words of their language."""
        if self._lacked_words:
            self._lacked_words = False
            if self._is_calming:
                self._conversation.transcript.set_calming(self.calmed)
