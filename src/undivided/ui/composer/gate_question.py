"""The question over the composer when a rule of the coach holds a message back.

Only rules that are gates ask; every other advice lets the message go.
"""

from msgspec import Struct
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from undivided.etiquette.coach.advice import Act, Advice
from undivided.etiquette.coach.after_no import REASONS
from undivided.ui.composer.question_bar import QuestionBar
from undivided.ui.controls.key_buttons import Button, Room
from undivided.ui.look.theme import Tokens
from undivided.ui.words import coach_wording, mood_wording, wording

_BREAK_FROM = 600
_EDGES, _BETWEEN = 20, 10
"""Pixels beside the reasons and between two of them, as `QuestionBar` lays them out."""


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

    A rule that wants a reason has a button for each in place of the one that sends.

    Signals:
        confirmed: A rule, and the reason, or "": the operator wants to send all the same.
        hand_over_wanted: A colleague is to take the chat.
        rest_wanted: The operator takes a break from new chats.
    """

    confirmed = Signal(str, str)
    hand_over_wanted = Signal()
    rest_wanted = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        self.rest_button = Button(mood_wording.TAKE_BREAK, tokens)
        self.hand_over_button = Button(coach_wording.HAND_OVER, tokens)
        self.button = Button(wording.SEND_ANYWAY, tokens, key="Ctrl+Enter")
        self.reason_buttons = {reason: _reason_button(reason, tokens) for reason in REASONS}
        buttons = (self.rest_button, self.hand_over_button, self.button)
        super().__init__(
            tokens, *buttons, below=(tuple(self.reason_buttons.values()),), parent=parent
        )
        self._rule = self._label = ""
        self._wants_reason = False
        self._left_s = 0
        self._may_rest = False
        self._second = QTimer(self)
        self._second.setInterval(1_000)
        self._second.timeout.connect(self._count_down)
        self.button.clicked.connect(self.confirm)
        for reason, button in self.reason_buttons.items():
            button.clicked.connect(lambda _checked=False, why=reason: self._send(why))
        self.hand_over_button.clicked.connect(self.hand_over_wanted)
        self.rest_button.clicked.connect(self.rest_wanted)

    @property
    def is_pausing(self) -> bool:
        """Whether it is too early to send."""
        return self._left_s > 0

    def ask(self, gate: Gate) -> None:
        """Ask, in view and through the screen reader."""
        labels = {remedy.act: remedy.label for remedy in gate.advice.remedies}
        self._rule, self._label = gate.advice.rule, labels.get(Act.ASK_FIRST, wording.SEND_ANYWAY)
        self._show_reasons(gate.advice)
        self.hand_over_button.setVisible(Act.HAND_OVER in labels)
        self._may_rest = Act.REST in labels
        self._fit()
        self.button.explain(gate.advice.message)
        self._left_s = gate.pause_s
        self._show_left()
        if gate.pause_s:
            self._second.start()
        message = gate.advice.message
        self.say(f"{message} {coach_wording.SAY_WHY}" if self._wants_reason else message)
        self.show()

    def confirm(self) -> None:
        """Send, unless the pause is not over; where a reason is wanted, go to the first one."""
        offered = (each for each in self.reason_buttons.values() if each.isVisible())
        first = next(offered, None)
        if first is None:
            self._send("")
        else:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the break only where there is room; its key works everywhere."""
        super().resizeEvent(event)
        self._fit()

    def close_question(self) -> None:
        """Take the question away."""
        self._second.stop()
        self._left_s = 0
        super().close_question()

    def _show_reasons(self, advice: Advice) -> None:
        wanted = {each.text for each in advice.remedies if each.act is Act.ASK_FIRST}
        for reason, button in self.reason_buttons.items():
            button.setVisible(reason in wanted)
        self._wants_reason = not wanted.isdisjoint(self.reason_buttons)
        self.button.setVisible(not self._wants_reason)

    def _send(self, reason: str) -> None:
        if self.is_open and not self.is_pausing:
            self.confirmed.emit(self._rule, reason)

    def _fit(self) -> None:
        self.rest_button.setVisible(self._may_rest and self.width() >= _BREAK_FROM)
        buttons = tuple(self.reason_buttons.values())
        wide = sum(_BETWEEN + button.width_in(Room.ALL) for button in buttons)
        room = Room.ALL if wide <= self.contentsRect().width() - _EDGES else Room.LEAST
        for button in buttons:
            button.set_room(room)

    def _count_down(self) -> None:
        self._left_s -= 1
        self._show_left()
        if not self.is_pausing:
            self._second.stop()

    def _show_left(self) -> None:
        for button in (self.button, *self.reason_buttons.values()):
            button.setEnabled(not self.is_pausing)
        self.button.relabel(coach_wording.after_pause(self._label, self._left_s))


def _reason_button(reason: str, tokens: Tokens) -> Button:
    words = REASONS[reason]
    name = coach_wording.reason_spoken(words)
    button = Button(words, tokens, short=coach_wording.SHORT_REASONS[reason], name=name)
    button.explain(f"{words}. {coach_wording.REASON_TIP}")
    return button
