"""The manager's list: several rows can be chosen, dragged, edited and deleted."""

import json

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from undivided.library.folding import fold
from undivided.library.responses import Response
from undivided.ui.look.row_style import row_style
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.manager import manager_words as words
from undivided.ui.responses.manager.places import Row

IDS_MIME = "application/x-undivided-responses"
_ROW = Qt.ItemDataRole.UserRole
_NOTE = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ResponseRows(QTreeWidget):
    """Rows of title, shortcut, folder, uses, and why they are listed."""

    opened = Signal(object)
    """The `Response` of a row: Enter or a double click."""
    delete_requested = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._typed = ""
        self.setAccessibleName("Responses")
        self.setHeaderLabels(list(words.COLUMNS))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(words.COLUMNS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setMaximumSectionSize(260)
        self.set_tokens(tokens)
        self.itemDoubleClicked.connect(self._open)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self.setStyleSheet(row_style(tokens, "QTreeWidget", row_px=28))

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these rows; those that were chosen stay so."""
        before = set(self.chosen_ids)
        self._rows = rows
        self.clear()
        for row in rows:
            item = _item(row)
            self.addTopLevelItem(item)
            item.setSelected(bool(row.response.id) and row.response.id in before)
        self.setColumnHidden(_NOTE, not any(row.note for row in rows))
        self.filter(self._typed)

    def filter(self, typed: str) -> None:
        """Show only the rows whose title, shortcut, tags or text hold what was typed."""
        self._typed = typed
        wanted = fold(typed).split()
        for number, row in enumerate(self._rows):
            item = self.topLevelItem(number)
            assert item is not None
            is_hidden = not all(word in _searched(row.response) for word in wanted)
            item.setHidden(is_hidden)
            if is_hidden:
                # What cannot be seen must not be changed with the rest.
                item.setSelected(False)

    @property
    def shown_count(self) -> int:
        """How many rows can be seen."""
        items = (self.topLevelItem(number) for number in range(self.topLevelItemCount()))
        return sum(item is not None and not item.isHidden() for item in items)

    @property
    def chosen(self) -> tuple[Response, ...]:
        """The chosen responses, from top to bottom."""
        return tuple(
            row.response
            for number, row in enumerate(self._rows)
            if (item := self.topLevelItem(number)) is not None and item.isSelected()
        )

    @property
    def chosen_ids(self) -> list[str]:
        """The ids of the chosen responses; a proposal has none."""
        return [response.id for response in self.chosen if response.id]

    def mimeTypes(self) -> list[str]:
        """Return what is dragged."""
        return [IDS_MIME]

    def mimeData(self, items: "list[QTreeWidgetItem]") -> QMimeData:  # type: ignore[override] # PySide declares a sequence
        """Return the ids of the dragged responses."""
        mime = QMimeData()
        mime.setData(IDS_MIME, json.dumps(self.chosen_ids).encode())
        return mime

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, delete with Delete; the rest as in every list."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_plain and event.key() in _ENTER:
            self._open(self.currentItem())
        elif is_plain and event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit()
        else:
            super().keyPressEvent(event)
            if event.key() in (*_ENTER, Qt.Key.Key_Escape):
                event.ignore()

    def _open(self, item: QTreeWidgetItem | None) -> None:
        row = item.data(0, _ROW) if item is not None else None
        if isinstance(row, Row):
            self.opened.emit(row.response)


def read_ids(mime: QMimeData) -> list[str]:
    """Return the ids of dragged responses; nothing when something else is dragged."""
    try:
        found = json.loads(bytes(mime.data(IDS_MIME).data()) or b"[]")
    except ValueError:
        return []
    if not isinstance(found, list):
        return []
    return [each for each in found if isinstance(each, str)]


def _item(row: Row) -> QTreeWidgetItem:
    response = row.response
    title = response.title or " ".join(response.body.split())[:120]
    item = QTreeWidgetItem(
        [
            title,
            response.shortcut,
            "/".join(response.folder),
            str(response.uses) if response.id else "",
            row.note,
        ]
    )
    item.setData(0, _ROW, row)
    item.setTextAlignment(3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    spoken = (title, response.shortcut, "/".join(response.folder), row.note)
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, spoken)))
    return item


def _searched(response: Response) -> str:
    words_of = (response.title, *response.shortcuts, *response.tags, response.body)
    return fold(" ".join(words_of))
