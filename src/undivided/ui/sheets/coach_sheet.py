"""The rules of the writing coach: what each looks after, how often it was heard, on or off."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from undivided.etiquette.coach.habits import NO_HABIT, Habit
from undivided.etiquette.coach.rule import Rule
from undivided.ui.controls.choices import Segments, Switch
from undivided.ui.controls.key_buttons import Button
from undivided.ui.look.theme import Tokens
from undivided.ui.sheets.setting_rows import add_heading, add_row, with_own
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.words import coach_wording as words

BLOCK_WORDS = (20, 30, 40)
BREAK_MINUTES = (3, 5, 10, 15)
NO_SALES_DAYS = (7, 30, 90)
ABUSE_LINES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class CoachLimits:
    """What the coach counts to; each field has the name that the settings file uses.

    Attributes:
        block_words: Source: practice 5.
        break_minutes: Source: practice 30.
        no_sales_days: Source: practice 55.
        abuse_lines: Source: practice 72.
    """

    block_words: int = 30
    break_minutes: int = 5
    no_sales_days: int = 30
    abuse_lines: int = 2


class CoachSheet(Sheet):
    """Every change applies at once.

    Args:
        rules: The weightiest first; rules that are gates come in a part of their own.
        habits: What the operator made of them, by name.
        limits: What it counts to.

    Attributes:
        switches: By the rule's name.
        limits: By the name of the setting.
    """

    switched = Signal(str, bool)
    """A rule, and whether it is heard from now on."""
    limited = Signal(str, int)
    """A setting of `CoachLimits`, and its value from now on."""
    glossary_wanted = Signal()
    """The operator's own glossary is to be opened."""

    def __init__(
        self,
        window: QWidget,
        tokens: Tokens,
        rules: tuple[Rule, ...],
        habits: Mapping[str, Habit],
        limits: CoachLimits,
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
        self.limits: dict[str, Segments] = {}
        self.glossary_button = Button(words.OPEN_GLOSSARY, tokens)
        self.glossary_button.explain(words.GLOSSARY_TIP)
        self.glossary_button.clicked.connect(self.glossary_wanted)
        add_heading(self.body, words.GLOSSARY)
        add_row(
            self.body, words.OWN_GLOSSARY, words.GLOSSARY_TIP, self.glossary_button, is_last=True
        )
        self._add_limits(limits)
        gates = tuple(rule for rule in rules if rule.is_gate)
        advice = tuple(rule for rule in rules if not rule.is_gate)
        for heading, part in ((words.GATES, gates), (words.ADVICE, advice)):
            add_heading(self.body, heading)
            for rule in part:
                self._add(rule, habits.get(rule.name, NO_HABIT), is_last=rule is part[-1])

    def _add(self, rule: Rule, habit: Habit, *, is_last: bool) -> None:
        switch = Switch(rule.title, self.tokens, is_on=habit.is_heard(rule))
        switch.toggled.connect(lambda is_on, name=rule.name: self.switched.emit(name, is_on))
        self.switches[rule.name] = switch
        heard = words.heard(habit.followed, habit.dismissed)
        add_row(self.body, rule.title, f"{rule.why} {heard}".strip(), switch, is_last=is_last)

    def _add_limits(self, limits: CoachLimits) -> None:
        add_heading(self.body, words.LIMITS)
        offered = (
            (words.BLOCK_WORDS, words.BLOCK_WORDS_TIP, BLOCK_WORDS, "block_words", words.counted),
            (words.BREAK, words.BREAK_TIP, BREAK_MINUTES, "break_minutes", words.minutes),
            (words.NO_SALES, words.NO_SALES_TIP, NO_SALES_DAYS, "no_sales_days", words.days),
            (words.ABUSE, words.ABUSE_TIP, ABUSE_LINES, "abuse_lines", words.lines),
        )
        for title, tip, usual, field, said in offered:
            values = with_own(usual, getattr(limits, field))
            at = values.index(getattr(limits, field))
            made = Segments(title, [said(value) for value in values], self.tokens, at=at)
            made.chosen.connect(
                lambda place, field=field, values=values: self.limited.emit(field, values[place])
            )
            self.limits[field] = made
            add_row(self.body, title, tip, made, is_last=field == offered[-1][3])
