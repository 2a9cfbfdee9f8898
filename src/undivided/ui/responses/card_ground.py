"""The ground of a response card, painted once for all cards of a size and state.

A round edge costs as much to draw as the text on it, and many cards look the same.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPixmapCache


@dataclass(frozen=True, slots=True)
class Ground:
    """How the ground of a card looks.

    Attributes:
        edge: Colour of the line around it, `#RRGGBB`.
        edge_px: Its width in logical pixels.
        style: Solid, or dashed for the outline that a dragged card leaves behind.
        fill: Colour inside, `#RRGGBB`.
        radius: Of the corners.
    """

    edge: str
    edge_px: float
    style: Qt.PenStyle
    fill: str
    radius: float


def paint_ground(painter: QPainter, box: QRectF, look: Ground) -> None:
    """Draw the ground of a card.

    A kept picture is used only where it falls on whole pixels of the screen and is drawn as it
    is; elsewhere it would blur the edge.
    """
    ratio = painter.device().devicePixelRatioF()
    if not ratio.is_integer() or painter.opacity() < 1 or box.toAlignedRect() != box.toRect():
        _draw(painter, box, look)
        return
    size = f"{box.width()}x{box.height()}@{ratio}"
    edge = f"{look.edge}/{look.edge_px}/{look.style.name}"
    key = f"card/{size}/{edge}/{look.fill}/{look.radius}"
    picture = QPixmap()
    if not QPixmapCache.find(key, picture):
        picture = QPixmap((box.size() * ratio).toSize())
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        own = QPainter(picture)
        own.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw(own, QRectF(QPointF(), box.size()), look)
        own.end()
        QPixmapCache.insert(key, picture)
    painter.drawPixmap(box.topLeft(), picture)


def _draw(painter: QPainter, box: QRectF, look: Ground) -> None:
    painter.setPen(QPen(QColor(look.edge), look.edge_px, look.style))
    painter.setBrush(QColor(look.fill))
    half = look.edge_px / 2
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), look.radius, look.radius)
