"""A bar across the window with a tint and a hairline below it; what stands in it is others'."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from undivided.ui.look.theme import Tokens


class TintedBar(QWidget):
    """One height and one colour of the theme.

    Args:
        height: Logical pixels at 100 % text.
        tint: The colour's name in the theme.
    """

    def __init__(
        self, tokens: Tokens, height: int, tint: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._height = height
        self._tint = tint

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self.setFixedHeight(tokens.px(self._height))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the bar's height; it takes the width that there is."""
        return QSize(0, self._tokens.px(self._height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint and the hairline below it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(getattr(self._tokens, self._tint)))
        line = self.rect().adjusted(0, self.height() - 1, 0, 0)
        painter.fillRect(line, QColor(self._tokens.border))
        painter.end()
