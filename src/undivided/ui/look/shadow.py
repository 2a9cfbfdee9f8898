"""Soft shadows for cards that float inside the window, where the system draws none."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from undivided.ui.look.kept_picture import paint_kept
from undivided.ui.look.theme import Tokens

_LOWER = 2
"""What a shadow reaches further below than to the sides."""


def paint_shadow(
    painter: QPainter, card: QRectF, tokens: Tokens, reach_px: int, radius: float = 10
) -> None:
    """Draw a shadow around `card` that ends `reach_px` away from it, a little lower."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    colour = QColor(tokens.shadow)
    strength = colour.alphaF()
    for step in range(reach_px, 0, -1):
        fade = 1 - step / reach_px
        colour.setAlphaF(min(1.0, strength * fade * fade * 2.6 / reach_px))
        painter.setBrush(colour)
        box = card.adjusted(-step, -step + 4, step, step + 2)
        painter.drawRoundedRect(box, radius + step, radius + step)
    painter.restore()


def paint_floating_card(
    painter: QPainter, card: QRectF, tokens: Tokens, reach_px: int, radius: float = 10
) -> None:
    """Draw a raised card with its edge and its shadow."""

    def draw(painter: QPainter, box: QRectF) -> None:
        card = box.adjusted(reach_px, reach_px, -reach_px, -reach_px - _LOWER)
        paint_shadow(painter, card, tokens, reach_px, radius)
        painter.setPen(QPen(QColor(tokens.border)))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    around = card.adjusted(-reach_px, -reach_px, reach_px, reach_px + _LOWER)
    look = f"floating/{tokens.shadow}/{tokens.border}/{tokens.raised}/{reach_px}/{radius}"
    paint_kept(painter, around, look, draw)
