"""A field for a day in the editor; marked as wrong while what is written is none."""

from datetime import date

from undivided.ui.controls.fields import Field
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.editor import words

_WIDTH = 120


class DayField(Field):
    """Takes a day as 2026-12-31.

    Args:
        name: The spoken name; a label beside it says the same.
        tokens: The theme.
    """

    def __init__(self, name: str, tokens: Tokens) -> None:
        super().__init__(name, tokens, hint=words.DAY_HINT)
        self.setFixedWidth(tokens.px(_WIDTH))
        self.changed.connect(lambda _: self.set_wrong(self.is_no_day))

    @property
    def day(self) -> date | None:
        """The day, or None while there is none."""
        try:
            return date.fromisoformat(self.text.strip())
        except ValueError:
            return None

    @property
    def is_no_day(self) -> bool:
        """Whether something is written that is no day."""
        return bool(self.text.strip()) and self.day is None

    def set_day(self, day: date | None) -> None:
        """Write a day into it, or nothing."""
        self.set_text(day.isoformat() if day else "")
