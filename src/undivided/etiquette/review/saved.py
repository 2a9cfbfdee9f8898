"""What a saved chat says, whatever its file looked like: who said what, on which line."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from undivided.etiquette.coach.chat_view import Line
from undivided.etiquette.coach.fact_marks import NO_MARKS, FactMarks
from undivided.protocol.errors import UndividedError

_TIME_ALONE = re.compile(r"\d\d:\d\d(?::\d\d)?")
_ANY_DAY = "2000-01-01 "
"""Of times without a day only the differences are looked at."""


class TranscriptRefused(UndividedError):
    """Nothing in a file can be read as a chat."""


class Origin(StrEnum):
    """What a reply was begun from, as our own files say it. Source: practice 49."""

    OWN = "own"
    """Typed."""
    TOUCHED = "touched"
    """A prepared text that was made personal."""
    UNTOUCHED = "untouched"
    """A prepared text as it is."""


@dataclass(frozen=True, slots=True)
class AskedCall:
    """A visitor's wish to be called, as our own files say it. Source: practice 61.

    Attributes:
        after_s: Seconds until somebody first called; None if nobody did.
    """

    after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A message and where it stands.

    Attributes:
        line: Its line in the file, from 1; in JSON that is one document, its place in the list.
        said: The message.
        chat: Which chat of the file it belongs to, from 1.
        origin: What a reply was begun from, or None where the file does not say.
        facts: What was kept with a reply for a reviewer. Source: practice 36.
        call: The visitor's wish to be called, or None where the message is none.
    """

    line: int
    said: Line
    chat: int = 1
    origin: Origin | None = None
    facts: FactMarks = NO_MARKS
    call: AskedCall | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that is no message, with the reason."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """The chat, or the chats, of a file.

    Attributes:
        messages: In the file's order.
        unread: Lines that were passed over.
        visitor_name: If the file says it.
    """

    messages: tuple[Said, ...]
    unread: tuple[Unread, ...] = ()
    visitor_name: str = ""


def instant(value: object) -> datetime | None:
    """Return a time as formats write it, in words or as seconds since 1970; None if it is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value, UTC)
        except (ValueError, OverflowError, OSError):
            return None
    words = str(value).strip()
    if _TIME_ALONE.fullmatch(words):
        words = f"{_ANY_DAY}{words}"
    try:
        at = datetime.fromisoformat(words) if words else None
    except ValueError:
        return None
    # A time without a zone is this transcript's own; only differences are looked at.
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
