"""The editor's lines that make a response a fact card: source, end, and what would do instead.

Source: practices 35 and 53.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from undivided.library.model.parts import MOST_ALTERNATIVES, Alternative, Fact
from undivided.ui.controls.fields import Field
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.editor import words
from undivided.ui.responses.editor.day_field import DayField


class FactPart(QWidget):
    """Source and last day; both or none, because one alone vouches for nothing.

    What to offer instead is asked for while it cannot be had.

    Args:
        tokens: The theme.
        fact: What is there so far.
    """

    changed = Signal()
    resized = Signal()

    def __init__(self, tokens: Tokens, fact: Fact | None) -> None:
        super().__init__()
        self.source = Field(words.FACT_SOURCE, tokens, hint=words.FACT_SOURCE_HINT)
        self.until = DayField(words.FACT_UNTIL, tokens)
        self.unavailable = chip(words.NOT_AVAILABLE, words.SPOKEN_NOT_AVAILABLE)
        self.alternatives = tuple(_AlternativeLine(tokens, at) for at in range(MOST_ALTERNATIVES))
        if fact is not None:
            self.source.set_text(fact.source)
            self.until.set_day(fact.valid_until)
            self.unavailable.setChecked(not fact.is_available)
            for line, known in zip(self.alternatives, fact.alternatives, strict=False):
                line.show_alternative(known)
        self._build()
        self._connect()
        self._follow()

    @property
    def fact(self) -> Fact | None:
        """What is entered, or None while it is not whole."""
        source, until = self.source.text.strip(), self.until.day
        if not source or not until:
            return None
        return Fact(
            source=source,
            valid_until=until,
            is_available=not self.unavailable.isChecked(),
            alternatives=tuple(
                line.alternative for line in self.alternatives if line.alternative.name
            ),
        )

    @property
    def problem(self) -> str:
        """What is missing, as a sentence, or ""."""
        if self.until.is_no_day:
            return words.NOT_A_DAY
        has_source, has_day = bool(self.source.text.strip()), self.until.day is not None
        is_half = has_source != has_day or (self.unavailable.isChecked() and not has_source)
        return words.HALF_A_FACT if is_half else ""

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.source, 1)
        row.addWidget(plain_label("until"))
        row.addWidget(self.until)
        row.addWidget(self.unavailable)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        for line in self.alternatives:
            column.addWidget(line)

    def _connect(self) -> None:
        for field in (self.source, self.until):
            field.changed.connect(self.changed)
        for line in self.alternatives:
            line.changed.connect(self.changed)
        self.unavailable.toggled.connect(self._follow)
        self.unavailable.toggled.connect(self.changed)

    def _follow(self) -> None:
        for line in self.alternatives:
            line.setVisible(self.unavailable.isChecked())
        self.resized.emit()


class _AlternativeLine(QWidget):
    """The shortcut of what would do instead, and why."""

    changed = Signal()

    def __init__(self, tokens: Tokens, at: int) -> None:
        super().__init__()
        self.shortcut = Field(words.alternative(at + 1), tokens, prefix="/")
        self.reason = Field(words.alternative_reason(at + 1), tokens, hint=words.REASON_HINT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(plain_label(words.INSTEAD))
        row.addWidget(self.shortcut, 2)
        row.addWidget(self.reason, 3)
        for field in (self.shortcut, self.reason):
            field.changed.connect(self.changed)

    @property
    def alternative(self) -> Alternative:
        """What is entered; without a name it is none."""
        return Alternative(name=self.shortcut.text.strip(), reason=self.reason.text.strip())

    def show_alternative(self, known: Alternative) -> None:
        """Show what is there so far."""
        self.shortcut.set_text(known.name)
        self.reason.set_text(known.reason)


def chip(text: str, spoken: str) -> QPushButton:
    """Return a chip that is on or off."""
    made = QPushButton(text)
    made.setProperty("kind", "chip")
    made.setCheckable(True)
    made.setAutoDefault(False)
    made.setAccessibleName(spoken)
    return made
