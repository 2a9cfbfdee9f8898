"""The queue below the chats: who waits for anybody, for how long, and Accept on every row."""

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from undivided.desk.marks import FocusMark
from undivided.desk.values import QueueRow
from undivided.etiquette.calm_text import one_line
from undivided.protocol.ids import ChatId
from undivided.qtmodels.chat_list_model import MARK_ROLE, ROW_ROLE
from undivided.qtmodels.durations import clock_text
from undivided.qtmodels.queue_model import QueueModel
from undivided.qtmodels.row_text import SHOP_ICONS
from undivided.ui.conversation.transcript_lines import ordinal
from undivided.ui.look.focus_mark import paint_focus_mark
from undivided.ui.look.fonts import MEDIUM, SEMIBOLD, font_for
from undivided.ui.look.icons import paint_icon
from undivided.ui.look.plain import plain_label
from undivided.ui.look.text_weight import light_line
from undivided.ui.look.theme import Tokens

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 44
SHOWN_ROWS = 3
_MARK = 30


class QueueDelegate(QStyledItemDelegate):
    """Paints a queued visitor and the Accept button of the row."""

    def __init__(self, tokens: Tokens, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the row's height."""
        return QSize(0, self._tokens.px(ROW_HEIGHT))

    def accept_rect(self, row: QRect) -> QRect:
        """Return where a row's Accept button stands."""
        font = font_for(self._tokens, self._tokens.type.secondary, MEDIUM)
        width = QFontMetrics(font).horizontalAdvance("Accept") + 20
        height = self._tokens.px(28)
        top = row.top() + (row.height() - height) // 2
        return QRect(row.right() - 16 - width, top, width, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: QueueRow | None = index.data(ROW_ROLE)
        mark: FocusMark | None = index.data(MARK_ROLE)
        if row is None or mark is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(8, 0, -8, 0)
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._tokens.hover))
            painter.drawRoundedRect(box, 8, 8)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(self._tokens.focus), self._tokens.ring_px))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 7, 7)
        size = self._tokens.px(_MARK)
        at = QRectF(box.left() + 10, box.top() + (box.height() - size) / 2, size, size)
        paint_focus_mark(painter, at, mark, self._tokens)
        self._paint_words(painter, option.rect, round(at.right()) + 11, row)
        self._paint_accept(painter, self.accept_rect(option.rect))
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, left: int, row: QueueRow) -> None:
        tokens, px = self._tokens, self._tokens.px
        right = self.accept_rect(rect).left() - 8
        top = rect.top() + (rect.height() - px(18) - px(17)) // 2
        upper = QRect(left, top, right - left, px(18))
        place = ordinal(row.position)
        place = f"{row.sign} · {place}" if row.sign else place
        small = font_for(tokens, tokens.type.stamp, tabular=True)
        painter.setFont(small)
        painter.setPen(QColor(tokens.text_muted))
        painter.drawText(upper, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, place)
        upper.setRight(upper.right() - QFontMetrics(small).horizontalAdvance(place) - 6)
        if row.shop_page is not None:
            upper.setRight(self._paint_mark(painter, upper, SHOP_ICONS[row.shop_page]))
        lower = QRect(left, top + px(18), right - left, px(17))
        name = light_line(one_line(row.visitor.shown_name))
        for words, area, step, weight, tone in (
            (name, upper, tokens.type.base, SEMIBOLD, tokens.text),
            (light_line(one_line(row.preview)), lower, tokens.type.secondary, None, tokens.text_2),
        ):
            font = font_for(tokens, step) if weight is None else font_for(tokens, step, weight)
            shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, area.width())
            painter.setFont(font)
            painter.setPen(QColor(tone))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(area, flags, shown)

    def _paint_mark(self, painter: QPainter, line: QRect, name: str) -> int:
        """Paint the mark of a page at a line's right, and return where the name has to end."""
        size = self._tokens.px(12)
        left = line.right() + 2 - size
        where = QRectF(left, line.top() + (line.height() - size) / 2, size, size)
        paint_icon(painter, name, self._tokens.text_muted, where)
        return left - 6

    def _paint_accept(self, painter: QPainter, rect: QRect) -> None:
        tokens = self._tokens
        painter.setPen(QPen(QColor(tokens.strong), 1))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(font_for(tokens, tokens.type.secondary, MEDIUM))
        painter.setPen(QColor(tokens.text))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "Accept")


class _QueueView(QListView):
    """Rows of the queue; a click on Accept, or Enter on a row, takes the visitor."""

    taken = Signal(int)

    def __init__(self, delegate: QueueDelegate, parent: QWidget) -> None:
        super().__init__(parent)
        self._delegate = delegate
        self.setItemDelegate(delegate)
        self.setAccessibleName("Queue")
        self.setAccessibleDescription("Enter accepts the chosen visitor; F2 accepts the first")
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the visitor when Accept was clicked."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        button = self._delegate.accept_rect(self.visualRect(index))
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and button.contains(at):
            self.taken.emit(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over Accept."""
        super().mouseMoveEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        over = index.isValid() and self._delegate.accept_rect(self.visualRect(index)).contains(at)
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the chosen visitor by Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.taken.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class QueueList(QWidget):
    """The queue's head, its first three rows, and how many more there are.

    Signals:
        accept_requested: Take this chat.
    """

    accept_requested = Signal(str)

    def __init__(self, model: QueueModel, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._tokens = tokens
        self._is_known = True
        self._has_room = True
        self._delegate = QueueDelegate(tokens, self)
        self._head = plain_label("", "section")
        self._head.setContentsMargins(16, 0, 14, 0)
        self._view = _QueueView(self._delegate, self)
        self._view.setModel(model)
        self._note = plain_label("", "muted")
        self._note.setContentsMargins(16, 2, 16, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        for part in (self._head, self._view, self._note):
            column.addWidget(part)
        self._view.taken.connect(self._take)
        model.count_changed.connect(self._refresh)
        model.dataChanged.connect(self._refresh_note)
        self._refresh()

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self._delegate.set_tokens(tokens)
        self._view.scheduleDelayedItemsLayout()
        self._refresh()

    def set_known(self, *, is_known: bool) -> None:
        """Say whether the queue is known: it is not while offline, and old rows would be lies."""
        self._is_known = is_known
        self._refresh()

    def set_room(self, *, has_room: bool) -> None:
        """Say whether a row's words and its button fit; without room the queue is not shown."""
        if has_room != self._has_room:
            self._has_room = has_room
            self._refresh()

    def _take(self, place: int) -> None:
        chat_id: ChatId | None = self._model.chat_at(place)
        if chat_id is not None:
            self.accept_requested.emit(chat_id)

    def _refresh(self) -> None:
        count = self._model.rowCount()
        self.setVisible(self._has_room and (count > 0 or not self._is_known))
        self._head.setText(f"In the queue · {count}" if self._is_known else "In the queue")
        self._head.setFixedHeight(self._tokens.px(30))
        rows = min(count, SHOWN_ROWS) if self._is_known else 0
        self._view.setFixedHeight(rows * self._tokens.px(ROW_HEIGHT))
        self._view.setVisible(rows > 0)
        self._refresh_note()

    def _refresh_note(self) -> None:
        more = self._model.rowCount() - SHOWN_ROWS
        if not self._is_known:
            self._note.setText("Not known while offline.")
        elif more > 0:
            self._note.setText(f"+ {more} more, longest {clock_text(self._model.longest_wait())}")
        self._note.setVisible(not self._is_known or more > 0)
