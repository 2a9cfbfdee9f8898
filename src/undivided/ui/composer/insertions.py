"""Tells when the insertion of a response is undone, and when it is redone.

The text of a numbered insertion carries its number through the document's own undo: a number that
is gone after an undo step was undone with it. One that was deleted or written over by hand is the
operator's own doing and tells nothing.
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPlainTextEdit

from undivided.ui.composer import slot_text


class Insertions(QObject):
    """Watches the numbered insertions of one text field.

    Signals:
        undone: The number of an insertion whose text undo has just taken away.
        redone: The number of one whose text is back.

    Args:
        field: The text field.
    """

    undone = Signal(int)
    redone = Signal(int)

    def __init__(self, field: QPlainTextEdit) -> None:
        super().__init__(field)
        self._document = field.document()
        self._there: set[int] = set()
        self._undone: set[int] = set()
        self._steps = 0
        field.textChanged.connect(self._follow)

    def forget(self) -> None:
        """Begin anew, because another text is shown; nothing of before can be undone there."""
        self._there.clear()
        self._undone.clear()

    def note(self, number: int) -> None:
        """Watch an insertion that is being made with `slot_text.insert_filled`.

        Args:
            number: Tells it from all others; not 0.
        """
        self._there.add(number)

    def _follow(self) -> None:
        if not self._there and not self._undone:
            return
        before, self._steps = self._steps, self._document.availableUndoSteps()
        here = slot_text.insertions(self._document)
        back = self._undone & here
        gone = self._there - here if self._steps < before else set()
        self._undone = (self._undone | gone) - back
        self._there = (self._there | back) - gone
        for number in sorted(gone):
            self.undone.emit(number)
        for number in sorted(back):
            self.redone.emit(number)
