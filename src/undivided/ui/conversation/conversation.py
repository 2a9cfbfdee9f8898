"""The middle of the window: one conversation, re-bound to the chosen chat.

There is one composer and one transcript for all chats, so a text cannot be shown in one
chat and belong to another (promise G10).
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from undivided.desk.marks import FocusMark
from undivided.desk.values import ChatRow, DeskStatus, LinkState
from undivided.library.model.parts import Attachment
from undivided.protocol.ids import ChatId
from undivided.qtmodels.bridge import Bridge
from undivided.ui.composer.composer import Composer
from undivided.ui.controls.empty_state import EmptyState
from undivided.ui.conversation.chat_head import ChatHead
from undivided.ui.conversation.hold_bar import HoldBar
from undivided.ui.conversation.temper_bar import TemperBar
from undivided.ui.conversation.transcript_view import TranscriptView
from undivided.ui.look.theme import Tokens

SMALLEST_WIDTH = 420
LARGEST_WIDTH = 980
LEAST_TRANSCRIPT = 24
CLOSED = "This chat is closed. It opens again when the visitor writes."
LINKED = frozenset({LinkState.LIVE, LinkState.CATCHING_UP})


class Conversation(QWidget):
    """Head, hold bar, transcript and composer of the shown chat.

    Attributes:
        head, hold, temper, transcript, composer: The parts, so that the window can connect them.

    Signals:
        chat_shown: Another chat is shown, or none.
    """

    chat_shown = Signal()

    def __init__(
        self,
        bridge: Bridge,
        tokens: Tokens,
        count_words: Callable[[str], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._bridge = bridge
        self._row: ChatRow | None = None
        self._mark: FocusMark | None = None
        self._status = DeskStatus()
        self._pages = QStackedWidget(self)
        self._empty = EmptyState(tokens, self._pages)
        self._chat = QWidget(self._pages)
        self.head = ChatHead(tokens, self._chat)
        self.hold = HoldBar(tokens, self._chat)
        self.temper = TemperBar(tokens, self._chat)
        self._middle = QWidget(self._chat)
        self.transcript = TranscriptView(tokens, self._middle)
        self.composer = Composer(tokens, count_words, self._middle)
        self._lay_out()
        bridge.transcripts.changed.connect(self.transcript.apply)
        bridge.rows_changed.connect(self._rows_changed)
        bridge.ticked.connect(self._ticked)
        bridge.status_changed.connect(self._status_changed)
        self.setMinimumWidth(SMALLEST_WIDTH)
        self.show_chat(None, "")

    @property
    def chat_id(self) -> ChatId | None:
        """The shown chat."""
        return None if self._row is None else self._row.id

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        parts = (self.head, self.hold, self.temper, self.transcript, self.composer, self._empty)
        for part in parts:
            part.set_tokens(tokens)
        self.update()

    def show_chat(
        self, chat_id: ChatId | None, draft: str, files: tuple[Attachment, ...] = ()
    ) -> None:
        """Show another chat with its draft, at its end; None shows that none is chosen."""
        messages = self._bridge.transcripts.bind(chat_id)
        self._row = row = None if chat_id is None else self._bridge.chats.row_of(chat_id)
        self._pages.setCurrentIndex(0 if row is None else 1)
        if row is None:
            self.transcript.show_chat(None)
            self.composer.bind(None, "")
            self.chat_shown.emit()
            return
        # The transcript is last: what stands around it decides how high it is, and a chat that is
        # laid out at two heights costs twice.
        self.composer.bind(row.id, draft, name=row.visitor.shown_name, files=files)
        self._show_row()
        self.transcript.show_chat(
            row.id,
            messages,
            visitor=row.visitor.shown_name,
            has_older=row.has_older,
            started_at=row.started_at,
            page=row.visitor.pages[0].title if row.visitor.pages else "",
        )
        self.chat_shown.emit()

    def _rows_changed(self, chats: tuple[ChatId, ...]) -> None:
        if self._row is None or self._row.id not in chats:
            return
        row = self._bridge.chats.row_of(self._row.id)
        if row is not None:
            before, self._row = self._row, row
            if row.visitor != before.visitor:
                self.composer.set_visitor_name(row.visitor.shown_name)
            self.transcript.set_has_older(has_older=row.has_older)
            self._show_row()

    def _ticked(self) -> None:
        mark = None if self._row is None else self._bridge.chats.mark_of(self._row.id)
        if self._row is not None and mark is not None and mark != self._mark:
            self._mark = mark
            self.head.set_mark(mark)
            self.hold.show_hold(self._row.visitor, self._row.hold, mark)

    def _status_changed(self, status: DeskStatus) -> None:
        self._status = status
        self.composer.set_online(status.link.state in LINKED)
        self.head.set_can_hold(status.can_hold)

    def _show_row(self) -> None:
        row = self._row
        assert row is not None
        self._mark = mark = self._bridge.chats.mark_of(row.id) or row.mark
        self.head.show_chat(row, mark)
        self.hold.show_hold(row.visitor, row.hold, mark)
        self.composer.set_disabled_reason("" if row.is_active else CLOSED)
        self.composer.set_reach(row.reach, row.unseen)

    def _lay_out(self) -> None:
        self._empty.say(
            "No chat is open", "Choose one on the left, or wait: the next visitor comes to you."
        )
        self.transcript.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        # In a low window a question before sending needs the room more than what was said.
        self.transcript.setMinimumHeight(LEAST_TRANSCRIPT)
        self._middle.setMaximumWidth(LARGEST_WIDTH)
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.transcript, 1)
        column.addWidget(self.composer)
        whole = QVBoxLayout(self._chat)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.hold)
        whole.addWidget(self.temper)
        whole.addWidget(self._middle, 1)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._chat)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._tokens.surface))
        painter.end()
