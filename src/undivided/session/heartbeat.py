"""Whether the link is alive: only an answered ping proves it (promise G7)."""

from dataclasses import dataclass
from enum import Enum, auto

from undivided.protocol.limits import HEARTBEAT
from undivided.protocol.moments import Moment

BEAT = HEARTBEAT.total_seconds()
LOOK = 1.0
"""Seconds between two looks at the clocks: a timer stands still while the computer sleeps."""
AFTER_SLEEP = 4.0
"""Seconds in which a link must answer after this computer woke up; with `LOOK` it makes 5."""
JUMP = 5.0
"""The two clocks drift apart by so many seconds only through sleep or a changed clock."""
GAP = 10.0
"""Without a look for so long the program was stopped; answers may lie unread."""


class Pulse(Enum):
    """What the heartbeat wants."""

    NOTHING = auto()
    PING = auto()
    DEAD = auto()


@dataclass(slots=True)
class Heartbeat:
    """One ping every 15 s; a ping without an answer until the next is a dead link.

    All deadlines are on the monotonic clock: a changed wall clock costs one ping, never the
    link.
    """

    _seen: Moment
    _next: float
    _deadline: float | None = None

    @classmethod
    def started(cls, now: Moment) -> "Heartbeat":
        """Return the heartbeat of a link that has just answered."""
        return cls(now, now.ticks + BEAT)

    @property
    def wake_at(self) -> float:
        """When `ticked` has something to do."""
        due = self._next if self._deadline is None else min(self._next, self._deadline)
        return min(due, self._seen.ticks + LOOK)

    def answered(self, now: Moment) -> None:
        """Note the answer to a ping."""
        self._seen = now
        self._deadline = None

    def ticked(self, now: Moment) -> Pulse:
        """Return whether to ping now, or to give the link up."""
        has_slept = self._has_slept(now)
        self._seen = now
        if has_slept:
            return self._ping(now, AFTER_SLEEP)
        if self._deadline is not None and now.ticks >= self._deadline:
            return Pulse.DEAD
        return self._ping(now, BEAT) if now.ticks >= self._next else Pulse.NOTHING

    def _ping(self, now: Moment, patience: float) -> Pulse:
        self._next = now.ticks + BEAT
        self._deadline = now.ticks + patience
        return Pulse.PING

    def _has_slept(self, now: Moment) -> bool:
        ticks = now.ticks - self._seen.ticks
        wall = (now.wall - self._seen.wall).total_seconds()
        return abs(wall - ticks) > JUMP or ticks > GAP
