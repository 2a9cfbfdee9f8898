"""Spelling in the fields where text is written: underlined words, their menus, own words."""

from pathlib import Path

from PySide6.QtCore import QObject

from undivided.app.session_context import SessionContext
from undivided.app.settings_control import SettingsControl
from undivided.etiquette.spelling_marks import Word
from undivided.resources import resource_path
from undivided.runtime.speller import Speller
from undivided.runtime.worker import Worker
from undivided.storage.settings import Settings
from undivided.storage.spelling.process import SpellingProcess
from undivided.ui.responses.editor.response_editor import ResponseEditor
from undivided.ui.responses.editor.spelling_menu import SpellingMenu

_SYSTEM_FOLDERS = (
    *("/usr/share/hunspell", "/usr/share/myspell/dicts", "/Library/Spelling"),
    str(Path.home() / "Library" / "Spelling"),
)
"""Where a computer keeps dictionaries of more languages than are shipped."""


def made_speller(settings: Settings) -> Speller:
    """Return the program's one speller; its process starts with the first question."""
    folders = [resource_path("spelling"), *map(Path, _SYSTEM_FOLDERS)]
    own_words = settings.own_words.split()
    speller = Speller(SpellingProcess(folders), Worker("spelling"), own_words)
    speller.speak(settings.spelling_language)
    return speller


class SpellingControl(QObject):
    """Connects the program's one speller with an editor, and keeps what the operator teaches."""

    def __init__(self, context: SessionContext, settings: SettingsControl) -> None:
        super().__init__(context.window)
        self._context = context
        self._settings = settings
        self.misspelt = context.speller.misspelt

    def serve(self, editor: ResponseEditor) -> None:
        """Check what is written in an editor until it is closed."""
        stop = self._context.speller.listen(editor.check_spelling_again)
        editor.finished.connect(lambda _: stop())
        editor.word_learned.connect(self._learn)
        editor.spelling_wanted.connect(
            lambda word, language, menu: self._context.start(
                "spelling", self._suggest(word, language, menu)
            )
        )

    async def _suggest(self, word: Word, language: str, menu: SpellingMenu) -> None:
        speller = self._context.speller
        found = await speller.suggestions(word.text, language)
        languages = () if language else await speller.languages()
        if menu.is_over:
            return
        menu.show_suggestions(found)
        menu.offer_languages(languages, speller.usual_language, self._speak)

    def _learn(self, word: str) -> None:
        settings = self._context.settings
        self._settings.set(own_words=f"{settings.own_words} {word}".strip())
        self._context.speller.learn(word)

    def _speak(self, language: str) -> None:
        self._settings.set(spelling_language=language)
        self._context.speller.speak(language)
