"""A visitor's wish to be called, as views show it, and what became of it."""

from dataclasses import dataclass
from enum import Enum, auto

from undivided.protocol.ids import EventId, ThreadId


class CallState(Enum):
    """What became of a visitor's wish to be called."""

    OPEN = auto()
    TAKEN = auto()
    DONE = auto()


@dataclass(frozen=True, slots=True)
class CallRequest:
    """A visitor's wish to be called. Source: practice 60.

    Attributes:
        phone: As the visitor wrote it, so plain text only.
        wish: When it suits, in the visitor's words; may be empty.
        by: Who set the state; empty while nobody did.
    """

    thread_id: ThreadId
    event_id: EventId
    phone: str
    wish: str = ""
    state: CallState = CallState.OPEN
    by: str = ""
    is_mine: bool = False
