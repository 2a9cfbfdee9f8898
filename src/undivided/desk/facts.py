"""What may happen at the desk besides typing: news from the session and from the window."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from undivided.desk.values import LinkState, Profile
from undivided.protocol.chats import Chat, Thread
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId, EventId
from undivided.protocol.moments import Moment


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The server knows this operator.

    Attributes:
        server_offset: The server's clock minus this computer's.
    """

    profile: Profile
    is_accepting: bool
    server_offset: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The connection is in another state.

    Attributes:
        next_try: When the next attempt starts, while offline.
        behind: Chats that may have newer events than the desk knows.
    """

    state: LinkState
    reason: str = ""
    next_try: Moment | None = None
    behind: frozenset[ChatId] = frozenset()


@dataclass(frozen=True, slots=True)
class ChatSnapshot:
    """A chat with its newest thread as the server has it now; replaces what was known."""

    chat: Chat


@dataclass(frozen=True, slots=True)
class ChatGone:
    """A chat that the server no longer shows to this operator."""

    chat_id: ChatId


@dataclass(frozen=True, slots=True)
class OlderThreads:
    """Whole threads from before, asked for by scrolling up."""

    chat_id: ChatId
    threads: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class Pushed:
    """A push of the server, its payload typed as in `protocol.pushes.AGENT_PUSHES`."""

    action: str
    payload: object


@dataclass(frozen=True, slots=True)
class RoutingSet:
    """The server took this operator's wish to accept chats, or not to."""

    is_accepting: bool


@dataclass(frozen=True, slots=True)
class Submitted:
    """An own event is safe on disk and on its way; `failed` says why it went no further."""

    custom_id: CustomId
    chat_id: ChatId
    event: Event
    written_at: datetime
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """An own event left; whether it arrived is not known yet."""

    chat_id: ChatId
    custom_id: CustomId


@dataclass(frozen=True, slots=True)
class Waiting:
    """An own event waits for its turn or for the connection."""

    chat_id: ChatId
    custom_id: CustomId


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The server stored an own event."""

    chat_id: ChatId
    custom_id: CustomId
    event_id: EventId


@dataclass(frozen=True, slots=True)
class Refused:
    """The server, or the session before it, refused an own event for good."""

    chat_id: ChatId
    custom_id: CustomId
    sentence: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """The operator gave up a refused event."""

    chat_id: ChatId
    custom_id: CustomId


@dataclass(frozen=True, slots=True)
class ChatPicked:
    """The operator looks at another chat, or at none."""

    chat_id: ChatId | None


@dataclass(frozen=True, slots=True)
class ChatDismissed:
    """The operator puts a closed chat away."""

    chat_id: ChatId


@dataclass(frozen=True, slots=True)
class WindowSeen:
    """The window is in front of the operator, or it is not."""

    is_visible: bool


@dataclass(frozen=True, slots=True)
class DraftChanged:
    """A draft came into being or went."""

    chat_id: ChatId
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AlertTaken:
    """The operator accepted a new chat."""

    chat_id: ChatId


@dataclass(frozen=True, slots=True)
class AlertDismissed:
    """The operator heard a call and does not want to hear it again."""

    chat_id: ChatId


Fact = (
    SignedIn
    | LinkChanged
    | ChatSnapshot
    | ChatGone
    | OlderThreads
    | Pushed
    | RoutingSet
    | Submitted
    | Sending
    | Waiting
    | Confirmed
    | Refused
    | Dropped
    | ChatPicked
    | ChatDismissed
    | WindowSeen
    | DraftChanged
    | AlertTaken
    | AlertDismissed
)
