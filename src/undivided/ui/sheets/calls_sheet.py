"""All calls that somebody still has to make, each with what can be done about it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from undivided.desk.call_request import CallAct, OpenCall
from undivided.etiquette.calm_text import isolated
from undivided.qtmodels.call_words import DIAL, SNOOZE, call_facts, next_acts, state_words
from undivided.ui.controls.key_buttons import Button
from undivided.ui.look.flow_layout import Flow
from undivided.ui.look.plain import plain_label, wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.words import wording

TITLE = "Calls to make"
NONE = "Nobody is waiting for a call."
SHOW = "Show it"
AT_ONCE = 4
"""Rows made in one turn of the loop: fifty together would hold the window for half a second."""
MOST_ROWS = 50
"""The next calls; whoever has more to make sees the rest as these are made."""


class CallsSheet(Sheet):
    """The next call first; every act is a button, reached by Tab and pressed by Enter or Space.

    Signals:
        marked: A `CallRequest` and the `CallAct` that the operator says of it.
        dial_requested, show_requested: A `CallRequest`; the sheet is gone by then.
    """

    marked = Signal(object, object)
    dial_requested = Signal(object)
    show_requested = Signal(object)

    def __init__(self, window: QWidget, tokens: Tokens) -> None:
        super().__init__(
            window,
            tokens,
            TITLE,
            subtitle="Visitors who asked to be called, also in chats that have ended.",
            confirm="Done",
        )
        self.keep_button.hide()
        self._none = plain_label(NONE, "secondary")
        self.body.addWidget(self._none)
        self._rows: list[QWidget] = []
        self._focus_wanted = ""
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._add_rows)
        self._calls: tuple[OpenCall, ...] | None = None

    def show_calls(self, calls: tuple[OpenCall, ...]) -> None:
        """List these calls; the keys stay with the call on which they were."""
        if calls == self._calls:
            return
        self._focus_wanted = self._focused() or self._focus_wanted
        for row in self._rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._calls, self._rows = calls, []
        self._none.setVisible(not calls)
        self._add_rows()

    def _add_rows(self) -> None:
        """Make the next rows, and those behind them when the window had its turn."""
        calls = self._calls or ()
        made = len(self._rows)
        fresh = [self._row(each) for each in calls[made : min(made + AT_ONCE, MOST_ROWS)]]
        is_last = made + len(fresh) >= min(len(calls), MOST_ROWS)
        if is_last and len(calls) > MOST_ROWS:
            fresh.append(plain_label(f"And {len(calls) - MOST_ROWS} more.", "secondary"))
        for row in fresh:
            self._rows.append(row)
            self.body.addWidget(row)
            row.show()
        self._place()
        if is_last:
            self._next.stop()
        else:
            self._next.start()
        if self._focus_wanted and (is_last or self._has_row(self._focus_wanted)):
            self._focus(self._focus_wanted)
            self._focus_wanted = ""

    def _has_row(self, name: str) -> bool:
        return any(row.objectName() == name for row in self._rows)

    def _row(self, each: OpenCall) -> QWidget:
        call, name = each.call, wording.visitor(each.visitor)
        row = QWidget()
        row.setObjectName(call.event_id)
        row.setAccessibleName(f"{name}, {call.phone}. {state_words(call)}")
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 10, 0, 10)
        column.setSpacing(4)
        column.addWidget(wrapped_label(f"{name} · {isolated(call.phone)}", "strong"))
        column.addWidget(wrapped_label(" · ".join([*call_facts(call), state_words(call)])))
        acts = QWidget()
        flow = Flow()
        acts.setLayout(flow)
        for button in self._buttons(each, name):
            flow.addWidget(button)
        column.addWidget(acts)
        return row

    def _buttons(self, each: OpenCall, name: str) -> list[Button]:
        call = each.call
        snooze = [] if call.due is None else [(SNOOZE, CallAct.SNOOZE)]
        acts: list[tuple[str, Callable[[], None]]] = [
            (DIAL, lambda: self._leave(lambda: self.dial_requested.emit(call))),
            *(
                (words, partial(self.marked.emit, call, act))
                for words, act in (*next_acts(call), *snooze)
            ),
        ]
        if each.is_shown:
            acts.append((SHOW, lambda: self._leave(lambda: self.show_requested.emit(call))))
        return [self._button(words, act, name) for words, act in acts]

    def _button(self, words: str, act: Callable[[], None], name: str) -> Button:
        button = Button(words, self.tokens, name=f"{words}: {name}")
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _leave(self, then: Callable[[], None]) -> None:
        self.reject()
        then()

    def _focused(self) -> str:
        """Return the call on whose row the keys are, or ""."""
        here = self._window.focusWidget()
        return next((row.objectName() for row in self._rows if row.isAncestorOf(here)), "")

    def _focus(self, name: str) -> None:
        row = next((each for each in self._rows if each.objectName() == name), None)
        button = None if row is None else row.findChild(Button)
        (button or self.confirm_button).setFocus(Qt.FocusReason.OtherFocusReason)
