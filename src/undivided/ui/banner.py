"""The banner over the whole window while the connection is down, catching up or refused.

Says the fact with its time, what follows, and what can be done. Nothing is shown while live.
"""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from undivided.desk.values import LinkState, LinkStatus
from undivided.etiquette.calm_text import one_line
from undivided.qtmodels.durations import counted
from undivided.qtmodels.spoken import local_clock
from undivided.ui.controls.icon_button import IconButton
from undivided.ui.look.announce import announce
from undivided.ui.look.elided_line import ElidedLine, Part
from undivided.ui.look.fonts import SEMIBOLD
from undivided.ui.look.icons import pixmap
from undivided.ui.look.theme import Tokens

HEIGHT = 48


class LinkBanner(QWidget):
    """Hidden while live.

    Signals:
        try_now_requested: Connect now instead of waiting.
        show_unsent_requested: Show the messages that wait to be sent.
        sign_in_requested: The server refused the sign-in.
    """

    try_now_requested = Signal()
    show_unsent_requested = Signal()
    sign_in_requested = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._status = LinkStatus()
        self._icon = QLabel(self)
        self._words = ElidedLine(tokens, tokens.type.base, self)
        self._next = ElidedLine(tokens, tokens.type.secondary, self).keep_whole()
        self._try = IconButton(tokens, "Try now", "rotate-cw", key="F5")
        self._unsent = IconButton(tokens, "Show them")
        self._sign_in = IconButton(tokens, "Sign in again")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        for part in (self._next, self._try, self._unsent, self._sign_in):
            row.addWidget(part)
        self._try.clicked.connect(self.try_now_requested)
        self._unsent.clicked.connect(self.show_unsent_requested)
        self._sign_in.clicked.connect(self.sign_in_requested)
        self.set_tokens(tokens)
        self.hide()

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self.setFixedHeight(tokens.px(HEIGHT))
        for part in (self._words, self._next, self._try, self._unsent, self._sign_in):
            part.set_tokens(tokens)
        self._refresh()

    def show_link(self, status: LinkStatus) -> None:
        """Show what is true of the connection; the change is said once, the countdown never."""
        is_news = status.state is not self._status.state
        was_shown = not self.isHidden()
        self._status = status
        if status.state is LinkState.CONNECTING:
            # A first connection needs no banner; a retry keeps the one that is there.
            self.setVisible(was_shown)
        else:
            shown = (LinkState.OFFLINE, LinkState.CATCHING_UP, LinkState.REFUSED)
            self.setVisible(status.state in shown)
        self._refresh()
        if is_news and status.state is LinkState.OFFLINE:
            announce(self, self._words.text(), is_urgent=True)

    def _refresh(self) -> None:
        status, tokens = self._status, self._tokens
        picture, tone = ("rotate-cw", tokens.hold_text)
        if status.state is not LinkState.CATCHING_UP:
            picture, tone = "wifi-off", tokens.soon_text
        self._icon.setPixmap(pixmap(picture, tone, 20))
        fact, follows = link_words(status)
        self._words.set_parts([Part(fact, "text", SEMIBOLD), Part(follows, "text_2")])
        self.setAccessibleName(self._words.text())
        countdown = _countdown(status)
        self._next.set_parts([Part(countdown, "soon_text")] if countdown else [])
        self._next.setVisible(bool(countdown))
        self._try.setVisible(status.state in (LinkState.OFFLINE, LinkState.CONNECTING))
        is_resting = status.state is LinkState.OFFLINE and status.next_try_in is not None
        self._try.set_allowed(is_allowed=is_resting, reason="It is being tried now")
        self._sign_in.setVisible(status.state is LinkState.REFUSED)
        self._unsent.set_words(f"Show the {status.unsent}" if status.unsent > 1 else "Show it")
        self._unsent.setVisible(status.unsent > 0 and status.state is not LinkState.REFUSED)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the banner's height."""
        return QSize(0, self._tokens.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint and the hairline below it."""
        painter = QPainter(self)
        is_calm = self._status.state is LinkState.CATCHING_UP
        tint = self._tokens.hold_tint if is_calm else self._tokens.soon_tint
        painter.fillRect(self.rect(), QColor(tint))
        line = self.rect().adjusted(0, self.height() - 1, 0, 0)
        painter.fillRect(line, QColor(self._tokens.border))
        painter.end()


def link_words(status: LinkStatus) -> tuple[str, str]:
    """Return the fact with its time, and what follows from it."""
    since = "" if status.since is None else f" since {local_clock(status.since)}"
    match status.state:
        case LinkState.CATCHING_UP:
            chats = counted(status.behind, "chat")
            told = f": {chats} still to come." if status.behind else "."
            return f"Catching up{since}{told}", " You can write; sending waits for its chat."
        case LinkState.REFUSED:
            reason = one_line(status.reason) or "The server refused the sign-in."
            return reason, " What you wrote is kept on this computer."
        case _:
            return f"Offline{since}.", _offline_follows(status.unsent)


def _offline_follows(unsent: int) -> str:
    if not unsent:
        return " You can keep writing; it goes out when the connection is back."
    is_one = unsent == 1
    count = f" {counted(unsent, 'message')} {'is' if is_one else 'are'} waiting to be sent."
    how = "It goes out once" if is_one else "They go out once, in order"
    return f"{count} {how}, when the connection is back. You can keep writing."


def _countdown(status: LinkStatus) -> str:
    if status.state is LinkState.OFFLINE and status.next_try_in is not None:
        return f"Next try in {max(0, status.next_try_in)} s"
    # While an attempt runs after a loss it is still offline, without a next attempt.
    is_trying = status.state in (LinkState.OFFLINE, LinkState.CONNECTING)
    return "Trying now" if is_trying else ""
