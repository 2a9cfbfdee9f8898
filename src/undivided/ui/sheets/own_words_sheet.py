"""The words that the operator taught the spelling check, each with a button to forget it."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from undivided.etiquette.calm_text import isolated, one_line
from undivided.etiquette.own_words import OwnWord
from undivided.ui.controls.key_buttons import Button
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.words import spelling_wording as words

_SHOWN = 60
"""Code points of a word."""


class OwnWordsSheet(Sheet):
    """Lists them by alphabet; what is taken away is gone at once."""

    forgotten = Signal(object)
    """An `OwnWord` that may be underlined again."""

    def __init__(self, window: QWidget, tokens: Tokens, known: Iterable[OwnWord]) -> None:
        super().__init__(
            window,
            tokens,
            words.MY_WORDS,
            subtitle=words.MY_WORDS_DETAIL,
            confirm="Done",
            key="Enter",
            width=460,
        )
        self.keep_button.hide()
        self._none = plain_label(words.NO_OWN_WORDS, "stamp")
        self.body.addWidget(self._none)
        self._count = 0
        for word in known:
            self._add(word)
        self._none.setVisible(not self._count)

    def _add(self, word: OwnWord) -> None:
        self._count += 1
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 3, 0, 3)
        line.setSpacing(12)
        shown = isolated(one_line(word.text, _SHOWN))
        language = words.language_name(word.language) if word.language else words.EVERY_LANGUAGE
        line.addWidget(plain_label(shown))
        line.addWidget(plain_label(language, "stamp"), 1)
        forget = Button(words.FORGET, self.tokens, name=f"{words.FORGET} {shown}, {language}")
        forget.clicked.connect(partial(self._forget, word, row))
        line.addWidget(forget, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(row)

    def _forget(self, word: OwnWord, row: QWidget) -> None:
        self.focusNextPrevChild(True)
        row.hide()
        row.deleteLater()
        self._count -= 1
        self._none.setVisible(not self._count)
        self.forgotten.emit(word)
