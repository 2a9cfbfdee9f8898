"""The banner that says whom to call now; it stays until somebody has said what became of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from undivided.desk.call_request import CallAct, CallRequest, OpenCall
from undivided.etiquette.calm_text import isolated
from undivided.qtmodels.call_words import DIAL, SNOOZE, due_words
from undivided.qtmodels.durations import counted
from undivided.ui.controls.icon_button import IconButton
from undivided.ui.look.announce import announce
from undivided.ui.look.elided_line import ElidedLine, Part
from undivided.ui.look.fonts import SEMIBOLD
from undivided.ui.look.icons import pixmap
from undivided.ui.look.theme import Tokens
from undivided.ui.look.tinted_bar import TintedBar
from undivided.ui.words import wording

HEIGHT = 48


class CallBanner(TintedBar):
    """Hidden while nobody has to be called now. Source: practice 61.

    Signals:
        marked: A `CallRequest` and the `CallAct` that the operator says of it.
        dial_requested, show_requested: A `CallRequest`: dial its number, or show where it is.
    """

    marked = Signal(object, object)
    dial_requested = Signal(object)
    show_requested = Signal(object)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tokens, HEIGHT, "soon_tint", parent)
        self._due: tuple[OpenCall, ...] = ()
        self._icon = QLabel(self)
        self._words = ElidedLine(tokens, tokens.type.base, self)
        self._dial = IconButton(tokens, DIAL, "phone")
        self._later = IconButton(tokens, SNOOZE, "clock", hint="Remind me again in 10 minutes")
        self._show = IconButton(tokens, "Show it")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        for part in (self._dial, self._later, self._show):
            row.addWidget(part)
        self._dial.clicked.connect(lambda: self.dial_requested.emit(self._first))
        self._later.clicked.connect(lambda: self.marked.emit(self._first, CallAct.SNOOZE))
        self._show.clicked.connect(lambda: self.show_requested.emit(self._first))
        self.set_tokens(tokens)
        self.hide()

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        super().set_tokens(tokens)
        for part in (self._words, self._dial, self._later, self._show):
            part.set_tokens(tokens)
        self._refresh()

    def show_calls(self, calls: tuple[OpenCall, ...]) -> None:
        """Show the first call that this operator is reminded of; a new one is said aloud."""
        before = self._due[:1]
        self._due = tuple(each for each in calls if each.is_due and each.is_for_me)
        self._refresh()
        self.setVisible(bool(self._due))
        if self._due and self._due[:1] != before:
            announce(self, self._words.text(), is_urgent=True)

    @property
    def _first(self) -> CallRequest:
        return next(each.call for each in self._due)

    def _refresh(self) -> None:
        self._icon.setPixmap(pixmap("phone", self._tokens.soon_text, 20))
        if self._due:
            fact, follows = banner_words(self._due)
            self._words.set_parts([Part(fact, "text", SEMIBOLD), Part(follows, "text_2")])
        else:
            self._words.set_parts([])
        self.setAccessibleName(self._words.text())
        self.update()


def banner_words(due: tuple[OpenCall, ...]) -> tuple[str, str]:
    """Return whom to call now, and for when; with how many others there are."""
    first = due[0]
    fact = f"Time to call {wording.visitor(first.visitor)}: {isolated(first.call.phone)}."
    more = len(due) - 1
    others = f" {counted(more, 'other call')} {'is' if more == 1 else 'are'} due." if more else ""
    return fact, f" Due {due_words(first.call)}.{others}"
