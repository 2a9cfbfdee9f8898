"""What may happen at the desk besides typing: news from the session and from the window.

Structs and no dataclasses: Python needs about 0.8 ms of every start to make one of those.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec import Struct

from undivided.desk.marks import FocusLimits
from undivided.desk.values import LinkState, Profile
from undivided.protocol.chats import Chat, Thread
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId, EventId
from undivided.protocol.moments import Moment
from undivided.protocol.users import User


class SignedIn(Struct, frozen=True):
    """The server knows this operator.

    Attributes:
        server_offset: The server's clock minus this computer's.
        can_hold: The server announced that it keeps the promise of a hold.
    """

    profile: Profile
    is_accepting: bool
    server_offset: timedelta = timedelta()
    can_hold: bool = True


class LinkChanged(Struct, frozen=True):
    """The connection is in another state.

    Attributes:
        next_try: When the next attempt starts, while offline.
        behind: Chats that may have newer events than the desk knows.
    """

    state: LinkState
    reason: str = ""
    next_try: Moment | None = None
    behind: frozenset[ChatId] = frozenset()


class ChatSnapshot(Struct, frozen=True):
    """A chat with its newest thread as the server has it now; replaces what was known."""

    chat: Chat


class ChatGone(Struct, frozen=True):
    """A chat that the server no longer shows to this operator."""

    chat_id: ChatId


class OlderThreads(Struct, frozen=True):
    """Whole threads from before, asked for by scrolling up."""

    chat_id: ChatId
    threads: tuple[Thread, ...]


class CallsListed(Struct, frozen=True):
    """Ended threads in which somebody asked to be called, each with its chat."""

    chats: tuple[Chat, ...]


class Pushed(Struct, frozen=True):
    """A push of the server, its payload typed as in `protocol.pushes.AGENT_PUSHES`."""

    action: str
    payload: object


class VisitorsListed(Struct, frozen=True):
    """The visitors of the listed chats as they are now: presence and pages are not replayed."""

    visitors: tuple[User, ...]


class RoutingSet(Struct, frozen=True):
    """The server took this operator's wish to accept chats, or not to."""

    is_accepting: bool


class Submitted(Struct, frozen=True):
    """An own event is safe on disk and on its way; `failed` says why it went no further."""

    custom_id: CustomId
    chat_id: ChatId
    event: Event
    written_at: datetime
    failed: str = ""


class Sending(Struct, frozen=True):
    """An own event left; whether it arrived is not known yet."""

    chat_id: ChatId
    custom_id: CustomId


class Uploading(Struct, frozen=True):
    """The bytes of an own file are on their way; its event leaves after them.

    Attributes:
        percent: How much of them the server has taken, 0 to 100.
    """

    chat_id: ChatId
    custom_id: CustomId
    percent: int = 0


class Waiting(Struct, frozen=True):
    """An own event waits for its turn or for the connection."""

    chat_id: ChatId
    custom_id: CustomId


class Confirmed(Struct, frozen=True):
    """The server stored an own event."""

    chat_id: ChatId
    custom_id: CustomId
    event_id: EventId


class Refused(Struct, frozen=True):
    """The server, or the session before it, refused an own event for good."""

    chat_id: ChatId
    custom_id: CustomId
    sentence: str


class Dropped(Struct, frozen=True):
    """The operator gave up a refused event."""

    chat_id: ChatId
    custom_id: CustomId


class ChatPicked(Struct, frozen=True):
    """The operator looks at another chat, or at none."""

    chat_id: ChatId | None


class ChatDismissed(Struct, frozen=True):
    """The operator puts a closed chat away."""

    chat_id: ChatId


class WindowSeen(Struct, frozen=True):
    """The window is in front of the operator, or it is not."""

    is_visible: bool


class LimitsSet(Struct, frozen=True):
    """The operator chose when waiting turns amber and red. Source: practice 1."""

    limits: FocusLimits


@dataclass(frozen=True, slots=True)
class DraftChanged:
    """A draft came into being or went.

    Attributes:
        has_files: Files wait beside the text.
    """

    chat_id: ChatId
    text: str = field(repr=False)
    has_files: bool = False


class AlertTaken(Struct, frozen=True):
    """The operator accepted a new chat."""

    chat_id: ChatId


class AlertDismissed(Struct, frozen=True):
    """The operator heard a call and does not want to hear it again."""

    chat_id: ChatId


Fact = (
    SignedIn
    | LinkChanged
    | ChatSnapshot
    | ChatGone
    | OlderThreads
    | CallsListed
    | Pushed
    | VisitorsListed
    | RoutingSet
    | Submitted
    | Sending
    | Uploading
    | Waiting
    | Confirmed
    | Refused
    | Dropped
    | ChatPicked
    | ChatDismissed
    | WindowSeen
    | LimitsSet
    | DraftChanged
    | AlertTaken
    | AlertDismissed
)
