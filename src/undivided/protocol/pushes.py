"""Payloads of pushes, shared by operators and visitors, and the table of names."""

from msgspec import Struct

from undivided.protocol.canned_responses import CannedResponse, CannedResponseDeleted
from undivided.protocol.chats import Access, Chat, Queue
from undivided.protocol.events import Event, Properties, PropertyNames
from undivided.protocol.ids import ChatId, EventId, GroupId, ThreadId, UserId
from undivided.protocol.moments import Instant
from undivided.protocol.users import User


class Transferred(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Groups and operators on one side of a transfer."""

    group_ids: tuple[GroupId, ...] | None = None
    agent_ids: tuple[UserId, ...] | None = None


class IncomingChat(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A chat that the receiver has from now on."""

    chat: Chat
    requester_id: UserId | None = None
    transferred_from: Transferred | None = None


class ChatDeactivated(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A thread was closed; without `user_id` the server did it."""

    chat_id: ChatId
    thread_id: ThreadId
    user_id: UserId | None = None


class ChatAccessUpdated(Struct, frozen=True, kw_only=True):
    """Who may see a chat changed."""

    id: ChatId
    access: Access


class ChatTransferred(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A chat went elsewhere; `transferred_to` is always written."""

    chat_id: ChatId
    reason: str
    transferred_to: Transferred
    thread_id: ThreadId | None = None
    requester_id: UserId | None = None
    queue: Queue | None = None


class UserAdded(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody joined a chat."""

    chat_id: ChatId
    user: User
    reason: str = "manual"
    thread_id: ThreadId | None = None
    requester_id: UserId | None = None


class UserRemoved(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody left a chat."""

    chat_id: ChatId
    user_id: UserId
    reason: str = "manual"
    thread_id: ThreadId | None = None
    requester_id: UserId | None = None


class IncomingEvent(Struct, frozen=True, kw_only=True):
    """A new event, or (`event_updated`) a changed one."""

    chat_id: ChatId
    thread_id: ThreadId
    event: Event


class EventDeleted(Struct, frozen=True, kw_only=True):
    """An event was taken back."""

    chat_id: ChatId
    thread_id: ThreadId
    event_id: EventId


class PushedPostback(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The button that was pressed."""

    id: str
    toggled: bool = True


class IncomingPostback(Struct, frozen=True, kw_only=True):
    """Somebody pressed a button of a rich message."""

    user_id: UserId
    chat_id: ChatId
    thread_id: ThreadId
    event_id: EventId
    postback: PushedPostback


class ChatPropertiesUpdated(Struct, frozen=True, kw_only=True):
    """Only the changed properties."""

    chat_id: ChatId
    properties: Properties


class ChatPropertiesDeleted(Struct, frozen=True, kw_only=True):
    """The names that are gone."""

    chat_id: ChatId
    properties: PropertyNames


class ThreadPropertiesUpdated(Struct, frozen=True, kw_only=True):
    """Only the changed properties of a thread."""

    chat_id: ChatId
    thread_id: ThreadId
    properties: Properties


class ThreadPropertiesDeleted(Struct, frozen=True, kw_only=True):
    """The names that are gone from a thread."""

    chat_id: ChatId
    thread_id: ThreadId
    properties: PropertyNames


class EventPropertiesUpdated(Struct, frozen=True, kw_only=True):
    """Only the changed properties of an event."""

    chat_id: ChatId
    thread_id: ThreadId
    event_id: EventId
    properties: Properties


class EventPropertiesDeleted(Struct, frozen=True, kw_only=True):
    """The names that are gone from an event."""

    chat_id: ChatId
    thread_id: ThreadId
    event_id: EventId
    properties: PropertyNames


class ThreadTagged(Struct, frozen=True, kw_only=True):
    """A tag came (`thread_tagged`) or went (`thread_untagged`)."""

    chat_id: ChatId
    thread_id: ThreadId
    tag: str


class TypingIndicator(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An operator types; `timestamp` is Unix seconds."""

    author_id: UserId
    timestamp: int
    is_typing: bool
    visibility: str | None = None


class IncomingTyping(Struct, frozen=True, kw_only=True):
    """Typing of an operator; never stored."""

    chat_id: ChatId
    thread_id: ThreadId
    typing_indicator: TypingIndicator


class SneakPeek(Struct, frozen=True, kw_only=True):
    """What a visitor has typed so far; `timestamp` is Unix seconds."""

    author_id: UserId
    text: str
    timestamp: int


class IncomingSneakPeek(Struct, frozen=True, kw_only=True):
    """Typing of a visitor; never stored."""

    chat_id: ChatId
    thread_id: ThreadId
    sneak_peek: SneakPeek


class IncomingPreview(Struct, frozen=True, kw_only=True):
    """An operator's text before it is sent; never stored."""

    chat_id: ChatId
    thread_id: ThreadId
    event: Event


class EventsSeen(Struct, frozen=True, kw_only=True):
    """Everything up to a time has been seen by `user_id`."""

    user_id: UserId
    chat_id: ChatId
    seen_up_to: Instant


class ChatUnfollowed(Struct, frozen=True, kw_only=True):
    """The receiver gets no more of this chat."""

    chat_id: ChatId


class QueuePosition(Struct, frozen=True, kw_only=True):
    """One chat's place in the queue."""

    chat_id: ChatId
    thread_id: ThreadId
    queue: Queue


class RoutingStatusSet(Struct, frozen=True, kw_only=True):
    """An operator accepts chats, or no longer does."""

    agent_id: UserId
    status: str


class IncomingCustomers(Struct, frozen=True, kw_only=True):
    """The visitors that a new session may watch."""

    customer_monitoring_level: str
    customers: tuple[User, ...]


class CustomerPageUpdated(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A visitor opened another page."""

    customer_id: UserId
    url: str
    title: str = ""
    opened_at: Instant | None = None
    visit_id: int | None = None


class CustomerBanned(Struct, frozen=True, kw_only=True):
    """A visitor is kept out."""

    customer_id: UserId
    ban: dict[str, int]


class CustomerLeft(Struct, frozen=True, kw_only=True):
    """A visitor closed the last page."""

    id: UserId
    left_at: Instant


class Disconnected(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The server is about to close the socket, and why."""

    reason: str
    data: dict[str, object] | None = None


class GroupStatus(Struct, frozen=True, kw_only=True):
    """Whether anybody of a group takes chats."""

    id: GroupId
    status: str


class GroupsStatusUpdated(Struct, frozen=True, kw_only=True):
    """At least one group; `customer-sdk` reads only the first."""

    groups: tuple[GroupStatus, ...]


class IncomingMulticast(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A word among operators; never stored."""

    content: object = None
    author_id: UserId | None = None
    type: str | None = None


AGENT_PUSHES: dict[str, type[Struct] | type[tuple[QueuePosition, ...]]] = {
    "agent_disconnected": Disconnected,
    "canned_response_created": CannedResponse,
    "canned_response_deleted": CannedResponseDeleted,
    "canned_response_updated": CannedResponse,
    "chat_access_updated": ChatAccessUpdated,
    "chat_deactivated": ChatDeactivated,
    "chat_properties_deleted": ChatPropertiesDeleted,
    "chat_properties_updated": ChatPropertiesUpdated,
    "chat_transferred": ChatTransferred,
    "chat_unfollowed": ChatUnfollowed,
    "customer_banned": CustomerBanned,
    "customer_left": CustomerLeft,
    "customer_page_updated": CustomerPageUpdated,
    "customer_updated": User,
    "event_deleted": EventDeleted,
    "event_properties_deleted": EventPropertiesDeleted,
    "event_properties_updated": EventPropertiesUpdated,
    "event_updated": IncomingEvent,
    "events_marked_as_seen": EventsSeen,
    "incoming_chat": IncomingChat,
    "incoming_customer": User,
    "incoming_customers": IncomingCustomers,
    "incoming_event": IncomingEvent,
    "incoming_multicast": IncomingMulticast,
    "incoming_rich_message_postback": IncomingPostback,
    "incoming_sneak_peek": IncomingSneakPeek,
    "incoming_typing_indicator": IncomingTyping,
    "queue_positions_updated": tuple[QueuePosition, ...],
    "routing_status_set": RoutingStatusSet,
    "thread_properties_deleted": ThreadPropertiesDeleted,
    "thread_properties_updated": ThreadPropertiesUpdated,
    "thread_tagged": ThreadTagged,
    "thread_untagged": ThreadTagged,
    "user_added_to_chat": UserAdded,
    "user_removed_from_chat": UserRemoved,
}
"""Push name -> payload type, for every push that the operator's app understands."""
