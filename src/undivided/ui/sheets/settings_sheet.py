"""The settings that exist now; every change applies at once."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from undivided.ui.controls.choices import Segments, Switch
from undivided.ui.controls.key_buttons import Button
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.sheets.setting_rows import add_heading, add_row, with_own
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.words import coach_wording, mood_wording, order_guide_words, spelling_wording

THEMES = ("system", "light", "dark")
TEXT_SIZES = (90, 100, 110, 125, 150)
"""Percent."""
HOLD_MINUTES = (1, 2, 3, 5)
SOON_SECONDS = (15, 30, 45)
LATE_SECONDS = (45, 60, 90, 120)
"""None is before the last of the others, for amber comes before red."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the operator chose; each field has the name that the settings file uses."""

    theme: str = "system"
    text_size_percent: int = 100
    enter_sends: bool = True
    close_to_tray: bool = True
    notifications: bool = True
    sounds: bool = True
    focus_soon_s: int = 30
    focus_late_s: int = 45
    hold_minutes: int = 2
    calm_capitals: bool = True
    shift_check_in: bool = False
    suggest_responses: bool = True
    check_spelling: bool = True


class SettingsSheet(Sheet):
    """Appearance, writing, responses, focus timer, alerts.

    Args:
        has_tray: Without a tray the window minimises, so that there is nothing to choose.
    """

    changed = Signal(object)
    """The new `Preferences`."""
    sound_tried = Signal()
    own_words_wanted = Signal()
    """Show the words that the operator added to the spelling check."""
    typed_kept = Signal(bool)
    """Keep typed answers to propose responses from them, or throw them away and keep none;
    answer with `show_typed`."""
    coach_requested = Signal()
    """The rules of the writing coach are wanted instead of this sheet."""
    order_steps_wanted = Signal()
    """The steps of the site's order are wanted instead of this sheet."""
    typed_cleared = Signal()
    """Throw away what was kept so far; answer with `show_typed`."""

    def __init__(
        self, window: QWidget, tokens: Tokens, chosen: Preferences, *, has_tray: bool = True
    ) -> None:
        super().__init__(
            window,
            tokens,
            "Settings",
            subtitle="Changes apply at once.",
            confirm="Done",
            key="Enter",
        )
        self.keep_button.hide()
        self.chosen = chosen
        self.body.setContentsMargins(24, 4, 24, 16)
        self._add_appearance()
        self._add_writing()
        self._add_responses()
        self._add_timer()
        self._add_alerts(has_tray=has_tray)

    # -- sections

    def _add_appearance(self) -> None:
        self._heading("Appearance")
        words = ("As the system", "Light", "Dark")
        self.theme = self._segments("Theme", words, THEMES, self.chosen.theme, "theme")
        self._row("Theme", "", self.theme)
        sizes = [f"{size} %" for size in TEXT_SIZES]
        self.text_size = self._segments(
            "Text size", sizes, TEXT_SIZES, self.chosen.text_size_percent, "text_size_percent"
        )
        self._row("Text size", "Ctrl+0 for the usual one", self.text_size)
        self.calm_capitals = self._switch("Calm capitals", "calm_capitals")
        self._row(
            "Calm capitals",
            "a visitor’s capitals are shown in small letters; one click shows the original",
            self.calm_capitals,
            is_last=True,
        )

    def _add_writing(self) -> None:
        self._heading("Writing")
        self.enter_sends = self._switch("Enter sends", "enter_sends")
        self._row("Enter sends", "Shift+Enter starts a new line; off swaps them", self.enter_sends)
        self.hold_minutes = self._numbers("Hold offers first", HOLD_MINUTES, "min", "hold_minutes")
        self._row("Hold offers first", "you choose again each time", self.hold_minutes)
        self.check_spelling = self._switch(spelling_wording.CHECK_SPELLING, "check_spelling")
        self.own_words = Button(
            spelling_wording.MY_WORDS, self.tokens, name="My words of the spelling check"
        )
        self.own_words.clicked.connect(self.own_words_wanted)
        self._row(
            spelling_wording.CHECK_SPELLING,
            spelling_wording.CHECK_SPELLING_DETAIL,
            self.own_words,
            self.check_spelling,
        )
        self.coach_rules = Button(coach_wording.RULES, self.tokens, name="Rules of the coach")
        self.coach_rules.explain("See the coach’s rules, and switch them on or off")
        self.coach_rules.clicked.connect(self._leave_for_rules)
        self._row(
            coach_wording.COACH,
            "what it looks after, and your own glossary",
            self.coach_rules,
        )
        self.shift_check_in = self._switch(mood_wording.CHECK_IN_TITLE, "shift_check_in")
        self._row(
            mood_wording.CHECK_IN_TITLE,
            mood_wording.CHECK_IN_DETAIL,
            self.shift_check_in,
            is_last=True,
        )

    def _leave_for_rules(self) -> None:
        self.accept()
        self.coach_requested.emit()

    def _leave_for_steps(self) -> None:
        self.accept()
        self.order_steps_wanted.emit()

    def _add_responses(self) -> None:
        self._heading("Responses")
        self.suggest = self._switch("Suggest responses", "suggest_responses")
        self._row("Suggest responses", "up to three for what the visitor wrote last", self.suggest)
        self.order_steps = Button(order_guide_words.STEPS_BUTTON, self.tokens)
        self.order_steps.clicked.connect(self._leave_for_steps)
        self._row(order_guide_words.STEPS_TITLE, order_guide_words.STEPS_DETAIL, self.order_steps)
        self.typed = Switch("Learn from typed answers", self.tokens)
        self.typed.setEnabled(False)
        self.typed.toggled.connect(self.typed_kept)
        self.clear_typed = Button("Clear", self.tokens, name="Clear the typed answers kept so far")
        self.clear_typed.explain("Throw away the typed answers kept so far")
        self.clear_typed.setEnabled(False)
        self.clear_typed.clicked.connect(self.typed_cleared)
        self._typed_count = plain_label("", "stamp")
        self._row(
            "Learn from typed answers",
            "proposes responses for what you type often; stays on this computer",
            self._typed_count,
            self.clear_typed,
            self.typed,
            is_last=True,
        )

    def show_typed(self, *, is_kept: bool, count: int) -> None:
        """Say whether typed answers are kept, and how many are."""
        self.typed.blockSignals(True)
        self.typed.setChecked(is_kept)
        self.typed.blockSignals(False)
        self.typed.setEnabled(True)
        self.clear_typed.setEnabled(count > 0)
        self._typed_count.setText(f"{count:,} kept" if count else "")

    def _add_timer(self) -> None:
        self._heading("Focus timer")
        soon, late = "Amber after", "Red after"
        self.focus_soon = self._numbers(soon, SOON_SECONDS, "s", "focus_soon_s")
        self._row(soon, "waiting of a visitor without a reply", self.focus_soon)
        self.focus_late = self._numbers(late, LATE_SECONDS, "s", "focus_late_s")
        self._row(late, "also when a sound tells you once", self.focus_late, is_last=True)

    def _add_alerts(self, *, has_tray: bool) -> None:
        self._heading("Alerts")
        self.notifications = self._switch("Notifications", "notifications")
        self._row(
            "Notifications", "a new chat calls every 15 s until it is taken", self.notifications
        )
        self.sounds = self._switch("Sounds", "sounds")
        self.play = Button("Play", self.tokens, name="Play the sound of a new chat")
        self.play.explain("Play the sound of a new chat")
        self.play.clicked.connect(self.sound_tried)
        self._row("Sounds", "a new chat, and once when a chat turns red", self.play, self.sounds)
        self.close_to_tray = self._switch("Keep running in the tray", "close_to_tray")
        self.close_to_tray.setEnabled(has_tray)
        why = "closing the window keeps you reachable"
        if not has_tray:
            why = "this desktop has no tray; closing minimises the window"
        self._row("Keep running in the tray", why, self.close_to_tray, is_last=True)

    # -- parts

    def _heading(self, words: str) -> None:
        add_heading(self.body, words)

    def _row(self, words: str, detail: str, *controls: QWidget, is_last: bool = False) -> None:
        add_row(self.body, words, detail, *controls, is_last=is_last)

    def _segments(
        self,
        name: str,
        words: tuple[str, ...] | list[str],
        values: tuple[object, ...],
        value: object,
        field: str,
    ) -> Segments:
        at = values.index(value) if value in values else 1
        made = Segments(name, words, self.tokens, at=at)
        made.chosen.connect(lambda number: self._change(field, values[number]))
        return made

    def _numbers(self, name: str, values: tuple[int, ...], unit: str, field: str) -> Segments:
        chosen = int(getattr(self.chosen, field))
        values = with_own(values, chosen)
        return self._segments(name, [f"{each} {unit}" for each in values], values, chosen, field)

    def _switch(self, name: str, field: str) -> Switch:
        made = Switch(name, self.tokens, is_on=bool(getattr(self.chosen, field)))
        made.toggled.connect(lambda is_on: self._change(field, is_on))
        return made

    def _change(self, field: str, value: object) -> None:
        self.chosen = replace(self.chosen, **{field: value})  # type: ignore[arg-type] # by name
        self.changed.emit(self.chosen)
