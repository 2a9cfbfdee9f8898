"""Token buckets by name: how often one address or one person may do something."""

from collections import OrderedDict

from undivided.protocol.moments import Moment
from undivided.server.hub.flood import Bucket, Rate

REMEMBERED = 10_000
"""Names held at once; whoever was quiet longest is forgotten and starts with a full bucket."""


class Allowance:
    """One bucket of `rate` for each name."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, name: str, now: Moment) -> None:
        """Count one use.

        Raises:
            ProtocolError: `too_many_requests`, with the time to wait.
        """
        bucket = self._buckets.setdefault(name, Bucket(self._rate, now.ticks))
        self._buckets.move_to_end(name)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        bucket.take(now.ticks)
