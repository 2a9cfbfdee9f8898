"""Token buckets for requests: of one socket, of one address and of one site."""

from collections import OrderedDict
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
    """What may be asked of the server.

    An operator's program may resend a full outbox after an outage; a person in the
    widget types, and peeks once or twice a second.

    Attributes:
        operator: Each operator's socket.
        visitor: Each visitor's socket.
        address: All sockets of one network address but those of operators who signed in; an
            office has many visitors, and all come back at once after an outage.
        site: All visitors of one site, so that one site cannot take the server from others.
        pending: Unanswered requests on one socket.
        refusals: So many more refusals than answers, and a socket is closed.
    """

    operator: Rate = Rate(burst=200, per_second=50)
    visitor: Rate = Rate(burst=40, per_second=8)
    address: Rate = Rate(burst=5_000, per_second=200)
    site: Rate = Rate(burst=20_000, per_second=1_000)
    pending: int = PENDING_REQUESTS
    refusals: int = 64


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


class Buckets:
    """One bucket of `rate` for each name that was heard of lately."""

    REMEMBERED = 10_000
    """Names held at once; whoever was quiet longest is forgotten and starts with a full bucket."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, name: str, ticks: float) -> None:
        """Take one token of `name`.

        Raises:
            ProtocolError: As `Bucket.take`.
        """
        bucket = self._buckets.get(name)
        if bucket is None:
            bucket = self._buckets[name] = Bucket(self._rate, ticks)
            if len(self._buckets) > self.REMEMBERED:
                self._buckets.popitem(last=False)
        else:
            self._buckets.move_to_end(name)
        bucket.take(ticks)
