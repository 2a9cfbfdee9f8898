"""The last sheet of an import: what was done, what was left out, and the way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from undivided.library.importing.merging import Outcome
from undivided.ui.controls.key_buttons import Button
from undivided.ui.look.plain import wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import Glyph
from undivided.ui.responses import import_wording as words
from undivided.ui.responses.import_table import left_out
from undivided.ui.sheets.sheet import Sheet

_SHOWN = 8


class ImportDone(Sheet):
    """The report of an import.

    Args:
        outcomes: What became of each row.
        losses: Sentences about what did not come along.
    """

    undo_requested = Signal()
    """Answer with `undone` or `refused`."""
    report_requested = Signal()

    def __init__(
        self,
        window: QWidget,
        tokens: Tokens,
        outcomes: tuple[Outcome, ...],
        losses: tuple[str, ...] = (),
    ) -> None:
        super().__init__(
            window,
            tokens,
            words.done_title(outcomes),
            subtitle=words.done_text(outcomes),
            confirm="Done",
            key="Enter",
        )
        self.keep_button.hide()
        self.report_button = self.link(words.SAVE_REPORT)
        self.report_button.clicked.connect(self.report_requested)
        self.undo_button = Button(words.UNDO_IMPORT, tokens, is_big=True, icon="undo-2")
        self.undo_button.clicked.connect(self._undo)
        self.foot.insertWidget(2, self.undo_button)
        self._problem = wrapped_label("", "late")
        refused = left_out(outcomes)
        if not refused and not losses:
            self._add_line("check", "ok_text", "Every row is in your library.")
        for outcome in refused[:_SHOWN]:
            self._add_line("circle-minus", "late_text", f"Row {outcome.row}. {outcome.reason}")
        if len(refused) > _SHOWN:
            self.add_words(words.and_more(len(refused) - _SHOWN), "stamp", gap=8)
        for sentence in losses[:_SHOWN]:
            self._add_line("triangle-alert", "soon_text", sentence)
        if len(losses) > _SHOWN:
            self.add_words(words.and_more(len(losses) - _SHOWN), "stamp")
        self.body.addWidget(self._problem)
        self._problem.hide()

    def undone(self) -> None:
        """Go away, because the library is as it was."""
        self._finish(is_confirmed=False)

    def refused(self, sentence: str) -> None:
        """Say why something could not be done."""
        self.undo_button.setEnabled(True)
        self._problem.setText(sentence)
        self._problem.show()
        self._place()

    def _undo(self) -> None:
        self.undo_button.setEnabled(False)
        self.undo_requested.emit()

    def _add_line(self, icon: str, colour: str, sentence: str) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Glyph(icon, self.tokens, colour=colour), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(wrapped_label(sentence, "secondary"), 1)
        self.body.addLayout(line)
        self.body.addSpacing(6)
