"""Requests on one socket: their ids, how many at once, and how long to wait for each."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from msgspec import Struct

from undivided.protocol.codec import encode_request
from undivided.protocol.envelope import Incoming
from undivided.protocol.ids import ChatId, CustomId
from undivided.protocol.limits import CLIENT_PENDING_REQUESTS
from undivided.protocol.moments import Moment
from undivided.session.commands import Command

PATIENCE = 20.0
"""Seconds for an answer; the server itself gives up after 15."""


class SignIn(Struct, frozen=True):
    """The request that signs in."""


class Beat(Struct, frozen=True):
    """A ping; the one right after the sign-in is answered when the replay is over."""

    ends_replay: bool = False


class Deliver(Struct, frozen=True):
    """One row of the outbox."""

    chat_id: ChatId
    custom_id: CustomId


class Look(Struct, frozen=True):
    """A search for own custom ids in a chat whose rows may have arrived (promise G4)."""

    chat_id: ChatId


class Fetch(Struct, frozen=True):
    """A chat as it is now."""

    chat_id: ChatId


class ListPage(Struct, frozen=True):
    """One page of the active chats."""


class Do(Struct, frozen=True):
    """An operator's command."""

    command: Command


Purpose = SignIn | Beat | Deliver | Look | Fetch | ListPage | Do


class Ask(Struct, frozen=True):
    """A request that is to be sent, and what for."""

    action: str
    payload: Struct
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class _Pending:
    purpose: Purpose
    deadline: float


@dataclass(slots=True)
class Requests:
    """The unanswered and the unsent requests of one connection."""

    _last_id: int = 0
    _waiting: deque[Ask] = field(default_factory=deque)
    _pending: dict[str, _Pending] = field(default_factory=dict)

    def ask(self, ask: Ask, *, is_urgent: bool = False) -> None:
        """Send `ask` after those before it, or before them."""
        (self._waiting.appendleft if is_urgent else self._waiting.append)(ask)

    def frames(self, now: Moment) -> Iterator[bytes]:
        """Yield the frames that may leave now; at most 8 requests are unanswered at a time."""
        while self._waiting and len(self._pending) < CLIENT_PENDING_REQUESTS:
            ask = self._waiting.popleft()
            self._last_id += 1
            request_id = f"r{self._last_id}"
            self._pending[request_id] = _Pending(ask.purpose, now.ticks + PATIENCE)
            yield encode_request(ask.action, ask.payload, request_id=request_id)

    def answered(self, incoming: Incoming) -> Purpose | None:
        """Return what an answer is the answer to; None for one that nobody waits for."""
        pending = self._pending.pop(incoming.request_id or "", None)
        return None if pending is None else pending.purpose

    def give_up(self, wanted: Callable[[Purpose], bool]) -> Purpose | None:
        """Give up and return the oldest unanswered request of a kind: its answer is the next."""
        for key, pending in self._pending.items():
            if wanted(pending.purpose):
                del self._pending[key]
                return pending.purpose
        return None

    def overdue(self, now: Moment) -> list[Purpose]:
        """Give up and return what has waited too long; its outcome is unknown."""
        late = [key for key, pending in self._pending.items() if now.ticks >= pending.deadline]
        return [self._pending.pop(key).purpose for key in late]

    def drop(self) -> list[Purpose]:
        """Forget all of a connection that is gone; return what was asked or wanted."""
        purposes = [each.purpose for each in self._pending.values()]
        purposes += [each.purpose for each in self._waiting]
        self._pending.clear()
        self._waiting.clear()
        return purposes

    @property
    def wake_at(self) -> float | None:
        """When the first answer is overdue."""
        return min((each.deadline for each in self._pending.values()), default=None)
