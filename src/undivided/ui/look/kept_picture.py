"""Pictures of shapes that are drawn often and look the same each time: grounds, edges, shadows.

A round edge costs as much to draw as the text inside it, a soft shadow twenty times that.
"""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QPixmapCache

Draw = Callable[[QPainter, QRectF], None]


def paint_kept(painter: QPainter, box: QRectF, look: str, draw: Draw) -> None:
    """Draw a shape that fills `box`, from its kept picture when there is one.

    The picture is used only where it falls on whole pixels of the screen and is shown as it is;
    elsewhere it would blur, so the shape is drawn.

    Args:
        box: In logical pixels.
        look: Names all that the shape depends on, besides its size.
        draw: Draws it into any box of this size; the painter smooths edges.
    """
    ratio = painter.device().devicePixelRatioF()
    is_moved_only = not painter.worldTransform().isScaling()
    is_whole = ratio.is_integer() and QRectF(box.toRect()) == box
    if not is_whole or not is_moved_only or painter.opacity() < 1:
        draw(painter, box)
        return
    key = f"kept/{look}/{box.width()}x{box.height()}@{ratio}"
    picture = QPixmap()
    if not QPixmapCache.find(key, picture):
        picture = _picture(box, ratio, draw)
        QPixmapCache.insert(key, picture)
    painter.drawPixmap(box.topLeft(), picture)


def _picture(box: QRectF, ratio: float, draw: Draw) -> QPixmap:
    picture = QPixmap((box.size() * ratio).toSize())
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter, QRectF(QPointF(), box.size()))
    painter.end()
    return picture
