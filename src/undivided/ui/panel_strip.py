"""The strip at the right edge of a small window: it opens the side panel over the conversation."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from undivided.ui.controls.icon_button import IconButton
from undivided.ui.look.theme import Tokens

WIDTH = 44
_FROM_TOP = 12


class PanelStrip(QWidget):
    """One button per half of the panel; the tooltips have the keys that do the same.

    Signals:
        visitor_requested, responses_requested: Open that half, or close it again.
    """

    visitor_requested = Signal()
    responses_requested = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self.visitor = _button(tokens, "Visitor", "user", "Ctrl+I")
        self.responses = _button(tokens, "Responses", "search", "Ctrl+L")
        self.visitor.clicked.connect(self.visitor_requested)
        self.responses.clicked.connect(self.responses_requested)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, _FROM_TOP, 0, 0)
        self._column.setSpacing(6)
        for button in (self.visitor, self.responses):
            row = QVBoxLayout()
            row.setContentsMargins(7, 0, 6, 0)
            row.addWidget(button)
            self._column.addLayout(row)
        self._column.addStretch(1)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self.setFixedWidth(tokens.px(WIDTH))
        for button in (self.visitor, self.responses):
            button.set_tokens(tokens)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the hairline at the left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._tokens.window))
        painter.fillRect(0, 0, 1, self.height(), QColor(self._tokens.border))
        painter.end()


def _button(tokens: Tokens, words: str, icon_name: str, key: str) -> IconButton:
    return IconButton(tokens, words, icon_name, key=key, kind="flat", is_icon_only=True)
