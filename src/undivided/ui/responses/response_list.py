"""The list of response cards: Enter and double click insert, dragging carries the card."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDrag, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from undivided.qtmodels import canned_model as roles
from undivided.qtmodels.canned_model import CannedModel
from undivided.ui.look.icons import icon
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.response_delegate import ResponseDelegate


class ResponseList(QListView):
    """Shows a `CannedModel`; the caller searches and inserts.

    Args:
        model: What was found.
        tokens: The theme.
    """

    insert_requested = Signal(str)
    edit_requested = Signal(str)
    star_toggled = Signal(str, bool)
    top_left = Signal()
    """Up was pressed on the first row."""
    hovered = Signal(int)
    """The row under the pointer, or -1."""
    drag_changed = Signal(bool)

    def __init__(self, model: CannedModel, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canned = model
        self._tokens = tokens
        self.cards = ResponseDelegate(tokens, self)
        self.setModel(model)
        self.setItemDelegate(self.cards)
        self.setAccessibleName("Responses")
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalScrollBar().setSingleStep(20)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.cards.tokens = tokens
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    @property
    def current_id(self) -> str:
        """The chosen response's id; the first one's when none is chosen, "" when none is found."""
        row = max(0, self.currentIndex().row())
        response = self._canned.response_at(row)
        return response.id if response is not None else ""

    def choose(self, row: int) -> None:
        """Choose a row and make it visible."""
        index = self._canned.index(row)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Insert with Enter, copy with Ctrl+C, go back to the search with Up on the first row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current_id:
                self.insert_requested.emit(self.current_id)
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.top_left.emit()
        elif (
            event.key() == Qt.Key.Key_C and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            self._copy()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Insert the card under the pointer."""
        response = self._canned.response_at(self.indexAt(event.position().toPoint()).row())
        if response is not None and event.button() == Qt.MouseButton.LeftButton:
            self.insert_requested.emit(response.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which card is under the pointer."""
        super().mouseMoveEvent(event)
        held = event.buttons() != Qt.MouseButton.NoButton
        self.hovered.emit(-1 if held else self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that no card is under the pointer."""
        super().leaveEvent(event)
        self.hovered.emit(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a card; the Menu key does too."""
        is_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if is_mouse else self.currentIndex()
        spot = event.globalPos() if is_mouse else self._middle_of(index)
        response = self._canned.response_at(index.row())
        if response is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        key, starred = response.id, response.starred
        ink = self._tokens.text_2
        insert = menu.addAction(icon("corner-down-left", ink), "Insert")
        insert.triggered.connect(lambda: self.insert_requested.emit(key))
        edit = menu.addAction(icon("pencil", ink), "Edit…")
        edit.triggered.connect(lambda: self.edit_requested.emit(key))
        star = menu.addAction(icon("star", ink), "Take the star off" if starred else "Star")
        star.triggered.connect(lambda: self.star_toggled.emit(key, not starred))
        menu.popup(spot)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag the chosen card, drawn at the pointer; what is left behind is an outline."""
        index = self.currentIndex()
        if not index.isValid():
            return
        drag = QDrag(self)
        drag.setMimeData(self._canned.mimeData([index]))
        drag.setPixmap(self.cards.drag_pixmap(index, self.devicePixelRatioF()))
        # The card hangs right below the pointer, so that the text that it will split stays visible.
        drag.setHotSpot(QPoint(2, 2))
        self._show_ghost(index.row())
        self.drag_changed.emit(True)
        drag.exec(Qt.DropAction.CopyAction)
        self._show_ghost(-1)
        self.drag_changed.emit(False)

    def _show_ghost(self, row: int) -> None:
        self.cards.dragged_row = row
        self.viewport().update()

    def _middle_of(self, index: QModelIndex) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(index).center())

    def _copy(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            QGuiApplication.clipboard().setText(index.data(roles.BODY_ROLE).text)
