"""Instants: one reading of the wall clock and of the monotonic clock together."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from msgspec import Meta

Instant = Annotated[datetime, Meta(tz=True)]
"""A time on the wire: RFC 3339 with its zone; a time without a zone is refused."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)
_MARGIN = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, as both clocks tell it.

    Waiting times use `wall` with the server's offset; retries and deadlines use
    `ticks`, because a wall clock may be set while a program runs.

    Attributes:
        wall: Aware UTC time.
        ticks: Seconds of the monotonic clock; comparable within one process only.
    """

    wall: datetime
    ticks: float

    @classmethod
    def at(cls, seconds: float) -> "Moment":
        """Return the moment `seconds` after the epoch on both clocks, for tests and replays."""
        return cls(EPOCH + timedelta(seconds=seconds), seconds)

    def plus(self, span: timedelta) -> "Moment":
        """Return the moment `span` later on both clocks."""
        return Moment(self.wall + span, self.ticks + span.total_seconds())


def to_wire(instant: datetime) -> str:
    """Return RFC 3339 in UTC with six decimals, the form the protocol shows.

    A time of another zone that UTC cannot count any more becomes the first or the last it can.
    """
    try:
        utc = instant.astimezone(UTC)
    except OverflowError:
        utc = FIRST if instant.year == 1 else LAST
    # Not strftime: it writes the year 1 with one digit.
    return f"{utc.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def from_wire(text: str) -> datetime:
    """Return the aware UTC instant written in `text`.

    Raises:
        ValueError: `text` is no RFC 3339 time with a zone.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        message = f"time without a zone: {text!r}"
        raise ValueError(message)
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        message = f"time beyond the calendar: {text!r}"
        raise ValueError(message) from None


def within_calendar(instant: datetime) -> datetime:
    """Return `instant`, or the nearest time that every zone can tell and a year can be added to.

    A time on the wire may be any that can be written; what is reckoned with goes through here.
    """
    return min(max(instant, FIRST + _MARGIN), LAST - _MARGIN)


def local(instant: datetime) -> datetime:
    """Return an instant, or the nearest that can be told, on this computer's wall clock."""
    return within_calendar(instant).astimezone()
