"""The edge around the composer: strong, in the focus colour with the keys, dashed for a drop."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from undivided.ui.look.theme import Tokens


class ComposerFrame(QFrame):
    """The edge around text and tools: strong, and in the focus colour while the keys are here."""

    clicked = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._is_focused = False
        self._is_inviting = False

    def hold(self, above: QWidget, text: QWidget, *below: QWidget) -> None:
        """Take the text field, with its margin, and what stands above and below it."""
        margin = QVBoxLayout()
        margin.setContentsMargins(10, 10, 6, 4)
        margin.addWidget(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 1, 3, 1)
        column.setSpacing(0)
        column.addWidget(above)
        column.addLayout(margin)
        for part in below:
            column.addWidget(part)

    def set_inviting(self, is_inviting: bool) -> None:
        """Draw a dashed edge while something may be dropped here."""
        self._is_inviting = is_inviting
        self.update()

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.update()

    def set_focused(self, is_focused: bool) -> None:
        """Draw the focus ring, or the plain edge."""
        self._is_focused = is_focused
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Act on a pressed button."""
        self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = float(tokens.ring_px if self._is_focused else 1)
        painter.setPen(QPen(QColor(tokens.focus if self._is_focused else tokens.strong), width))
        if self._is_inviting:
            width = 1.5
            painter.setPen(QPen(QColor(tokens.accent_text), width, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(tokens.surface))
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, tokens.radius.bubble, tokens.radius.bubble)
