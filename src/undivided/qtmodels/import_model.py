"""The rows of a file as an import would take them, as a table that shows one fate or all."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from undivided.etiquette.calm_text import one_line
from undivided.library.importing.merging import Fate, Outcome
from undivided.library.model.responses import Response
from undivided.qtmodels.row_order import Index

FATE_ROLE = Qt.ItemDataRole.UserRole + 1

COLUMNS = ("Row", "Becomes", "Title", "Shortcut", "Folder", "Text")
ROW, FATE, TITLE, SHORTCUT, FOLDER, TEXT = range(len(COLUMNS))

FATE_WORDS = {
    Fate.NEW: "New",
    Fate.CHANGED: "Changed",
    Fate.SAME: "The same",
    Fate.CONFLICT: "Conflict",
    Fate.REFUSED: "Left out",
}

_CELL = 160
"""Code points of one cell; a row of the table has no room for more."""


class ImportModel(QAbstractTableModel):
    """What becomes of each row; foreign text comes out as one short line without tricks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Outcome, ...] = ()
        self._shown: Sequence[Outcome] = ()
        self._fate: Fate | None = None

    def show(self, outcomes: tuple[Outcome, ...]) -> None:
        """Replace the rows; the chosen fate stays chosen."""
        self.beginResetModel()
        self._all = outcomes
        self._filter()
        self.endResetModel()

    def show_only(self, fate: Fate | None) -> None:
        """Show the rows of one fate, or all of them."""
        self.beginResetModel()
        self._fate = fate
        self._filter()
        self.endResetModel()

    def outcome_at(self, row: int) -> Outcome | None:
        """Return what becomes of the shown row, or None where there is none."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt's
        """Return the words over a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """Return one role of one cell."""
        outcome = self.outcome_at(index.row()) if index.isValid() else None
        if outcome is None:
            return None
        if role == FATE_ROLE:
            return outcome.fate
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell(outcome, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[index.column()]}: {_cell(outcome, index.column()) or 'none'}"
        return None

    def _filter(self) -> None:
        fate = self._fate
        self._shown = (
            self._all if fate is None else [each for each in self._all if each.fate is fate]
        )


def _cell(outcome: Outcome, column: int) -> str:
    if column == ROW:
        return str(outcome.row)
    if column == FATE:
        return FATE_WORDS[outcome.fate]
    if column == TEXT and outcome.reason:
        return one_line(outcome.reason, _CELL)
    return "" if outcome.response is None else _field(outcome.response, column)


def _field(response: Response, column: int) -> str:
    texts = {
        TITLE: response.title,
        SHORTCUT: " ".join(f"/{shortcut}" for shortcut in response.shortcuts),
        FOLDER: " / ".join(response.folder),
        TEXT: response.body,
    }
    return one_line(texts[column], _CELL)
