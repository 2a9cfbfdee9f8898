"""The rules of the writing coach: what each looks after, how often it was heard, on or off."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from undivided.etiquette.coach.habits import NO_HABIT, Habit
from undivided.etiquette.coach.rule import Rule
from undivided.ui.controls.choices import Switch
from undivided.ui.controls.key_buttons import Button
from undivided.ui.look.plain import plain_label, wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.words import coach_wording as words


class CoachSheet(Sheet):
    """Every change applies at once.

    Args:
        rules: The weightiest first; rules that are gates come in a part of their own.
        habits: What the operator made of them, by name.

    Attributes:
        switches: By the rule's name.
    """

    switched = Signal(str, bool)
    """A rule, and whether it is heard from now on."""
    glossary_wanted = Signal()
    """The operator's own glossary is to be opened."""

    def __init__(
        self,
        window: QWidget,
        tokens: Tokens,
        rules: tuple[Rule, ...],
        habits: Mapping[str, Habit],
    ) -> None:
        super().__init__(
            window,
            tokens,
            words.COACH,
            subtitle=words.COACH_SUBTITLE,
            confirm="Done",
            key="Enter",
        )
        self.keep_button.hide()
        self.body.setContentsMargins(24, 4, 24, 16)
        self.switches: dict[str, Switch] = {}
        self.glossary_button = Button(words.OPEN_GLOSSARY, tokens)
        self.glossary_button.explain(words.GLOSSARY_TIP)
        self.glossary_button.clicked.connect(self.glossary_wanted)
        self._heading(words.GLOSSARY)
        self._row(words.OWN_GLOSSARY, words.GLOSSARY_TIP, self.glossary_button, is_last=True)
        gates = tuple(rule for rule in rules if rule.is_gate)
        advice = tuple(rule for rule in rules if not rule.is_gate)
        for heading, part in ((words.GATES, gates), (words.ADVICE, advice)):
            self._heading(heading)
            for rule in part:
                self._add(rule, habits.get(rule.name, NO_HABIT), is_last=rule is part[-1])

    def _add(self, rule: Rule, habit: Habit, *, is_last: bool) -> None:
        switch = Switch(rule.title, self.tokens, is_on=habit.is_heard(rule))
        switch.toggled.connect(lambda is_on, name=rule.name: self.switched.emit(name, is_on))
        self.switches[rule.name] = switch
        heard = words.heard(habit.followed, habit.dismissed)
        self._row(rule.title, f"{rule.why} {heard}".strip(), switch, is_last=is_last)

    def _heading(self, text: str) -> None:
        self.body.addSpacing(14)
        self.body.addWidget(plain_label(text, "strong"))

    def _row(self, title: str, detail: str, control: QWidget, *, is_last: bool) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 7, 0, 7)
        row.setSpacing(12)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(plain_label(title))
        text.addWidget(wrapped_label(detail, "stamp"))
        row.addLayout(text, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        if not is_last:
            line = QFrame()
            line.setProperty("look", "line")
            self.body.addWidget(line)
