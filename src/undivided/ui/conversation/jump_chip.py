"""The chip that says how many messages came below the view, and leads to them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QPushButton

from undivided.qtmodels.durations import counted

_ABOVE_THE_END_PX = 8


class JumpChip(QPushButton):
    """Shown over the end of a view while messages are below it that nobody has seen."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        self._view = view
        self._unseen = 0
        self.setProperty("kind", "chip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def count_in(self, unseen: int) -> None:
        """Say that so many more messages came below."""
        self._unseen += unseen
        if self._unseen:
            self.setText(f"{counted(self._unseen, 'new message')} below")
            self.adjustSize()
            self.keep_place()
            self.show()
            self.raise_()

    def forget(self) -> None:
        """Everything is seen."""
        self._unseen = 0
        self.hide()

    def keep_place(self) -> None:
        """Stand in the middle above the view's lower edge; call it when the view has moved."""
        area, size = self._view.viewport().geometry(), self.sizeHint()
        left = area.center().x() - size.width() // 2
        self.move(left, area.bottom() - size.height() - _ABOVE_THE_END_PX)
