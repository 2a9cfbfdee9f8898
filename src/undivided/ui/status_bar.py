"""The window's last line: the connection with its age, the queue, the longest silence."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from undivided.desk.values import DeskStatus, LinkState
from undivided.etiquette.calm_text import one_line
from undivided.qtmodels.durations import clock_text, counted
from undivided.qtmodels.spoken import local_clock
from undivided.ui.look.elided_line import ElidedLine, Part
from undivided.ui.look.fonts import SEMIBOLD
from undivided.ui.look.icons import pixmap
from undivided.ui.look.theme import Tokens

HEIGHT = 28
_LINK_FRAME = 46  # margins, dot and gaps
_PART_FRAME = 32  # icon and gaps

_LINK_WORDS = {
    LinkState.SIGNED_OUT: "Signed out",
    LinkState.CONNECTING: "Connecting",
    LinkState.CATCHING_UP: "Catching up",
    LinkState.LIVE: "Live",
    LinkState.OFFLINE: "Offline",
    LinkState.REFUSED: "Sign-in refused",
}


class DeskStatusBar(QWidget):
    """Says what is true and how old it is; never shows old figures as live ones."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._status = DeskStatus()
        self._age: int | None = None
        self._promises = ""
        step = tokens.type.secondary
        self._dot = _LinkDot(tokens, self)
        self._link = ElidedLine(tokens, step, self)
        self._queue_icon = QLabel(self)
        self._queue = ElidedLine(tokens, step, self)
        self._promise_icon = QLabel(self)
        self._promise = ElidedLine(tokens, step, self)
        self._right = ElidedLine(tokens, step, self)
        self._lines = (self._link, self._queue, self._promise, self._right)
        for line in self._lines:
            line.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 1, 12, 0)
        row.setSpacing(6)
        for part in (self._dot, self._link, self._queue_icon, self._queue):
            row.addWidget(part)
            if part is self._link or part is self._queue:
                row.addSpacing(18)
        row.addWidget(self._promise_icon)
        row.addWidget(self._promise)
        row.addStretch(1)
        row.addWidget(self._right)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self.setFixedHeight(tokens.px(HEIGHT))
        for part in (self._dot, *self._lines):
            part.set_tokens(tokens)
        self._queue_icon.setPixmap(pixmap("users", tokens.text_2, 14))
        self._promise_icon.setPixmap(pixmap("flag", tokens.text_2, 14))
        self._refresh()

    def set_status(self, status: DeskStatus) -> None:
        """Show another status."""
        self._status = status
        self._refresh()

    def set_last_word(self, seconds: int | None) -> None:
        """Say how long ago the server said anything; None when it is not known."""
        if seconds != self._age:
            self._age = seconds
            self._refresh()

    def set_promises(self, words: str) -> None:
        """Show the open promises: "2 promises · next at 15:00, call Dario"; empty hides them."""
        self._promises = words
        self._refresh()

    def _refresh(self) -> None:
        status = self._status
        state = status.link.state
        is_live = state is LinkState.LIVE
        self._dot.set_state(state)
        fact, follows = self._link_words()
        self._link.set_parts([Part(fact, "text", SEMIBOLD), Part(follows, "text_2")])
        self.setAccessibleName(f"Connection, {fact.lower()}")
        self._queue.set_parts([Part(_queue_words(status, is_live=is_live), "text_2")])
        self._promise.set_parts([Part(one_line(self._promises), "text_2")])
        self._right.set_parts(self._right_parts(is_live=is_live))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what does not fit; the connection stays."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show whole facts only: first the connection, then the longest silence, then the rest."""
        room = self.width() - self._link.sizeHint().width() - _LINK_FRAME
        for line, icon, has_words in (
            (self._right, None, True),
            (self._queue, self._queue_icon, True),
            (self._promise, self._promise_icon, bool(self._promises)),
        ):
            room -= line.sizeHint().width() + _PART_FRAME
            is_shown = has_words and room >= 0
            line.setVisible(is_shown)
            if icon is not None:
                icon.setVisible(is_shown)

    def _link_words(self) -> tuple[str, str]:
        link = self._status.link
        words = _LINK_WORDS[link.state]
        if link.state is LinkState.LIVE:
            told = "" if self._age is None else f"  last word from the server {self._age} s ago"
            return words, told
        since = "" if link.since is None else f" since {local_clock(link.since)}"
        if link.state is LinkState.OFFLINE:
            known = "" if link.since is None else f"  this was known at {local_clock(link.since)}"
            return f"{words}{since}", known
        if link.state is LinkState.CATCHING_UP and link.behind:
            return words, f"  {counted(link.behind, 'chat')} still to come"
        return words, ""

    def _right_parts(self, *, is_live: bool) -> list[Part]:
        status = self._status
        if not is_live:
            return [Part("Everything you write is kept on this computer", "text_2")]
        if not status.longest_silence:
            return []
        return [
            Part("Longest silence today  ", "text_2"),
            Part(clock_text(status.longest_silence), "text", SEMIBOLD),
            Part(f"  {one_line(status.longest_silence_name, 40)}", "text_2"),
        ]

    def sizeHint(self) -> QSize:
        """Return the bar's height."""
        return QSize(0, self._tokens.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, the hairline above, and those between the parts."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._tokens.window))
        painter.setPen(QColor(self._tokens.border))
        painter.drawLine(0, 0, self.width(), 0)
        followed = ((self._link, self._queue), (self._queue, self._promise))
        for line in (line for line, after in followed if after.isVisible()):
            x = line.geometry().right() + 12
            painter.drawLine(x, self.height() // 2 - 6, x, self.height() // 2 + 7)
        painter.end()


class _LinkDot(QWidget):
    """Filled when live, a dashed ring otherwise: the shape says it without the colour."""

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._state = LinkState.SIGNED_OUT
        self.setFixedSize(10, 10)

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.update()

    def set_state(self, state: LinkState) -> None:
        if state is not self._state:
            self._state = state
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._state is LinkState.LIVE:
            painter.setPen(QColor(self._tokens.ok_mark))
            painter.setBrush(QColor(self._tokens.ok_mark))
            painter.drawEllipse(QRectF(1.5, 1.5, 7, 7))
        else:
            is_bad = self._state in (LinkState.OFFLINE, LinkState.REFUSED)
            pen = QPen(QColor(self._tokens.soon_mark if is_bad else self._tokens.hold_mark), 2)
            pen.setDashPattern([1.3, 0.9])
            painter.setPen(pen)
            painter.drawEllipse(QRectF(1.5, 1.5, 7, 7))
        painter.end()


def _queue_words(status: DeskStatus, *, is_live: bool) -> str:
    if not is_live:
        return "Queue unknown"
    if not status.queue:
        return "Queue empty"
    return f"Queue {status.queue} · longest {clock_text(status.queue_longest)}"
