"""The editor's line that makes a response a fact card: where it is written, and how long it holds.

Source: practice 35.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from undivided.library.model.parts import Fact
from undivided.ui.controls.fields import Field
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.editor import words
from undivided.ui.responses.editor.day_field import DayField


class FactPart(QWidget):
    """Source and last day; both or none, because one alone vouches for nothing.

    Args:
        tokens: The theme.
        fact: What is there so far.
    """

    changed = Signal()

    def __init__(self, tokens: Tokens, fact: Fact | None) -> None:
        super().__init__()
        self.source = Field(words.FACT_SOURCE, tokens, hint=words.FACT_SOURCE_HINT)
        self.until = DayField(words.FACT_UNTIL, tokens)
        if fact is not None:
            self.source.set_text(fact.source)
            self.until.set_day(fact.valid_until)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.source, 1)
        row.addWidget(plain_label("until"))
        row.addWidget(self.until)
        for field in (self.source, self.until):
            field.changed.connect(self.changed)

    @property
    def fact(self) -> Fact | None:
        """What is entered, or None while it is not whole."""
        source, until = self.source.text.strip(), self.until.day
        return Fact(source=source, valid_until=until) if source and until else None

    @property
    def problem(self) -> str:
        """What is missing, as a sentence, or ""."""
        if self.until.is_no_day:
            return words.NOT_A_DAY
        has_source, has_day = bool(self.source.text.strip()), self.until.day is not None
        return words.HALF_A_FACT if has_source != has_day else ""
