"""Writes transcript lines into a text document, one block per line, and keeps both in step.

Text goes in by `insertText` only, so that it cannot become markup. A line break inside a message
is U+2028. The bubble's edges are margins of its block: the free width is on the left of own
bubbles and on the right of the visitor's.
"""

from collections.abc import Callable, Sequence
from itertools import compress, count
from operator import attrgetter, eq, is_not

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument, QTextOption

from undivided.ui.conversation.shown_pictures import ShownPictures
from undivided.ui.conversation.transcript_lines import ICON_GAP, Kind, Line
from undivided.ui.conversation.transcript_measures import LineMeasures
from undivided.ui.look.text_weight import WEIGHT_AT_ONCE, weight_of
from undivided.ui.look.theme import Tokens

_FIT_AT_ONCE = 40
_TOP = 18
_BOTTOM = 10


class TranscriptLayout:
    """A document that equals a list of lines.

    Attributes:
        lines: What the document holds; block n shows `lines[n]`.
        measures: The theme's fonts and widths.
        pictures: What is painted where a line is a picture.
    """

    def __init__(self, document: QTextDocument, tokens: Tokens) -> None:
        self.lines: list[Line] = []
        self._document = document
        self.measures = LineMeasures(tokens)
        self.pictures = ShownPictures()
        self._filler = 0
        self._naturals: list[float] = []
        self._stale: set[int] = set()
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size; everything is written again."""
        width = self.measures.width
        self.measures = LineMeasures(tokens)
        self.measures.width = width
        self.show_new(self.lines)

    def set_width(self, width: int, seen: range) -> None:
        """Fit the lines that are `seen` to the widget's width; `fit_some` does the others.

        Args:
            width: The whole widget's, scroll bar included.
        """
        if width == self.measures.width:
            return
        self.measures.width = width
        self._stale = set(range(len(self.lines)))
        self._fit(self._stale.intersection(seen))

    @property
    def has_stale(self) -> bool:
        """Whether lines are left that fit another width."""
        return bool(self._stale)

    def fit_some(self) -> bool:
        """Fit some of the lowest lines that still have another width; return whether more are left.

        Fitting a thousand lines at once would stop the window for a tenth of a second.
        """
        budget, places = WEIGHT_AT_ONCE, set()
        for place in sorted(self._stale, reverse=True)[:_FIT_AT_ONCE]:
            places.add(place)
            budget -= weight_of(self.lines[place].text)
            if budget <= 0:
                break
        self._fit(places)
        return bool(self._stale)

    def _fit(self, places: set[int]) -> None:
        if not places:
            return
        self._stale -= places
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        for place in places:
            cursor.setPosition(self._document.findBlockByNumber(place).position())
            cursor.setBlockFormat(self._block_format(place, self.lines[place]))
        cursor.endEditBlock()

    def fill_above(self, filler: int) -> bool:
        """Push the lines down by `filler` pixels, so that a short chat ends at the composer.

        Returns:
            Whether that moved anything.
        """
        if filler == self._filler:
            return False
        self._filler = filler
        self._set_frame()
        return True

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

    def text_height(self, block: QTextBlock) -> int:
        """Return the height of a block's rows; Qt's own rectangle knows the font's height only."""
        line = self.lines[block.blockNumber()]
        return block.layout().lineCount() * self.measures.height(line)

    def text_end(self, place: int) -> float:
        """Return the y below the last row of a line, in document coordinates."""
        block = self._document.findBlockByNumber(place)
        top = self._document.documentLayout().blockBoundingRect(block).top()
        return top + self.text_height(block)

    def row_middle(self, kind: Kind, row: int) -> float:
        """Return the middle of a row, from the top of its block's text."""
        return (row + 0.5) * self.measures.row_height(kind)

    def span(self, place: int) -> tuple[float, float]:
        """Return the left and right edge of a line's text, in document coordinates."""
        return self.measures.span(self.lines[place], self._naturals[place])

    def place_of(self, key: str, kind: Kind | None = None) -> int | None:
        """Return a message's first line, or its line of one kind; None when it is not shown."""
        for place, line in enumerate(self.lines):
            if line.key == key and kind in (None, line.kind):
                return place
        return None

    def show(self, lines: Sequence[Line]) -> int:
        """Make the document equal to `lines`; only what differs is written.

        Returns:
            The first line that differs, be it only in what is painted.
        """
        old = self.lines
        first = _common(old, lines, eq)
        head = first + _common(old[first:], lines[first:], _is_written_alike)
        tail = _common(old[head:][::-1], lines[head:][::-1], _is_written_alike)
        below, moved = len(old) - tail, len(lines) - len(old)
        self._stale = {
            place + (moved if place >= below else 0)
            for place in self._stale
            if place < head or place >= below
        }
        if head == tail == 0:
            self.show_new(lines)
            return 0
        new = lines[head : len(lines) - tail]
        if new or head < below:
            cursor = QTextCursor(self._document)
            cursor.beginEditBlock()
            self._replace(cursor, head, below, new)
            cursor.endEditBlock()
        self.lines = list(lines)
        return first

    def show_new(self, lines: Sequence[Line]) -> None:
        """Make the document equal to `lines` that have little in common with the old ones."""
        self._document.clear()
        self._stale = set()
        self._filler = 0
        self._set_frame()
        self.lines, self._naturals = [], []
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        self._replace(cursor, 0, 0, lines)
        cursor.endEditBlock()

    def _replace(self, cursor: QTextCursor, start: int, end: int, new: Sequence[Line]) -> None:
        """Put `new` in the place of the lines from `start` to before `end`."""
        shared = min(end - start, len(new))
        for place in range(start, start + shared):
            if not _is_written_alike(self.lines[place], new[place - start]):
                self._rewrite(cursor, place, new[place - start])
        if start + shared < end:
            self._remove(cursor, start + shared, end)
        for place in range(start + shared, start + len(new)):
            self._insert(cursor, place, new[place - start])

    def _rewrite(self, cursor: QTextCursor, place: int, line: Line) -> None:
        self.lines[place] = line
        self._naturals[place] = self.measures.natural(line)
        block = self._document.findBlockByNumber(place)
        cursor.setPosition(block.position())
        cursor.setPosition(block.position() + block.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self._write(cursor, place, line)

    def _remove(self, cursor: QTextCursor, start: int, end: int) -> None:
        is_tail = end == len(self.lines)
        first = self._document.findBlockByNumber(start)
        del self.lines[start:end], self._naturals[start:end]
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
        self._naturals.insert(place, self.measures.natural(line))
        if place == 0:
            cursor.setPosition(0)
            if len(self.lines) > 1:
                cursor.insertBlock(cursor.blockFormat(), cursor.charFormat())
                cursor.setPosition(0)
            self._write(cursor, place, line)
            return
        if place == len(self.lines) - 1:
            cursor.movePosition(QTextCursor.MoveOperation.End)
        else:
            above = self._document.findBlockByNumber(place - 1)
            cursor.setPosition(above.position() + above.length() - 1)
        words, _ = self.measures.char_formats(line)
        cursor.insertBlock(self._block_format(place, line), words)
        self._write_words(cursor, line)

    def _write(self, cursor: QTextCursor, place: int, line: Line) -> None:
        """Write a line into the empty block at the cursor."""
        words, _ = self.measures.char_formats(line)
        cursor.setBlockFormat(self._block_format(place, line))
        cursor.setBlockCharFormat(words)
        self._write_words(cursor, line)

    def _write_words(self, cursor: QTextCursor, line: Line) -> None:
        # Without it Qt shapes every letter anew each time that the line is painted.
        cursor.block().layout().setCacheEnabled(True)
        at = 0
        for link in line.links:
            self._write_plain(cursor, line, line.text[at : link.start])
            told = _paragraph(line.text[link.start : link.end])
            cursor.insertText(told, self.measures.link_format(line, link))
            at = link.end
        self._write_plain(cursor, line, line.text[at:])

    def _write_plain(self, cursor: QTextCursor, line: Line, text: str) -> None:
        words, wide = self.measures.char_formats(line)
        before, gap, after = text.partition(ICON_GAP) if line.icon else (text, "", "")
        cursor.insertText(_paragraph(before), words)
        if gap:
            cursor.insertText(gap, wide)
            cursor.insertText(_paragraph(after), words)

    def _block_format(self, place: int, line: Line) -> QTextBlockFormat:
        is_last = place == len(self.lines) - 1
        return self.measures.block_format(line, self._naturals[place], is_last=is_last)


def block_line(layout: TranscriptLayout, block: QTextBlock) -> Line | None:
    """Return the line that a block shows."""
    place = block.blockNumber()
    return layout.lines[place] if 0 <= place < len(layout.lines) else None


_written = attrgetter("kind", "side", "text", "icon", "tone", "links", "above", "is_joined", "size")
"""What of a line is in the document; the other parts are only painted or looked up."""


def _is_written_alike(one: Line, other: Line) -> bool:
    return one is other or _written(one) == _written(other)


def _common(
    first: Sequence[Line], second: Sequence[Line], is_alike: Callable[[Line, Line], bool]
) -> int:
    """Return how many lines at the start are alike."""
    # Nearly all are the very same objects, and to find those runs no Python.
    same = next(compress(count(), map(is_not, first, second)), None)
    if same is None:
        return min(len(first), len(second))
    for one, other in zip(first[same:], second[same:], strict=False):
        if not is_alike(one, other):
            break
        same += 1
    return same


def _paragraph(text: str) -> str:
    return text.replace("\n", "\u2028")
