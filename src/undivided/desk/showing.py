"""What the window was shown last, so that only differences leave the desk."""

from dataclasses import dataclass, field, replace
from operator import is_

from undivided.desk.chats import Chat, Viewpoint
from undivided.desk.marks import FocusMark, Hold
from undivided.desk.rows import chat_row, queue_row
from undivided.desk.transcript import Reading, changes_between, read
from undivided.desk.values import (
    Alert,
    ChatRow,
    DeskStatus,
    Message,
    QueueRow,
    Reach,
    TranscriptChange,
)
from undivided.protocol.ids import ChatId


@dataclass(slots=True)
class Showing:
    """The last values of each view; every method returns what is new and remembers it.

    Attributes:
        marks: The focus mark of every chat and queued visitor, as it was last shown.
    """

    _rows: dict[ChatId, ChatRow] = field(default_factory=dict)
    _messages: dict[ChatId, tuple[Message, ...]] = field(default_factory=dict)
    _made_of: dict[ChatId, tuple[object, ...]] = field(default_factory=dict)
    _readings: dict[ChatId, Reading] = field(default_factory=dict)
    marks: dict[ChatId, FocusMark] = field(default_factory=dict)
    _order: tuple[ChatId, ...] = ()
    _queue: tuple[QueueRow, ...] = ()
    _status: DeskStatus | None = None

    def transcript(self, chat: Chat, view: Viewpoint) -> tuple[TranscriptChange, ...]:
        """Return the edits of a chat's transcript."""
        parts = (chat.lines, chat.unsent, chat.visitor, chat.names, chat.seen_up_to, view.me)
        known = self._made_of.get(chat.id)
        if known is not None and all(map(is_, known, parts)):
            return ()  # a mark, a draft or a page changed; reading 100 lines again costs 1 ms
        self._made_of[chat.id] = parts
        reading = read(chat, view, self._readings.get(chat.id, Reading()))
        self._readings[chat.id] = reading
        before = self._messages.get(chat.id, ())
        self._messages[chat.id] = reading.messages
        return changes_between(chat.id, before, reading.messages)

    def row(
        self, chat: Chat, mark: FocusMark, hold: Hold | None, *, reach: Reach, unseen: int
    ) -> ChatRow | None:
        """Return a chat's row if anything but its running time changed."""
        messages = self._messages.get(chat.id, ())
        row = chat_row(chat, mark, hold, messages, reach=reach, unseen=unseen)
        self.marks[chat.id] = mark
        known = self._rows.get(chat.id)
        self._rows[chat.id] = row
        if known is None or not _goes_on(known.mark, mark):
            return row
        return None if replace(known, mark=mark) == row else row

    def turned(self, chat_id: ChatId, mark: FocusMark) -> ChatRow:
        """Return a chat's row with a mark of another state, where nothing else has changed."""
        row = self._rows[chat_id] = replace(self._rows[chat_id], mark=mark)
        return row

    def mark(self, chat_id: ChatId, mark: FocusMark) -> tuple[bool, bool]:
        """Return whether a mark changed at all, and whether its state did."""
        known = self.marks.get(chat_id)
        if known == mark:
            return False, False
        self.marks[chat_id] = mark
        return True, known is None or known.state is not mark.state

    def order(self, order: tuple[ChatId, ...]) -> tuple[ChatId, ...] | None:
        """Return the order of the chats if it changed."""
        if order == self._order:
            return None
        self._order = order
        return order

    def queue(self, waiting: tuple[tuple[Chat, FocusMark], ...]) -> tuple[QueueRow, ...] | None:
        """Return the queue's rows if anything but their running time changed."""
        rows = tuple(
            queue_row(chat, mark, self._messages.get(chat.id, ())) for chat, mark in waiting
        )
        for row in rows:
            self.marks[row.id] = row.mark
        known = self._queue
        self._queue = rows
        return None if _all_still(known) == _all_still(rows) else rows

    def status(self, status: DeskStatus) -> DeskStatus | None:
        """Return the status if it changed."""
        if status == self._status:
            return None
        self._status = status
        return status

    def remove(self, chat_id: ChatId) -> bool:
        """Forget a chat's row; return whether there was one."""
        self.marks.pop(chat_id, None)
        return self._rows.pop(chat_id, None) is not None

    def forget(self, chat_id: ChatId) -> None:
        """Forget everything of a chat."""
        self._messages.pop(chat_id, None)
        self._made_of.pop(chat_id, None)
        self._readings.pop(chat_id, None)


@dataclass(slots=True)
class Collected:
    """The parts of one step's changes, as they come up."""

    rows: list[ChatRow] = field(default_factory=list)
    removed: list[ChatId] = field(default_factory=list)
    transcripts: list[TranscriptChange] = field(default_factory=list)
    marks: dict[ChatId, FocusMark] = field(default_factory=dict)
    alerts: list[Alert] = field(default_factory=list)


def _goes_on(known: FocusMark, mark: FocusMark) -> bool:
    """Return whether only time went by; another wait in the same state is news to the views."""
    return known.wait == mark.wait and _still(known) == _still(mark)


def _still(mark: FocusMark) -> FocusMark:
    return replace(mark, seconds=0, fraction=0.0)


def _all_still(rows: tuple[QueueRow, ...]) -> tuple[QueueRow, ...]:
    return tuple(replace(row, mark=_still(row.mark)) for row in rows)
