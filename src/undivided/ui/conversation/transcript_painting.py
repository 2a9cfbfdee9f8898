"""Paints what stands behind and beside the transcript's text: bubbles, boxes, icons, the ring."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTextBlock, QTextDocument, QTextLine

from undivided.ui.conversation.transcript_layout import TranscriptLayout, block_line
from undivided.ui.conversation.transcript_lines import ICON_GAP, Kind, Line, Look, Side
from undivided.ui.conversation.transcript_measures import PAD_X, pad_y
from undivided.ui.look.icons import paint_icon
from undivided.ui.look.theme import Tokens

_PAPER = "#ffffff"
_NOTICE_PAD_X = 10
_CHOICE_PAD_X = 10
_BOXED = frozenset({Kind.BUBBLE, Kind.FILE, Kind.CHOICE, Kind.NOTICE})


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with the rectangles of its text and of its box, in document coordinates."""

    line: Line
    block: QTextBlock
    text: QRectF
    box: QRectF


def shown_lines(
    document: QTextDocument, layout: TranscriptLayout, first: QTextBlock, bottom: float
) -> Iterator[Shown]:
    """Yield the lines from `first` down to the y of `bottom`."""
    block = first
    while block.isValid():
        line = block_line(layout, block)
        area = document.documentLayout().blockBoundingRect(block)
        if line is None or area.top() - 20 > bottom:
            return
        start, end = layout.span(block.blockNumber())
        text = QRectF(start, area.top(), end - start, layout.text_height(block))
        pad_x = {Kind.NOTICE: _NOTICE_PAD_X, Kind.CHOICE: _CHOICE_PAD_X}.get(line.kind, PAD_X)
        pad = pad_y(line.kind)
        yield Shown(line, block, text, text.adjusted(-pad_x, -pad, pad_x, pad))
        block = block.next()


def paint_shown(painter: QPainter, shown: Shown, layout: TranscriptLayout, tokens: Tokens) -> None:
    """Paint one line's box and icon; its words are painted by the document."""
    if shown.line.kind is Kind.PICTURE:
        _paint_picture(painter, shown, layout, tokens)
    if shown.line.kind in _BOXED:
        _paint_box(painter, shown, tokens)
    if shown.line.icon:
        _paint_line_icon(painter, shown, layout, tokens)


def paint_ring(painter: QPainter, box: QRectF, tokens: Tokens) -> None:
    """Paint the keyboard's ring, 2 px off the box."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(tokens.focus), tokens.ring_px))
    edge = box.adjusted(-3, -3, 3, 3)
    painter.drawRoundedRect(edge, tokens.radius.bubble + 2, tokens.radius.bubble + 2)


def _paint_box(painter: QPainter, shown: Shown, tokens: Tokens) -> None:
    line = shown.line
    if line.kind is Kind.NOTICE:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.hold_tint))
        painter.drawRoundedRect(shown.box, tokens.radius.button, tokens.radius.button)
        return
    if line.kind is Kind.CHOICE:
        painter.setPen(QPen(QColor(tokens.strong), 1))
        painter.setBrush(QColor(tokens.surface))
        radius = shown.box.height() / 2
        painter.drawRoundedRect(shown.box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        return
    pen, ground = _bubble_colours(line, tokens)
    inset = pen.widthF() / 2 if pen.style() != Qt.PenStyle.NoPen else 0.0
    painter.setPen(pen)
    painter.setBrush(QColor(ground))
    painter.drawPath(_bubble_path(shown, tokens, inset))


def _paint_picture(
    painter: QPainter, shown: Shown, layout: TranscriptLayout, tokens: Tokens
) -> None:
    """Paint a picture in the shape of a bubble; a narrow window shows it smaller."""
    picture = layout.pictures.pixmap(shown.line.key)
    if picture is None:
        return
    path = _bubble_path(shown, tokens, 0.0)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(path)
    # Where a picture is transparent, its colours were meant for paper.
    painter.fillPath(path, QColor(_PAPER))
    fitting = QSizeF(picture.size()).scaled(shown.box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    where = QRectF(QPointF(), fitting)
    where.moveCenter(shown.box.center())
    painter.drawPixmap(where, picture, QRectF(picture.rect()))
    painter.restore()
    painter.setPen(QPen(QColor(tokens.border), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_bubble_path(shown, tokens, 0.5))


def _bubble_colours(line: Line, tokens: Tokens) -> tuple[QPen, str]:
    match line.look:
        case Look.OUTLINED:
            return QPen(QColor(tokens.strong), 1.5), tokens.surface
        case Look.FAILED:
            return QPen(QColor(tokens.late_edge), 1.5), tokens.surface
        case Look.CALL:
            return QPen(QColor(tokens.accent_text), 1.5), tokens.surface
        case Look.WHISPER:
            pen = QPen(QColor(tokens.whisper_text), 1.2)
            pen.setDashPattern([4, 3])
            return pen, tokens.whisper_tint
        case _:
            ground = tokens.bubble_visitor if line.side is Side.VISITOR else tokens.bubble_operator
            # In a high-contrast theme the tints are the ground; the outline carries the bubble.
            edge = Qt.PenStyle.SolidLine if ground == tokens.surface else Qt.PenStyle.NoPen
            return QPen(QColor(tokens.strong), 1.5, edge), ground


def _bubble_path(shown: Shown, tokens: Tokens, inset: float) -> QPainterPath:
    """Return a rounded box whose foot corner, at its author's side, is nearly square."""
    box = shown.box.adjusted(inset, inset, -inset, -inset)
    radius, foot = float(tokens.radius.bubble), float(tokens.radius.bubble_foot)
    is_foot, side = shown.line.is_foot, shown.line.side
    left = foot if is_foot and side is Side.VISITOR else radius
    right = foot if is_foot and side is Side.OPERATOR else radius
    path = QPainterPath(QPointF(box.left() + radius, box.top()))
    path.lineTo(box.right() - radius, box.top())
    path.quadTo(box.topRight(), QPointF(box.right(), box.top() + radius))
    path.lineTo(box.right(), box.bottom() - right)
    path.quadTo(box.bottomRight(), QPointF(box.right() - right, box.bottom()))
    path.lineTo(box.left() + left, box.bottom())
    path.quadTo(box.bottomLeft(), QPointF(box.left(), box.bottom() - left))
    path.lineTo(box.left(), box.top() + radius)
    path.quadTo(box.topLeft(), QPointF(box.left() + radius, box.top()))
    path.closeSubpath()
    return path


def _paint_line_icon(
    painter: QPainter, shown: Shown, layout: TranscriptLayout, tokens: Tokens
) -> None:
    before, gap, _ = shown.line.text.partition(ICON_GAP)
    position = len(before.encode("utf-16-le")) // 2  # Qt counts UTF-16 units
    row = shown.block.layout().lineForTextPosition(position)
    if not gap or not row.isValid():
        return
    size = layout.measures.icon_size(shown.line.kind)
    x = _cursor_x(row, position)
    origin = shown.block.layout().position()
    middle = shown.text.top() + layout.row_middle(shown.line.kind, row.lineNumber())
    where = QRectF(origin.x() + x, round(middle - size / 2), size, size)
    colour = tokens.ok_text if shown.line.icon == "check" and shown.line.kind is Kind.CHOICE else ""
    paint_icon(painter, shown.line.icon, colour or getattr(tokens, shown.line.tone), where)


def _cursor_x(row: QTextLine, position: int) -> float:
    at: Any = row.cursorToX(position)  # a pair in some versions of the binding
    return float(at[0] if isinstance(at, tuple | list) else at)
