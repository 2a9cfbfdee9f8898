"""A list of chats whose marks run: a second repaints rings and numbers, and no more."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from undivided.qtmodels.chat_list_model import MARK_ROLE, SECONDS_ROLE, ChatListModel
from undivided.qtmodels.row_order import Index
from undivided.ui.chats.chat_delegate import ChatDelegate, looks_the_same
from undivided.ui.chats.ticked_rows import TickedRows
from undivided.ui.look.theme import Tokens


class TickingList(QListView):
    """Shows the rows of a chat list model, all equally high."""

    def __init__(self, model: ChatListModel, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chats = model
        self._delegate = ChatDelegate(tokens, self)
        self._has_pointer = False
        self._ticked = TickedRows()
        self.setItemDelegate(self._delegate)
        self.setModel(model)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Repaint only what changed: the marks when only time went by, else the rows.

        QListView would lay out and repaint every row, though all are equally high.
        """
        told = list(roles)
        if told == [SECONDS_ROLE]:
            self._repaint_seconds(first.row(), last.row())
        elif told == [MARK_ROLE]:
            self._repaint_marks(first.row(), last.row())
        else:
            QAbstractItemView.dataChanged(self, first, last, roles)

    def _repaint_seconds(self, first: int, last: int) -> None:
        """Repaint the rings and numbers that run in view; a hidden list is painted when shown."""
        if not self.isVisible():
            return
        chats = self._chats
        top, bottom = self._visible_places()
        places = range(max(top, first), min(bottom, last) + 1)
        marks = {place: chats.mark_at(place) for place in places if chats.is_running(place)}
        row = self._row_rect(top)
        ring, number = self._delegate.columns(row)
        rings = {
            place: mark.fraction < 1 or number.isEmpty()
            for place, mark in marks.items()
            if not looks_the_same(mark)
        }
        self._repaint(self._ticked.add_seconds(rings, top, row, ring, number))

    def _repaint_marks(self, first: int, last: int) -> None:
        """Repaint the marks in view that are others."""
        top, bottom = self._visible_places()
        changed = QRegion()
        for place in range(max(top, first), min(bottom, last) + 1):
            row = self._delegate.ticked_row(self._row_rect(place), self._chats.mark_at(place))
            for part in row.parts:
                changed += part
            self._ticked.rows[place] = row
        self._repaint(changed)

    def _repaint(self, changed: QRegion) -> None:
        self._ticked.region += changed
        self._ticked.offset = self.verticalOffset()
        self.viewport().update(changed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint only the marks and numbers of rows when nothing else is exposed."""
        self._delegate.exposed = event.region()
        # Only QListView knows which row the pointer is over.
        is_tick = self._ticked.are_all_of(event.region(), self.verticalOffset())
        if is_tick and not self._has_pointer:
            self._paint_ticked()
        else:
            super().paintEvent(event)
        self._ticked = TickedRows()

    def _paint_ticked(self) -> None:
        """Paint the rows that a second changed; QListView would ask for each of them thrice."""
        painter = QPainter(self.viewport())
        special = (self.currentIndex().row(), self._delegate.drop_place)
        for place, row in self._ticked.rows.items():
            if place >= self._chats.rowCount():
                continue
            if row.is_plain and place not in special:
                self._delegate.paint_tick(painter, row, self._chats.mark_at(place))
            else:
                self._paint_row(painter, place)
        painter.end()

    def _paint_row(self, painter: QPainter, place: int) -> None:
        index = self._chats.index(place)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self._row_rect(place)
        if self.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected
        if index == self.currentIndex() and self.hasFocus():
            option.state |= QStyle.StateFlag.State_HasFocus
        self._delegate.paint(painter, option, index)

    def _row_rect(self, place: int) -> QRect:
        """Return where a row is in the viewport; all rows are equally high."""
        height = self._delegate.row_height()
        return QRect(0, place * height - self.verticalOffset(), self.viewport().width(), height)

    def _visible_places(self) -> tuple[int, int]:
        height = self._delegate.row_height()
        top = self.verticalOffset() // height
        return top, top + self.viewport().height() // height + 1

    def viewportEvent(self, event: QEvent) -> bool:
        """Follow the pointer."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self._has_pointer = event.type() == QEvent.Type.HoverEnter
        return super().viewportEvent(event)
