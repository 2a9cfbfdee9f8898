"""Writes transcript lines into a text document, one block per line, and keeps both in step.

Text goes in by `insertText` only, so that it cannot become markup. A line break inside a message
is U+2028. The bubble's edges are margins of its block: the free width is on the left of own
bubbles and on the right of the visitor's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLayout,
    QTextOption,
)

from undivided.ui.fonts import MEDIUM, NORMAL, font_for
from undivided.ui.theme import Tokens, TypeStep
from undivided.ui.transcript_lines import ICON_GAP, Kind, Line, Link, Side

GUTTER = 20
SCROLL_BAR = 12
"""Kept free at the right, inside the gutter, so that nothing wraps anew when the bar appears."""
BUBBLE_MAX = 520
CONVERSATION_MAX = 980
PAD_X = 12
ICON_SPACE = 4
"""Between an icon and the word that it stands beside."""

_TOP = 18
_BOTTOM = 10
_NARROW_BUBBLE = 160
_NOTHING_WRAPS_FROM = 900
"""From this width on, stamps and notes stand on one row; below, they are measured again."""


@dataclass(frozen=True, slots=True)
class _Box:
    """How a kind of line takes room: padding inside its box, margins outside."""

    pad_y: int
    above: int
    below: int


_BOXES = {
    Kind.DAY: _Box(0, 6, 10),
    Kind.SYSTEM: _Box(0, 9, 9),
    Kind.NOTICE: _Box(5, 9, 9),
    Kind.BUBBLE: _Box(8, 6, 0),
    Kind.FILE: _Box(8, 6, 0),
    Kind.FOLD: _Box(0, 5, 2),
    Kind.CHOICE: _Box(5, 4, 0),
    Kind.STAMP: _Box(0, 4, 6),
}
_JOINED_GAP = 2


def pad_y(kind: Kind) -> int:
    """Return the padding above and below a line's text inside its box."""
    return _BOXES[kind].pad_y


class TranscriptLayout:
    """A document that equals a list of lines.

    Attributes:
        lines: What the document holds; block n shows `lines[n]`.
    """

    def __init__(self, document: QTextDocument, tokens: Tokens) -> None:
        self.lines: list[Line] = []
        self._document = document
        self._width = 0
        self._filler = 0
        self._widths: list[float] = []
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size; everything is written again."""
        self._tokens = tokens
        steps = tokens.type
        self._steps: dict[Kind, TypeStep] = dict.fromkeys(Kind, steps.bubble)
        self._steps |= dict.fromkeys((Kind.DAY, Kind.STAMP), steps.stamp)
        self._steps |= dict.fromkeys(
            (Kind.SYSTEM, Kind.NOTICE, Kind.FOLD, Kind.CHOICE), steps.secondary
        )
        self._fonts: dict[Kind, QFont] = {
            kind: font_for(
                tokens, step, MEDIUM if kind is Kind.DAY else NORMAL, tabular=kind is Kind.STAMP
            )
            for kind, step in self._steps.items()
        }
        self._write_all(self.lines)

    def set_width(self, width: int) -> None:
        """Fit every line to the widget's width, scroll bar included."""
        if width == self._width:
            return
        before = (self._text_width(), min(self.available()[1], _NOTHING_WRAPS_FROM))
        self._width = width
        is_rewrapped = before != (
            self._text_width(),
            min(self.available()[1], _NOTHING_WRAPS_FROM),
        )
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        block = self._document.begin()
        for place, line in enumerate(self.lines):
            if is_rewrapped:
                self._widths[place] = self._natural_width(line)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(self._block_format(place, line))
            block = block.next()
        cursor.endEditBlock()

    def fill_above(self, filler: int) -> None:
        """Push the lines down by `filler` pixels, so that a short chat ends at the composer."""
        if filler != self._filler:
            self._filler = filler
            self._set_frame()

    def _set_frame(self) -> None:
        # Qt ignores the first block's own top margin; the frame's counts.
        frame = self._document.rootFrame()
        form = frame.frameFormat()
        form.setTopMargin(_TOP + self._filler)
        form.setBottomMargin(_BOTTOM)
        frame.setFrameFormat(form)

    def content_height(self) -> int:
        """Return the height of all lines without the filler."""
        return round(self._document.documentLayout().documentSize().height()) - self._filler

    def icon_size(self, kind: Kind) -> int:
        """Return the size of an icon inside a line of this kind."""
        return self._tokens.px(12 if kind is Kind.STAMP or kind is Kind.CHOICE else 14)

    def text_height(self, block: QTextBlock) -> int:
        """Return the height of a block's rows; Qt's own rectangle knows the font's height only."""
        step = self._steps[self.lines[block.blockNumber()].kind]
        return block.layout().lineCount() * self._tokens.px(step.line)

    def row_middle(self, kind: Kind, row: int) -> float:
        """Return the middle of a row, from the top of its block's text."""
        return (row + 0.5) * self._tokens.px(self._steps[kind].line)

    def place_of(self, key: str) -> int | None:
        """Return the first line of a message, or None when it is not shown."""
        return next((place for place, line in enumerate(self.lines) if line.key == key), None)

    def show(self, lines: Sequence[Line]) -> None:
        """Make the document equal to `lines`; only what differs is written."""
        old = self.lines
        head = _common(old, lines)
        tail = _common(old[head:][::-1], list(lines[head:])[::-1])
        if head == tail == 0:
            self._write_all(lines)
            return
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        self._replace(cursor, head, len(old) - tail, lines[head : len(lines) - tail])
        cursor.endEditBlock()

    def _write_all(self, lines: Sequence[Line]) -> None:
        self._document.clear()
        self._filler = 0
        self._set_frame()
        self.lines, self._widths = [], []
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        self._replace(cursor, 0, 0, lines)
        cursor.endEditBlock()

    def _replace(self, cursor: QTextCursor, start: int, end: int, new: Sequence[Line]) -> None:
        """Put `new` in the place of the lines from `start` to before `end`."""
        shared = min(end - start, len(new))
        for place in range(start, start + shared):
            self._rewrite(cursor, place, new[place - start])
        if start + shared < end:
            self._remove(cursor, start + shared, end)
        for place in range(start + shared, start + len(new)):
            self._insert(cursor, place, new[place - start])

    def _rewrite(self, cursor: QTextCursor, place: int, line: Line) -> None:
        self.lines[place] = line
        self._widths[place] = self._natural_width(line)
        block = self._document.findBlockByNumber(place)
        cursor.setPosition(block.position())
        cursor.setPosition(block.position() + block.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self._write(cursor, place, line)

    def _remove(self, cursor: QTextCursor, start: int, end: int) -> None:
        is_tail = end == len(self.lines)
        first = self._document.findBlockByNumber(start)
        del self.lines[start:end], self._widths[start:end]
        if not is_tail:
            cursor.setPosition(first.position())
            last = self._document.findBlockByNumber(end).position()
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        else:
            # The separator before the first removed block goes too, or an empty block would stay.
            cursor.setPosition(max(0, first.position() - 1))
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        joined = start - 1 if is_tail else start
        if 0 <= joined < len(self.lines):
            # Joining two blocks keeps the format of only one of them.
            cursor.setBlockFormat(self._block_format(joined, self.lines[joined]))

    def _insert(self, cursor: QTextCursor, place: int, line: Line) -> None:
        self.lines.insert(place, line)
        self._widths.insert(place, self._natural_width(line))
        if len(self.lines) == 1:
            cursor.setPosition(0)
        elif place == len(self.lines) - 1:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertBlock()
        else:
            cursor.setPosition(self._document.findBlockByNumber(place).position())
            cursor.insertBlock(cursor.blockFormat(), cursor.charFormat())
            cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
        self._write(cursor, place, line)

    def _write(self, cursor: QTextCursor, place: int, line: Line) -> None:
        cursor.setBlockFormat(self._block_format(place, line))
        base = QTextCharFormat()
        base.setFont(self._fonts[line.kind])
        base.setForeground(QColor(getattr(self._tokens, line.tone)))
        cursor.setBlockCharFormat(base)
        at = 0
        for link in line.links:
            self._write_plain(cursor, line, line.text[at : link.start], base)
            cursor.insertText(
                _paragraph(line.text[link.start : link.end]), self._linked(base, link)
            )
            at = link.end
        self._write_plain(cursor, line, line.text[at:], base)

    def _write_plain(
        self, cursor: QTextCursor, line: Line, text: str, base: QTextCharFormat
    ) -> None:
        before, gap, after = text.partition(ICON_GAP) if line.icon else (text, "", "")
        cursor.insertText(_paragraph(before), base)
        if gap:
            spaced = QTextCharFormat(base)
            spaced.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
            spaced.setFontLetterSpacing(self._gap_spacing(line.kind))
            cursor.insertText(gap, spaced)
            cursor.insertText(_paragraph(after), base)

    def _gap_spacing(self, kind: Kind) -> int:
        # The gap's own space is 0.28 of the text's size in Inter.
        own = round(self._tokens.px(self._steps[kind].px) * 0.28)
        return self.icon_size(kind) + ICON_SPACE - own

    def _linked(self, base: QTextCharFormat, link: Link) -> QTextCharFormat:
        form = QTextCharFormat(base)
        form.setAnchor(True)
        form.setAnchorHref(link.target)
        form.setForeground(QColor(self._tokens.accent_text))
        form.setFontUnderline(True)
        return form

    # Widths and margins -----------------------------------------------------------------------

    def available(self) -> tuple[int, int]:
        """Return the conversation's left edge and width."""
        inner = max(1, self._width - 2 * GUTTER)
        used = min(inner, CONVERSATION_MAX)
        return GUTTER + (inner - used) // 2, used

    def bubble_span(self, place: int) -> tuple[float, float]:
        """Return the left and right edge of a line's text, in document coordinates."""
        left, used = self.available()
        width = self._widths[place]
        line = self.lines[place]
        if line.side is Side.CENTRE:
            start = left + (used - width) / 2
            return start, start + width
        pad = 2 if line.kind in (Kind.STAMP, Kind.FOLD) else PAD_X
        if line.side is Side.OPERATOR:
            return left + used - pad - width, left + used - pad
        return left + pad, left + pad + width

    def _text_width(self) -> int:
        _, used = self.available()
        widest = min(self._tokens.px(BUBBLE_MAX), max(_NARROW_BUBBLE, used - 2 * GUTTER))
        return min(widest, used) - 2 * PAD_X

    def _natural_width(self, line: Line) -> float:
        """Return the width of the widest laid out row of a line."""
        limit = self.available()[1] if line.side is Side.CENTRE else self._text_width()
        if line.kind is Kind.STAMP:
            limit = self.available()[1]
        layout = QTextLayout(_paragraph(line.text), self._fonts[line.kind])
        layout.setTextOption(self._document.defaultTextOption())
        layout.beginLayout()
        widest = 0.0
        while (row := layout.createLine()).isValid():
            row.setLineWidth(limit)
            widest = max(widest, row.naturalTextWidth())
        layout.endLayout()
        if line.icon:
            widest += self._gap_spacing(line.kind)
        # One pixel more, or rounding breaks the last word onto a new row.
        return min(float(limit), widest + 1)

    def _block_format(self, place: int, line: Line) -> QTextBlockFormat:
        form = QTextBlockFormat()
        start, end = self.bubble_span(place)
        form.setLeftMargin(max(0.0, start))
        form.setRightMargin(max(0.0, self._width - SCROLL_BAR - end - 1))
        form.setTopMargin(_space_above(line))
        form.setBottomMargin(pad_y(line.kind) if place == len(self.lines) - 1 else 0)
        step = self._steps[line.kind]
        form.setLineHeight(
            self._tokens.px(step.line), QTextBlockFormat.LineHeightTypes.FixedHeight.value
        )
        if line.side is Side.CENTRE:
            form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return form


def block_line(layout: TranscriptLayout, block: QTextBlock) -> Line | None:
    """Return the line that a block shows."""
    place = block.blockNumber()
    return layout.lines[place] if 0 <= place < len(layout.lines) else None


def _space_above(line: Line) -> int:
    """Return the room between the text above and this text; blocks' own margins would collapse."""
    box = _BOXES[line.kind]
    if line.above is None:
        return 0
    above = _BOXES[line.above]
    gap = _JOINED_GAP if line.is_joined else above.below + box.above
    return above.pad_y + gap + box.pad_y


def _common(first: Sequence[Line], second: Sequence[Line]) -> int:
    count = 0
    for one, other in zip(first, second, strict=False):
        if one is not other and one != other:
            break
        count += 1
    return count


def _paragraph(text: str) -> str:
    return text.replace("\n", "\u2028")
