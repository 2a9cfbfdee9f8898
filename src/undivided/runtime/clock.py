"""The app's only clock."""

import time
from datetime import UTC, datetime

from undivided.protocol.moments import Moment


class SystemClock:
    """Reads both clocks of this computer together."""

    def now(self) -> Moment:
        """Return this instant."""
        return Moment(datetime.now(UTC), time.monotonic())
