"""Lays out the text of a response as it would be inserted: blanks in boxes, values dotted."""

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from undivided.library.filling.slots import Filled, Span, from_utf16, to_utf16
from undivided.library.finding.search import marks
from undivided.ui.look.text_weight import LINE_WEIGHT, light_start
from undivided.ui.look.theme import Tokens

_PAD = 2.0
_LONGEST = 1_500
"""Weight of what is laid out at most, see `text_weight`; more never fits a card or a preview."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a text is set: font, colour, line height and most lines."""

    font: QFont
    colour: str
    line_height: float
    max_lines: int = 1
    keeps_lines: bool = False


class ResponseText:
    """A text that is laid out for one width and can then be painted.

    Args:
        filled: With positions in code points.
        terms: Typed words to mark, for `library.finding.search.marks`.
        current: Index of the blank that would be filled first, drawn in the accent; -1 for none.
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
        self._tokens = tokens
        self._look = look
        self._current = current
        # One line more than there is room for, so that it is seen where the text was cut.
        weight = min(_LONGEST, LINE_WEIGHT * (look.max_lines + 1))
        shown = Filled(
            _one_piece(light_start(filled.text, weight), keeps_lines=look.keeps_lines),
            filled.blanks,
            filled.values,
        )
        self._terms = marks(shown.text, terms) if terms else ()
        self._blanks: tuple[Span, ...] = ()
        self._layout = self._fitted(shown, width)

    @property
    def height(self) -> float:
        """The height of the lines, in logical pixels."""
        return self._layout.lineCount() * self._look.line_height

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return self._layout.lineCount()

    @property
    def width(self) -> float:
        """The width of the longest line, in logical pixels."""
        lines = (self._layout.lineAt(at) for at in range(self._layout.lineCount()))
        return max((line.naturalTextWidth() for line in lines), default=0.0)

    def draw(self, painter: QPainter, origin: QPointF) -> None:
        """Paint boxes, then text."""
        if not self._layout.text():
            return
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        for index, blank in enumerate(self._blanks):
            is_current = index == self._current
            painter.setBrush(QColor(self._tokens.accent if is_current else self._tokens.selected))
            for box in self._boxes(blank):
                painter.drawRoundedRect(box.translated(origin), 3, 3)
        painter.setPen(QColor(self._look.colour))
        self._layout.draw(painter, origin)
        painter.restore()

    def _fitted(self, filled: Filled, width: float) -> QTextLayout:
        layout = self._laid_out(filled, width)
        if layout.lineCount() <= self._look.max_lines:
            return layout
        last = layout.lineAt(self._look.max_lines - 1)
        start = from_utf16(filled.text, last.textStart())
        rest = filled.text[start : start + last.textLength() + 200].replace("\u2028", " ")
        metrics = QFontMetricsF(self._look.font)
        # Room for the boxes of blanks and for marked letters, which are wider than the plain ones.
        cut = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width - 6)
        short = filled.text[:start] + cut
        end = len(short) - 1
        return self._laid_out(
            Filled(short, _before(filled.blanks, end), _before(filled.values, end)), width
        )

    def _laid_out(self, filled: Filled, width: float) -> QTextLayout:
        ready = filled.in_utf16()
        self._blanks = ready.blanks
        layout = QTextLayout(filled.text, self._look.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats(filled.text, ready))
        layout.beginLayout()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            at = layout.lineCount() - 1
            lead = (self._look.line_height - line.height()) / 2
            line.setPosition(QPointF(0, at * self._look.line_height + lead))
            if at == self._look.max_lines:
                break
        layout.endLayout()
        return layout

    def _formats(self, text: str, ready: Filled) -> list[QTextLayout.FormatRange]:
        looks = _Looks(self._tokens)
        formats = [
            _range(blank.start, blank.length, looks.current if at == self._current else looks.blank)
            for at, blank in enumerate(ready.blanks)
        ]
        formats += [_range(value.start, value.length, looks.value) for value in ready.values]
        for start, length in self._terms:
            begin = to_utf16(text, start)
            formats.append(_range(begin, to_utf16(text, start + length) - begin, looks.marked))
        return formats

    def _boxes(self, span: Span) -> list[QRectF]:
        boxes = []
        for at in range(self._layout.lineCount()):
            line = self._layout.lineAt(at)
            start = max(span.start, line.textStart())
            end = min(span.end, line.textStart() + line.textLength())
            if start < end:
                left, right = sorted((_x(line, start), _x(line, end)))
                top = line.y() + 0.5
                boxes.append(QRectF(left - _PAD, top, right - left + 2 * _PAD, line.height() - 1))
        return boxes


class _Looks:
    """The formats of one text; letters that look the same share one, which Qt compares at once."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    @cached_property
    def current(self) -> QTextCharFormat:
        """Of the blank that would be filled first."""
        look = QTextCharFormat()
        look.setForeground(QColor(self._tokens.on_accent))
        return look

    @cached_property
    def blank(self) -> QTextCharFormat:
        """Of the other blanks."""
        look = QTextCharFormat()
        look.setForeground(QColor(self._tokens.accent_text))
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        return look

    @cached_property
    def value(self) -> QTextCharFormat:
        """Of what was filled from the chat."""
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        look.setUnderlineColor(QColor(self._tokens.strong))
        return look

    @cached_property
    def marked(self) -> QTextCharFormat:
        """Of the letters that were typed."""
        look = QTextCharFormat()
        look.setForeground(QColor(self._tokens.accent_text))
        look.setFontWeight(QFont.Weight.Bold.value)
        return look


def _before(spans: tuple[Span, ...], end: int) -> tuple[Span, ...]:
    return tuple(
        Span(span.start, min(span.end, end) - span.start, span.name)
        for span in spans
        if span.start < end
    )


def _range(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    part = QTextLayout.FormatRange()
    part.start = start
    part.length = length
    part.format = look
    return part


def _x(line: QTextLine, position: int) -> float:
    # Qt returns the place together with the position it stands for.
    result: object = line.cursorToX(position)
    return float(result[0]) if isinstance(result, tuple) else float(str(result))


def _one_piece(text: str, *, keeps_lines: bool) -> str:
    # Each line end stays one character, so that the spans keep their places.
    return text.replace("\n", "\u2028" if keeps_lines else " ").replace("\t", " ")
