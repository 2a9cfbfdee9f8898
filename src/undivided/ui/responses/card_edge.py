"""The ground and the edge of a card: plain, chosen or under the pointer, with the keys, dragged."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle

from undivided.ui.look.kept_picture import paint_kept
from undivided.ui.look.theme import Tokens

_CHOSEN = QStyle.StateFlag.State_Selected.value
_HOT = QStyle.StateFlag.State_MouseOver.value
_HAS_KEYS = QStyle.StateFlag.State_HasFocus.value


@dataclass(frozen=True, slots=True)
class _Edge:
    """One of the looks, made once for each theme.

    Attributes:
        look: Names all that its picture depends on, see `paint_kept`.
    """

    look: str
    draw: Callable[[QPainter, QRectF], None]


class CardEdges:
    """Paints the edges of one theme.

    Args:
        tokens: The theme; another one needs another object of this class.
    """

    def __init__(self, tokens: Tokens) -> None:
        solid, dashed = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine
        self._plain = _edge(tokens, tokens.border, 1, solid)
        self._strong = _edge(tokens, tokens.strong, 1, solid)
        self._ghost = _edge(tokens, tokens.strong, 1, dashed)
        self._keys = _edge(tokens, tokens.focus, tokens.ring_px, solid)
        self._ghost_with_keys = _edge(tokens, tokens.focus, tokens.ring_px, dashed)

    def paint(
        self, painter: QPainter, box: QRectF, state: QStyle.StateFlag, *, is_ghost: bool
    ) -> None:
        """Paint ground and edge.

        Args:
            state: Of the row.
            is_ghost: The card is on its way and stays behind as an outline.
        """
        bits = state.value
        if bits & _CHOSEN and bits & _HAS_KEYS:
            edge = self._ghost_with_keys if is_ghost else self._keys
        elif is_ghost:
            edge = self._ghost
        else:
            edge = self._strong if bits & (_CHOSEN | _HOT) else self._plain
        paint_kept(painter, box, edge.look, edge.draw)


def _edge(tokens: Tokens, colour: str, width: int, style: Qt.PenStyle) -> _Edge:
    ground = tokens.raised if tokens.is_dark else tokens.surface
    half, radius = width / 2, tokens.radius.row

    def draw(painter: QPainter, box: QRectF) -> None:
        painter.setPen(QPen(QColor(colour), width, style))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)

    return _Edge(f"card/{colour}/{width}/{style.name}/{ground}/{radius}", draw)
