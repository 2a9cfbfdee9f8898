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
        self._is_watching = False
        self._here: set[int] = set()
        self._undone: set[int] = set()
        self._steps = 0
        field.textChanged.connect(self._follow)

    def forget(self) -> None:
        """Begin anew, because another text is shown; nothing of before can be undone there."""
        self._is_watching = False
        self._here.clear()
        self._undone.clear()

    def watch(self) -> None:
        """Watch from now on; a numbered insertion is about to be made."""
        self._is_watching = True

    def _follow(self) -> None:
        if not self._is_watching:
            return
        steps, self._steps = self._steps, self._document.availableUndoSteps()
        before, self._here = self._here, slot_text.insertions(self._document)
        gone = before - self._here if self._steps < steps else set()
        back = self._undone & self._here
        self._undone = (self._undone | gone) - back
        for number in sorted(gone):
            self.undone.emit(number)
        for number in sorted(back):
            self.redone.emit(number)
