"""Paints a chat's row at three densities: 60 px with everything, 44 px, and 28 px on one line."""

from enum import Enum

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from undivided.desk.marks import FocusMark, FocusState
from undivided.desk.values import ChatRow
from undivided.etiquette.calm_text import isolated, one_line
from undivided.qtmodels.chat_list_model import MARK_ROLE, ROW_ROLE
from undivided.qtmodels.durations import MINUTES_FROM
from undivided.qtmodels.row_text import meta_icon, second_line
from undivided.ui.chats.ticked_rows import TickedRow
from undivided.ui.look.focus_mark import mark_text
from undivided.ui.look.fonts import BOLD, MEDIUM, SEMIBOLD, font_for
from undivided.ui.look.icons import paint_icon
from undivided.ui.look.mark_pictures import MarkPictures
from undivided.ui.look.text_pictures import Face
from undivided.ui.look.theme import Tokens

Index = QModelIndex | QPersistentModelIndex

RINGS_ONLY_BELOW = 120
"""Logical pixels of width under which a row shows its mark and nothing else."""

_FAR = 1 << 20
_GUTTER = 8
_GAP_BELOW = 2
_PADDING = 10
_LONG_NUMBERS = ("0:00", "000m")
"""A wait takes no more room than these, up to 16 hours."""
# Python's flags are slow, and these are asked for each row that is painted.
_SELECTED = QStyle.StateFlag.State_Selected.value
_MOUSE_OVER = QStyle.StateFlag.State_MouseOver.value
_HAS_FOCUS = QStyle.StateFlag.State_HasFocus.value


class RowDensity(Enum):
    """How much room a chat gets: the row's height and the mark's size, in logical pixels."""

    COMFORTABLE = (60, 36)
    COMPACT = (44, 32)
    DENSE = (28, 20)

    @property
    def height(self) -> int:
        """The row's height at 100 % text size."""
        return self.value[0]

    @property
    def mark(self) -> int:
        """The focus mark's size."""
        return self.value[1]


def density_for(chats: int) -> RowDensity:
    """Return the density for a number of open chats: to 8, to 20, above."""
    if chats <= 8:
        return RowDensity.COMFORTABLE
    return RowDensity.COMPACT if chats <= 20 else RowDensity.DENSE


class ChatDelegate(QStyledItemDelegate):
    """Paints rows and says how high they are; knows nothing of the mouse.

    Attributes:
        density: Set by the list when the number of chats changes.
        drop_place: The row that a dragged response would fall into, or None.
        exposed: What the list has to paint now; words outside of it are left out.
    """

    def __init__(self, tokens: Tokens, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.density = RowDensity.COMFORTABLE
        self.drop_place: int | None = None
        self.exposed = QRegion(-_FAR, -_FAR, 2 * _FAR, 2 * _FAR)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self._mark_places: dict[tuple[int, int], QRect] = {}
        self._marks = MarkPictures(tokens)
        steps = tokens.type
        self._name = Face(font_for(tokens, steps.base, SEMIBOLD))
        self._line = Face(font_for(tokens, steps.secondary))
        self._drop = Face(font_for(tokens, steps.secondary, SEMIBOLD))
        self._dense_name = Face(font_for(tokens, steps.secondary, SEMIBOLD))
        self._meta = Face(font_for(tokens, steps.stamp, tabular=True))
        self._pill = Face(font_for(tokens, steps.stamp, SEMIBOLD, tabular=True))
        self._number = Face(font_for(tokens, steps.secondary, MEDIUM, tabular=True))
        self._loud_number = Face(font_for(tokens, steps.secondary, BOLD, tabular=True))
        self._number_room = max(self._loud_number.width(words) for words in _LONG_NUMBERS)

    def row_height(self) -> int:
        """Return the height of a row with the gap below it."""
        gap = 0 if self.density is RowDensity.DENSE else _GAP_BELOW
        return self._tokens.px(self.density.height) + gap

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the row's height; the width is the list's."""
        return QSize(0, self.row_height())

    def mark_rect(self, row: QRect) -> QRect:
        """Return where the focus mark stands in a row of the list."""
        width, height = row.width(), row.height()  # each density has a height of its own
        known = self._mark_places.get((width, height))
        if known is None:
            known = self._mark_places[width, height] = self._place_mark(QRect(0, 0, width, height))
        return known.translated(row.topLeft())

    def _place_mark(self, row: QRect) -> QRect:
        size = self._tokens.px(self.density.mark)
        box = self._box(row)
        if row.width() < RINGS_ONLY_BELOW:
            left = row.center().x() - size // 2
        elif self.density is RowDensity.DENSE:
            left = box.left() + 14
        else:
            left = box.left() + _PADDING
        return QRect(left, box.top() + (box.height() - size) // 2, size, size)

    def columns(self, row: QRect) -> tuple[QRect, QRect]:
        """Return the parts of a row that hold its ring and its number, as high as the row.

        Where the number stands in the ring, its own part is empty.
        """
        mark = self.mark_rect(row)
        ring = QRect(mark.left(), row.top(), mark.width(), row.height())
        if self.density is not RowDensity.DENSE or row.width() < RINGS_ONLY_BELOW:
            return ring, QRect()
        left = row.right() - _PADDING - self._number_room
        return ring, QRect(left, row.top(), row.right() - left + 1, row.height())

    def ticked_row(self, row: QRect, mark: FocusMark) -> TickedRow:
        """Return what of a row has to be painted again for another mark.

        Args:
            row: Where the row is.
            mark: What it shows from now on.
        """
        is_wide = row.width() >= RINGS_ONLY_BELOW
        if is_wide and self.density is RowDensity.DENSE:
            return TickedRow(row, (row,))
        if is_wide and mark.state in (FocusState.HELD, FocusState.HOLD_OVER):
            return TickedRow(row, (self.mark_rect(row), self._words_rect(row)))
        return TickedRow(row, (self.mark_rect(row),))

    def paint_tick(self, painter: QPainter, row: TickedRow, mark: FocusMark) -> None:
        """Paint again the parts of a plain row: a second went by."""
        if row.has_ring:
            self._marks.paint(painter, self.mark_rect(row.rect), mark)
        self._paint_number(painter, row.rect.adjusted(0, 0, -_PADDING - 1, 0), mark)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: ChatRow | None = index.data(ROW_ROLE)
        mark: FocusMark | None = index.data(MARK_ROLE)
        if row is None or mark is None:
            return
        rect: QRect = option.rect
        state: int = option.state.value
        is_selected = bool(state & _SELECTED)
        is_drop = self.drop_place == index.row()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, self._box(rect), state, is_drop=is_drop)
        where = self.mark_rect(rect)
        self._marks.paint(painter, where, mark, is_selected=is_selected or is_drop)
        if rect.width() < RINGS_ONLY_BELOW:
            self._paint_unread_dot(painter, QRectF(where), row)
        elif not self.exposed.intersects(self._words_rect(rect)):
            pass  # only the mark has to be painted: a second went by
        elif self.density is RowDensity.DENSE:
            self._paint_dense(painter, rect, row, mark, is_drop=is_drop)
        else:
            self._paint_two_lines(painter, rect, row, mark, is_drop=is_drop)
        painter.restore()

    def _words_rect(self, row: QRect) -> QRect:
        return row.adjusted(self.mark_rect(row).right() + 2 - row.left(), 0, 0, 0)

    def _box(self, row: QRect) -> QRect:
        if self.density is RowDensity.DENSE:
            return row
        gutter = _GUTTER if row.width() >= RINGS_ONLY_BELOW else 4
        return row.adjusted(gutter, 0, -gutter, -_GAP_BELOW)

    def _paint_ground(self, painter: QPainter, box: QRect, state: int, *, is_drop: bool) -> None:
        tokens = self._tokens
        radius = 0 if self.density is RowDensity.DENSE else tokens.radius.row
        is_selected = bool(state & _SELECTED)
        ground = tokens.selected if is_selected or is_drop else ""
        if not ground and state & _MOUSE_OVER:
            ground = tokens.hover
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(box, radius, radius)
        if is_selected:
            bar = QRectF(box.left(), box.center().y() - 15.5, 3, 32)
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(bar.intersected(QRectF(box)), 1.5, 1.5)
        has_ring = bool(state & _HAS_FOCUS)
        if has_ring or is_drop:
            edge = QRectF(box).adjusted(1, 1, -1, -1)
            painter.setPen(QPen(QColor(tokens.accent if is_drop else tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(edge, max(radius - 1, 0), max(radius - 1, 0))

    def _paint_two_lines(
        self, painter: QPainter, rect: QRect, row: ChatRow, mark: FocusMark, *, is_drop: bool
    ) -> None:
        px = self._tokens.px
        left = self.mark_rect(rect).right() + 12
        right = self._box(rect).right() - _PADDING + 1
        top = rect.top() + (px(self.density.height) - px(18) - px(17)) // 2
        upper = QRect(left, top, right - left, px(18))
        lower = QRect(left, top + px(18), right - left, px(17))
        upper.setRight(self._paint_meta(painter, upper, row))
        self._text(painter, upper, one_line(row.visitor.shown_name), self._name, "text")
        if is_drop:
            self._text(painter, lower, drop_line(row), self._drop, "accent_text")
            return
        if row.unread:
            lower.setRight(self._paint_pill(painter, lower, row.unread))
        is_compact = self.density is RowDensity.COMPACT
        line = one_line(second_line(row, mark, is_compact=is_compact))
        self._text(painter, lower, line, self._line, "text_2")

    def _paint_dense(
        self, painter: QPainter, rect: QRect, row: ChatRow, mark: FocusMark, *, is_drop: bool
    ) -> None:
        left = self.mark_rect(rect).right() + 9
        line = QRect(left, rect.top(), rect.right() - _PADDING - left, rect.height())
        line.setRight(self._paint_number(painter, line, mark))
        if not self.exposed.intersects(line):
            return  # a second went by: the number is all that changed
        name = QRect(line.left(), line.top(), self._tokens.px(54), line.height())
        line.setLeft(name.right() + 9)
        self._text(painter, name, one_line(row.visitor.shown_name), self._dense_name, "text")
        if is_drop:
            self._text(painter, line, drop_line(row), self._drop, "accent_text")
            return
        if row.unread:
            line.setRight(self._paint_pill(painter, line, row.unread))
        # The number at the right already tells the time of a hold.
        words = second_line(row, mark, is_compact=False)
        if mark.state is FocusState.HELD:
            words = words.replace("agreed to ", "")
        self._text(painter, line, one_line(words), self._line, "text_muted")

    def _paint_meta(self, painter: QPainter, line: QRect, row: ChatRow) -> int:
        """Paint the one word at the right and return where the name has to end."""
        if not row.meta:
            return line.right()
        face, tokens = self._meta, self._tokens
        words = face.metrics.elidedText(
            one_line(row.meta, 60), Qt.TextElideMode.ElideRight, line.width() // 2
        )
        width = face.width(words)
        face.paint_right(painter, line, words, tokens.text_muted)
        start = line.right() - width
        picture = meta_icon(row)
        if picture:
            size = tokens.px(12)
            start -= size + 4
            where = QRectF(start, line.top() + (line.height() - size) / 2, size, size)
            paint_icon(painter, picture, tokens.text_muted, where)
        return start - 6

    def _paint_pill(self, painter: QPainter, line: QRect, unread: int) -> int:
        face, tokens = self._pill, self._tokens
        words = str(unread) if unread < 100 else "99+"
        height = tokens.px(17)
        width = max(height, face.width(words) + 10)
        pill = QRectF(line.right() + 1 - width, line.center().y() - height // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        inside = QRect(round(pill.left()), line.top(), width, line.height())
        inside.setLeft(inside.left() + (width - face.width(words)) // 2)
        face.paint(painter, inside, words, tokens.on_accent)
        return round(pill.left()) - 7

    def _paint_number(self, painter: QPainter, line: QRect, mark: FocusMark) -> int:
        words = mark_text(mark)
        if not words:
            return line.right()
        colour = _NUMBER_COLOURS.get(mark.state, "text_2")
        face = self._loud_number if mark.state in _LOUD else self._number
        width = face.paint_right(painter, line, words, getattr(self._tokens, colour))
        # Words keep their place while the number grows and becomes bold.
        return line.right() - max(width, self._number_room) - 8

    def _paint_unread_dot(self, painter: QPainter, mark: QRectF, row: ChatRow) -> None:
        if not row.unread:
            return
        painter.setPen(QPen(QColor(self._tokens.window), 1.5))
        painter.setBrush(QColor(self._tokens.accent))
        painter.drawEllipse(QRectF(mark.right() - 7, mark.top() - 2, 9, 9))

    def _text(self, painter: QPainter, rect: QRect, words: str, face: Face, colour: str) -> None:
        if self.exposed.intersects(rect):
            face.paint(painter, rect, words, getattr(self._tokens, colour))


_LOUD = frozenset({FocusState.SOON, FocusState.LATE, FocusState.HOLD_OVER})
_NUMBER_COLOURS = {
    FocusState.SOON: "soon_text",
    FocusState.LATE: "late_text",
    FocusState.HOLD_OVER: "late_text",
    FocusState.HELD: "hold_text",
}


def looks_the_same(mark: FocusMark) -> bool:
    """Return whether a mark looks as it did a second ago: from ten minutes on it shows minutes."""
    # Two seconds of each minute are painted, because a busy machine may skip one.
    return mark.fraction >= 1 and mark.seconds > MINUTES_FROM and mark.seconds % 60 > 1


def drop_line(row: ChatRow) -> str:
    """Return what a row says while a response is held over it."""
    return f"Drop into {isolated(row.visitor.first_name or 'the visitor', 40)}’s draft"
