"""When the desk has to look at each chat again, so that a second with many chats costs little."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from undivided.protocol.ids import ChatId

EACH_SECOND = datetime.min.replace(tzinfo=UTC)
"""For a chat in which something runs that only looking tells: a hold, typing, a call."""
NEVER = datetime.max.replace(tzinfo=UTC)
"""For a chat that stays as it is until somebody does something."""


@dataclass(slots=True)
class Agenda:
    """The next time of each chat, on the server's clock."""

    _times: dict[ChatId, datetime] = field(default_factory=dict)
    _looked_at: datetime = EACH_SECOND

    def plan(self, chat_id: ChatId, at: datetime) -> None:
        """Look at a chat again at `at`, which takes the place of what was planned before."""
        self._times[chat_id] = at

    def forget(self, chat_id: ChatId) -> None:
        """Look at a chat no more."""
        self._times.pop(chat_id, None)

    def due(self, at: datetime) -> list[ChatId]:
        """Return the chats to look at now: all of them when the clock was set back."""
        is_back = at < self._looked_at
        self._looked_at = at
        return [chat_id for chat_id, time in self._times.items() if is_back or time <= at]
