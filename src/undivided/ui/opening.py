"""The window's first picture: the program's mark on the theme's ground, until a page is ready.

It uses nothing of Qt's namespace `Qt`, which takes longer to load than this takes to paint.
"""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from undivided.resources import resource_path

SIDE = 96


class Opening(QWidget):
    """Shows the mark in the middle.

    Args:
        ground: The colour behind it, `#RRGGBB`.
    """

    def __init__(self, ground: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(ground))
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        self._mark = QSvgRenderer(str(resource_path("icons", "icon.svg")))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark."""
        painter = QPainter(self)
        left, top = (self.width() - SIDE) / 2, (self.height() - SIDE) / 2
        self._mark.render(painter, QRectF(left, top, SIDE, SIDE))
        painter.end()
