"""The bar above the transcript while a hold is asked for, runs or is over.

Source: practices 8 and 9.
"""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from undivided.desk.marks import FocusMark, Hold, HoldState
from undivided.desk.values import Visitor
from undivided.etiquette.calm_text import isolated
from undivided.qtmodels.durations import clock_text, minutes_text
from undivided.qtmodels.spoken import local_clock
from undivided.ui.controls.icon_button import IconButton
from undivided.ui.look.elided_line import ElidedLine, Part
from undivided.ui.look.fonts import SEMIBOLD
from undivided.ui.look.icons import pixmap
from undivided.ui.look.theme import Tokens
from undivided.ui.look.tinted_bar import TintedBar

HEIGHT = 44
_SHORT_WORDS_BELOW = 620
_SHORT_NAME = 20
"""Letters of a name that leave room for the words beside the button."""
_MORE_HINT = "Ask for one more minute"


class HoldBar(TintedBar):
    """Says what was promised and how much of it is left; hidden without a hold.

    Signals:
        resume_requested: "Back to Priya".
        more_requested: Ask for one more minute.
    """

    resume_requested = Signal()
    more_requested = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tokens, HEIGHT, "hold_tint", parent)
        self._shown: tuple[str, Hold, FocusMark | None] | None = None
        self._icon = QLabel(self)
        self._words = ElidedLine(tokens, tokens.type.base, self)
        self._back = IconButton(tokens, "Back", key="Shift+F4")
        self._more = IconButton(tokens, "Ask for 1 more", hint=_MORE_HINT)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._back)
        row.addWidget(self._more)
        self._back.clicked.connect(self.resume_requested)
        self._more.clicked.connect(self.more_requested)
        self.set_tokens(tokens)
        self.hide()

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        super().set_tokens(tokens)
        self._icon.setPixmap(pixmap("pause", tokens.hold_text))
        for part in (self._words, self._back, self._more):
            part.set_tokens(tokens)
        self.update()

    def show_hold(self, visitor: Visitor, hold: Hold | None, mark: FocusMark | None) -> None:
        """Show a chat's hold with the running time of `mark`; without a hold the bar goes."""
        self._shown = None if hold is None else (isolated(visitor.first_name, 40), hold, mark)
        self.setVisible(hold is not None)
        self._refresh()

    def _refresh(self) -> None:
        if self._shown is None:
            return
        name, hold, mark = self._shown
        name = name or "The visitor"
        has_room = self.width() >= self._tokens.px(_SHORT_WORDS_BELOW)
        bold, rest, tone = hold_words(name, hold, mark)
        if not has_room:
            bold, rest = rest.strip(), f" {bold}"  # the running time has to stay in view
        self._words.set_parts([Part(bold, tone, SEMIBOLD), Part(rest, tone)])
        self.setAccessibleName(self._words.text())
        is_running = hold.state in (HoldState.AGREED, HoldState.WARNING, HoldState.OVER)
        is_short = has_room and len(name) <= _SHORT_NAME
        self._back.set_words(f"Back to {name}" if is_short else "Back", hint=f"Back to {name}")
        self._more.set_words("Ask for 1 more" if has_room else "+ 1 min", hint=_MORE_HINT)
        self._back.setVisible(is_running)
        self._more.setVisible(is_running)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use shorter words where there is little room."""
        super().resizeEvent(event)
        self._refresh()


def hold_words(name: str, hold: Hold, mark: FocusMark | None) -> tuple[str, str, str]:
    """Return the fact, what follows from it, and the colour token of both."""
    promised = minutes_text(int(hold.promised.total_seconds()))
    seconds = 0 if mark is None else mark.seconds
    match hold.state:
        case HoldState.ASKED:
            asked = local_clock(hold.asked_at)
            return (
                f"Asked {name} to wait {promised}.",
                f" Asked {asked}, no answer yet.",
                "hold_text",
            )
        case HoldState.HURRY:
            return f"{name} is in a hurry.", " The timer runs on: answer now.", "soon_text"
        case HoldState.OVER:
            told = f" Over by {clock_text(seconds)}. {name} was told that it takes longer."
            return f"The {promised} are over.", told, "late_text"
        case _:
            tone = "soon_text" if hold.state is HoldState.WARNING else "hold_text"
            return f"{name} agreed to wait {promised}.", f" {clock_text(seconds)} left.", tone
