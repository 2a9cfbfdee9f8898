"""The messages of one chat as a read-only text document that keeps the reader's place."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from undivided.desk.values import Author, Message, TranscriptChange, TranscriptEdit
from undivided.etiquette.calm_text import isolated, one_line
from undivided.protocol.ids import ChatId
from undivided.qtmodels.spoken import local_clock, spoken_message
from undivided.ui.conversation.jump_chip import JumpChip
from undivided.ui.conversation.line_maker import LineMaker
from undivided.ui.conversation.reading_place import place_in, return_to, seen_places
from undivided.ui.conversation.transcript_layout import TranscriptLayout
from undivided.ui.conversation.transcript_lines import Line
from undivided.ui.conversation.transcript_measures import SCROLL_BAR
from undivided.ui.conversation.transcript_painting import paint_ring, paint_shown, shown_lines
from undivided.ui.conversation.transcript_reach import AT_ONCE, count_in_view, reach_back
from undivided.ui.look.announce import announce
from undivided.ui.look.theme import Tokens

NEWEST = 100
"""Messages that are laid out without being scrolled to."""
MORE = 50
_TRIM_ABOVE = 200
_LOWEST_LINE_PX = 16
_REPAINT_ABOVE_PX = 4
"""Painted again of the line above the first that changed; its box ends below its text."""

T = TypeVar("T")
_AT_BOTTOM_PX = 4
_RING_PX = 6
"""How far the keyboard's ring reaches beyond a line's box, at most."""
_NEAR_TOP_PX = 24


class TranscriptPane(QTextBrowser):
    """The messages of the shown chat, laid out, painted and kept in place.

    Signals:
        older_wanted: The chat whose messages before the first known one are wanted.
    """

    older_wanted = Signal(str)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._maker = LineMaker()
        self._layout = TranscriptLayout(self.document(), tokens)
        self._chat: ChatId | None = None
        self._messages: dict[str, Message] = {}
        self._shown_from = 0
        self._has_older = False
        self._is_waiting_for_older = False
        self._current = ""
        self._is_writing = False
        self._follows_end = True
        self._jump = JumpChip(self)
        self._fitting = _idle_timer(self, self._fit_more)
        self._growing = _idle_timer(self, self._grow)
        self._set_up_view()

    def _set_up_view(self) -> None:
        self.setProperty("look", "bare")
        self.setAccessibleName("Conversation")
        self.setReadOnly(True)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Lets Qt move the pixels of lines that scroll, and paint only the new ones.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._jump.clicked.connect(self.scroll_to_end)

    # What is shown ----------------------------------------------------------------------------

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        if self._follows_end:
            self._start_at_end()
            self._rewrite()
        self._write_all(lambda: self._layout.set_tokens(tokens))
        self._grow_later()

    def set_today(self, today: date) -> None:
        """Say which local date "Today" is; call it at start and at midnight."""
        self._maker.today = today
        self._rewrite()

    def show_chat(
        self,
        chat_id: ChatId | None,
        messages: tuple[Message, ...] = (),
        *,
        visitor: str = "Visitor",
        has_older: bool = False,
        started_at: datetime | None = None,
        page: str = "",
    ) -> None:
        """Show another chat, at its end.

        Args:
            has_older: The server has messages before the first one.
            started_at: Said under the first day, with `page`, the page's title.
        """
        self._chat = chat_id
        self._maker.forget()
        self._maker.visitor = visitor
        opening = "" if started_at is None else f"started {local_clock(started_at)}"
        self._maker.opening = f"{opening} on {isolated(page, 60)}" if opening and page else opening
        self._messages = {message.key: message for message in messages}
        self._has_older = has_older
        self._is_waiting_for_older = False
        self._current = ""
        self.setAccessibleName(f"Conversation with {one_line(visitor, 80)}")
        self._start_at_end()
        self._write_anew()
        self.scroll_to_end()
        self._grow_later()

    def _start_at_end(self) -> None:
        """Show no more than fills the view; `_grow` adds the others between events."""
        messages = tuple(self._messages.values())
        seen = count_in_view(messages, self.viewport().height(), self._layout.measures)
        self._shown_from = len(messages) - seen

    def _grow_later(self) -> None:
        if self._shown_from > 0 and len(self._messages) - self._shown_from < NEWEST:
            self._growing.start()

    def _grow(self) -> None:
        """Lay out some more of the newest messages above the ones in view."""
        self._growing.stop()
        wanted = max(0, len(self._messages) - NEWEST)
        self._reach_back(min(AT_ONCE, self._shown_from - wanted))
        self._grow_later()

    def _reach_back(self, at_most: int) -> None:
        self._shown_from = reach_back(tuple(self._messages.values()), self._shown_from, at_most)
        self._rewrite()

    def apply(self, change: TranscriptChange) -> None:
        """Take a change of the shown chat; changes of other chats are ignored."""
        if change.chat_id != self._chat:
            return
        fresh = {message.key: message for message in change.messages}
        match change.edit:
            case TranscriptEdit.RESET:
                self._messages = fresh
                self._start_at_end()
            case TranscriptEdit.PREPENDED:
                known = len(self._messages)
                self._messages = {**fresh, **self._messages}
                self._shown_from += len(self._messages) - known
                self._shown_from = reach_back(
                    tuple(self._messages.values()), self._shown_from, MORE
                )
                self._is_waiting_for_older = False
            case _:
                known = len(self._messages)
                self._messages.update(fresh)
                added = len(self._messages) - known
                self._note_arrivals(change.messages, added)
                if added > AT_ONCE and self._follows_end:
                    self._start_at_end()
        self._trim()
        self._rewrite()
        self._grow_later()

    def set_has_older(self, *, has_older: bool) -> None:
        """Say whether the server has messages before the first known one."""
        self._is_waiting_for_older = False
        if has_older != self._has_older:
            self._has_older = has_older
            self._rewrite()

    def scroll_to_end(self) -> None:
        """Show the newest message."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())
        self._follows_end = True
        self._jump.forget()

    def is_at_end(self) -> bool:
        """Return whether the newest message is in view."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - _AT_BOTTOM_PX

    def _note_arrivals(self, messages: tuple[Message, ...], added: int) -> None:
        others = [m for m in messages if m.author not in (Author.ME, Author.SYSTEM)]
        if added and others:
            announce(self, spoken_message(others[-1], self._maker.visitor))
        if added and not self.is_at_end():
            self._jump.count_in(len(others))

    def _trim(self) -> None:
        """Let old messages leave the document while the reader is at its end."""
        if len(self._messages) - self._shown_from > _TRIM_ABOVE and self.is_at_end():
            self._shown_from = len(self._messages) - NEWEST

    def _lines(self) -> list[Line]:
        shown = list(self._messages.values())[self._shown_from :]
        is_beginning = self._shown_from == 0 and not self._has_older
        return self._maker.lines(shown, is_beginning=is_beginning)

    def _write_anew(self) -> None:
        """Show lines that have little in common with the old ones."""
        lines = self._lines()
        if self.verticalScrollBar().isVisible():
            # Else the bar goes while nothing is shown and comes back, and each time Qt lays out
            # the whole document for another width that is none.
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # Nor need the pixels of the old lines move on their way out of view.
        self.viewport().setUpdatesEnabled(False)
        self._write_all(lambda: self._layout.show_new(lines))
        self.viewport().setUpdatesEnabled(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def _rewrite(self) -> None:
        lines = self._lines()
        self._write(lambda: self._layout.show(lines))

    def _write(self, change: Callable[[], int]) -> None:
        """Change the document and keep what the reader looks at where it is.

        Args:
            change: Returns the first line that it changed; what is above is not painted again.
        """
        bar = self.verticalScrollBar()
        # Not `is_at_end`: after a resize the end is already out of view.
        was_at_end = self._follows_end
        place = None if was_at_end else place_in(self, self._layout)
        self._is_writing = True
        first = change()
        is_moved = self._fit_width()
        is_moved = self._fill() or is_moved
        if was_at_end:
            bar.setValue(bar.maximum())
        elif place is not None:
            return_to(self, self._layout, place)
            self._follows_end = self.is_at_end()
        self._is_writing = False
        self._repaint_from(0 if is_moved else first)

    def _repaint_from(self, place: int) -> None:
        area = self.viewport().rect()
        if place > 0:
            end = self._layout.text_end(place - 1)
            area.setTop(round(end) - self.verticalScrollBar().value() - _REPAINT_ABOVE_PX)
        self.viewport().update(area)

    def _fit_width(self) -> bool:
        """Fit the lines in view to the widget's width; return whether it is another one."""
        inner = max(1, self.width() - SCROLL_BAR)
        if self.lineWrapColumnOrWidth() == inner:
            return False
        self.setLineWrapColumnOrWidth(inner)
        self._layout.set_width(self.width(), seen_places(self))
        if self._layout.has_stale:
            self._fitting.start()
        return True

    def _fit_more(self) -> None:
        """Fit some lines out of view to a new width, between other events."""
        self._fitting.stop()
        if self._write_all(self._layout.fit_some):
            self._fitting.start()

    def _write_all(self, change: Callable[[], T]) -> T:
        """Change any line of the document, as `_write` does, and return the change's result."""
        results: list[T] = []

        def run() -> int:
            results.append(change())
            return 0

        self._write(run)
        return results[0]

    def _fill(self) -> bool:
        """Let a short chat end at the composer; return whether that moved the lines."""
        if len(self._layout.lines) * _LOWEST_LINE_PX > self.viewport().height():
            return self._layout.fill_above(0)  # long enough without measuring all of it
        free = self.viewport().height() - self._layout.content_height()
        return self._layout.fill_above(max(0, free))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the bubbles to the new width and keep the reader's place."""
        # Qt moves the scroll bar here, which is no wish of the reader's for older messages.
        was_writing, self._is_writing = self._is_writing, True
        super().resizeEvent(event)
        self._is_writing = was_writing
        if not was_writing:  # a scroll bar that comes or goes while we write
            self._write_all(lambda: None)
            self._jump.keep_place()

    # Older messages ---------------------------------------------------------------------------

    def _scrolled(self, value: int) -> None:
        if self._is_writing:
            return
        self._follows_end = self.is_at_end()
        if self._follows_end:
            self._jump.forget()
        if value <= _NEAR_TOP_PX:
            self._want_older()

    def _want_older(self) -> None:
        """Show older messages that are at hand, else ask for them once."""
        if self._shown_from > 0:
            self._reach_back(MORE)
        elif self._has_older and not self._is_waiting_for_older and self._chat is not None:
            self._is_waiting_for_older = True
            self.older_wanted.emit(self._chat)

    # Painting ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bubbles, then let the document paint the words."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._tokens.surface))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        offset = self.verticalScrollBar().value()
        painter.translate(0, -offset)
        area = QRectF(event.rect().translated(0, offset))
        first = self.cursorForPosition(event.rect().topLeft()).block()
        # The line above may reach into view with its padding.
        first = first.previous() if first.previous().isValid() else first
        for shown in shown_lines(self.document(), self._layout, first, area.bottom()):
            if shown.box.bottom() + _RING_PX < area.top():
                continue
            paint_shown(painter, shown, self._layout, self._tokens)
            if shown.line.key and shown.line.key == self._current and self.hasFocus():
                place = self._layout.place_of(self._current)
                if place == shown.block.blockNumber():
                    paint_ring(painter, shown.box, self._tokens)
        painter.end()
        super().paintEvent(event)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load nothing, whatever the text asks for."""
        return None

    def changeEvent(self, event: QEvent) -> None:
        """Keep our own document options when the style changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.viewport().update()


def _idle_timer(parent: QTextBrowser, slot: Callable[[], None]) -> QTimer:
    """Return a timer that runs when no other event waits."""
    timer = QTimer(parent)
    timer.setInterval(0)
    timer.timeout.connect(slot)
    return timer
