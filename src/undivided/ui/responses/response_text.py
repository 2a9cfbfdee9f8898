"""Lays out the text of a response as it would be inserted: blanks in boxes, values dotted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from undivided.library.filling.slots import Filled, Span, from_utf16, to_utf16
from undivided.library.finding.search import marks
from undivided.ui.look.blank_box import PAD, pad_beside
from undivided.ui.look.text_weight import LINE_WEIGHT, light_start
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.text_parts import formats_within, parts_of

_LONGEST = 1_500
"""Weight of what is laid out at most, see `text_weight`; more never fits a card or a preview."""
_MOST_LETTERS = 1.5
"""How many times as many letters as of average width a line holds in nearly every text."""

_STRONG = frozenset({"L", "R", "AL"})
"""Letters that have a direction of their own, as Unicode names them."""


@dataclass(slots=True, eq=False)
class Look:
    """How a text is set: font, colour, line height and most lines; told apart by identity."""

    font: QFont
    colour: str
    line_height: float
    max_lines: int = 1
    keeps_lines: bool = False
    metrics: QFontMetricsF = field(init=False)
    letter_width: float = field(init=False)
    """Of an average letter, in logical pixels."""

    def __post_init__(self) -> None:
        """Measure the font once for all texts that are set in it."""
        self.metrics = QFontMetricsF(self.font)
        self.letter_width = self.metrics.averageCharWidth()


class _Row(NamedTuple):
    """A line that is shown.

    Attributes:
        layout: Keeps the line.
        offset: Where the layout begins in the whole text, in UTF-16.
        end: Where the line's own letters end there; an ellipsis is none of them.
    """

    line: QTextLine
    layout: QTextLayout
    offset: int
    end: int


class ResponseText:
    """A text that is laid out for one width and can then be painted.

    Args:
        filled: With positions in code points.
        terms: Typed words to mark, for `library.finding.search.marks`.
        current: Index of the blank that would be filled first, drawn in the accent; -1 for none.

    Attributes:
        width: Of the longest line, in logical pixels.
    """

    def __init__(
        self,
        filled: Filled,
        look: Look,
        tokens: Tokens,
        width: float,
        *,
        terms: tuple[str, ...] = (),
        current: int = -1,
    ) -> None:
        self._look = look
        self._current = current
        self._colour = QColor(look.colour)
        self._accent, self._ground = QColor(tokens.accent), QColor(tokens.selected)
        # One line more than there is room for, so that it is seen where the text was cut.
        weight = min(_LONGEST, LINE_WEIGHT * (look.max_lines + 1))
        text = _one_piece(light_start(filled.text, weight), keeps_lines=look.keeps_lines)
        end = len(text)
        cut = Filled(text, _before(end, filled.blanks), _before(end, filled.values))
        ready = cut.in_utf16()
        marked = marks(text, terms) if terms else ()
        self._parts = parts_of(ready, marked, tokens, current)
        self._direction = _direction_of(text)
        self._rows = self._fitted(text, width)
        self._boxes = [
            (at, box)
            for at, blank in enumerate(ready.blanks)
            for box in self._boxes_of(blank, _pads(text, cut.blanks[at]))
        ]
        self.width = max([row.line.naturalTextWidth() for row in self._rows])

    @property
    def height(self) -> float:
        """The height of the lines, in logical pixels."""
        return len(self._rows) * self._look.line_height

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._rows)

    def draw(self, painter: QPainter, origin: QPointF) -> None:
        """Paint boxes, then text; the painter keeps the text's colour, and no brush."""
        if self._boxes:
            painter.setPen(Qt.PenStyle.NoPen)
            for index, box in self._boxes:
                is_current = index == self._current
                painter.setBrush(self._accent if is_current else self._ground)
                painter.drawRoundedRect(box.translated(origin), 3, 3)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._colour)
        for row in self._rows:
            row.line.draw(painter, origin)

    def _fitted(self, text: str, width: float) -> tuple[_Row, ...]:
        """Return the lines; the last one has an ellipsis where there is more."""
        most = self._look.max_lines
        letters = int(_MOST_LETTERS * width / self._look.letter_width) + 1
        layout = self._in_lines(text[: letters * most], width)
        if layout.lineCount() <= most and letters * most < len(text):
            layout = self._in_lines(text, width)
        lines = [layout.lineAt(at) for at in range(layout.lineCount())]
        rows = [_Row(line, layout, 0, line.textStart() + line.textLength()) for line in lines]
        if len(rows) <= most:
            return tuple(rows)
        last = lines[most - 1]
        start = from_utf16(text, last.textStart())
        rest = text[start : start + max(letters, last.textLength())].replace("\u2028", " ")
        return (*rows[: most - 1], self._shortened(f"{rest}\u2026", last, width))

    def _shortened(self, rest: str, last: QTextLine, width: float) -> _Row:
        """Return the start of `rest` with an ellipsis, in the place of the line `last`."""
        metrics = self._look.metrics
        # Room for the box of a blank.
        room = width - 3 * PAD
        cut = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)
        row = self._alone(cut, last, width)
        over = row.line.naturalTextWidth() - width
        if over > 0:
            # Marked letters are wider than the plain ones that were measured.
            cut = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, max(0.0, room - over))
            row = self._alone(cut, last, width)
        return row

    def _alone(self, text: str, last: QTextLine, width: float) -> _Row:
        offset = last.textStart()
        # The ellipsis belongs to no part.
        end = offset + to_utf16(text, len(text)) - 1
        layout = QTextLayout(text, self._look.font)
        layout.setTextOption(self._option(QTextOption.WrapMode.NoWrap))
        layout.setFormats(formats_within(self._parts, offset, end))
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(width)
        line.setPosition(last.position())
        layout.endLayout()
        return _Row(line, layout, offset, end)

    def _in_lines(self, text: str, width: float) -> QTextLayout:
        layout = QTextLayout(text, self._look.font)
        layout.setTextOption(self._option(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere))
        layout.setFormats(formats_within(self._parts, 0, to_utf16(text, len(text))))
        height, at = self._look.line_height, 0
        layout.beginLayout()
        while at <= self._look.max_lines and (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, at * height + (height - line.height()) / 2))
            at += 1
        layout.endLayout()
        return layout

    def _option(self, wrapping: QTextOption.WrapMode) -> QTextOption:
        option = QTextOption()
        option.setWrapMode(wrapping)
        option.setTextDirection(self._direction)
        return option

    def _boxes_of(self, span: Span, pads: tuple[int, int]) -> Iterator[QRectF]:
        for line, _, offset, end_of_line in self._rows:
            start = max(span.start, offset + line.textStart())
            end = min(span.end, end_of_line)
            if start < end:
                # Each with the room beside it; right to left, a part begins on its right.
                (left, over), (right, beyond) = sorted(
                    (
                        (_x(line, start - offset), pads[0] if start == span.start else PAD),
                        (_x(line, end - offset), pads[1] if end == span.end else PAD),
                    )
                )
                width = right - left + over + beyond
                yield QRectF(left - over, line.y() + 0.5, width, line.height() - 1)


def _pads(text: str, blank: Span) -> tuple[int, int]:
    """Return how far a box reaches before and after a blank; positions in code points."""
    before = text[blank.start - 1 : blank.start] if blank.start else ""
    return pad_beside(before), pad_beside(text[blank.end : blank.end + 1])


def _before(end: int, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple([span for span in spans if span.start < end]) if spans else ()


def _direction_of(text: str) -> Qt.LayoutDirection:
    """Return the direction of the first letter that has one, for all lines of the text."""
    if not text.isascii():
        kind = next((kind for kind in map(bidirectional, text) if kind in _STRONG), "L")
        if kind != "L":
            return Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight


def _x(line: QTextLine, position: int) -> float:
    # Qt returns the place together with the position it stands for.
    result: object = line.cursorToX(position)
    return float(result[0]) if isinstance(result, tuple) else float(str(result))


def _one_piece(text: str, *, keeps_lines: bool) -> str:
    # Each line end stays one character, so that the spans keep their places.
    return text.replace("\n", "\u2028" if keeps_lines else " ").replace("\t", " ")
