"""A key and what it does, painted in a row at the foot of a popup."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from undivided.ui.controls.key_buttons import key_width, paint_key
from undivided.ui.look.fonts import font_for
from undivided.ui.look.theme import Tokens

Hint = tuple[str, str]
"""A key and what it does."""

_WITHIN = 4
_BETWEEN = 12


def hint_width(hint: Hint, tokens: Tokens) -> float:
    """Return the width of one hint, in logical pixels."""
    key, does = hint
    metrics = QFontMetricsF(font_for(tokens, tokens.type.stamp))
    return key_width(key, tokens) + _WITHIN + metrics.horizontalAdvance(does)


def paint_hints(
    painter: QPainter, left_middle: QPointF, right: float, hints: tuple[Hint, ...], tokens: Tokens
) -> None:
    """Draw the hints that there is room for, in order; the last one stands at the right end."""
    *first, last = hints
    end = right - hint_width(last, tokens)
    _paint(painter, QPointF(end, left_middle.y()), last, tokens)
    x = left_middle.x()
    for hint in first:
        width = hint_width(hint, tokens)
        if x + width + _BETWEEN > end:
            break
        _paint(painter, QPointF(x, left_middle.y()), hint, tokens)
        x += width + _BETWEEN


def _paint(painter: QPainter, spot: QPointF, hint: Hint, tokens: Tokens) -> None:
    key, does = hint
    x = spot.x() + paint_key(painter, spot, key, tokens) + _WITHIN
    painter.setFont(font_for(tokens, tokens.type.stamp))
    painter.setPen(QColor(tokens.text_muted))
    painter.drawText(QRectF(x, spot.y() - 15, 400, 30), Qt.AlignmentFlag.AlignVCenter, does)
