"""Hands each step's changes to the models and tells the window, in one fixed order."""

from PySide6.QtCore import QObject, Signal

from undivided.desk.call_request import OpenCall
from undivided.desk.marks import FocusMark
from undivided.desk.values import AlertKind, Changes, DeskStatus
from undivided.protocol.ids import ChatId
from undivided.qtmodels.chat_list_model import ChatListModel
from undivided.qtmodels.queue_model import QueueModel
from undivided.qtmodels.transcript_model import TranscriptModel


class Bridge(QObject):
    """The one way from the desk to the window.

    Models change before the signals are sent, so a slot finds the new rows. Alerts come last: what
    they speak of is on the screen by then.

    Signals:
        rows_changed: Chats (a tuple of ids) whose rows are new or changed.
        chats_removed: Chats (a tuple of ids) that are gone.
        ticked: A second went by, or a mark changed: `mark_of` tells what each shows now.
        queue_changed: The queue has other visitors or another order.
        status_changed: The new `DeskStatus`.
        calls_changed: All calls that somebody still has to make (a tuple of `OpenCall`).
        alert_raised: An `Alert` that may interrupt.
        alert_ended: An `Alert` of kind ALERT_ENDED: stop calling for its chat.
    """

    rows_changed = Signal(tuple)
    chats_removed = Signal(tuple)
    ticked = Signal()
    queue_changed = Signal()
    status_changed = Signal(object)
    calls_changed = Signal(tuple)
    alert_raised = Signal(object)
    alert_ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.chats = ChatListModel(self)
        self.queue = QueueModel(self)
        self.transcripts = TranscriptModel(self)
        self._status = DeskStatus()
        self._calls: tuple[OpenCall, ...] = ()

    @property
    def status(self) -> DeskStatus:
        """The newest status."""
        return self._status

    @property
    def calls(self) -> tuple[OpenCall, ...]:
        """The calls that somebody still has to make, the next one first."""
        return self._calls

    def mark_of(self, chat_id: ChatId) -> FocusMark | None:
        """Return what the mark of a chat or of a queued visitor shows now."""
        return self.chats.mark_of(chat_id) or self.queue.mark_of(chat_id)

    def apply(self, changes: Changes) -> None:
        """Distribute what one step at the desk changed."""
        self.chats.apply(changes)
        self.queue.apply(changes)
        self.transcripts.apply(changes)
        if changes.status is not None:
            self._status = changes.status
            self.status_changed.emit(changes.status)
        if changes.rows:
            self.rows_changed.emit(tuple(row.id for row in changes.rows))
        if changes.removed:
            self.chats_removed.emit(changes.removed)
        if changes.queue is not None:
            self.queue_changed.emit()
        if changes.marks or changes.at is not None:
            self.ticked.emit()
        if changes.calls is not None:
            self._calls = changes.calls
            self.calls_changed.emit(changes.calls)
        for alert in changes.alerts:
            ended = alert.kind is AlertKind.ALERT_ENDED
            (self.alert_ended if ended else self.alert_raised).emit(alert)
