"""A visitor's wish to be called, as views show it, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from undivided.protocol.ids import ChatId, EventId, ThreadId


class CallState(Enum):
    """What became of a visitor's wish to be called."""

    OPEN = auto()
    TAKEN = auto()
    NO_ANSWER = auto()
    REACHED = auto()
    PAID = auto()


class CallAct(Enum):
    """What an operator says of a wish to be called. Source: practice 61."""

    TAKE = auto()
    LEAVE = auto()
    REACHED = auto()
    PAID = auto()
    NO_ANSWER = auto()
    AGAIN = auto()
    SNOOZE = auto()
    REOPEN = auto()


@dataclass(frozen=True, slots=True)
class CallRequest:
    """A visitor's wish to be called. Source: practices 60 and 61.

    Attributes:
        phone: As the visitor wrote it, so plain text only.
        asked_at: When the server stored the wish.
        wish: When it suits, in the visitor's words; empty for as soon as possible.
        due: When to call: the visitor's time, or the one that an operator moved it to. What is
            wanted as soon as possible is due some minutes later, while nobody has taken it.
        first_at: When somebody first called, reached or not.
        by: Who set the state; empty while nobody did.
        has_consent: The visitor allowed the call when asking for it.
    """

    chat_id: ChatId
    thread_id: ThreadId
    event_id: EventId
    phone: str
    asked_at: datetime
    wish: str = ""
    due: datetime | None = None
    first_at: datetime | None = None
    state: CallState = CallState.OPEN
    by: str = ""
    is_mine: bool = False
    has_consent: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nobody has to call any more."""
        return self.state in {CallState.REACHED, CallState.PAID}

    @property
    def time_to_call(self) -> timedelta | None:
        """From the wish to the first call; None before it. Never negative."""
        return None if self.first_at is None else max(self.first_at - self.asked_at, timedelta())


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call that somebody still has to make, for lists and alarms.

    Attributes:
        visitor: The shown name.
        is_due: Its time has come.
        is_for_me: This operator is reminded: an own one, or nobody's in no colleague's chat.
        is_shown: Its chat has a row at this desk.
    """

    call: CallRequest
    visitor: str
    is_due: bool = False
    is_for_me: bool = False
    is_shown: bool = False
