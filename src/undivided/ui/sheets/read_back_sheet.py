"""What was understood, written down for the visitor to confirm: up to six labelled details."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from undivided.desk.read_back import TITLE
from undivided.etiquette.details import EMAIL, ORDER, PHONE, Detail
from undivided.protocol.ids import ChatId
from undivided.protocol.limits import (
    READBACK_FIELDS,
    READBACK_LABEL_CHARACTERS,
    READBACK_VALUE_CHARACTERS,
)
from undivided.ui.controls.fields import Field
from undivided.ui.look.plain import wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.words import wording

ADDRESS = "Address"
USUAL = (EMAIL, PHONE, ORDER, ADDRESS)
"""Labels that are offered; any of them can be written over."""
NOTHING_YET = "Write at least one detail for the visitor to confirm."
LABEL_MISSING = "Say beside each detail what it is, such as \u201cAddress\u201d."


FOUND = "What stands in the chat is filled in. Card numbers are masked here too."


class ReadBackSheet(Sheet):
    """Rows of a label and a value; empty values are left out.

    Args:
        found: Details that stand in the chat already.
    """

    send_requested = Signal(str, object)
    """Read these details (a tuple of `Detail`) back to the visitor of this chat."""

    def __init__(
        self,
        window: QWidget,
        tokens: Tokens,
        chat_id: ChatId,
        name: str,
        found: tuple[Detail, ...] = (),
    ) -> None:
        shown = wording.visitor(name)
        super().__init__(
            window,
            tokens,
            f"Have details confirmed by {shown}",
            subtitle=f"{shown} reads \u201c{TITLE}\u201d and can confirm or change each one.",
            confirm="Send",
            keep="Not now",
        )
        self._chat_id = chat_id
        self.rows: list[tuple[Field, Field]] = []
        values = {each.label: each.value for each in found}
        labels = [*values, *(label for label in USUAL if label not in values), "", ""]
        for label in labels[:READBACK_FIELDS]:
            self._add(label, values.get(label, ""))
        self._problem = wrapped_label("", "late")
        self._problem.hide()
        self.body.addSpacing(4)
        self.body.addWidget(self._problem)
        self.add_words(FOUND, "secondary")

    def open(self, first: QWidget | None = None) -> None:
        """Show it with the caret in the first value that is empty."""
        empty = next((value for _, value in self.rows if not value.text), self.rows[0][1])
        super().open(first or empty)

    def details(self) -> tuple[Detail, ...]:
        """Return the details with a value, as they are written."""
        pairs = ((label.text.strip(), value.text.strip()) for label, value in self.rows)
        return tuple(Detail(label, value) for label, value in pairs if value)

    def is_ready(self) -> bool:
        """Return whether there is something to confirm, and each detail is named."""
        for label, value in self.rows:
            label.set_wrong(bool(value.text.strip()) and not label.text.strip())
        problem = "" if self.details() else NOTHING_YET
        unnamed = next((i for i, one in enumerate(self.details()) if not one.label), None)
        if unnamed is not None:
            problem = LABEL_MISSING
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if problem:
            wrong = [label for label, value in self.rows if value.text and not label.text.strip()]
            (wrong[0] if wrong else self.rows[0][1]).line.setFocus(Qt.FocusReason.OtherFocusReason)
            self._place()
        return not problem

    def confirmed(self) -> None:
        """Ask to read the details back."""
        self.send_requested.emit(self._chat_id, self.details())

    def _add(self, label: str, value: str) -> None:
        number = len(self.rows) + 1
        name = Field(f"What detail {number} is", self.tokens, hint="What it is")
        text = Field(f"Detail {number}", self.tokens, hint="As you understood it")
        name.line.setMaxLength(READBACK_LABEL_CHARACTERS)
        text.line.setMaxLength(READBACK_VALUE_CHARACTERS)
        name.set_text(label)
        text.set_text(value)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 8)
        row.setSpacing(8)
        row.addWidget(name, 2)
        row.addWidget(text, 5)
        self.body.addLayout(row)
        self.rows.append((name, text))
