"""A list that drops down and knows the value behind each of its words."""

from collections.abc import Sequence

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox

from undivided.ui.controls.drop_down import DropDown
from undivided.ui.look.theme import Tokens

_LETTERS = 12
"""Its least width; a long choice must not make a sheet wider than the window."""


class ValueBox(DropDown):
    """One value of many.

    Args:
        name: What is chosen, for screen readers.
        choices: Value and words of each.
        chosen: The value that is chosen at first; an unknown one chooses the first.
    """

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str]],
        tokens: Tokens,
        chosen: str = "",
        *,
        letters: int = _LETTERS,
    ) -> None:
        self._values = [value for value, _ in choices]
        at = self._values.index(chosen) if chosen in self._values else 0
        super().__init__(name, tuple(words for _, words in choices), tokens, at=at)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)

    @property
    def value(self) -> str:
        """The value that is chosen."""
        return self._values[self.currentIndex()]

    def choose(self, value: str) -> None:
        """Choose one of the values."""
        self.setCurrentIndex(self._values.index(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls below it: passing by must not choose."""
        event.ignore()
