"""The list of open chats: picking by mouse and keys, and taking a dragged response."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QRect,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QWidget,
)

from undivided.etiquette.calm_text import one_line
from undivided.protocol.ids import ChatId
from undivided.qtmodels.canned_mime import read_response_mime
from undivided.qtmodels.chat_list_model import SECONDS_ROLE, ChatListModel
from undivided.qtmodels.row_order import Index
from undivided.ui.chats.chat_delegate import (
    RINGS_ONLY_BELOW,
    RowDensity,
    density_for,
)
from undivided.ui.chats.edge_mark import EdgeMarks
from undivided.ui.chats.row_mime import dropped_files, is_taken
from undivided.ui.chats.ticking_list import TickingList
from undivided.ui.look.plain import show_plain_tooltip
from undivided.ui.look.theme import Tokens

_DRAG_EDGE_PX = 24
_DRAG_STEP_PX = 12


class ChatList(TickingList):
    """Open chats, one row each; rows keep the order that the model gives them.

    Signals:
        chat_picked: The operator chose this chat by mouse or keys.
        chat_opened: Enter or a double click: go on to its composer.
        response_dropped: Chat, id of a canned response (empty for other text), plain text, and
            whether it takes the place of the draft (Shift was held).
        files_dropped: Chat, and the `GivenFiles` that fell on its row.
        insert_requested: "Insert response…" of a row's menu, the way without a drag.
        dragged_over: The chat under something that is dragged, "" for none, and the id of the
            response that is dragged, "" for other things.
        hold_requested, transfer_requested, close_requested: The menu's other acts.
    """

    chat_picked = Signal(str)
    chat_opened = Signal(str)
    response_dropped = Signal(str, str, str, bool)
    files_dropped = Signal(str, object)
    dragged_over = Signal(str, str)
    insert_requested = Signal(str)
    hold_requested = Signal(str)
    transfer_requested = Signal(str)
    close_requested = Signal(str)

    def __init__(self, model: ChatListModel, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(model, tokens, parent)
        self._fixed_density: RowDensity | None = None
        self._edges = EdgeMarks(tokens, self)
        self._set_up_view()
        self._edges.clicked.connect(self._show_place)
        self.verticalScrollBar().valueChanged.connect(self._refresh_edges)
        self.clicked.connect(lambda index: self._pick(index.row()))
        self.doubleClicked.connect(lambda _index: self._emit_for_current(self.chat_opened))
        model.count_changed.connect(self._refresh_density)
        for moved in (model.rowsInserted, model.rowsRemoved, model.rowsMoved):
            # Another chat may be under a drag now: nothing is said until the pointer moves.
            moved.connect(lambda: self._mark_drop(None))
        model.dataChanged.connect(self._rows_told)
        self._refresh_density()

    def _set_up_view(self) -> None:
        self.setAccessibleName("Chats")
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.setDropIndicatorShown(False)

    @property
    def density(self) -> RowDensity:
        """The density that rows have now."""
        return self._delegate.density

    def set_density(self, density: RowDensity | None) -> None:
        """Fix the rows' density; None lets it follow the number of chats."""
        self._fixed_density = density
        self._refresh_density()

    def content_height(self) -> int:
        """Return the height of all rows."""
        return self._chats.rowCount() * self._delegate.row_height()

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._delegate.set_tokens(tokens)
        self._edges.set_tokens(tokens)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def show_current(self, chat_id: ChatId | None) -> None:
        """Mark the chat that the conversation shows; emits nothing."""
        place = None if chat_id is None else self._chats.place_of(chat_id)
        if place is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        self.setCurrentIndex(self._chats.index(place))
        self.scrollTo(self.currentIndex())

    def row_rect(self, chat_id: ChatId) -> QRect:
        """Return where a chat's row is in the viewport; empty for a chat that is not listed."""
        place = self._chats.place_of(chat_id)
        return QRect() if place is None else self.visualRect(self._chats.index(place))

    def current_chat(self) -> ChatId | None:
        """Return the marked chat."""
        return self._chats.chat_at(self.currentIndex().row())

    def pick_place(self, place: int) -> None:
        """Pick the chat in row `place`, counted from 0, as the operator's own choice."""
        if self._chats.chat_at(place) is not None:
            self._show_place(place)

    def pick_step(self, step: int) -> None:
        """Pick the chat `step` rows further, round the end: 1 next, -1 previous."""
        count = self._chats.rowCount()
        if count:
            self.pick_place((max(self.currentIndex().row(), -1 if step > 0 else 0) + step) % count)

    def pick_longest_wait(self) -> None:
        """Pick the chat whose visitor has waited longest, if anybody waits."""
        chat_id = self._chats.longest_waiting()
        place = None if chat_id is None else self._chats.place_of(chat_id)
        if place is not None:
            self.pick_place(place)

    def _show_place(self, place: int) -> None:
        self.setCurrentIndex(self._chats.index(place))
        self.scrollTo(self.currentIndex())
        self._pick(place)

    def _pick(self, place: int) -> None:
        chat_id = self._chats.chat_at(place)
        if chat_id is not None:
            self.chat_picked.emit(chat_id)

    def _emit_for_current(self, signal: SignalInstance) -> None:
        chat_id = self.current_chat()
        if chat_id is not None:
            signal.emit(chat_id)

    # Keys -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let arrows, Home, End and letters pick a chat, and Enter open it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._emit_for_current(self.chat_opened)
            return
        before = self.current_chat()
        super().keyPressEvent(event)
        if self.current_chat() != before:
            self._pick(self.currentIndex().row())

    # Density and edges ------------------------------------------------------------------------

    def _refresh_density(self) -> None:
        density = self._fixed_density or density_for(self._chats.rowCount())
        if density is not self._delegate.density:
            self._delegate.density = density
            self.scheduleDelayedItemsLayout()
        self._refresh_edges()

    def _rows_told(self, _first: Index, _last: Index, roles: Sequence[int]) -> None:
        if list(roles) != [SECONDS_ROLE]:
            self._refresh_edges()

    def _refresh_edges(self) -> None:
        """Show a late row that is out of view as a thin mark at the edge."""
        height, offset = self._delegate.row_height(), self.verticalOffset()
        seen_from = (offset + height // 2) / height
        seen_to = (offset + self.viewport().height() - height // 2) / height
        late = self._chats.late_places()
        above = [place for place in late if place + 1 <= seen_from]
        below = [place for place in late if place >= seen_to]
        self._edges.above.point_at(*self._place_and_name(above[-1:]))
        self._edges.below.point_at(*self._place_and_name(below[:1]))

    def _place_and_name(self, places: list[int]) -> tuple[int | None, str]:
        if not places:
            return None, ""
        return places[0], str(self._chats.index(places[0]).data())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the edge marks at the edges."""
        super().resizeEvent(event)
        self._edges.lie_along(self.viewport().geometry())
        self._refresh_edges()

    # Drops ------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take canned responses and plain text."""
        if is_taken(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Mark the row under the pointer; the shown chat stays until the drop."""
        self._scroll_near_edge(event.position().toPoint().y())
        place = self.indexAt(event.position().toPoint()).row()
        response_id = read_response_mime(event.mimeData()) or ""
        self._mark_drop(place if place >= 0 else None, response_id)
        if place >= 0 and is_taken(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def _scroll_near_edge(self, y: int) -> None:
        """Let a drag reach the chats that are out of view."""
        bar = self.verticalScrollBar()
        if y < _DRAG_EDGE_PX:
            bar.setValue(bar.value() - _DRAG_STEP_PX)
        elif y > self.viewport().height() - _DRAG_EDGE_PX:
            bar.setValue(bar.value() + _DRAG_STEP_PX)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the mark away."""
        self._mark_drop(None)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say which chat the response fell on; inserting it is the window's part."""
        chat_id = self._chats.chat_at(self.indexAt(event.position().toPoint()).row())
        self._mark_drop(None)
        mime = event.mimeData()
        if chat_id is None or not is_taken(mime):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if (files := dropped_files(mime)) is not None:
            self.files_dropped.emit(chat_id, files)
            return
        response_id = read_response_mime(mime) or ""
        replaces = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.response_dropped.emit(chat_id, response_id, mime.text(), replaces)

    def _mark_drop(self, place: int | None, response_id: str = "") -> None:
        if place != self._delegate.drop_place:
            self._delegate.drop_place = place
            self.viewport().update()
            chat_id = None if place is None else self._chats.chat_at(place)
            self.dragged_over.emit(chat_id or "", response_id if chat_id else "")

    # Menu and tooltip -------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer a row's acts, by mouse and by the menu key."""
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_key else self.indexAt(event.pos())
        chat_id = self._chats.chat_at(index.row())
        if chat_id is None:
            return
        at = self.visualRect(index).center() if is_by_key else event.pos()
        self._menu_for(chat_id).popup(self.viewport().mapToGlobal(at))

    def _menu_for(self, chat_id: ChatId) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        acts = (
            ("Insert response…", self.insert_requested),
            ("Ask to hold", self.hold_requested),
            ("Transfer…", self.transfer_requested),
            ("Close chat…", self.close_requested),
        )
        for words, signal in acts:
            action = QAction(words, menu)
            action.triggered.connect(lambda _checked=False, s=signal: s.emit(chat_id))
            menu.addAction(action)
        return menu

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the name as a tooltip where only the ring fits."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            if index.isValid() and self.viewport().width() < RINGS_ONLY_BELOW:
                words = one_line(str(index.data()))
                show_plain_tooltip(event.globalPos(), words, self)
            else:
                show_plain_tooltip(event.globalPos(), "", self)
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the chosen chat when the empty part of the list is pressed."""
        if self.indexAt(event.position().toPoint()).isValid():
            super().mousePressEvent(event)
