"""The question over the composer when Send would answer blind; it never takes the focus."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from undivided.desk.values import Reach
from undivided.ui import wording
from undivided.ui.controls.key_buttons import Button
from undivided.ui.look.announce import announce
from undivided.ui.look.fonts import font_for
from undivided.ui.look.icons import pixmap
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens

BLIND = frozenset({Reach.BEHIND, Reach.UNSEEN})
"""What is asked about; while merely offline a message is taken and says that it leaves later."""

_BELOW = 6
"""Pixels between the question and the text that it is about."""


class SendQuestion(QWidget):
    """Asks once per attempt, and goes by itself when there is nothing to ask about any more.

    Signals:
        confirmed: The operator wants to send anyway.
    """

    confirmed = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._reach = Reach.NOW
        self._unseen = 0
        self._name = ""
        self._icon = QLabel(self)
        self._words = plain_label("", parent=self)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = Button(wording.SEND_ANYWAY, tokens, key="Ctrl+Enter")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self.confirmed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 8, 7 + _BELOW)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_tokens(tokens)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether it is being asked."""
        return not self.isHidden()

    @property
    def text(self) -> str:
        """What is asked."""
        return self._words.text()

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        self._icon.setPixmap(pixmap("triangle-alert", tokens.soon_text))
        self._words.setFont(font_for(tokens, tokens.type.base))
        self.button.set_tokens(tokens)
        self.update()

    def set_reach(self, reach: Reach, unseen: int, name: str) -> None:
        """Take in what is true of the chat; an open question follows it, or goes."""
        before = (self._reach, self._unseen)
        self._reach, self._unseen, self._name = reach, unseen, name
        if not self.is_open or before == (reach, unseen):
            return
        if reach in BLIND:
            self._ask()
        else:
            self.close_question()
            announce(self, wording.may_send_now(is_online=reach is Reach.NOW))

    def must_ask(self) -> bool:
        """Return whether sending now would be an answer blind."""
        return self._reach in BLIND

    def ask(self) -> None:
        """Ask, in view and through the screen reader."""
        self._ask()
        self.show()

    def close_question(self) -> None:
        """Take the question away."""
        self.hide()

    def _ask(self) -> None:
        if self._reach is Reach.BEHIND:
            words = wording.chat_is_behind(self._name)
        else:
            words = wording.words_unseen(self._name, self._unseen)
        self._words.setText(words)
        self.setAccessibleName(words)
        self.button.explain(words)
        announce(self, words, is_urgent=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint of a warning."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tokens.soon_tint))
        radius = self._tokens.radius.bubble
        painter.drawRoundedRect(self.rect().adjusted(0, 0, 0, -_BELOW), radius, radius)
        painter.end()
