"""A focus mark as a widget, for heads, toasts and sheets."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from undivided.desk.marks import FocusMark
from undivided.qtmodels.spoken import spoken_mark
from undivided.ui.look.focus_mark import looks_alike, paint_focus_mark
from undivided.ui.look.theme import Tokens


class MarkView(QWidget):
    """Shows one mark at a fixed size; its accessible name says what the mark shows."""

    def __init__(self, tokens: Tokens, size: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._size = size
        self._mark: FocusMark | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self.updateGeometry()
        self.update()

    def set_mark(self, mark: FocusMark | None) -> None:
        """Show another mark, or nothing."""
        if mark is None or self._mark is None or not looks_alike(mark, self._mark):
            self._mark = mark
            self.setAccessibleName("" if mark is None else ", ".join(spoken_mark(mark)))
            self.update()

    def sizeHint(self) -> QSize:
        """Return the mark's square."""
        side = self._tokens.px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark."""
        if self._mark is not None:
            painter = QPainter(self)
            side = min(self.width(), self.height())
            paint_focus_mark(painter, QRectF(0, 0, side, side), self._mark, self._tokens)
            painter.end()
