"""The list of response cards: picked by keys and mouse, and carried away by dragging."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from undivided.library.model.responses import Response
from undivided.qtmodels.canned_model import CannedModel
from undivided.ui.keys import key_of
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.card_menu import CardActs, card_menu
from undivided.ui.responses.response_delegate import ResponseDelegate


class ResponseList(QListView):
    """Shows a `CannedModel`; the caller searches and inserts.

    Args:
        model: What was found.
        tokens: The theme.

    Attributes:
        acts: Tells what is asked for with a card.
    """

    top_left = Signal()
    """Up was pressed on the first row."""
    hovered = Signal(int)
    """The row under the pointer, or -1."""
    drag_changed = Signal(bool)
    left_alone = Signal()
    """Neither pointer nor keys are on the cards any more; they may change their places."""

    def __init__(self, model: CannedModel, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canned = model
        self._tokens = tokens
        self.cards = ResponseDelegate(model, tokens, self)
        self.acts = CardActs(self)
        self.acts.copy_requested.connect(self._copy)
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
        # Spares six grounds below it that nobody would see, each time a card changes.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._before = ("", -1)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._stay)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.cards.set_tokens(tokens)
        # Not later: cards of another height would be painted once at the old places.
        self.doItemsLayout()
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

    @property
    def is_in_use(self) -> bool:
        """Whether the pointer is over the cards or the keys are in them: nothing may jump then."""
        return self.hasFocus() or self.underMouse()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key asks of the chosen card; Up on the first row goes back to the search."""
        response = self._canned.response_at(self.currentIndex().row())
        pressed = QKeySequence(event.keyCombination()).toString()
        act = _KEYS.get(pressed.replace("Return", "Enter"))
        if act is not None:
            if response is not None:
                act(self.acts, response)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.acts.undo_requested.emit()
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.top_left.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Insert the card under the pointer."""
        response = self._canned.response_at(self.indexAt(event.position().toPoint()).row())
        if response is not None and event.button() == Qt.MouseButton.LeftButton:
            self.acts.insert_requested.emit(response.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which card is under the pointer."""
        super().mouseMoveEvent(event)
        held = event.buttons() != Qt.MouseButton.NoButton
        self.hovered.emit(-1 if held else self.indexAt(event.position().toPoint()).row())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the panel's ground, then the cards."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._tokens.window))
        painter.end()
        super().paintEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that no card is under the pointer."""
        super().leaveEvent(event)
        self.hovered.emit(-1)
        self._tell_left()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keys are elsewhere."""
        super().focusOutEvent(event)
        self._tell_left()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a card; the Menu key does too."""
        is_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if is_mouse else self.currentIndex()
        spot = event.globalPos() if is_mouse else self._middle_of(index)
        if index.isValid():
            card = self._canned.card_at(index.row())
            card_menu(self, self._tokens, card, self.acts).popup(spot)

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

    def _remember(self) -> None:
        row = self.currentIndex().row()
        response = self._canned.response_at(row)
        self._before = (response.id if response is not None else "", row)

    def _stay(self) -> None:
        """Keep the keys on their card when others come, or on its place when it is gone."""
        response_id, row = self._before
        if not self.hasFocus() or row < 0 or not self._canned.rowCount():
            return
        found = self._canned.row_of(response_id)
        self.choose(found if found >= 0 else min(row, self._canned.rowCount() - 1))

    def _tell_left(self) -> None:
        if not self.is_in_use:
            self.left_alone.emit()

    def _show_ghost(self, row: int) -> None:
        self.cards.dragged_row = row
        self.viewport().update()

    def _middle_of(self, index: QModelIndex) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(index).center())

    def _copy(self, response_id: str) -> None:
        row = self._canned.row_of(response_id)
        if row >= 0:
            QGuiApplication.clipboard().setText(self._canned.body_at(row).text)


_KEYS: dict[str, Callable[[CardActs, Response], None]] = {
    key: act
    for name, act in {
        "insert_card": lambda acts, which: acts.insert_requested.emit(which.id),
        "replace_with_card": lambda acts, which: acts.replace_requested.emit(which.id),
        "edit_card": lambda acts, which: acts.edit_requested.emit(which.id),
        "star_card": lambda acts, which: acts.star_toggled.emit(which.id, not which.starred),
        "copy_card": lambda acts, which: acts.copy_requested.emit(which.id),
        "delete_card": lambda acts, which: acts.delete_requested.emit(which.id),
    }.items()
    for key in key_of(name).keys
}
