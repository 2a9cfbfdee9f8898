"""What the window shows, as frozen values: chats, messages, queue, status."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from undivided.desk.call_request import CallRequest, OpenCall
from undivided.desk.intents import Intent
from undivided.desk.marks import FocusMark, Hold
from undivided.desk.read_back import ConfirmedDetail
from undivided.etiquette.coach.buying import ShopPage
from undivided.etiquette.coach.fact_marks import NO_MARKS, FactMarks
from undivided.protocol.ids import ChatId, CustomId, ThreadId, UserId


class Author(Enum):
    """Who wrote a message, seen from this operator."""

    VISITOR = auto()
    ME = auto()
    COLLEAGUE = auto()
    SYSTEM = auto()


class Delivery(Enum):
    """What is known of an own message. "Sent" is said only after the server confirmed it."""

    NONE = auto()
    WAITING = auto()
    SENDING = auto()
    SENT = auto()
    SEEN = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A file that a message carries; it is never opened without a question.

    Attributes:
        url: Empty while an own file has not arrived at the server.
        percent: How much of an own file is uploaded, 0 to 100; None while none is.
    """

    name: str
    url: str
    content_type: str = ""
    size_bytes: int = 0
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A button under a rich message and whether somebody pressed it."""

    text: str
    is_pressed: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One line of a transcript.

    Attributes:
        key: Stable while the line lives: the custom id of an own message, else the event id.
        order: The event's running number in its chat; None until the server gave one.
        place: "1 of 3" for a message that waits, as (1, 3).
        reason: Why it was not sent, as a sentence.
        is_late: It left long after it was written (promise G11).
        confirmed: Details that the visitor confirmed by it.
        facts: Of an operator's message: what it states without a source, and which fact cards
            it was made with; visitors never see that. Source: practice 36.
    """

    key: str
    author: Author
    text: str
    at: datetime
    author_name: str = ""
    order: int | None = None
    delivery: Delivery = Delivery.NONE
    place: tuple[int, int] | None = None
    reason: str = ""
    is_whisper: bool = False
    is_late: bool = False
    file: FileInfo | None = None
    choices: tuple[Choice, ...] = ()
    call: CallRequest | None = None
    confirmed: tuple[ConfirmedDetail, ...] = ()
    custom_id: CustomId | None = None
    facts: FactMarks = NO_MARKS


@dataclass(frozen=True, slots=True)
class VisitedPage:
    """A page the visitor opened."""

    title: str
    url: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is at the other end; everything here is the visitor's own word, so plain text only.

    Attributes:
        pages: Opened pages, the newest first.
    """

    id: UserId
    name: str = ""
    email: str = ""
    phone: str = ""
    pages: tuple[VisitedPage, ...] = ()
    visits: int = 0
    chats: int = 0
    is_here: bool = True
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def shown_name(self) -> str:
        """The name, or "Visitor" while it is unknown."""
        return self.name.strip() or "Visitor"

    @property
    def first_name(self) -> str:
        """The first word of the name; empty while it is unknown."""
        return self.name.split()[0] if self.name.split() else ""

    @property
    def page_url(self) -> str:
        """The address of the newest page; empty while none is known."""
        return self.pages[0].url if self.pages else ""


class Reach(Enum):
    """What Send may do in a chat without answering blind.

    NOW: up to date and seen. LATER: offline, so a message is kept and leaves later. BEHIND: being
    caught up, so the visitor may have written since. UNSEEN: caught up a moment ago, with words of
    the visitor that nobody has seen.
    """

    NOW = auto()
    LATER = auto()
    BEHIND = auto()
    UNSEEN = auto()


@dataclass(frozen=True, slots=True)
class ChatRow:
    """A chat as its tab and its head show it.

    Attributes:
        preview: The last line; own lines start with "You: ".
        meta: One word at the right: "Draft", "2 to send", "Checkout", "Said goodbye".
        shop_page: What the visitor looks at, an order or prices; known once the words of all
            languages are. Source: practice 51.
        is_new: Nobody has looked at it yet; an alert runs until it is accepted.
        reach: What Send may do; it asks first where that would be an answer blind.
        unseen: The visitor's messages that came while the operator was away, not seen yet.
    """

    id: ChatId
    thread_id: ThreadId | None
    visitor: Visitor
    mark: FocusMark
    preview: str = ""
    meta: str = ""
    shop_page: ShopPage | None = None
    unread: int = 0
    is_active: bool = True
    is_new: bool = False
    reach: Reach = Reach.NOW
    unseen: int = 0
    has_draft: bool = False
    unsent: int = 0
    hold: Hold | None = None
    tags: tuple[str, ...] = ()
    colleagues: tuple[str, ...] = ()
    has_older: bool = False
    started_at: datetime | None = None

    @property
    def is_behind(self) -> bool:
        """Whether newer events may exist than those that are shown."""
        return self.reach is Reach.BEHIND


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A visitor whom nobody has taken yet.

    Attributes:
        sign: What the first words sound like, such as "Annoyed"; it changes no order.
        shop_page: As in `ChatRow`; `position` tells whether the server lifted who orders.
    """

    id: ChatId
    visitor: Visitor
    mark: FocusMark
    position: int
    preview: str = ""
    sign: str = ""
    shop_page: ShopPage | None = None


class LinkState(Enum):
    """What is true of the connection."""

    SIGNED_OUT = auto()
    CONNECTING = auto()
    CATCHING_UP = auto()
    LIVE = auto()
    OFFLINE = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """The connection, told with its age.

    Attributes:
        since: Since when this state holds, on this computer's clock.
        next_try_in: Seconds to the next attempt, when offline.
        behind: Chats still to be caught up.
        reason: Why it is offline or refused, as a sentence.
    """

    state: LinkState = LinkState.SIGNED_OUT
    since: datetime | None = None
    next_try_in: int | None = None
    behind: int = 0
    unsent: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """The operator at this desk."""

    id: UserId
    name: str
    title: str = ""
    photo_url: str = ""
    permission: str = "normal"


@dataclass(frozen=True, slots=True)
class DeskStatus:
    """Everything above and below the lists: routing, link, counts.

    Attributes:
        can_hold: The server keeps the promise of a hold; false at one without our extensions.
    """

    link: LinkStatus = LinkStatus()
    profile: Profile | None = None
    is_accepting: bool = False
    chats: int = 0
    waiting: int = 0
    queue: int = 0
    queue_longest: int = 0
    longest_silence: int = 0
    longest_silence_name: str = ""
    can_hold: bool = True


class AlertKind(Enum):
    """What may interrupt an operator; nothing else does."""

    NEW_CHAT = auto()
    LATE = auto()
    HOLD_WARNING = auto()
    HOLD_OVER = auto()
    CALL_DUE = auto()
    ALERT_ENDED = auto()


@dataclass(frozen=True, slots=True)
class Alert:
    """One call for attention.

    Attributes:
        call: 1 for the first time, then 2, 3, ... every `repeat` until taken or dismissed.
    """

    kind: AlertKind
    chat_id: ChatId
    name: str
    text: str = ""
    page: str = ""
    call: int = 1
    seconds: int = 0
    is_queued: bool = False


class TranscriptEdit(Enum):
    """How a transcript changed."""

    RESET = auto()
    APPENDED = auto()
    UPDATED = auto()
    PREPENDED = auto()


@dataclass(frozen=True, slots=True)
class TranscriptChange:
    """Messages of one chat that are new or changed; after RESET they are all there are."""

    chat_id: ChatId
    edit: TranscriptEdit
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What one step at the desk changed; views take it and never read the desk.

    Attributes:
        rows: Chats that are new or changed in any way but their running time.
        order: All chats from first to last, when that changed.
        marks: Focus marks that changed otherwise than by their own `Wait`.
        calls: All calls that somebody still has to make, when anything about them changed.
        intents: What the desk itself wants to be sent; app/controller sends it.
        at: What the server's clock shows, when a second went by: all marks run to it.
    """

    rows: tuple[ChatRow, ...] = ()
    removed: tuple[ChatId, ...] = ()
    order: tuple[ChatId, ...] | None = None
    queue: tuple[QueueRow, ...] | None = None
    transcripts: tuple[TranscriptChange, ...] = ()
    marks: dict[ChatId, FocusMark] = field(default_factory=dict)
    alerts: tuple[Alert, ...] = ()
    calls: tuple[OpenCall, ...] | None = None
    status: DeskStatus | None = None
    intents: tuple[Intent, ...] = ()
    at: datetime | None = None
