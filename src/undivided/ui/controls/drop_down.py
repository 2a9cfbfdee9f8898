"""A choice of one from a list that drops down, with the theme's own chevron."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QWidget

from undivided.ui.look.icons import paint_icon
from undivided.ui.look.theme import Tokens

_ICON = 14


class DropDown(QComboBox):
    """A combo box whose arrow the stylesheet cannot paint in the theme's colour.

    Args:
        name: What is chosen, for screen readers.
        choices: The words, in order.
    """

    def __init__(
        self,
        name: str,
        choices: tuple[str, ...],
        tokens: Tokens,
        *,
        at: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self.addItems(list(choices))
        self.setCurrentIndex(at)
        self.setAccessibleName(name)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, then the chevron."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 10 if self.isRightToLeft() else self.width() - _ICON - 10
        box = QRectF(left, (self.height() - _ICON) / 2, _ICON, _ICON)
        paint_icon(painter, "chevron-down", self._tokens.text_2, box)
