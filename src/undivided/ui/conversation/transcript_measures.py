"""How wide transcript lines are, where they stand, and the formats that put them there."""

from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextBlockFormat, QTextCharFormat

from undivided.etiquette.web_addresses import Link
from undivided.ui.conversation.letter_widths import LetterWidths
from undivided.ui.conversation.transcript_lines import MESSAGE_LIMIT, Kind, Line, Side
from undivided.ui.look.fonts import MEDIUM, NORMAL, font_for
from undivided.ui.look.theme import Tokens, TypeStep

GUTTER = 20
SCROLL_BAR = 12
"""Kept free at the right, inside the gutter, so that nothing wraps anew when the bar appears."""
BUBBLE_MAX = 520
CONVERSATION_MAX = 980
PAD_X = 12
ICON_SPACE = 4
"""Between an icon and the word that it stands beside."""

_NARROW_BUBBLE = 160
_SURELY_WIDE = 200
"""Letters of a row that are enough to tell that it is wider than any bubble."""
_USUAL_LETTER = 0.4
"""Of the text's size: the letters of a long text are wider on the average, in any language."""
_ENDLESS = 1e6
_JOINED_GAP = 2
_KEPT = 500
"""Stamps and block formats that are kept; all are let go when there are more."""


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
    Kind.PICTURE: _Box(0, 6, 0),
    Kind.FOLD: _Box(0, 5, 2),
    Kind.CHOICE: _Box(5, 4, 0),
    Kind.STAMP: _Box(0, 4, 6),
}


class _Stand(NamedTuple):
    """Where a line stands: its margins, the height of its rows, and whether it is centred."""

    left: float
    right: float
    above: int
    below: int
    height: int
    is_centred: bool


def pad_y(kind: Kind) -> int:
    """Return the padding above and below a line's text inside its box."""
    return _BOXES[kind].pad_y


def space_above(line: Line) -> int:
    """Return the room between the text above and this text; blocks' own margins would collapse."""
    if line.above is None:
        return 0
    box, above = _BOXES[line.kind], _BOXES[line.above]
    gap = _JOINED_GAP if line.is_joined else above.below + box.above
    return above.pad_y + gap + box.pad_y


class LineMeasures:
    """Fonts and widths of one theme at one width of the view.

    Attributes:
        width: The view's width in logical pixels, scroll bar included.
    """

    def __init__(self, tokens: Tokens) -> None:
        self.width = 0
        self.tokens = tokens
        self._forms: dict[tuple[Kind, str], tuple[QTextCharFormat, QTextCharFormat]] = {}
        self._stamps: dict[str, float] = {}
        self._block_forms: dict[_Stand, QTextBlockFormat] = {}
        steps = tokens.type
        self._steps: dict[Kind, TypeStep] = dict.fromkeys(Kind, steps.bubble)
        self._steps |= dict.fromkeys((Kind.DAY, Kind.STAMP), steps.stamp)
        self._steps |= dict.fromkeys(
            (Kind.SYSTEM, Kind.NOTICE, Kind.FOLD, Kind.CHOICE), steps.secondary
        )
        self._fonts = {kind: self._font(kind) for kind in Kind}
        self._metrics = {kind: QFontMetricsF(font) for kind, font in self._fonts.items()}
        self._letters = {kind: LetterWidths(metrics) for kind, metrics in self._metrics.items()}

    def _font(self, kind: Kind) -> QFont:
        weight = MEDIUM if kind is Kind.DAY else NORMAL
        return font_for(self.tokens, self._steps[kind], weight, tabular=kind is Kind.STAMP)

    def row_height(self, kind: Kind) -> int:
        """Return the height of one row of text."""
        return self.tokens.px(self._steps[kind].line)

    def height(self, line: Line) -> int:
        """Return the height of one row of a line: of its text, or of its picture."""
        return line.size[1] if line.kind is Kind.PICTURE else self.row_height(line.kind)

    def icon_size(self, kind: Kind) -> int:
        """Return the size of an icon inside a line of this kind."""
        return self.tokens.px(12 if kind in (Kind.STAMP, Kind.CHOICE) else 14)

    def _icon_spacing(self, kind: Kind) -> int:
        # The gap's own space is 0.28 of the text's size in Inter.
        own = round(self.tokens.px(self._steps[kind].px) * 0.28)
        return self.icon_size(kind) + ICON_SPACE - own

    def available(self) -> tuple[int, int]:
        """Return the conversation's left edge and width."""
        inner = max(1, self.width - 2 * GUTTER)
        used = min(inner, CONVERSATION_MAX)
        return GUTTER + (inner - used) // 2, used

    def limit(self, line: Line) -> int:
        """Return how wide a line's text may become."""
        _, used = self.available()
        if line.kind is Kind.STAMP:
            return max(1, used - 4)
        if line.side is Side.CENTRE:
            return max(1, used - 2 * PAD_X)
        widest = min(self.tokens.px(BUBBLE_MAX), max(_NARROW_BUBBLE, used - 2 * GUTTER))
        return max(1, min(widest, used) - 2 * PAD_X)

    def natural(self, line: Line) -> float:
        """Return the width of a line's longest row without wrapping, or a huge one if it is long.

        One pixel more than it measures, or rounding breaks the last word onto a new row.
        """
        if line.kind is Kind.PICTURE:
            return line.size[0] - 2 * PAD_X
        if line.kind is not Kind.STAMP:
            return self._measured(line)
        known = self._stamps.get(line.text)
        if known is None:
            if len(self._stamps) >= _KEPT:
                self._stamps.clear()
            known = self._stamps[line.text] = self._measured(line)
        return known

    def _measured(self, line: Line) -> float:
        rows = line.text.split("\n")
        if line.side is not Side.CENTRE:
            at_least, limit = self._letters[line.kind].at_least, self.tokens.px(BUBBLE_MAX)
            if any(at_least(row[:_SURELY_WIDE]) > limit for row in rows):
                return _ENDLESS
        widest = max(self._metrics[line.kind].horizontalAdvance(row) for row in rows)
        return 1 + widest + (self._icon_spacing(line.kind) if line.icon else 0)

    def least_height(self, text: str, *, has_stamp: bool) -> int:
        """Return about the least height of a message, guessed without laying it out."""
        step = self._steps[Kind.BUBBLE]
        widest = self.tokens.px(BUBBLE_MAX) - 2 * PAD_X
        at_least = self._letters[Kind.BUBBLE].at_least(text[:MESSAGE_LIMIT])
        guessed = len(text) * _USUAL_LETTER * self.tokens.px(step.px)
        rows = max(text.count("\n") + 1, ceil(at_least / widest), round(guessed / widest))
        bubble, stamp = _BOXES[Kind.BUBBLE], _BOXES[Kind.STAMP]
        below = _JOINED_GAP
        if has_stamp:
            below = stamp.above + self.row_height(Kind.STAMP) + stamp.below + bubble.above
        return rows * self.row_height(Kind.BUBBLE) + 2 * bubble.pad_y + below

    def span(self, line: Line, natural: float) -> tuple[float, float]:
        """Return the left and right edge of a line's text; what wraps takes all it may have."""
        left, used = self.available()
        width = min(natural, float(self.limit(line)))
        if line.side is Side.CENTRE:
            start = left + (used - width) / 2
            return start, start + width
        pad = 2 if line.kind in (Kind.STAMP, Kind.FOLD) else PAD_X
        if line.side is Side.OPERATOR:
            return left + used - pad - width, left + used - pad
        return left + pad, left + pad + width

    def block_format(self, line: Line, natural: float, *, is_last: bool) -> QTextBlockFormat:
        """Return the margins and row height that put a line where it belongs."""
        # What begins at the left edge stands the same however much room is left beside it.
        start, end = self.span(line, _ENDLESS if line.side is Side.VISITOR else natural)
        left, right = max(0.0, start), max(0.0, self.width - SCROLL_BAR - end - 1)
        below = pad_y(line.kind) if is_last else 0
        is_centred = line.side is Side.CENTRE
        stand = _Stand(left, right, space_above(line), below, self.height(line), is_centred)
        form = self._block_forms.get(stand)
        if form is None:
            if len(self._block_forms) >= _KEPT:
                self._block_forms.clear()
            form = self._block_forms[stand] = _block_format(stand)
        return form

    def char_formats(self, line: Line) -> tuple[QTextCharFormat, QTextCharFormat]:
        """Return the format of a line's words, and of the wide space that holds its icon."""
        key = (line.kind, line.tone)
        if key not in self._forms:
            words = QTextCharFormat()
            words.setFont(self._fonts[line.kind])
            words.setForeground(QColor(getattr(self.tokens, line.tone)))
            gap = QTextCharFormat(words)
            gap.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
            gap.setFontLetterSpacing(self._icon_spacing(line.kind))
            self._forms[key] = (words, gap)
        return self._forms[key]

    def link_format(self, line: Line, link: Link) -> QTextCharFormat:
        """Return the format of a link inside a line."""
        form = QTextCharFormat(self.char_formats(line)[0])
        form.setAnchor(True)
        form.setAnchorHref(link.target)
        form.setForeground(QColor(self.tokens.accent_text))
        form.setFontUnderline(True)
        return form


def _block_format(stand: _Stand) -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setLeftMargin(stand.left)
    form.setRightMargin(stand.right)
    form.setTopMargin(stand.above)
    form.setBottomMargin(stand.below)
    form.setLineHeight(stand.height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    if stand.is_centred:
        form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return form
