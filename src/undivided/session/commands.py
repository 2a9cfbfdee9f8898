"""What an operator may ask for; the desk and the window speak only these.

Structs and no dataclasses: Python needs about 0.8 ms of every start to make one of those.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec import Struct

from undivided.protocol.events import Event
from undivided.protocol.help_calls import HelpWord
from undivided.protocol.ids import ChatId, CustomId, EventId, ThreadId, UserId


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One event on its way, as the outbox keeps it on disk (promise G1).

    The event is frozen when Send is pressed: its chat, its text and its custom id never change.

    Attributes:
        number: Running number of the outbox; a chat's rows leave in this order.
        failed: Why the server refused it for good, as a sentence; empty while it may still go.
        digest: Of the kept bytes of the file that it carries; empty when it carries none. The
            address of its event is the one thing that is filled in later.
    """

    custom_id: CustomId
    chat_id: ChatId
    event: Event
    written_at: datetime
    number: int = 0
    attempts: int = 0
    failed: str = ""
    digest: str = ""


class Submit(Struct, frozen=True):
    """Send an event; give it to the session only after its row is committed to disk."""

    row: OutboxRow


class Retry(Struct, frozen=True):
    """Try a failed row again, under the same custom id."""

    custom_id: CustomId


class Discard(Struct, frozen=True):
    """Forget a failed row, or a file that has not left."""

    custom_id: CustomId


class SetAccepting(Struct, frozen=True):
    """Take new chats, or take none."""

    is_accepting: bool


class TakeChat(Struct, frozen=True):
    """Take a queued chat, above the own capacity if need be."""

    chat_id: ChatId


class TransferChat(Struct, frozen=True):
    """Hand a chat to a colleague, or with no operator back to its group."""

    chat_id: ChatId
    operator: UserId | None = None


class JoinChat(Struct, frozen=True):
    """Come into a colleague's chat, beside him and seen by the visitor."""

    chat_id: ChatId


class CallForHelp(Struct, frozen=True):
    """Say a word about a call for a supervisor to all operators."""

    word: HelpWord


class KeepOut(Struct, frozen=True):
    """Let a visitor write no more for some days; what is open ends at once."""

    visitor: UserId
    days: int


class CloseChat(Struct, frozen=True):
    """End the chat's current thread."""

    chat_id: ChatId


class MarkSeen(Struct, frozen=True):
    """Tell the visitor that everything up to a time was read."""

    chat_id: ChatId
    up_to: datetime


class ShowTyping(Struct, frozen=True):
    """Tell the visitor that an answer is being written, or no longer."""

    chat_id: ChatId
    is_typing: bool


class Tag(Struct, frozen=True):
    """Put a tag on a thread, or take it off."""

    chat_id: ChatId
    thread_id: ThreadId
    tag: str
    is_on: bool = True


class UpdateVisitor(Struct, frozen=True):
    """Correct a visitor's name or e-mail address; None leaves a field as it is."""

    visitor: UserId
    name: str | None = None
    email: str | None = None


class SetHold(Struct, frozen=True):
    """Write the promise into the chat's properties; None ends it."""

    chat_id: ChatId
    until: datetime | None
    promised: timedelta = timedelta()


class SetCallback(Struct, frozen=True):
    """Say what became of a visitor's wish to be called.

    Attributes:
        told: Properties of the wish's event; see `desk_extensions.CALLBACK_STATE`.
    """

    chat_id: ChatId
    thread_id: ThreadId
    event_id: EventId
    told: dict[str, str]


class ListCalls(Struct, frozen=True):
    """Ask for ended chats in which somebody asked to be called; the desk takes the answer in.

    Attributes:
        page_id: Where to go on; the session itself asks for the pages after the first.
        page: How many pages came before.
    """

    page_id: str | None = None
    page: int = 0


class LoadOlder(Struct, frozen=True):
    """Fetch what came before the oldest line shown.

    Attributes:
        thread_id: The thread to fetch, as `Desk.older_thread` names it; None when it is
            not known, which fetches the newest threads whole.
        before: Only what has a smaller running number, as `Desk.oldest_number` says.
    """

    chat_id: ChatId
    thread_id: ThreadId | None = None
    before: int | None = None


class ListColleagues(Struct, frozen=True):
    """Ask who could take a chat; the answer comes as `session.facts.Colleagues`."""

    chat_id: ChatId


class Configure(Struct, frozen=True):
    """Ask for a configuration action; the answer comes as `session.facts.Configured`.

    Attributes:
        number: Pairs the answer with it.
    """

    number: int
    action: str
    payload: Struct


class TryNow(Struct, frozen=True):
    """Dial at once instead of waiting for the next attempt."""


Command = (
    Submit
    | Retry
    | Discard
    | SetAccepting
    | TakeChat
    | TransferChat
    | JoinChat
    | CallForHelp
    | KeepOut
    | CloseChat
    | MarkSeen
    | ShowTyping
    | Tag
    | UpdateVisitor
    | SetHold
    | SetCallback
    | ListCalls
    | LoadOlder
    | ListColleagues
    | Configure
    | TryNow
)
