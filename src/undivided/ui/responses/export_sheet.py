"""A sheet to export responses: which, in which format, and what that format cannot hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from undivided.library.formats import Format
from undivided.ui.look.plain import breakable, plain_label, wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import Glyph
from undivided.ui.responses import import_wording as words
from undivided.ui.responses.value_box import ValueBox
from undivided.ui.sheets.sheet import Sheet

Folder = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What is to be written.

    Attributes:
        format: How.
        folder: Only from here and below; empty for everything.
    """

    format: Format = Format.JSON
    folder: Folder = ()


class ExportSheet(Sheet):
    """Asks what to export; where to is asked by the system's own dialog afterwards.

    Args:
        labels: What people call each format.
        folders: The library's.
    """

    changed = Signal(object)
    """An `ExportChoice`; answer with `show_losses`."""
    export_requested = Signal(object)
    """An `ExportChoice`; answer with `saved` or `refused`."""

    def __init__(
        self,
        window: QWidget,
        tokens: Tokens,
        labels: Sequence[tuple[Format, str]],
        folders: Sequence[Folder],
    ) -> None:
        super().__init__(
            window,
            tokens,
            words.EXPORT_RESPONSES,
            subtitle=words.BEFORE_EXPORT,
            confirm=words.CHOOSE_PLACE,
        )
        self._folders = [(), *folders]
        self.format = ValueBox("Format", [(each.value, label) for each, label in labels], tokens)
        which = [(str(at), words.folder_words(path)) for at, path in enumerate(self._folders)]
        self.folder = ValueBox("Which", which, tokens)
        self._count = wrapped_label("", "secondary")
        self._icon = Glyph("check", tokens, colour="ok_text")
        self._losses = wrapped_label("", "secondary")
        self._problem = wrapped_label("", "late")
        self._add_parts()
        self.format.currentIndexChanged.connect(self._ask)
        self.folder.currentIndexChanged.connect(self._ask)
        self.confirm_button.setEnabled(False)

    @property
    def choice(self) -> ExportChoice:
        """What is chosen now."""
        return ExportChoice(Format(self.format.value), self._folders[int(self.folder.value)])

    def open(self, first: QWidget | None = None) -> None:
        """Show it and ask what the first choice would lose."""
        super().open(first or self.format)
        self._ask()

    def show_losses(self, choice: ExportChoice, count: int, losses: Sequence[str]) -> None:
        """Say how many responses a choice is about, and what it cannot hold."""
        if self.is_over or choice != self.choice:
            return
        self._count.setText(words.will_write(count))
        icon, colour = ("triangle-alert", "soon_text") if losses else ("check", "ok_text")
        self._icon.show_icon(icon, colour, self.tokens)
        self._losses.setText("\n".join(map(breakable, losses)) or words.NOTHING_IS_LOST)
        self.confirm_button.setEnabled(count > 0)
        self._place()

    def accept(self) -> None:
        """Ask for the export; the sheet stays until the file is written."""
        if self.confirm_button.isEnabled():
            self.export_requested.emit(self.choice)

    def saved(self) -> None:
        """Go away, because the file is written."""
        self._finish(is_confirmed=True)

    def refused(self, sentence: str) -> None:
        """Say why nothing was written."""
        self._problem.setText(breakable(sentence))
        self._problem.show()
        self._place()

    def _add_parts(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for column, (name, box) in enumerate((("Format", self.format), ("Which", self.folder))):
            grid.addWidget(plain_label(name, "strong"), 0, column)
            grid.addWidget(box, 1, column)
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self.body.addSpacing(14)
        self.body.addWidget(self._count)
        self.body.addSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._losses, 1)
        self.body.addLayout(line)
        self.body.addWidget(self._problem)
        self._problem.hide()

    def _ask(self) -> None:
        self.confirm_button.setEnabled(False)
        self._problem.hide()
        self.changed.emit(self.choice)
