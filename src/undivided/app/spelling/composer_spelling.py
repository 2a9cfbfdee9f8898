"""Spelling and language in the composer: what is underlined, counted, learnt and chosen there."""

from PySide6.QtCore import QObject

from undivided.app.chat_control import ChatControl
from undivided.app.chat_facts import ChatFacts
from undivided.app.session_context import SessionContext
from undivided.app.spelling.draft_spelling import DraftSpelling
from undivided.app.spelling.spelling_control import SpellingControl
from undivided.etiquette.spelling_marks import Word
from undivided.protocol.ids import ChatId
from undivided.ui.controls.spelling_menu import SpellingMenu


class ComposerSpellingControl(QObject):
    """Connects the composer's spelling and language with the speller and the chat's notes.

    Args:
        facts: What the shown chat knows, its language among it.
        spelling: Fills menus and keeps own words.
    """

    def __init__(
        self,
        context: SessionContext,
        chats: ChatControl,
        facts: ChatFacts,
        spelling: SpellingControl,
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._facts = facts
        self._notes = facts.writing
        self._spelling = spelling
        self._draft = DraftSpelling(context, facts)
        self._composer = context.window.desk.conversation.composer
        self._slot_words: dict[ChatId, tuple[str, ...]] = {}
        self._connect(chats)
        self._show_language()

    def _connect(self, chats: ChatControl) -> None:
        composer, shown = self._composer, self._composer.spelling
        shown.asked.connect(lambda text: shown.show(text, self._draft.words(text)))
        shown.menu_wanted.connect(self._look_up)
        shown.learned.connect(lambda word: self._spelling.learn(word, self._facts.language()))
        shown.ignored.connect(self._ignore)
        composer.bound.connect(self._bound)
        composer.text_changed.connect(self._note_slots)
        composer.language_button.wanted.connect(self._want_languages)
        composer.language_button.picked.connect(self._choose)
        chats.accepted.connect(self._count)
        self._notes.changed.connect(self._note_changed)
        self._context.speller.listen(self._look_again)
        bridge = self._context.bridge
        bridge.transcripts.changed.connect(lambda _change: self._facts.language())

    # -- what is underlined

    def _bound(self) -> None:
        self._composer.spelling.bind()
        self._facts.language()
        self._show_language()

    def _look_again(self) -> None:
        self._composer.spelling.look()
        self._composer.coaching.follow()
        self._show_language()

    def _note_changed(self, chat: str) -> None:
        if chat == self._composer.chat_id:
            self._look_again()
            self._context.canned.refill()

    def _look_up(self, word: Word, menu: SpellingMenu) -> None:
        # Never "", for which the menu would offer another usual language: the chat has a button.
        language = self._context.speller.spoken(self._facts.language())
        self._spelling.look_up(word, language, menu)

    def _ignore(self, word: str) -> None:
        if self._composer.chat_id is not None:
            self._notes.ignore(self._composer.chat_id, word)

    # -- what is sent

    def _note_slots(self, chat: str, text: str) -> None:
        # An empty text is one that was just sent; its slots are still wanted.
        if text:
            editor = self._composer.editor
            filled = tuple(editor.words_of(slot) for slot in editor.slots())
            self._slot_words[ChatId(chat)] = filled

    def _count(self, chat: str, text: str) -> None:
        chat_id = ChatId(chat)
        row = self._context.bridge.chats.row_of(chat_id)
        names = (*self._facts.names_of(row), *self._notes.of(chat_id).ignored)
        names += self._slot_words.pop(chat_id, ())
        self._context.start("spelling of a message", self._count_sent(chat_id, text, names))

    async def _count_sent(self, chat_id: ChatId, text: str, names: tuple[str, ...]) -> None:
        language = self._notes.language(chat_id)
        words = await self._context.speller.judged(text, language, names)
        if words:
            self._notes.count_sent(chat_id, len(words))

    # -- the language

    def _show_language(self) -> None:
        button = self._composer.language_button
        button.setVisible(self._composer.chat_id is not None)
        button.show_language(self._context.speller.spoken(self._facts.language()))

    def _want_languages(self) -> None:
        self._context.start("languages", self._offer_languages())

    async def _offer_languages(self) -> None:
        names = await self._context.speller.languages()
        chat_id = self._composer.chat_id
        if chat_id is not None:
            self._composer.language_button.offer(
                [name.replace("_", "-") for name in names],
                chosen=self._notes.of(chat_id).language,
                guessed=self._notes.guessed(chat_id),
            )

    def _choose(self, language: str) -> None:
        if self._composer.chat_id is not None:
            self._notes.choose(self._composer.chat_id, language)
            self._composer.focus_text()
