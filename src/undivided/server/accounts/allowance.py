"""How often one address or one person may do something over HTTP."""

from undivided.protocol.moments import Moment
from undivided.server.hub.flood import Buckets, Rate


class Allowance:
    """One bucket of `rate` for each name."""

    def __init__(self, rate: Rate) -> None:
        self._buckets = Buckets(rate)

    def take(self, name: str, now: Moment) -> None:
        """Count one use.

        Raises:
            ProtocolError: `too_many_requests`, with the time to wait.
        """
        self._buckets.take(name, now.ticks)
