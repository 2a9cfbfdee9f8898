"""A note for operators about what a visitor wrote: the words and their time, no judgement.

Its text is how any desk knows it again, on any server. Source: practice 72.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from undivided.etiquette.calm_text import one_line
from undivided.etiquette.coach.chat_view import Line

KEPT_DAYS = 90
"""How long a desk tells of a note; after that who has written in anger begins anew."""

_HEAD = "Note on abuse, "
_QUOTED = 200
"""Characters of each line."""


def note_of(insults: Sequence[Line], at: datetime) -> str:
    """Return the note.

    Args:
        insults: What the visitor wrote, oldest first.
        at: Now, aware.
    """
    said = "\n".join(f"{_time(line.at)}“{one_line(line.text, _QUOTED)}”" for line in insults)
    return f"{_HEAD}{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC. The visitor wrote:\n{said}"


def is_note(text: str) -> bool:
    """Return whether a whisper is such a note."""
    return text.startswith(_HEAD)


def _time(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(UTC):%H:%M} "
