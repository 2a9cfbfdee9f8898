"""Paints the focus mark: shape first, then the number, then the colour.

One painter for the chat list, the chat head, the toast and the tray's preview. Everything is drawn
on a grid of 36 and scaled to the rectangle. Below 36 a hold shows two bars instead of its time;
below 24 no mark carries a number, because the row shows it at its end.

Source: practice 1.
"""

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from undivided.desk.marks import FocusMark, FocusState
from undivided.qtmodels.durations import clock_text, seconds_text
from undivided.ui.look.fonts import BOLD, SEMIBOLD, sized_font
from undivided.ui.look.theme import Tokens

_GRID = 36.0
_CENTRE = QPointF(18, 18)
_RADIUS = 15.5
NUMBERLESS_BELOW = 24
_PAUSE_BARS_BELOW = 36
_FRACTION_STEP = 0.01
"""Less of a ring's length is no pixel at the sizes that are used."""

WAITING = frozenset({FocusState.CALM, FocusState.SOON, FocusState.LATE})
"""States in which the visitor waits for this operator."""

_KEPT_OFFLINE = frozenset({FocusState.HELD, FocusState.HOLD_OVER, FocusState.GOODBYE})
"""States that stay true without the server: a promise runs on this computer's clock too."""


def mark_text(mark: FocusMark) -> str:
    """Return the mark's number, or an empty text where it has none."""
    if mark.state in WAITING or mark.state in (FocusState.QUEUED, FocusState.CALLING):
        return seconds_text(mark.seconds)
    if mark.state is FocusState.HELD:
        return clock_text(mark.seconds)
    if mark.state is FocusState.HOLD_OVER:
        return f"+{clock_text(mark.seconds)}"
    return ""


def looks_alike(one: FocusMark, other: FocusMark) -> bool:
    """Return whether two marks look and sound the same; the ring moves with the seconds."""
    return one == other or (
        one.seconds == other.seconds
        and one.state is other.state
        and abs(one.fraction - other.fraction) < _FRACTION_STEP
        and one.initial == other.initial
        and one.is_offline == other.is_offline
    )


def paint_focus_mark(
    painter: QPainter, rect: QRectF, mark: FocusMark, tokens: Tokens, *, is_selected: bool = False
) -> None:
    """Paint `mark` into the square `rect`.

    Args:
        rect: In logical pixels; 36, 32, 30 and 20 are the sizes that the window uses.
        is_selected: The ground is the selected row's tint; the pause badge is cut out of it.
    """
    pen = _MarkPen(painter, rect, tokens, is_selected=is_selected)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / _GRID, rect.width() / _GRID)
    if mark.is_offline and mark.state not in _KEPT_OFFLINE:
        _paint_unknown(pen, mark)
    else:
        _PAINTERS[mark.state](pen, mark)
    painter.restore()


class _MarkPen:
    """The few shapes that every mark is made of, on the grid of 36."""

    def __init__(
        self, painter: QPainter, rect: QRectF, tokens: Tokens, *, is_selected: bool
    ) -> None:
        self.painter = painter
        self.size = rect.width()
        self.tokens = tokens
        self.ground = tokens.selected if is_selected else tokens.window

    @property
    def has_number(self) -> bool:
        return self.size >= NUMBERLESS_BELOW

    @property
    def has_hold_time(self) -> bool:
        return self.size >= _PAUSE_BARS_BELOW

    def disc(self, colour: str, radius: float, centre: QPointF = _CENTRE) -> None:
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(colour))
        self.painter.drawEllipse(centre, radius, radius)

    def ring(self, colour: str, width: float, radius: float = _RADIUS) -> None:
        self.painter.setPen(QPen(QColor(colour), width))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawEllipse(_CENTRE, radius, radius)

    def dashes(self, colour: str, width: float, pattern: tuple[float, float]) -> None:
        pen = QPen(QColor(colour), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap if pattern[0] < 1 else Qt.PenCapStyle.FlatCap)
        # Qt counts dashes in pen widths, not in pixels.
        pen.setDashPattern([part / width for part in pattern])
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawEllipse(_CENTRE, _RADIUS, _RADIUS)

    def arc(
        self,
        colour: str,
        width: float,
        fraction: float,
        radius: float = _RADIUS,
        cap: Qt.PenCapStyle = Qt.PenCapStyle.RoundCap,
    ) -> None:
        sixteenths = round(360 * 16 * min(1.0, max(0.0, fraction)))
        if sixteenths == 0:
            return
        pen = QPen(QColor(colour), width)
        pen.setCapStyle(cap)
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        square = QRectF(18 - radius, 18 - radius, 2 * radius, 2 * radius)
        self.painter.drawArc(square, 90 * 16, -sixteenths)

    def strokes(self, colour: str, width: float, *lines: tuple[QPointF, ...]) -> None:
        pen = QPen(QColor(colour), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in lines:
            self.painter.drawPolyline(list(line))

    def text(
        self, words: str, colour: str, size: float = 13, weight: QFont.Weight = SEMIBOLD
    ) -> None:
        font, metrics = _mark_font(size, weight)
        self.painter.save()
        self.painter.scale(0.5, 0.5)
        self.painter.setFont(font)
        self.painter.setPen(QColor(colour))
        at = QPointF(36 - metrics.horizontalAdvance(words) / 2, 36 + size * 0.72)
        self.painter.drawText(at, words)
        self.painter.restore()


@cache
def _mark_font(size: float, weight: QFont.Weight) -> tuple[QFont, QFontMetricsF]:
    # Twice as large and painted at half scale: pixel sizes are whole numbers and 10.5 is not.
    font = sized_font(2 * size, weight, tabular=True)
    return font, QFontMetricsF(font)


def _paint_nothing_owed(pen: _MarkPen, mark: FocusMark) -> None:
    pen.disc(pen.tokens.sunken, 16)
    pen.text(mark.initial[:1].upper(), pen.tokens.text_2, 14)


def _paint_calm(pen: _MarkPen, mark: FocusMark) -> None:
    pen.ring(pen.tokens.track, 2)
    pen.arc(pen.tokens.ok_mark, 3, mark.fraction)
    if pen.has_number:
        pen.text(seconds_text(mark.seconds), pen.tokens.text)


def _paint_soon(pen: _MarkPen, mark: FocusMark) -> None:
    radius = _RADIUS - 0.75  # the thick ring keeps the thin one's outer edge
    pen.ring(pen.tokens.track, 3, radius)
    pen.arc(pen.tokens.soon_mark, 4.5, mark.fraction, radius)
    if pen.has_number:
        pen.text(seconds_text(mark.seconds), pen.tokens.soon_text, weight=BOLD)


def _late_square(pen: _MarkPen) -> None:
    pen.painter.setPen(QPen(QColor(pen.tokens.late_edge), 1))
    pen.painter.setBrush(QColor(pen.tokens.late_fill))
    pen.painter.drawRoundedRect(QRectF(1.5, 1.5, 33, 33), 8, 8)


def _paint_late(pen: _MarkPen, mark: FocusMark) -> None:
    _late_square(pen)
    if pen.has_number:
        words = seconds_text(mark.seconds)
        pen.text(words, pen.tokens.on_accent, 13 if len(words) < 4 else 12, BOLD)


def _paint_typing(pen: _MarkPen, _mark: FocusMark) -> None:
    pen.dashes(pen.tokens.strong, 2.4, (0.1, 4.77))
    for x in (11.5, 18.0, 24.5):
        pen.disc(pen.tokens.text_2, 2, QPointF(x, 18))


def _paint_held(pen: _MarkPen, mark: FocusMark) -> None:
    pen.disc(pen.tokens.hold_tint, _RADIUS)
    pen.ring(pen.tokens.track, 2)
    pen.arc(pen.tokens.hold_mark, 3, mark.fraction, cap=Qt.PenCapStyle.FlatCap)
    if pen.has_hold_time:
        pen.text(clock_text(mark.seconds), pen.tokens.hold_text, 10.5)
        _pause_badge(pen, pen.tokens.hold_text)
        return
    bars = ((QPointF(14, 12.5), QPointF(14, 23.5)), (QPointF(22, 12.5), QPointF(22, 23.5)))
    pen.strokes(pen.tokens.hold_text, 3, *bars)


def _pause_badge(pen: _MarkPen, colour: str) -> None:
    pen.painter.setPen(QPen(QColor(pen.ground), 1.5))
    pen.painter.setBrush(QColor(colour))
    pen.painter.drawEllipse(QPointF(30, 30), 6, 6)
    bars = ((QPointF(28.5, 28), QPointF(28.5, 32)), (QPointF(31.5, 28), QPointF(31.5, 32)))
    pen.strokes(pen.ground, 1.4, *bars)


def _paint_hold_over(pen: _MarkPen, mark: FocusMark) -> None:
    _late_square(pen)
    if pen.has_hold_time:
        pen.text(f"+{clock_text(mark.seconds)}", pen.tokens.on_accent, 10, BOLD)
        _pause_badge(pen, pen.tokens.hold_text)
        return
    bars = ((QPointF(14, 12.5), QPointF(14, 23.5)), (QPointF(22, 12.5), QPointF(22, 23.5)))
    pen.strokes(pen.tokens.on_accent, 3, *bars)


def _paint_goodbye(pen: _MarkPen, _mark: FocusMark) -> None:
    pen.ring(pen.tokens.strong, 1.5)
    tick = (QPointF(12, 18.5), QPointF(16.2, 22.7), QPointF(24.2, 14.1))
    pen.strokes(pen.tokens.text_2, 2, tick)


def _paint_queued(pen: _MarkPen, mark: FocusMark) -> None:
    pen.ring(pen.tokens.strong, 1.5)
    if pen.has_number:
        pen.text(seconds_text(mark.seconds), pen.tokens.text_2)


def _paint_calling(pen: _MarkPen, mark: FocusMark) -> None:
    pen.disc(pen.tokens.accent, 17)
    if pen.has_number:
        pen.text(seconds_text(mark.seconds), pen.tokens.on_accent, weight=BOLD)


def _paint_unknown(pen: _MarkPen, mark: FocusMark) -> None:
    """Paint the last that was known before the link went down."""
    pen.dashes(pen.tokens.strong, 2, (5, 3.7))
    if not pen.has_number:
        return
    if mark.state in WAITING:
        words = seconds_text(mark.seconds)
        pen.text(words, pen.tokens.text_2, 13 if len(words) < 4 else 11.5)
    else:
        pen.text(mark.initial[:1].upper(), pen.tokens.text_2, 14)


_PAINTERS: dict[FocusState, Callable[[_MarkPen, FocusMark], None]] = {
    FocusState.NOTHING_OWED: _paint_nothing_owed,
    FocusState.CALM: _paint_calm,
    FocusState.SOON: _paint_soon,
    FocusState.LATE: _paint_late,
    FocusState.TYPING: _paint_typing,
    FocusState.HELD: _paint_held,
    FocusState.HOLD_OVER: _paint_hold_over,
    FocusState.GOODBYE: _paint_goodbye,
    FocusState.QUEUED: _paint_queued,
    FocusState.CALLING: _paint_calling,
}
