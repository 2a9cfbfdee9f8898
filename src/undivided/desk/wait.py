"""A waiting time that goes on by itself: whoever knows the hour can tell how long it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Wait:
    """What a running number is reckoned from.

    Attributes:
        since: When it was 0, on the server's clock; pauses are left out.
        late: After so long its ring is full.
    """

    since: datetime
    late: timedelta

    def at(self, at: datetime) -> tuple[int, float]:
        """Return the whole seconds at `at`, and how far the ring is filled, 0 to 1."""
        waiting = max(at - self.since, timedelta())
        return int(waiting.total_seconds()), min(waiting / self.late, 1.0)
