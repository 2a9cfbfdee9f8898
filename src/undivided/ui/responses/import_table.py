"""The table of an import: every row with what becomes of it, and chips that show one fate only."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from undivided.library.importing.merging import Fate, Outcome
from undivided.qtmodels import import_model as columns
from undivided.qtmodels.import_model import FATE_ROLE, FATE_WORDS, ImportModel
from undivided.ui.controls.chip_row import ChipRow
from undivided.ui.look.plain import breakable, show_plain_tooltip, wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.responses import import_wording as words

Index = QModelIndex | QPersistentModelIndex

_ROW = 28
_SHOWN_ROWS = 7
_WIDTHS = {
    columns.ROW: 52,
    columns.FATE: 84,
    columns.TITLE: 172,
    columns.SHORTCUT: 92,
    columns.FOLDER: 120,
}
_TEXT_WIDTH = 190
"""Below this the other columns make room for it."""
_BAR = 12
_TONES = {
    Fate.NEW: "ok_text",
    Fate.CHANGED: "accent_text",
    Fate.SAME: "text_muted",
    Fate.CONFLICT: "soon_text",
    Fate.REFUSED: "late_text",
}


class ImportTable(QWidget):
    """Chips with counts, the rows, and one line about the row that is chosen."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self.model = ImportModel(self)
        self.view = QTableView()
        self._cells = _Cells(tokens, self.view)
        self.chips = ChipRow(tokens, ground="raised", side=0)
        self._has_folders = False
        self._fates: dict[Fate | None, QPushButton] = {}
        self._about = wrapped_label("", "secondary")
        self._about.setAccessibleName("About the chosen row")
        self._set_up_view()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.chips)
        column.addWidget(self.view)
        column.addWidget(self._about)
        for fate, name in ((None, "All"), *FATE_WORDS.items()):
            self._add_chip(fate, name)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self._cells.tokens = tokens
        self.chips.set_tokens(tokens)
        header = self.view.verticalHeader()
        header.setDefaultSectionSize(tokens.px(_ROW))
        header.setMinimumSectionSize(tokens.px(_ROW))
        for column, width in _WIDTHS.items():
            self.view.setColumnWidth(column, tokens.px(width))
        self.view.setFixedHeight(tokens.px(_ROW) * (_SHOWN_ROWS + 1) + 4)
        self._about.setMinimumHeight(2 * tokens.px(tokens.type.secondary.line))

    def show_outcomes(self, outcomes: tuple[Outcome, ...]) -> None:
        """Show what would become of the rows now."""
        counts = words.fate_counts(outcomes)
        self.model.show(outcomes)
        for fate, chip in self._fates.items():
            count = len(outcomes) if fate is None else counts[fate]
            name = "All" if fate is None else FATE_WORDS[fate]
            chip.setText(f"{name} {count:,}")
            chip.setAccessibleName(f"Show {name.lower()}, {words.rows(count)}")
            chip.setVisible(fate is None or count > 0)
        chosen = next((fate for fate, chip in self._fates.items() if chip.isChecked()), None)
        if self._fates[chosen].isHidden():
            chosen = None
        self._show_only(chosen)
        self._has_folders = any(each.response and each.response.folder for each in outcomes)
        self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up columns where the text would have no room."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        taken = sum(self._tokens.px(width) for width in _WIDTHS.values())
        rest = self.view.width() - taken - _BAR
        for column in (columns.FOLDER, columns.SHORTCUT):
            is_hidden = rest < self._tokens.px(_TEXT_WIDTH)
            if is_hidden:
                rest += self._tokens.px(_WIDTHS[column])
            is_empty = column == columns.FOLDER and not self._has_folders
            self.view.setColumnHidden(column, is_hidden or is_empty)

    def _set_up_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(self._cells)
        view.setAccessibleName("Rows of the file")
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        # Measuring the rows to find their height would read all of them.
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.horizontalHeader().setHighlightSections(False)
        view.horizontalHeader().setStretchLastSection(True)
        view.horizontalHeader().setSectionsClickable(False)
        view.selectionModel().currentRowChanged.connect(lambda *_: self._tell())

    def _add_chip(self, fate: Fate | None, name: str) -> None:
        chip = QPushButton(name)
        chip.setProperty("kind", "chip")
        chip.setCheckable(True)
        chip.setAutoDefault(False)
        chip.setChecked(fate is None)
        chip.clicked.connect(lambda: self._show_only(fate))
        self._fates[fate] = chip
        self.chips.add(chip)

    def _show_only(self, fate: Fate | None) -> None:
        for each, chip in self._fates.items():
            chip.setChecked(each is fate)
        self.model.show_only(fate)
        if self.model.rowCount():
            self.view.selectRow(0)
        self._tell()

    def _tell(self) -> None:
        outcome = self.model.outcome_at(self.view.currentIndex().row())
        self._about.setText(breakable(words.about_row(outcome)) if outcome else "")


class _Cells(QStyledItemDelegate):
    """Plain cells; the fate has its colour and always its word."""

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.tokens = tokens

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Choose the ink of a cell."""
        super().initStyleOption(option, index)
        # Qt hands it back as a plain string.
        fate = Fate(index.data(FATE_ROLE))
        tone = "text_2" if index.column() != columns.TITLE else "text"
        is_reason = index.column() == columns.TEXT and fate in (Fate.CONFLICT, Fate.REFUSED)
        if index.column() == columns.FATE or is_reason:
            tone = _TONES[fate]
        elif fate is Fate.SAME:
            tone = "text_muted"
        ink = QColor(getattr(self.tokens, tone))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            option.palette.setColor(role, ink)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show the whole cell where it is cut."""
        show_plain_tooltip(event.globalPos(), str(index.data() or ""), view)
        return True


def left_out(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the rows that are not imported, in the order of the file."""
    return [each for each in outcomes if each.reason]
