"""How long to wait before the next attempt: doubling from 0.3 s to 30 s, with jitter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from undivided.protocol.limits import RECONNECT_FIRST, RECONNECT_LAST


@dataclass(slots=True)
class Backoff:
    """Counts failed attempts.

    Only the server's answer to a sign-in, or a confirmed message, resets it: a server that
    accepts and closes at once is not back.

    Attributes:
        jitter: Returns a fraction from 0 to 1; many clients cut at once must not return at once.
    """

    jitter: Callable[[], float]
    attempts: int = 0

    def next(self) -> timedelta:
        """Count one more failure; return the span to wait, half to all of the full span."""
        first, last = RECONNECT_FIRST.total_seconds(), RECONNECT_LAST.total_seconds()
        span = min(first * 2.0 ** min(self.attempts, 16), last)
        self.attempts += 1
        return timedelta(seconds=span * (0.5 + 0.5 * self.jitter()))

    def reset(self) -> None:
        """Start over: the other side has answered."""
        self.attempts = 0
