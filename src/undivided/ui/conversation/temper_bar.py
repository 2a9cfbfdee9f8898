"""The bar above the transcript while a visitor is hostile: what may come next, and who may help.

It offers and does nothing by itself. Source: practice 72.
"""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from undivided.etiquette.coach.temper import Step
from undivided.ui.controls.icon_button import IconButton
from undivided.ui.keys import key_of
from undivided.ui.look.announce import announce
from undivided.ui.look.elided_line import ElidedLine, Part
from undivided.ui.look.fonts import SEMIBOLD
from undivided.ui.look.icons import pixmap
from undivided.ui.look.plain import set_plain_tooltip
from undivided.ui.look.theme import Tokens
from undivided.ui.look.tinted_bar import TintedBar
from undivided.ui.words import temper_wording as words

HEIGHT = 44
_ICONS_BELOW = 700
_SHORT_BELOW = 560


class TemperBar(TintedBar):
    """Says that the visitor seems hostile and offers one step; hidden for everybody else.

    Signals:
        step_wanted: Do what the first button says.
        supervisor_wanted: Call a supervisor.
        note_wanted: Note what the visitor wrote.
        put_away: Hide it until there is another reason.
    """

    step_wanted = Signal()
    supervisor_wanted = Signal()
    note_wanted = Signal()
    put_away = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tokens, HEIGHT, "soon_tint", parent)
        self._shown = ("", Step.NONE, "")
        self._icon = QLabel(self)
        self._words = ElidedLine(tokens, tokens.type.base, self)
        step, call, note = (key_of(each).shown for each in ("calm", "supervisor", "abuse_note"))
        self.step_button = IconButton(tokens, words.ACTS[Step.CALM], key=step)
        self.call_button = IconButton(
            tokens, words.SUPERVISOR, "user-plus", key=call, hint=words.SUPERVISOR_HINT
        )
        self.note_button = IconButton(
            tokens, words.NOTE, "sticky-note", key=note, hint=words.NOTE_HINT
        )
        self.hide_button = IconButton(tokens, words.PUT_AWAY, "x", kind="flat", is_icon_only=True)
        self._buttons = (self.step_button, self.call_button, self.note_button, self.hide_button)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        for button in self._buttons:
            row.addWidget(button)
        self.step_button.clicked.connect(self.step_wanted)
        self.call_button.clicked.connect(self.supervisor_wanted)
        self.note_button.clicked.connect(self.note_wanted)
        self.hide_button.clicked.connect(self.put_away)
        self.set_tokens(tokens)
        self.hide()

    @property
    def step(self) -> Step:
        """What it offers now."""
        return self._shown[1]

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        super().set_tokens(tokens)
        self._icon.setPixmap(pixmap("circle-alert", tokens.soon_text))
        for part in (self._words, *self._buttons):
            part.set_tokens(tokens)
        self._refresh()

    def show_step(self, name: str, step: Step, why: str) -> None:
        """Offer a step; `Step.NONE` takes the bar away.

        Args:
            name: The visitor's name.
            why: Which words it was heard in, for the tooltip and screen readers.
        """
        shown = (name, step, why)
        if shown == self._shown:
            return
        is_other = (name, step) != self._shown[:2]
        self._shown = shown
        self._refresh()
        self.setVisible(step is not Step.NONE)
        if is_other and step is not Step.NONE:
            announce(self, self.accessibleName())

    def _refresh(self) -> None:
        name, step, why = self._shown
        if step is Step.NONE:
            return
        fact, rest = words.bar_words(name, step)
        rest = rest if self.width() >= self._tokens.px(_SHORT_BELOW) else ""
        self._words.set_parts([Part(fact, "soon_text", SEMIBOLD), Part(rest, "soon_text")])
        self.setAccessibleName(f"{fact}{words.bar_words(name, step)[1]} {why}".rstrip())
        set_plain_tooltip(self._words, why)
        self.step_button.set_words(words.ACTS[step], hint=words.HINTS[step])
        is_narrow = self.width() < self._tokens.px(_ICONS_BELOW)
        for button in (self.call_button, self.note_button):
            button.set_icon_only(is_icon_only=is_narrow)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use fewer words where there is little room."""
        super().resizeEvent(event)
        self._refresh()
