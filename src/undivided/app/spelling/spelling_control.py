"""Spelling in the fields where text is written: underlined words, their menus, own words."""

from PySide6.QtCore import QObject

from undivided.app.session_context import SessionContext
from undivided.app.settings_control import SettingsControl
from undivided.etiquette.own_words import OwnWord, kept, own_words, speech_of
from undivided.etiquette.spelling_marks import Word
from undivided.runtime.speller import Speller
from undivided.runtime.worker import Worker
from undivided.storage.settings import Settings
from undivided.storage.spelling.dictionaries import Trouble
from undivided.storage.spelling.places import dictionary_folders
from undivided.storage.spelling.process import SpellingProcess
from undivided.ui.controls.spelling_menu import SpellingMenu
from undivided.ui.responses.editor.response_editor import ResponseEditor
from undivided.ui.sheets.own_words_sheet import OwnWordsSheet
from undivided.ui.words import spelling_wording


def made_speller(settings: Settings, dictionaries: SpellingProcess | None = None) -> Speller:
    """Return the program's one speller; its process starts with the first question.

    Args:
        settings: The operator's own words, and the language of texts that name none.
        dictionaries: None for those that are shipped and those of this computer.
    """
    process = dictionaries or SpellingProcess(dictionary_folders())
    speller = Speller(process, Worker("spelling"), own_words(settings.own_words))
    speller.speak(settings.spelling_language)
    speller.switch(is_on=settings.check_spelling)
    return speller


class SpellingControl(QObject):
    """Connects the program's one speller with its menus, and keeps what the operator teaches."""

    def __init__(self, context: SessionContext, settings: SettingsControl) -> None:
        super().__init__(context.window)
        self._context = context
        self._settings = settings
        self.misspelt = context.speller.misspelt
        context.speller.troubled = self._say
        settings.applied.connect(self._follow_settings)
        settings.own_words_wanted.connect(self._show_own_words)

    def serve(self, editor: ResponseEditor) -> None:
        """Check what is written in an editor until it is closed."""
        stop = self._context.speller.listen(editor.check_spelling_again)
        editor.finished.connect(lambda _: stop())
        editor.word_learned.connect(self.learn)
        editor.spelling_wanted.connect(self.look_up)

    def look_up(self, word: Word, language: str, menu: SpellingMenu) -> None:
        """Fill the menu of a misspelt word when the dictionary has answered.

        Args:
            word: What is to be put right.
            language: BCP 47 tag, or "" for a text of the usual language, which the menu offers to
                change.
            menu: Shown already, or soon.
        """
        self._context.start("spelling", self._suggest(word, language, menu))

    def learn(self, word: str, language: str) -> None:
        """Take a word as right from now on, in the language of the text that it stood in."""
        speller = self._context.speller
        spoken = speech_of(speller.spoken(language))
        self._keep((*speller.own_words, OwnWord(word, spoken)))

    def _show_own_words(self) -> None:
        window, speller = self._context.window, self._context.speller
        sheet = OwnWordsSheet(window, window.tokens, speller.own_words)
        sheet.forgotten.connect(
            lambda word: self._keep(tuple(one for one in speller.own_words if one != word))
        )
        sheet.open()

    def _keep(self, words: tuple[OwnWord, ...]) -> None:
        self._settings.set(own_words=kept(words))

    async def _suggest(self, word: Word, language: str, menu: SpellingMenu) -> None:
        speller = self._context.speller
        found = await speller.suggestions(word.text, language)
        languages = () if language else await speller.languages()
        if menu.is_over:
            return
        menu.show_suggestions(found)
        menu.offer_languages(languages, speller.usual_language, self._speak)

    def _speak(self, language: str) -> None:
        self._settings.set(spelling_language=language)

    def _follow_settings(self) -> None:
        speller, settings = self._context.speller, self._context.settings
        right = own_words(settings.own_words)
        if right != speller.own_words:
            speller.take_as_right(right)
        if settings.spelling_language and settings.spelling_language != speller.usual_language:
            speller.speak(settings.spelling_language)
        speller.switch(is_on=settings.check_spelling)

    def _say(self, trouble: Trouble, language: str) -> None:
        sentence = {
            Trouble.MISSING: spelling_wording.no_dictionary(language),
            Trouble.BROKEN: spelling_wording.broken_dictionary(language),
            Trouble.ENDED: spelling_wording.SPELLING_ENDED,
        }
        self._context.troubled(sentence[trouble])
