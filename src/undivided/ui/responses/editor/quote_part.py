"""The editor's line that makes a response a proof card: who said it, and whether they agreed.

Source: practice 58.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from undivided.library.model.parts import Quote
from undivided.ui.controls.fields import Field
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.editor import words
from undivided.ui.responses.editor.fact_part import chip


class QuotePart(QWidget):
    """Whoever said it; without a name nobody is quoted.

    Args:
        tokens: The theme.
        quote: What is there so far.
    """

    changed = Signal()

    def __init__(self, tokens: Tokens, quote: Quote | None) -> None:
        super().__init__()
        self.said_by = Field(words.QUOTE_BY, tokens, hint=words.QUOTE_BY_HINT)
        self.agreed = chip(words.AGREED, words.SPOKEN_AGREED)
        if quote is not None:
            self.said_by.set_text(quote.said_by)
            self.agreed.setChecked(quote.is_agreed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.said_by, 1)
        row.addWidget(self.agreed)
        self.said_by.changed.connect(self.changed)
        self.agreed.toggled.connect(self.changed)

    @property
    def quote(self) -> Quote | None:
        """What is entered, or None without a name."""
        said_by = self.said_by.text.strip()
        return Quote(said_by=said_by, is_agreed=self.agreed.isChecked()) if said_by else None

    @property
    def problem(self) -> str:
        """What is missing, as a sentence, or ""."""
        is_half = self.agreed.isChecked() and self.quote is None
        return words.NOBODY_QUOTED if is_half else ""
