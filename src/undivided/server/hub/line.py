"""The queue's places and an honest estimate of the wait."""

from collections import deque
from collections.abc import Iterable, Sequence

from undivided.protocol.chats import Queue
from undivided.protocol.ids import ChatId
from undivided.server.hub.records import ChatRecord

SAMPLES = 20
"""How many finished chats the estimate looks back on."""
LEAST_SAMPLES = 3
"""With fewer the wait is unknown, which the wire writes as 0."""
LONGEST_S = 2 * 60 * 60
"""A thread that lay open for longer says nothing about the work it took."""


class Line:
    """Who waits at which place, and for about how long.

    Source: practices 36 and 69.
    """

    def __init__(self, handled_s: Iterable[float]) -> None:
        """Start from how long the newest finished chats took, in seconds."""
        self._handled_s = deque(self._usable(handled_s), maxlen=SAMPLES)
        self._places: dict[ChatId, Queue] = {}
        self._told: dict[ChatId, Queue] = {}

    def finished(self, handled_s: float) -> None:
        """Learn from one more finished chat."""
        self._handled_s.extend(self._usable([handled_s]))

    def wait_s(self, position: int, places: int) -> int:
        """Return the estimated wait at `position`, or 0 when nobody can know.

        Args:
            position: 1 is the next one.
            places: How many chats the accepting operators take at once.
        """
        if places < 1 or len(self._handled_s) < LEAST_SAMPLES:
            return 0
        mean_s = sum(self._handled_s) / len(self._handled_s)
        return round(mean_s * position / places)

    def arrange(
        self, waiting: Sequence[ChatRecord], places: int, *, told: ChatId | None = None
    ) -> None:
        """Number the waiting chats anew.

        Args:
            waiting: First to last.
            places: How many chats the accepting operators take at once.
            told: A chat whose place is about to be told together with other news of it.
        """
        self._places = {}
        for position, chat in enumerate(waiting, start=1):
            queue = Queue(
                position=position,
                wait_time=self.wait_s(position, places),
                queued_at=chat.thread.queued_at,
            )
            self._places[chat.id] = queue
        if told is not None and (place := self._places.get(told)) is not None:
            self._told[told] = place

    def untold(self, waiting: Sequence[ChatRecord]) -> list[ChatRecord]:
        """Return the waiting chats whose place or wait is not what was told last, once."""
        changed = [chat for chat in waiting if self._told.get(chat.id) != self._places[chat.id]]
        self._told = dict(self._places)
        return changed

    def place(self, chat_id: ChatId) -> Queue | None:
        """Return the chat's place, or None when it does not wait."""
        return self._places.get(chat_id)

    @staticmethod
    def _usable(handled_s: Iterable[float]) -> list[float]:
        return [each for each in handled_s if 0 < each <= LONGEST_S]
