"""What is settled before a draft leaves, or a response with a doubtful fact comes into it."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, Signal

from undivided.ui.composer.composer_editor import ComposerEditor
from undivided.ui.composer.gate_question import Gate, GateQuestion
from undivided.ui.composer.insertion_question import InsertionQuestion
from undivided.ui.composer.send_question import SendQuestion
from undivided.ui.composer.slot_mode import SlotMode
from undivided.ui.look.announce import announce
from undivided.ui.look.theme import Tokens
from undivided.ui.words import coach_wording


class SendChecks(QObject):
    """Asks one thing at a time; each is asked once for a text. A blank locks it until it is filled.

    Args:
        editor: Holds the draft.
        slot_mode: Knows what is in the way of its slots.
        warn: Shows a sentence below the text.

    Attributes:
        find_gate: Returns why a text has to wait, or None; it is told which rules were answered.
        must_see: Returns whether there is advice on a text that nobody can have seen yet, and
            shows it.
    """

    unfilled_blank = Signal(str)
    """A blank is empty, or its words do not fit."""
    confirmed = Signal()
    """The operator is sure; try again."""
    held = Signal(str)
    """A text was held for a look at the advice, and why it is still here. Source: practice 22."""

    def __init__(
        self,
        editor: ComposerEditor,
        slot_mode: SlotMode,
        tokens: Tokens,
        warn: Callable[[str], None],
    ) -> None:
        super().__init__(editor)
        self._editor = editor
        self._slot_mode = slot_mode
        self._warn = warn
        self._asked_text: str | None = None
        self._passed: dict[str, str] = {}  # a rule whose gate was passed -> the reason for it
        self._passed_text: str | None = None
        self._held_text: str | None = None
        self.must_see: Callable[[str], bool] = lambda _text: False
        self.find_gate: Callable[[str, Collection[str]], Gate | None] = lambda _text, _passed: None
        self.question = SendQuestion(tokens)
        self.gate = GateQuestion(tokens)
        self.insertion = InsertionQuestion(tokens)
        self.question.confirmed.connect(self.confirmed)
        self.gate.confirmed.connect(self._pass_gate)

    @property
    def is_asking(self) -> bool:
        """Whether a question is open."""
        return any(bar.is_open for bar in (self.question, self.gate, self.insertion))

    def set_tokens(self, tokens: Tokens) -> None:
        """Show the questions in another theme."""
        self.question.set_tokens(tokens)
        self.gate.set_tokens(tokens)
        self.insertion.set_tokens(tokens)

    def begin(self) -> None:
        """Ask anew, because another draft is shown."""
        self._asked_text = self._held_text = None
        self._forget_passed()
        self.close()

    def follow(self, text: str) -> None:
        """Take in that the text has changed, so that open questions are about another one."""
        if self._asked_text not in (None, text):
            self._asked_text = None
        if self._passed_text != text:
            self._forget_passed()
        self.close()

    def close(self) -> None:
        """Take the questions away."""
        self.question.close_question()
        self.gate.close_question()
        self.insertion.close_question()

    def confirm(self) -> None:
        """Answer the open question by its key."""
        if self.insertion.is_open:
            self.insertion.confirmed.emit()
        elif self.gate.is_open:
            self.gate.confirm()
        elif self.question.is_open:
            self.confirmed.emit()

    @property
    def reason(self) -> str:
        """Why the shown text may leave all the same, as a gate asked; "" where none did."""
        return next(filter(None, self._passed.values()), "")

    def let_through(self, text: str, *, is_sure: bool) -> bool:
        """Return whether a text may leave now; if not, it is asked about.

        Args:
            text: The whole draft.
            is_sure: Said while the question about unread words is open.
        """
        if self.insertion.is_open:
            self.insertion.ask_again()
            return False
        if self._stops_at_slot(text):
            return False
        if (gate := self.find_gate(text, self._passed)) is not None:
            if not self.gate.is_open:
                self.gate.ask(gate)
            return False
        if self._held_text != text and self.must_see(text):
            self._held_text = text
            self.held.emit(coach_wording.SEND_AGAIN)
            announce(self._editor, coach_wording.SEND_AGAIN)
            return False
        if self.question.must_ask() and not (is_sure and self.question.is_open):
            self.gate.close_question()
            self.question.ask()
            return False
        self.close()
        return True

    def _stops_at_slot(self, text: str) -> bool:
        """Return whether a slot is in the way; misfit words are asked about once. Go to it."""
        found = self._slot_mode.unfilled()
        if found is None and self._asked_text != text:
            found = self._slot_mode.misfit()
            self._asked_text = text if found else self._asked_text
        if found is None:
            return False
        slot, sentence = found
        self._editor.select_slot(slot)
        self._warn(sentence)
        self.unfilled_blank.emit(slot.name)
        return True

    def _pass_gate(self, rule: str, reason: str) -> None:
        self._passed_text = self._editor.toPlainText()
        self._passed[rule] = reason
        self.gate.close_question()
        self.confirmed.emit()

    def _forget_passed(self) -> None:
        self._passed_text = None
        self._passed.clear()
