"""The manager's list: several rows can be chosen, dragged, edited and deleted."""

import json
from itertools import groupby

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from undivided.library.folding import fold
from undivided.library.model.responses import Response
from undivided.ui.look.row_style import row_style
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.manager import manager_words as words
from undivided.ui.responses.manager.places import Row

IDS_MIME = "application/x-undivided-responses"
_ROW = Qt.ItemDataRole.UserRole
_FOLDER, _NOTE = 2, 4
_ROOMY = 68
"""Letters in a row from which all columns have room."""
_MEASURED = 60
"""Rows whose widths decide a column's; all of two thousand would take a second."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ResponseRows(QTreeWidget):
    """Rows of title, shortcut, folder, uses, and why they are listed."""

    opened = Signal(object)
    """The `Response` of a row: Enter or a double click."""
    delete_requested = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._shown: tuple[Row, ...] = ()
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
        header.setResizeContentsPrecision(_MEASURED)
        header.setMaximumSectionSize(260)
        self.set_tokens(tokens)
        self.itemDoubleClicked.connect(self._open)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self.setStyleSheet(row_style(tokens, "QTreeWidget", row_px=28))

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these rows; those that were chosen stay so."""
        self._rows = rows
        self._show()

    def filter(self, typed: str) -> None:
        """Show only the rows whose title, shortcut, tags or text hold what was typed.

        What cannot be seen is not chosen either, so it is not changed with the rest.
        """
        if typed != self._typed:
            self._typed = typed
            self._show()

    @property
    def shown_count(self) -> int:
        """How many rows can be seen."""
        return len(self._shown)

    @property
    def chosen(self) -> tuple[Response, ...]:
        """The chosen responses, from top to bottom."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self._shown[number].response for number in numbers)

    @property
    def chosen_ids(self) -> list[str]:
        """The ids of the chosen responses; a proposal has none."""
        return [response.id for response in self.chosen if response.id]

    def take_keys(self) -> None:
        """Take the keys from the search, on the first row where none is chosen."""
        self.setFocus(Qt.FocusReason.TabFocusReason)
        if self._shown and not self.chosen:
            self.setCurrentIndex(self.model().index(0, 0))

    def mimeTypes(self) -> list[str]:
        """Return what is dragged."""
        return [IDS_MIME]

    def mimeData(self, items: "list[QTreeWidgetItem]") -> QMimeData:  # type: ignore[override] # PySide declares a sequence
        """Return the ids of the dragged responses."""
        mime = QMimeData()
        mime.setData(IDS_MIME, json.dumps(self.chosen_ids).encode())
        return mime

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the folder out where titles would have no room beside it."""
        super().resizeEvent(event)
        letters = self.width() // max(1, self.fontMetrics().averageCharWidth())
        self.setColumnHidden(_FOLDER, letters < _ROOMY)

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

    def _show(self) -> None:
        before, keys_at = set(self.chosen_ids), self.currentIndex().row()
        wanted = fold(self._typed).split()
        # All at once and told once: each change of two thousand rows looks at all of them.
        self.blockSignals(True)
        self.clear()
        self._shown = tuple(row for row in self._rows if _holds(row.response, wanted))
        self.addTopLevelItems([_item(row) for row in self._shown])
        self._choose([row.response.id in before for row in self._shown])
        if self.window().focusWidget() is self and self._shown:
            # The keys go on where they were, also when what stood there was deleted.
            here = self.model().index(max(0, min(keys_at, len(self._shown) - 1)), 0)
            no_choice = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(here, no_choice)
        self.blockSignals(False)
        self.setColumnHidden(_NOTE, not any(row.note for row in self._shown))
        for column in range(1, len(words.COLUMNS)):
            self.resizeColumnToContents(column)
        self.itemSelectionChanged.emit()

    def _choose(self, are_chosen: list[bool]) -> None:
        model, at, selection = self.model(), 0, QItemSelection()
        for is_chosen, run in groupby(are_chosen):
            end = at + len(list(run))
            if is_chosen:
                selection.select(model.index(at, 0), model.index(end - 1, 0))
            at = end
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flags.Select | flags.Rows)

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


def _holds(response: Response, wanted: list[str]) -> bool:
    if not wanted:
        return True
    searched = (response.title, *response.shortcuts, *response.tags, response.body)
    text = fold(" ".join(searched))
    return all(word in text for word in wanted)
