"""Hands a theme to every widget below one, and holds the small parts that follow it."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from undivided.ui.controls.key_buttons import key_width, paint_key
from undivided.ui.look.icons import pixmap
from undivided.ui.look.text_weight import light_line
from undivided.ui.look.theme import Tokens


@runtime_checkable
class Themed(Protocol):
    """A widget that paints from tokens."""

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""


def spread(root: QWidget, tokens: Tokens) -> None:
    """Give the theme to every themed widget below `root`, not to `root` itself."""
    for child in root.findChildren(QWidget):
        if isinstance(child, Themed):
            child.set_tokens(tokens)


class ElidedLabel(QLabel):
    """One line of plain text that ends in an ellipsis where it does not fit.

    Args:
        text: Shown letter by letter, whoever wrote it.
        look: The stylesheet's name for its type step and colour.
    """

    def __init__(self, text: str = "", look: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if look:
            self.setProperty("look", look)
        self.setText(light_line(" ".join(text.split())))

    def say(self, text: str) -> None:
        """Show other words."""
        self.setText(light_line(" ".join(text.split())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        painter = QPainter(self)
        painter.setFont(self.font())
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(self.contentsRect(), flags | Qt.TextFlag.TextSingleLine, shown)

    def sizeHint(self) -> QSize:
        """Return the size that its content wants."""
        return QSize(80, super().sizeHint().height())


class Glyph(QLabel):
    """An icon of the theme beside words; it says nothing to screen readers."""

    def __init__(
        self,
        name: str,
        tokens: Tokens,
        *,
        colour: str = "text_muted",
        size: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._colour = colour
        self._size = size
        self.setFixedSize(size, size)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show the icon in another theme."""
        ratio = max(2.0, self.devicePixelRatioF())
        self.setPixmap(pixmap(self._name, getattr(tokens, self._colour), self._size, ratio))

    def show_icon(self, name: str, colour: str, tokens: Tokens) -> None:
        """Show another icon."""
        self._name, self._colour = name, colour
        self.set_tokens(tokens)


class KeyBox(QWidget):
    """A key's name in a box, for hints such as "Esc close"."""

    def __init__(self, key: str, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.setFixedSize(round(key_width(self._key, tokens)), tokens.px(18))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_key(painter, QPointF(0, self.height() / 2), self._key, self._tokens)
