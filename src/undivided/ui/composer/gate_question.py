"""The question over the composer when a rule of the coach holds a message back.

Only rules that are gates ask; every other advice lets the message go.
"""

from msgspec import Struct
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from undivided.etiquette.coach.advice import Act, Advice
from undivided.ui.composer.question_bar import QuestionBar
from undivided.ui.controls.key_buttons import Button
from undivided.ui.look.theme import Tokens
from undivided.ui.words import coach_wording, mood_wording, wording

_BREAK_FROM = 600


class Gate(Struct, frozen=True):
    """Why a message waits.

    Attributes:
        advice: What the rule saw; its remedies name the buttons.
        pause_s: How long it waits at least, in whole seconds. Source: practice 29.
    """

    advice: Advice
    pause_s: int = 0


class GateQuestion(QuestionBar):
    """Asks once per text; where the rule says so, sending is possible only after a pause.

    Signals:
        confirmed: The operator wants to send all the same.
        hand_over_wanted: A colleague is to take the chat.
        rest_wanted: The operator takes a break from new chats.
    """

    confirmed = Signal()
    hand_over_wanted = Signal()
    rest_wanted = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        self.rest_button = Button(mood_wording.TAKE_BREAK, tokens)
        self.hand_over_button = Button(coach_wording.HAND_OVER, tokens)
        self.button = Button(wording.SEND_ANYWAY, tokens, key="Ctrl+Enter")
        buttons = (self.rest_button, self.hand_over_button, self.button)
        super().__init__(tokens, *buttons, parent=parent)
        self._label = ""
        self._left_s = 0
        self._may_rest = False
        self._second = QTimer(self)
        self._second.setInterval(1_000)
        self._second.timeout.connect(self._count_down)
        self.button.clicked.connect(self.confirm)
        self.hand_over_button.clicked.connect(self.hand_over_wanted)
        self.rest_button.clicked.connect(self.rest_wanted)

    @property
    def is_pausing(self) -> bool:
        """Whether it is too early to send."""
        return self._left_s > 0

    def ask(self, gate: Gate) -> None:
        """Ask, in view and through the screen reader."""
        labels = {remedy.act: remedy.label for remedy in gate.advice.remedies}
        self._label = labels.get(Act.ASK_FIRST, wording.SEND_ANYWAY)
        self.hand_over_button.setVisible(Act.HAND_OVER in labels)
        self._may_rest = Act.REST in labels
        self._fit()
        self.button.explain(gate.advice.message)
        self._left_s = gate.pause_s
        self._show_left()
        if gate.pause_s:
            self._second.start()
        self.say(gate.advice.message)
        self.show()

    def confirm(self) -> None:
        """Send, unless the pause is not over."""
        if self.is_open and not self.is_pausing:
            self.confirmed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the break only where there is room; its key works everywhere."""
        super().resizeEvent(event)
        self._fit()

    def close_question(self) -> None:
        """Take the question away."""
        self._second.stop()
        self._left_s = 0
        super().close_question()

    def _fit(self) -> None:
        self.rest_button.setVisible(self._may_rest and self.width() >= _BREAK_FROM)

    def _count_down(self) -> None:
        self._left_s -= 1
        self._show_left()
        if not self.is_pausing:
            self._second.stop()

    def _show_left(self) -> None:
        self.button.setEnabled(not self.is_pausing)
        self.button.relabel(coach_wording.after_pause(self._label, self._left_s))
