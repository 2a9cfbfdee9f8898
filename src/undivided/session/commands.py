"""What an operator may ask for; the desk and the window speak only these."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId, ThreadId, UserId


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One event on its way, as the outbox keeps it on disk (promise G1).

    The event is frozen when Send is pressed: its chat, its text and its custom id never change.

    Attributes:
        number: Running number of the outbox; a chat's rows leave in this order.
        failed: Why the server refused it for good, as a sentence; empty while it may still go.
    """

    custom_id: CustomId
    chat_id: ChatId
    event: Event
    written_at: datetime
    number: int = 0
    attempts: int = 0
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Submit:
    """Send an event; give it to the session only after its row is committed to disk."""

    row: OutboxRow


@dataclass(frozen=True, slots=True)
class Retry:
    """Try a failed row again, under the same custom id."""

    custom_id: CustomId


@dataclass(frozen=True, slots=True)
class Discard:
    """Forget a failed row."""

    custom_id: CustomId


@dataclass(frozen=True, slots=True)
class SetAccepting:
    """Take new chats, or take none."""

    is_accepting: bool


@dataclass(frozen=True, slots=True)
class TakeChat:
    """Take a queued chat, above the own capacity if need be."""

    chat_id: ChatId


@dataclass(frozen=True, slots=True)
class TransferChat:
    """Hand a chat to a colleague, or with no operator back to its group."""

    chat_id: ChatId
    operator: UserId | None = None


@dataclass(frozen=True, slots=True)
class CloseChat:
    """End the chat's current thread."""

    chat_id: ChatId


@dataclass(frozen=True, slots=True)
class MarkSeen:
    """Tell the visitor that everything up to a time was read."""

    chat_id: ChatId
    up_to: datetime


@dataclass(frozen=True, slots=True)
class ShowTyping:
    """Tell the visitor that an answer is being written, or no longer."""

    chat_id: ChatId
    is_typing: bool


@dataclass(frozen=True, slots=True)
class Tag:
    """Put a tag on a thread, or take it off."""

    chat_id: ChatId
    thread_id: ThreadId
    tag: str
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class UpdateVisitor:
    """Correct a visitor's name or e-mail address; None leaves a field as it is."""

    visitor: UserId
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class SetHold:
    """Write the promise into the chat's properties; None ends it."""

    chat_id: ChatId
    until: datetime | None
    promised: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class LoadOlder:
    """Fetch what came before the oldest line shown.

    Attributes:
        thread_id: The thread to fetch, as `Desk.older_thread` names it; None when it is
            not known, which fetches the newest threads whole.
    """

    chat_id: ChatId
    thread_id: ThreadId | None = None


@dataclass(frozen=True, slots=True)
class ListColleagues:
    """Ask who could take a chat; the answer comes as `session.facts.Colleagues`."""

    chat_id: ChatId


@dataclass(frozen=True, slots=True)
class TryNow:
    """Dial at once instead of waiting for the next attempt."""


Command = (
    Submit
    | Retry
    | Discard
    | SetAccepting
    | TakeChat
    | TransferChat
    | CloseChat
    | MarkSeen
    | ShowTyping
    | Tag
    | UpdateVisitor
    | SetHold
    | LoadOlder
    | ListColleagues
    | TryNow
)
