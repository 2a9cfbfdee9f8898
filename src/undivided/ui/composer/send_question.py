"""The question over the composer when Send would answer blind; it never takes the focus."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from undivided.desk.values import Reach
from undivided.ui.composer.question_bar import QuestionBar
from undivided.ui.controls.key_buttons import Button
from undivided.ui.look.announce import announce
from undivided.ui.look.theme import Tokens
from undivided.ui.words import wording

BLIND = frozenset({Reach.BEHIND, Reach.UNSEEN})
"""What is asked about; while merely offline a message is taken and says that it leaves later."""


def question_of(reach: Reach, visitor: str, unseen: int) -> str:
    """Return what is asked before an answer blind.

    Args:
        reach: One of `BLIND`.
        visitor: The name that is shown.
        unseen: Messages that were not read.
    """
    if reach is Reach.BEHIND:
        return wording.chat_is_behind(visitor)
    return wording.words_unseen(visitor, unseen)


class SendQuestion(QuestionBar):
    """Asks once per attempt, and goes by itself when there is nothing to ask about any more.

    Signals:
        confirmed: The operator wants to send anyway.
    """

    confirmed = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        self.button = Button(wording.SEND_ANYWAY, tokens, key="Ctrl+Enter")
        super().__init__(tokens, self.button, parent=parent)
        self._reach = Reach.NOW
        self._unseen = 0
        self._visitor = ""
        self.button.clicked.connect(self.confirmed)

    def set_reach(self, reach: Reach, unseen: int, name: str) -> None:
        """Take in what is true of the chat; an open question follows it, or goes."""
        before = (self._reach, self._unseen)
        self._reach, self._unseen, self._visitor = reach, unseen, name
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

    def _ask(self) -> None:
        words = question_of(self._reach, self._visitor, self._unseen)
        self.button.explain(words)
        self.say(words)
