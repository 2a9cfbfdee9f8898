"""The blanks of a response, row by row: what goes into each, and what is there at first."""

from itertools import islice

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from undivided.library.model.parts import Fill, SlotKind
from undivided.ui.controls.drop_down import DropDown
from undivided.ui.controls.fields import Field
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import ElidedLabel
from undivided.ui.responses.editor import words
from undivided.ui.responses.editor.listed_words import as_list, listed

_FILLS = tuple(Fill)
_NAME_WIDTH = 120
MOST_ROWS = 40
"""A text with more blanks was written by no person; what is known of the others stays as it is."""


class BlanksTable(QWidget):
    """Follows the text: a blank that is written gets a row, one that goes loses it.

    What was entered for a blank that went comes back with its name.

    Args:
        kinds: What is known of the blanks.
    """

    changed = Signal()

    def __init__(self, tokens: Tokens, kinds: tuple[SlotKind, ...]) -> None:
        super().__init__()
        self._tokens = tokens
        self._known = {kind.name.casefold(): kind for kind in kinds}
        self._rows: dict[str, _Row] = {}
        self._beyond: list[str] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 3)
        self._grid.setColumnStretch(3, 2)
        self._grid.setColumnMinimumWidth(0, _NAME_WIDTH)

    @property
    def kinds(self) -> tuple[SlotKind, ...]:
        """What was entered for the blanks that are there; plain text is not worth a word."""
        entered = [row.kind for row in self._rows.values()]
        beyond = [self._known[key] for key in self._beyond if key in self._known]
        return tuple(kind for kind in entered + beyond if kind != SlotKind(name=kind.name))

    def show_blanks(self, names: tuple[str, ...]) -> None:
        """Have a row for each of these names, in their order."""
        every = {name.casefold(): name for name in names}
        wanted = dict(islice(every.items(), MOST_ROWS))
        self._beyond = [key for key in every if key not in wanted]
        if list(wanted) == list(self._rows):
            return
        for key in [key for key in self._rows if key not in wanted]:
            row = self._rows.pop(key)
            self._known[key] = row.kind
            row.remove()
        self._rows = {key: self._rows.get(key) or self._made(name) for key, name in wanted.items()}
        for at, row in enumerate(self._rows.values()):
            row.place(self._grid, at)
        self.updateGeometry()

    def row(self, name: str) -> "_Row":
        """Return the row of a blank, or raise `KeyError`."""
        return self._rows[name.casefold()]

    def set_tokens(self, tokens: Tokens) -> None:
        """Make new rows in another theme."""
        self._tokens = tokens

    def _made(self, name: str) -> "_Row":
        kind = self._known.get(name.casefold(), SlotKind(name=name))
        row = _Row(name, kind, self._tokens, self)
        row.on_change(self.changed)
        return row


class _Row:
    """The controls of one blank."""

    def __init__(self, name: str, kind: SlotKind, tokens: Tokens, parent: QWidget) -> None:
        self._name = name
        self._label = ElidedLabel(name, "accent", parent)
        self.fill = DropDown(
            f"What goes into {name}",
            tuple(words.FILL_NAMES[fill] for fill in _FILLS),
            tokens,
            at=_FILLS.index(kind.fill),
            parent=parent,
        )
        self.choices = Field(
            f"Choices for {name}", tokens, hint=words.CHOICES_HINT, height=30, parent=parent
        )
        self.currency = Field(
            f"Currency of {name}", tokens, hint=words.CURRENCY_HINT, height=30, parent=parent
        )
        self.currency.line.setMaxLength(3)
        self.default = Field(
            f"{name} is usually", tokens, hint=words.DEFAULT_HINT, height=30, parent=parent
        )
        self.choices.set_text(as_list(kind.choices))
        self.choices.line.setCursorPosition(0)
        self.currency.set_text(kind.currency)
        self.default.set_text(kind.default)
        self.fill.currentIndexChanged.connect(self._show_parts)
        self._widgets: tuple[QWidget, ...] = (
            self._label,
            self.fill,
            self.choices,
            self.currency,
            self.default,
        )
        for widget in self._widgets:
            widget.show()
        self._show_parts()

    @property
    def kind(self) -> SlotKind:
        """What was entered; what does not belong to the kind is left out."""
        fill = _FILLS[self.fill.currentIndex()]
        return SlotKind(
            name=self._name,
            fill=fill,
            default=self.default.text.strip(),
            choices=listed(self.choices.text) if fill is Fill.CHOICE else (),
            currency=self.currency.text.strip().upper() if fill is Fill.MONEY else "",
        )

    def on_change(self, changed: object) -> None:
        """Tell `changed`, a signal, whatever is entered."""
        self.fill.currentIndexChanged.connect(changed)
        for field in (self.choices, self.currency, self.default):
            field.changed.connect(changed)

    def place(self, grid: QGridLayout, at: int) -> None:
        """Stand in a row of the grid."""
        grid.addWidget(self._label, at, 0)
        grid.addWidget(self.fill, at, 1)
        grid.addWidget(self.choices, at, 2)
        grid.addWidget(self.currency, at, 2)
        self._grid, self._at = grid, at
        self._place_default()

    def remove(self) -> None:
        """Go away."""
        for widget in self._widgets:
            widget.hide()
            widget.deleteLater()

    def _show_parts(self) -> None:
        fill = _FILLS[self.fill.currentIndex()]
        self.choices.setVisible(fill is Fill.CHOICE)
        self.currency.setVisible(fill is Fill.MONEY)
        if hasattr(self, "_grid"):
            self._place_default()

    def _place_default(self) -> None:
        # It takes the room of what its kind does not need.
        is_alone = self.choices.isHidden() and self.currency.isHidden()
        self._grid.addWidget(self.default, self._at, 2 if is_alone else 3, 1, 2 if is_alone else 1)
