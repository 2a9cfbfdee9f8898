"""What may wait until the picture of a new message is painted, and is then done once for all."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_AFTER_PAINT_MS = 60


class AfterPaint(QObject):
    """Does something soon after it was asked for, however often that was.

    Args:
        act: What is done; reading a long chat takes longer than its picture may wait.
    """

    def __init__(self, act: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_PAINT_MS)
        self._timer.timeout.connect(act)

    def ask(self) -> None:
        """Let it be done; asking again before does not put it off."""
        if not self._timer.isActive():
            self._timer.start()
