"""A small tag on cards and previews: a word or two on a tinted ground."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from undivided.etiquette.calm_text import one_line
from undivided.ui.look.fonts import font_for
from undivided.ui.look.theme import Tokens

_SIDE = 6
_HEIGHT = 18


def paint_tag(
    painter: QPainter,
    left_middle: QPointF,
    text: str,
    tokens: Tokens,
    room: float,
    *,
    is_soon: bool = False,
) -> float:
    """Draw a tag and return its width; the text is elided where the room ends.

    Args:
        is_soon: Something is overdue, so it stands in the amber of the theme.
    """
    painter.save()
    painter.setFont(font_for(tokens, tokens.type.stamp))
    metrics = painter.fontMetrics()
    most = max(0, int(room) - 2 * _SIDE)
    shown = metrics.elidedText(one_line(text), Qt.TextElideMode.ElideRight, most)
    width = metrics.horizontalAdvance(shown) + 2 * _SIDE
    height = tokens.px(_HEIGHT)
    box = QRectF(left_middle.x(), left_middle.y() - height / 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.soon_tint if is_soon else tokens.sunken))
    painter.drawRoundedRect(box, tokens.radius.tag, tokens.radius.tag)
    painter.setPen(QColor(tokens.soon_text if is_soon else tokens.text_2))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()
    return width
