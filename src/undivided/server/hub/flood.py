"""Token buckets: how many requests one socket may send, and when the next one may come."""

from dataclasses import dataclass

from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.limits import PENDING_REQUESTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A burst of requests at once, then `per_second` for as long as it lasts."""

    burst: float
    per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FloodLimits:
    """What one socket may ask of the server.

    An operator's program may resend a full outbox after an outage; a person in the
    widget types, and peeks once or twice a second.
    """

    operator: Rate = Rate(burst=200, per_second=50)
    visitor: Rate = Rate(burst=40, per_second=8)
    pending: int = PENDING_REQUESTS


class Bucket:
    """The tokens of one socket."""

    def __init__(self, rate: Rate, ticks: float) -> None:
        """Start full."""
        self._rate = rate
        self._tokens = rate.burst
        self._ticks = ticks

    def take(self, ticks: float) -> None:
        """Take one token.

        Raises:
            ProtocolError: There is none; `data.retry_after_ms` says when there will be.
        """
        rate = self._rate
        if ticks > self._ticks:
            self._tokens += (ticks - self._ticks) * rate.per_second
            self._tokens = min(rate.burst, self._tokens)
        self._ticks = ticks
        if self._tokens < 1:
            wait_ms = int((1 - self._tokens) / rate.per_second * 1000) + 1
            raise ProtocolError(
                ErrorType.TOO_MANY_REQUESTS,
                "Too many requests at once; wait a moment.",
                {"retry_after_ms": wait_ms},
            )
        self._tokens -= 1
