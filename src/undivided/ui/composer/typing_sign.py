"""Whether the operator is writing, told often enough for the visitor's side and not per key."""

from PySide6.QtCore import QObject, QTimer, Signal

_REPEATS_MS = 3_000
"""A visitor's side forgets the typing mark after 5 s, so it is renewed before."""
_ENDS_MS = 4_000


class TypingSign(QObject):
    """Turns keys into a few signals.

    Signals:
        changed: The operator writes (repeated while it goes on), or no longer does.
    """

    changed = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_typing = False
        self._repeat = self._timer(_REPEATS_MS)
        self._end = self._timer(_ENDS_MS)
        self._end.timeout.connect(self.end)

    def follow(self, *, has_text: bool) -> None:
        """Take in one key; an empty field is no writing."""
        if not has_text:
            self.end()
            return
        self._end.start()
        if not self._repeat.isActive():
            self._repeat.start()
            self._is_typing = True
            self.changed.emit(True)

    def end(self) -> None:
        """Say that nobody writes any more, if anybody did."""
        self._repeat.stop()
        self._end.stop()
        if self._is_typing:
            self._is_typing = False
            self.changed.emit(False)

    def _timer(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        return timer
