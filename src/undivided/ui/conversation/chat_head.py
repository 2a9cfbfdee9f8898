"""The head of the conversation: who it is, where they are, how long they wait, what can be done."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from undivided.desk.marks import FocusLimits, FocusMark, FocusState, HoldState
from undivided.desk.values import ChatRow, Visitor
from undivided.qtmodels.durations import clock_text
from undivided.ui.controls.icon_button import IconButton
from undivided.ui.conversation.transcript_lines import ordinal
from undivided.ui.look.elided_line import ElidedLine, Part, safe_part
from undivided.ui.look.fonts import MEDIUM, SEMIBOLD
from undivided.ui.look.mark_view import MarkView
from undivided.ui.look.plain import set_plain_tooltip
from undivided.ui.look.theme import Tokens
from undivided.ui.words import wording

HEIGHT = 56
_ICONS_BELOW = 680
_NO_WAIT_BELOW = 420
_OFFLINE = "This needs the connection, which is down now"


class ChatHead(QFrame):
    """Name, page and wait of the shown chat, with its three acts.

    Signals:
        hold_requested: Ask the visitor to hold.
        resume_requested: The operator is back from the hold.
        transfer_requested, close_requested: Open the sheet for it.
        menu_requested: The "more" button, with where its menu belongs on the screen.
    """

    hold_requested = Signal()
    resume_requested = Signal()
    transfer_requested = Signal()
    close_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._row: ChatRow | None = None
        self._mood = ("", "")
        self._mark: FocusMark | None = None
        self._told: tuple[str, str, str] | None = None
        self._limits = FocusLimits()
        self._is_online = True
        self._can_hold = True
        self.setProperty("look", "surface")
        self._name = ElidedLine(tokens, tokens.type.head, self)
        self._about = ElidedLine(tokens, tokens.type.stamp, self)
        self._mark_view = MarkView(tokens, 32, self)
        self._wait = ElidedLine(tokens, tokens.type.secondary, self).keep_whole()
        self._wait_more = ElidedLine(tokens, tokens.type.stamp, self).keep_whole()
        self._hold = IconButton(tokens, "Hold", "pause", key="F4", hint="Ask to hold")
        self._transfer = IconButton(tokens, "Transfer", "arrow-left-right", key="F7")
        self._close = IconButton(tokens, "Close", "check", key="Ctrl+W", hint="Close the chat")
        self._more = IconButton(tokens, "More", "ellipsis", kind="flat", is_icon_only=True)
        self._lay_out()
        self._connect()
        self.show_chat(None)

    def _lay_out(self) -> None:
        self.setFixedHeight(self._tokens.px(HEIGHT) + 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 12, 1)
        row.setSpacing(12)
        who = QVBoxLayout()
        who.setSpacing(1)
        who.addStretch()
        who.addWidget(self._name)
        who.addWidget(self._about)
        who.addStretch()
        row.addLayout(who, 1)
        self._wait_box = QWidget()
        wait_row = QHBoxLayout(self._wait_box)
        wait_row.setContentsMargins(0, 0, 8, 0)
        wait_row.setSpacing(8)
        wait_row.addWidget(self._mark_view)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self._wait)
        words.addWidget(self._wait_more)
        words.addStretch()
        wait_row.addLayout(words)
        row.addWidget(self._wait_box)
        for button in (self._hold, self._transfer, self._close, self._more):
            row.addWidget(button)

    def _connect(self) -> None:
        self._hold.clicked.connect(self._hold_or_resume)
        self._transfer.clicked.connect(self.transfer_requested)
        self._close.clicked.connect(self.close_requested)
        below = self._more.rect
        self._more.clicked.connect(
            lambda: self.menu_requested.emit(self._more.mapToGlobal(below().bottomLeft()))
        )

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self.setFixedHeight(tokens.px(HEIGHT) + 1)
        parts = (self._name, self._about, self._mark_view, self._wait, self._wait_more)
        for part in (*parts, self._hold, self._transfer, self._close, self._more):
            part.set_tokens(tokens)
        self._told = None
        self._refresh_wait()

    def set_limits(self, limits: FocusLimits) -> None:
        """Use the operator's own limits in "reply within 45 s"."""
        self._limits = limits
        self._refresh_wait()

    def show_chat(self, row: ChatRow | None, mark: FocusMark | None = None) -> None:
        """Show a chat's name, page and wait; None empties the head.

        Args:
            mark: The running mark when it is newer than the row's own.
        """
        before, self._row = self._row, row
        # A message changes the row of its chat, and rarely who the chat is with.
        if before is None or row is None or before.visitor != row.visitor:
            self._show_visitor(row)
        self._refresh_hold()
        self.set_mark(mark if mark is not None or row is None else row.mark)
        self._collapse()

    def _show_visitor(self, row: ChatRow | None) -> None:
        for part in (self._wait_box, self._hold, self._transfer, self._close, self._more):
            part.setVisible(row is not None)
        name = "" if row is None else row.visitor.shown_name
        self._name.set_parts([safe_part(name, "text", SEMIBOLD)])
        self._show_about()

    def set_mood(self, words: str, why: str) -> None:
        """Show how the visitor seems to feel, such as "seems annoyed"; "" for a calm one.

        It stands before page and visits, and in the tooltip too: of a narrow head the end is cut.

        Args:
            why: Which words it was heard in, for the tooltip and screen readers.
        """
        if (words, why) != self._mood:
            self._mood = (words, why)
            self._show_about()

    def _show_about(self) -> None:
        words, why = self._mood
        parts = [] if self._row is None else about_parts(self._row.visitor)
        if self._row is not None and words:
            between = [Part(" · ", "text_muted")] if parts else []
            words = words[:1].upper() + words[1:]
            parts = [Part(words, "text_2", MEDIUM), *between, *parts]
        self._about.set_parts(parts)
        set_plain_tooltip(self._about, "\n".join(filter(None, (words, why))))

    def set_mark(self, mark: FocusMark | None) -> None:
        """Show the running mark; call it on each tick."""
        if mark is not None and mark == self._mark:
            return
        self._mark = mark
        self._mark_view.set_mark(mark)
        self._refresh_wait()
        is_online = mark is None or not mark.is_offline
        if is_online != self._is_online:
            self._is_online = is_online
            self._transfer.set_allowed(is_allowed=is_online, reason=_OFFLINE)
            self._refresh_hold()

    def set_can_hold(self, can_hold: bool) -> None:
        """Say on the button when the server cannot keep a hold."""
        if can_hold != self._can_hold:
            self._can_hold = can_hold
            self._refresh_hold()

    def _refresh_wait(self) -> None:
        told = wait_words(self._mark, self._limits)
        if told == self._told:
            return  # only the ring has moved on
        self._told = above, below, tone = told
        self._wait.set_parts([Part(above, tone, SEMIBOLD)] if above else [])
        self._wait_more.set_parts([Part(below, "text_muted")] if below else [])
        widest = max(self._wait.sizeHint().width(), self._wait_more.sizeHint().width())
        # Steps of 12, so that a running second does not shift the head.
        self._wait.setMinimumWidth(-(-widest // 12) * 12)

    def _refresh_hold(self) -> None:
        is_held = self._row is not None and has_running_hold(self._row)
        if is_held:
            self._hold.set_words("Back", "play", "Back from hold (Shift+F4)")
        else:
            self._hold.set_words("Hold", "pause", "Ask to hold")
        reason = _OFFLINE if not self._is_online else wording.CANNOT_HOLD
        self._hold.set_allowed(is_allowed=self._is_online and self._can_hold, reason=reason)

    def _hold_or_resume(self) -> None:
        if self._row is not None and has_running_hold(self._row):
            self.resume_requested.emit()
        else:
            self.hold_requested.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the words of the buttons go where there is no room for them."""
        super().resizeEvent(event)
        self._collapse()

    def _collapse(self) -> None:
        is_narrow = self.width() < self._tokens.px(_ICONS_BELOW)
        for button in (self._hold, self._transfer, self._close):
            button.set_icon_only(is_icon_only=is_narrow)
        is_tight = self.width() < self._tokens.px(_NO_WAIT_BELOW)
        self._wait.setVisible(not is_tight)
        self._wait_more.setVisible(not is_tight)


def has_running_hold(row: ChatRow) -> bool:
    """Return whether the operator's own hold is agreed to and not ended."""
    running = (HoldState.AGREED, HoldState.WARNING, HoldState.OVER)
    return row.hold is not None and row.hold.state in running


def about_parts(visitor: Visitor) -> list[Part]:
    """Return where the visitor is and how often they were here, as far as it is known."""
    parts: list[Part] = []
    if visitor.pages:
        parts += [
            Part("On ", "text_muted"),
            safe_part(visitor.pages[0].title or visitor.pages[0].url, "text_2", MEDIUM),
        ]
    if visitor.visits > 0:
        told = "first visit" if visitor.visits == 1 else f"{ordinal(visitor.visits)} visit"
        parts.append(Part(f" · {told}" if parts else told.capitalize(), "text_muted"))
    if not visitor.is_here:
        parts.append(Part(" · left the page" if parts else "Left the page", "text_muted"))
    return parts


def wait_words(mark: FocusMark | None, limits: FocusLimits) -> tuple[str, str, str]:
    """Return the two lines beside the mark and the first one's colour token."""
    if mark is None:
        return "", "", "text"
    waits = (FocusState.CALM, FocusState.SOON, FocusState.LATE)
    if mark.is_offline and mark.state not in (FocusState.HELD, FocusState.GOODBYE):
        told = f"Waiting {_seconds(mark.seconds)}" if mark.state in waits else "Offline"
        return told, "nothing newer is known", "text"
    above, below, tone = _WAIT_WORDS[mark.state]
    numbers = {
        "waited": _seconds(mark.seconds),
        "clock": clock_text(mark.seconds),
        "limit": round(limits.late.total_seconds()),
    }
    return above.format_map(numbers), below.format_map(numbers), tone


_WAIT_WORDS = {
    FocusState.CALM: ("Waiting {waited}", "reply within {limit} s", "text"),
    FocusState.SOON: ("Waiting {waited}", "reply within {limit} s", "soon_text"),
    FocusState.LATE: ("Waiting {waited}", "later than {limit} s", "late_text"),
    FocusState.TYPING: ("Is typing", "the timer waits", "text"),
    FocusState.HELD: ("On hold", "{clock} left", "hold_text"),
    FocusState.HOLD_OVER: ("Hold is over", "by {clock}", "late_text"),
    FocusState.GOODBYE: ("Said goodbye", "the timer stopped", "text"),
    FocusState.NOTHING_OWED: ("Answered", "nothing is owed", "text"),
    FocusState.QUEUED: ("In the queue", "for {waited}", "text"),
    FocusState.CALLING: ("Calling", "for {waited}", "text"),
}
"""The two lines beside the mark, and the colour token of the first one."""


def _seconds(seconds: int) -> str:
    return f"{seconds} s" if seconds < 60 else clock_text(seconds)
