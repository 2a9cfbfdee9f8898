"""The versions of a response: who changed it when, what is different now, and the way back."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from undivided.library.model.responses import Response
from undivided.library.sharing.three_way import difference
from undivided.ui.look.plain import wrapped_label
from undivided.ui.look.row_style import row_style
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.editor import words
from undivided.ui.responses.editor.difference_view import DifferenceView
from undivided.ui.sheets.sheet import Sheet

WIDTH = 820
_LIST_WIDTH = 230
_HEIGHT = 340


@dataclass(frozen=True, slots=True)
class PastVersion:
    """A response as it was until somebody changed it.

    Attributes:
        number: What `restore_requested` names it by.
        until: When it was changed, in words, or "".
        by: Who changed it, or "".
    """

    number: int
    response: Response
    until: str
    by: str


class HistorySheet(Sheet):
    """Versions on the left, newest first; on the right what is different now.

    Args:
        response: As it is now.
        versions: Newest first.
    """

    restore_requested = Signal(int)

    def __init__(
        self,
        window: QWidget,
        tokens: Tokens,
        response: Response,
        versions: tuple[PastVersion, ...],
    ) -> None:
        super().__init__(
            window,
            tokens,
            words.history_of(response.title),
            subtitle=words.HISTORY_HELP if versions else words.NO_VERSIONS,
            confirm=words.RESTORE if versions else "",
            keep="Close",
            width=WIDTH,
        )
        self._response = response
        self._versions = versions
        self.list = QListWidget()
        self.list.setAccessibleName("Versions")
        self.difference = DifferenceView(tokens)
        if versions:
            self._build_columns(tokens)
            self.list.currentRowChanged.connect(self._show)
            self.list.itemActivated.connect(lambda _: self.difference.setFocus())
            self.list.setCurrentRow(0)

    def open(self, first: QWidget | None = None) -> None:
        """Show it with the keys in the list."""
        super().open(first or (self.list if self._versions else None))

    def confirmed(self) -> None:
        """Ask for the chosen version."""
        self.restore_requested.emit(self._versions[self.list.currentRow()].number)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        super().set_tokens(tokens)
        self._fit_list(tokens)

    def _fit_list(self, tokens: Tokens) -> None:
        self.list.setStyleSheet(row_style(tokens, "QListWidget", row_px=40))
        self.list.setMaximumWidth(tokens.px(_LIST_WIDTH))

    def _build_columns(self, tokens: Tokens) -> None:
        for version in self._versions:
            self.list.addItem(words.version_line(version.until, version.by))
        self._fit_list(tokens)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.difference.setMinimumHeight(tokens.px(_HEIGHT))
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(wrapped_label(words.SINCE_THEN, "strong"))
        right.addWidget(self.difference, 1)
        columns = QHBoxLayout()
        columns.setSpacing(20)
        # In a narrow window with large text the list leaves most of the room to what changed.
        columns.addWidget(self.list, 1)
        columns.addLayout(right, 2)
        self.body.addLayout(columns)

    def _show(self, row: int) -> None:
        if row >= 0:
            self.difference.show_changes(difference(self._versions[row].response, self._response))
