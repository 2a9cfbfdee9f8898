"""What people and clients could see, in the order of time; all that the judge reads."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

HOLE = "hole"
"""A fault begins with this word when nothing gets through one way or both."""
DISK = "disk"
"""A fault ends with this word when it is the disk's."""
PUT_BACK = "put back to a backup"
"""The fault that takes the server's data back to an older state."""
BROUGHT_BACK = "brought back"
"""Of a canned response whose deletion was taken back."""


class Did(StrEnum):
    """What an entry of the history says."""

    BEGAN = "began"
    OPENED = "opened its desk"
    ENDED = "ended"
    FAULT = "fault"
    HEALED = "healed"
    CALM = "calm"
    BROKE = "broke"
    TROUBLE = "told of trouble"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SENT = "shown as sent"
    FAILED = "shown as failed"
    RETRIED = "retried"
    LINK = "link"
    TYPED = "typed"
    DRAFT = "draft back"
    SAID = "said"
    UNSAID = "back in the form"
    TICKED = "ticked"
    CHAT = "finds a chat of"
    VIEW = "view"
    PRESSES_SAVE = "presses save"
    SAVED = "told that it is saved"
    NO_RIGHT = "may not share any more"
    ROW = "has the response"
    PAST = "has older versions of"
    COPY = "shares"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history.

    Attributes:
        at: Seconds since the world began.
        who: The machine, or the world itself.
        did: What happened.
        chat: The chat that it is about, or the mark with which a canned response began.
        text: The message, the state, or the kind of the fault.
        lines: For views: the texts from first to last. For canned responses: the marks in them;
            of a press on Save, those that it lets go of.
    """

    at: float
    who: str
    did: Did
    chat: str = ""
    text: str = ""
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = [f"{self.at:9.3f}", f"{self.who:8}", f"{self.did}", self.chat, self.text]
        told = "  ".join(part for part in parts if part)
        return told if not self.lines else f"{told}  {' | '.join(self.lines)}"


class History:
    """Entries in the order of time."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._entries: list[Entry] = []

    def note(
        self, who: str, did: Did, text: str = "", *, chat: str = "", lines: tuple[str, ...] = ()
    ) -> None:
        """Write down what happened now."""
        self._entries.append(Entry(self._now(), who, did, chat, text, lines))

    def add(self, entry: Entry) -> None:
        """Write down an entry as it is; for trials of the judge."""
        self._entries.append(entry)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def of(self, *kinds: Did) -> list[Entry]:
        """Return the entries of these kinds."""
        return [entry for entry in self._entries if entry.did in kinds]
