"""The menu of a misspelt word: what it may be, keep it as right, and the language."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QActionGroup, QHideEvent
from PySide6.QtWidgets import QMenu

from undivided.ui.words import spelling_wording as words

_USUAL = frozenset({"edit-cut", "edit-copy", "edit-paste"})
"""What Qt calls the actions of a field's own menu."""


class SpellingMenu(QMenu):
    """Filled when the dictionary has answered; until then it says that it looks.

    Args:
        word: As it is written.
        replace: Puts another word in its place.
        learn: Takes the word as right from now on.
        ignore: Takes it as right in this chat only; None where there is no chat.

    Attributes:
        is_above: It stands on the line of its word, so it grows upwards.
        is_over: It was closed, and an answer that comes later is not for it.
    """

    def __init__(
        self,
        word: str,
        replace: Callable[[str], None],
        learn: Callable[[], object],
        *,
        ignore: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.is_over = False
        self.is_above = False
        self._replace = replace
        self._looking = self.addAction(words.LOOKING_UP)
        self._looking.setEnabled(False)
        self._below = self.addSeparator()
        self.addAction(words.learn_word(word)).triggered.connect(lambda _=False: learn())
        if ignore is not None:
            self.addAction(words.IGNORE_HERE).triggered.connect(lambda _=False: ignore())

    def add_usual(self, usual: QMenu) -> None:
        """Offer to cut, copy and paste as the field's own menu does, which goes with this one."""
        usual.setParent(self, usual.windowFlags())
        self.addSeparator()
        for action in usual.actions():
            if action.objectName() in _USUAL:
                self.addAction(action)

    def hideEvent(self, event: QHideEvent) -> None:
        """Be over, because it is shown once."""
        self.is_over = True
        super().hideEvent(event)

    def show_suggestions(self, found: Sequence[str]) -> None:
        """Offer words in the place of the misspelt one, best first."""
        # Now, because every action that is added makes it grow downwards.
        bottom = self.geometry().bottom()
        self._looking.setVisible(not found)
        self._looking.setText(words.NO_SUGGESTION)
        for word in found:
            action = self.addAction(word.replace("&", "&&"))
            self.insertAction(self._below, action)
            action.triggered.connect(lambda _=False, word=word: self._replace(word))
        if found and self.isVisible():
            self.setActiveAction(self.actions()[1])
            self.adjustSize()
            if self.is_above:
                self.move(self.x(), bottom + 1 - self.height())

    def offer_languages(
        self, languages: Sequence[str], current: str, choose: Callable[[str], None]
    ) -> None:
        """Add the dictionaries to choose from."""
        if len(languages) < 2:
            return
        self.addSeparator()
        below = self.addMenu(words.CHECKED_IN)
        group = QActionGroup(below)
        for language in languages:
            action = below.addAction(words.language_name(language))
            action.setCheckable(True)
            action.setChecked(language == current)
            group.addAction(action)
            action.triggered.connect(lambda _=False, language=language: choose(language))
