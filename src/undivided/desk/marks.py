"""What a focus mark and a hold show, as frozen values."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from undivided.desk.wait import Wait


class FocusState(Enum):
    """What a focus mark says; each has a shape of its own, so that colour is never alone."""

    NOTHING_OWED = auto()
    CALM = auto()
    SOON = auto()
    LATE = auto()
    TYPING = auto()
    HELD = auto()
    HOLD_OVER = auto()
    GOODBYE = auto()
    QUEUED = auto()
    CALLING = auto()


@dataclass(frozen=True, slots=True)
class FocusMark:
    """The ring in the place of an avatar.

    Attributes:
        seconds: Waited so far; HELD: left of the promise; HOLD_OVER: over it; QUEUED: in the queue.
        fraction: How far the ring is filled, 0 to 1; a HELD ring empties.
        initial: The visitor's initial, shown when nothing is owed.
        is_offline: The link is down, so the ring is dashed.
        wait: How `seconds` and `fraction` go on, where they run; see `focus.mark_at`.
    """

    state: FocusState
    seconds: int = 0
    fraction: float = 0.0
    initial: str = "?"
    is_offline: bool = False
    wait: Wait | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FocusLimits:
    """When waiting turns amber and red. Source: practice 1."""

    soon: timedelta = timedelta(seconds=30)
    late: timedelta = timedelta(seconds=45)


class HoldState(Enum):
    """How far a hold has come."""

    ASKED = auto()
    AGREED = auto()
    HURRY = auto()
    WARNING = auto()
    OVER = auto()


@dataclass(frozen=True, slots=True)
class Hold:
    """A promise to be back, with its time. Source: practices 8 and 9.

    Attributes:
        promised: The minutes that were asked for.
        asked_at: When the question went out, on the server's clock.
        until: When the promise ends; None until the visitor agreed.
        is_mine: This operator made the promise.
    """

    state: HoldState
    promised: timedelta
    asked_at: datetime
    until: datetime | None = None
    is_mine: bool = True
