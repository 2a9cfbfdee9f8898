"""The unknown placeholders of a file, each with the value of the chat that it may stand for."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from undivided.library.filling.slots import KNOWN_VALUES
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import ElidedLabel
from undivided.ui.responses import import_wording as words
from undivided.ui.responses.value_box import ValueBox
from undivided.ui.words.value_words import value_words

MOST = 40
"""Placeholders that can be mapped; a file with more of them is not a file of responses."""

_LETTERS = 22


class PlaceholderRows(QWidget):
    """One line for each unknown placeholder."""

    changed = Signal()

    def __init__(self, names: Sequence[str], tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: dict[str, ValueBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 1)
        for name in names[:MOST]:
            self._add(name, tokens)
        if len(names) > MOST:
            more = plain_label(f"{len(names) - MOST:,} more stay blanks.", "stamp")
            self._grid.addWidget(more, self._grid.rowCount(), 0, 1, 2)

    @property
    def chosen(self) -> Mapping[str, str]:
        """The values by the names that stand for them."""
        return {name: box.value for name, box in self._choices.items() if box.value}

    def _add(self, name: str, tokens: Tokens) -> None:
        row = self._grid.rowCount()
        label = ElidedLabel(f"{{{{{name}}}}}")
        values = [(value, value_words(value)) for value in sorted(KNOWN_VALUES)]
        box = ValueBox(
            f"{name} stands for", [("", words.KEEP_AS_BLANK), *values], tokens, letters=_LETTERS
        )
        box.currentIndexChanged.connect(self.changed)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(box, row, 1)
        self._choices[name] = box
