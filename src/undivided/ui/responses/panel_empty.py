"""What stands in the panel where nothing was found: why, and the way on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.plain import breakable, plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.responses import panel_wording
from undivided.ui.responses.panel_filters import Asked
from undivided.ui.words import wording


class PanelEmpty(QWidget):
    """A fact, a sentence, and what can be done about it."""

    write_requested = Signal()
    import_requested = Signal()
    all_requested = Signal()
    """Take the filters off."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = plain_label("", "strong")
        self._text = plain_label("", "secondary")
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.write_button = Button(wording.NEW_RESPONSE, tokens)
        self.all_button = Button(panel_wording.SEARCH_ALL, tokens)
        self.import_button = Button(wording.IMPORT, tokens)
        self.write_button.clicked.connect(self.write_requested)
        self.all_button.clicked.connect(self.all_requested)
        self.import_button.clicked.connect(self.import_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.all_button, self.write_button, self.import_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(10)
        column.addLayout(buttons)
        column.addStretch(1)

    def explain(self, asked: Asked, total: int) -> None:
        """Say why there is no card for what was asked.

        Args:
            total: All responses of the library.
        """
        text = asked.text.strip()
        if text:
            self._say(
                wording.nothing_found(text), panel_wording.TRY_ANOTHER_WORD, wording.WRITE_IT_NOW
            )
        elif total:
            why = wording.NO_STARS if asked.is_starred else panel_wording.NO_RESPONSES_HERE
            self._say(wording.NOTHING_HERE, why, wording.NEW_RESPONSE)
        else:
            self._say(wording.NO_RESPONSES, wording.NO_RESPONSES_TEXT, wording.NEW_RESPONSE)
        self.import_button.setVisible(not text and not total)
        self.all_button.setVisible(asked.is_filtered and bool(total))

    def _say(self, title: str, text: str, write: str) -> None:
        self._title.setText(breakable(title))
        self._text.setText(text)
        self.write_button.relabel(write)


class NothingFound(QWidget):
    """One line above the closest responses, when nothing answers to what was typed."""

    write_requested = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = plain_label("", "secondary")
        self._words.setWordWrap(True)
        self.write_button = Button(wording.WRITE_IT_NOW, tokens, kind=Kind.LINK)
        self.write_button.clicked.connect(self.write_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 12, 4)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self.write_button, 0, Qt.AlignmentFlag.AlignTop)

    def say(self, text: str) -> None:
        """Say what was searched in vain."""
        self._words.setText(breakable(panel_wording.closest(text.strip())))
