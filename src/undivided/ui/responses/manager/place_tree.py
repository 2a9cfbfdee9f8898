"""The manager's places as a tree: folders take responses and folders by drag and drop."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem

from undivided.library.model.responses import folder_path
from undivided.ui.look.icons import icon
from undivided.ui.look.row_style import row_style
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.manager import manager_words as words
from undivided.ui.responses.manager.places import Kind, Place
from undivided.ui.responses.manager.response_rows import IDS_MIME, read_ids

_PLACE = Qt.ItemDataRole.UserRole
FOLDER_MIME = "application/x-undivided-folder"
_LISTS = (Kind.STALE, Kind.NEVER_USED, Kind.ALWAYS_EDITED, Kind.ALIKE, Kind.TYPED)
_ICONS = {
    Kind.ALL: "text-align-start",
    Kind.FOLDER: "folder",
    Kind.STALE: "clock",
    Kind.NEVER_USED: "circle-dashed",
    Kind.ALWAYS_EDITED: "pencil",
    Kind.ALIKE: "copy",
    Kind.TYPED: "message-square-dashed",
}


class PlaceTree(QTreeWidget):
    """All responses with the folders below, then the lists.

    F2 renames a folder in its place; Ctrl+Up and Ctrl+Down do not move it: the list's Move does.
    """

    place_chosen = Signal(object)
    """A `Place`."""
    responses_dropped = Signal(list, object)
    """Ids, and the path of the folder that they were dropped on."""
    folder_moved = Signal(object, object)
    """The path of a folder, and its new path; a rename is the same."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._is_filling = False
        self.setHeaderHidden(True)
        self.setAccessibleName("Folders and lists")
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.set_tokens(tokens)
        self.show_folders(())
        self.currentItemChanged.connect(self._chosen)
        self.itemChanged.connect(self._renamed)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        self.setStyleSheet(row_style(tokens, "QTreeWidget", row_px=28))
        self._is_filling = True
        for item in self._items():
            self._draw_icon(item)
        self._is_filling = False

    @property
    def place(self) -> Place:
        """The chosen place."""
        item = self.currentItem()
        return _place(item) if item is not None else Place()

    def show_folders(self, folders: tuple[tuple[tuple[str, ...], int], ...]) -> None:
        """Show these folders with their counts, and keep the chosen place where it still is."""
        before = self.place
        self._is_filling = True
        self.clear()
        top = self._item(Place(), words.PLACE_NAMES[Kind.ALL])
        self.addTopLevelItem(top)
        items: dict[tuple[str, ...], QTreeWidgetItem] = {(): top}
        for path, count in folders:
            item = self._item(Place(Kind.FOLDER, path), path[-1])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled)
            item.setToolTip(0, "")
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, words.spoken_folder(path, count))
            items[path[:-1]].addChild(item)
            items[path] = item
        for kind in _LISTS:
            self.addTopLevelItem(self._item(Place(kind), words.PLACE_NAMES[kind]))
        self.expandAll()
        self._is_filling = False
        self.choose(before)

    def choose(self, place: Place) -> None:
        """Choose a place, or all responses where it is gone."""
        found = next(
            (item for item in self._items() if _place(item) == place), self.topLevelItem(0)
        )
        assert found is not None
        self._is_filling = True
        self.setCurrentItem(found)
        self._is_filling = False

    def rename(self) -> None:
        """Let the chosen folder's name be changed in its place."""
        item = self.currentItem()
        if item is not None and _place(item).kind is Kind.FOLDER:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.editItem(item)

    # -- drag and drop

    def mimeTypes(self) -> list[str]:
        """Return what may be dropped on a folder."""
        return [IDS_MIME, FOLDER_MIME]

    def mimeData(self, items: "list[QTreeWidgetItem]") -> QMimeData:  # type: ignore[override] # PySide declares a sequence
        """Return the dragged folder's path."""
        mime = QMimeData()
        if items and _place(items[0]).kind is Kind.FOLDER:
            mime.setData(FOLDER_MIME, "/".join(_place(items[0]).path).encode())
        return mime

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take responses and folders."""
        if any(event.mimeData().hasFormat(kind) for kind in self.mimeTypes()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where they would land."""
        super().dragMoveEvent(event)
        target = self._target(event)
        if target is None:
            event.ignore()
        else:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the move; the tree is shown anew when it was done."""
        target = self._target(event)
        if target is None:
            event.ignore()
            return
        mime = event.mimeData()
        ids = read_ids(mime)
        if ids:
            self.responses_dropped.emit(ids, target)
        else:
            moved = folder_path(bytes(mime.data(FOLDER_MIME).data()).decode("utf-8", "replace"))
            if moved and target[: len(moved)] != moved and (*target, moved[-1]) != moved:
                self.folder_moved.emit(moved, (*target, moved[-1]))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Escape and Ctrl+Enter to the sheet."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()

    # -- inside

    def _target(self, event: QDropEvent) -> tuple[str, ...] | None:
        item = self.itemAt(event.position().toPoint())
        if item is None or _place(item).kind not in (Kind.ALL, Kind.FOLDER):
            return None
        return _place(item).path

    def _item(self, place: Place, name: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([name])
        item.setData(0, _PLACE, place)
        self._draw_icon(item)
        is_target = place.kind in (Kind.ALL, Kind.FOLDER)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags | Qt.ItemFlag.ItemIsDropEnabled if is_target else flags)
        return item

    def _items(self) -> list[QTreeWidgetItem]:
        return self.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive)

    def _draw_icon(self, item: QTreeWidgetItem) -> None:
        item.setIcon(0, icon(_ICONS[_place(item).kind], self._tokens.text_2))

    def _chosen(self) -> None:
        if not self._is_filling and self.currentItem() is not None:
            self.place_chosen.emit(self.place)

    def _renamed(self, item: QTreeWidgetItem) -> None:
        place = _place(item)
        if self._is_filling or place.kind is not Kind.FOLDER:
            return
        new = folder_path(item.text(0))
        if new and new != place.path[-1:]:
            self.folder_moved.emit(place.path, (*place.path[:-1], *new))
        else:
            self._is_filling = True
            item.setText(0, place.path[-1])
            self._is_filling = False


def _place(item: QTreeWidgetItem) -> Place:
    place = item.data(0, _PLACE)
    return place if isinstance(place, Place) else Place()
