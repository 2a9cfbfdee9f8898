"""The last imports in a list: what undoing the chosen one does is said before it is done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QWidget

from undivided.library.importing.taking_back import PastImport, TakenBack
from undivided.ui.look.plain import wrapped_label
from undivided.ui.look.row_style import row_style
from undivided.ui.look.theme import Tokens
from undivided.ui.responses import import_wording as words
from undivided.ui.sheets.sheet import Sheet

_HEIGHT = 200


class ImportUndo(Sheet):
    """Stays open after an import was undone, because more than one may be wanted back."""

    looked_at = Signal(int)
    """The number of the chosen import: answer with `tell`."""
    undo_requested = Signal(int)
    """Answer with `show_imports`, or with `refused`."""

    def __init__(self, window: QWidget, tokens: Tokens) -> None:
        super().__init__(
            window,
            tokens,
            words.UNDO_IMPORTS,
            subtitle=words.UNDO_IMPORTS_HELP,
            confirm=words.UNDO_IMPORT,
            keep="Close",
        )
        self._imports: tuple[PastImport, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName("Imports")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._look_at)
        self.said = wrapped_label("", "secondary")
        self.said.setAccessibleName("What undoing it does")
        self.body.addWidget(self.list)
        self.body.addSpacing(12)
        self.body.addWidget(self.said)
        self._fit(tokens)

    @property
    def number(self) -> int | None:
        """The chosen import."""
        row = self.list.currentRow()
        return self._imports[row].number if 0 <= row < len(self._imports) else None

    def open(self, first: QWidget | None = None) -> None:
        """Show it with the keys in the list."""
        super().open(first or self.list)

    def show_imports(self, imports: Sequence[PastImport]) -> None:
        """Show what can be undone, the newest first; the place in the list stays."""
        row = max(0, self.list.currentRow())
        self._imports = tuple(imports)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([words.past_import(each) for each in imports])
        self.list.setCurrentRow(min(row, len(imports) - 1))
        self.list.blockSignals(False)
        self._look_at()

    def tell(self, number: int, found: TakenBack) -> None:
        """Say what undoing an import does; only then it can be asked for."""
        if number == self.number:
            self._say(words.would_undo(found))
            self.confirm_button.setEnabled(found.count > 0)

    def refused(self, sentence: str) -> None:
        """Say why an import was not undone."""
        self._say(sentence)

    def accept(self) -> None:
        """Ask for the undo of the chosen import, once."""
        number = self.number
        if number is not None and self.confirm_button.isEnabled():
            # Where the button has the keys they would be lost with it.
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.confirm_button.setEnabled(False)
            self.undo_requested.emit(number)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        super().set_tokens(tokens)
        self._fit(tokens)

    def _fit(self, tokens: Tokens) -> None:
        self.list.setStyleSheet(row_style(tokens, "QListWidget", row_px=44))
        self.list.setFixedHeight(tokens.px(_HEIGHT))

    def _look_at(self) -> None:
        self.confirm_button.setEnabled(False)
        number = self.number
        if number is not None:
            self.looked_at.emit(number)

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self._place()
