"""The left column: head, chats or their absence, queue, and the foot that the window gives it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from undivided.desk.values import DeskStatus, LinkState
from undivided.qtmodels.bridge import Bridge
from undivided.qtmodels.durations import counted
from undivided.qtmodels.spoken import local_clock
from undivided.ui.chats.chat_delegate import RINGS_ONLY_BELOW
from undivided.ui.chats.chat_list import ChatList
from undivided.ui.chats.head_row import HeadRow
from undivided.ui.chats.queue_list import QueueList
from undivided.ui.controls.empty_state import EmptyState, no_chats_words
from undivided.ui.controls.icon_button import IconButton
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import ElidedLabel

WIDTH = 280
SMALLEST_WIDTH = 224
LARGEST_WIDTH = 400
RINGS_WIDTH = 56
CALLS_KEY = "F8"
_NO_LIMIT = 16_777_215  # Qt's QWIDGETSIZE_MAX


class ChatColumn(QWidget):
    """Everything on the left; its parts are attributes, so that the window can connect them.

    Attributes:
        head: Routing status, search and menu.
        chats: The list of chats.
        queue: The queue.

    Signals:
        start_accepting_requested: The button of the empty list.
        calls_requested: The entry of the calls to make.
    """

    start_accepting_requested = Signal()
    calls_requested = Signal()

    def __init__(self, bridge: Bridge, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._status = DeskStatus()
        self._model = bridge.chats
        self._foot: QWidget | None = None
        self.head = HeadRow(tokens, self)
        self.chats = ChatList(bridge.chats, tokens, self)
        self.queue = QueueList(bridge.queue, tokens, self)
        self._calls = IconButton(tokens, "", "phone", key=CALLS_KEY, kind="flat", parent=self)
        self._calls.hide()
        self._calls.clicked.connect(self.calls_requested)
        self._section = ElidedLabel("", "section", self)
        self._empty = EmptyState(tokens, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.chats)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 1, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addWidget(self._section)
        self._column.addWidget(self._stack, 1000)
        self._column.addWidget(self.queue)
        self._column.addWidget(self._calls)
        self._column.addStretch(1)
        self._section.setContentsMargins(16, 0, 14, 0)
        self._empty.acted.connect(self.start_accepting_requested)
        bridge.chats.count_changed.connect(self._refresh)
        bridge.status_changed.connect(self.set_status)
        self.set_tokens(tokens)
        self._refresh()

    def set_foot(self, foot: QWidget) -> None:
        """Put the view switch at the foot."""
        self._foot = foot
        self._column.addWidget(foot)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self._section.setFixedHeight(tokens.px(30))
        for part in (self.head, self.chats, self.queue, self._calls, self._empty):
            part.set_tokens(tokens)
        self.update()

    def show_calls(self, count: int) -> None:
        """Show how many calls are to be made; nothing while there are none."""
        self._calls.set_words(f"Calls to make · {count}", hint="Show the calls to make")
        self._calls.setVisible(count > 0)

    def set_status(self, status: DeskStatus) -> None:
        """Show the routing status and the counts."""
        self._status = status
        self.head.set_status(status)
        self.queue.set_known(is_known=status.link.state in (LinkState.LIVE, LinkState.CATCHING_UP))
        self._refresh()

    def _refresh(self) -> None:
        count = self._model.rowCount()
        self._stack.setCurrentWidget(self.chats if count else self._empty)
        # The queue follows the last chat; only the empty list takes all the room.
        self._stack.setMaximumHeight(self.chats.content_height() if count else _NO_LIMIT)
        self._section.say(section_words(count, self._status))
        is_online = self._status.link.state in (LinkState.LIVE, LinkState.CATCHING_UP)
        words = no_chats_words(is_accepting=self._status.is_accepting, is_online=is_online)
        self._empty.say(*words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave only the rings in the narrow column."""
        super().resizeEvent(event)
        is_narrow = self.width() < RINGS_ONLY_BELOW
        self.head.set_narrow(is_narrow=is_narrow)
        self._section.setVisible(not is_narrow)
        # F2 still takes the next visitor, and the menu has the views.
        self.queue.set_room(has_room=not is_narrow)
        self._calls.set_icon_only(is_icon_only=is_narrow)
        if self._foot is not None:
            self._foot.setVisible(not is_narrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the hairline at the right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._tokens.window))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(self._tokens.border))
        painter.end()


def section_words(count: int, status: DeskStatus) -> str:
    """Return the line above the chats: how many, and how many of them wait or since when."""
    if not count:
        return "No chats"
    chats = counted(count, "chat")
    if status.link.state is LinkState.OFFLINE and status.link.since is not None:
        return f"{chats} · as of {local_clock(status.link.since)}"
    return f"{chats} · {status.waiting} waiting for you" if status.waiting else chats
