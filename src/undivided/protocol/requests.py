"""Payloads of requests that operators and visitors share."""

from msgspec import Struct, field

from undivided.protocol.chats import Access
from undivided.protocol.desk_extensions import PartWanted
from undivided.protocol.events import Event, Properties, PropertyNames
from undivided.protocol.ids import ChatId, EventId, ThreadId, UserId
from undivided.protocol.moments import Instant


class Nothing(Struct, frozen=True):
    """A request or an answer without fields."""


class UserRef(Struct, frozen=True, kw_only=True):
    """Somebody to bring into a new chat."""

    id: UserId
    type: str


class InitialThread(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a new thread starts with."""

    events: tuple[Event, ...] = ()
    properties: Properties | None = None
    tags: tuple[str, ...] | None = None


class InitialChat(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a new or resumed chat starts with; `id` is required to resume."""

    id: ChatId | None = None
    properties: Properties | None = None
    access: Access | None = None
    users: tuple[UserRef, ...] = ()
    thread: InitialThread | None = None


class StartChat(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`start_chat` and `resume_chat`."""

    chat: InitialChat = InitialChat()
    active: bool = True
    continuous: bool = False


class ChatStarted(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The answer to `start_chat`; `resume_chat` leaves `chat_id` out."""

    thread_id: ThreadId
    chat_id: ChatId | None = None
    event_ids: tuple[EventId, ...] | None = None


class ChatRef(Struct, frozen=True, kw_only=True):
    """A request about the chat `id`."""

    id: ChatId


class DeactivateChat(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`deactivate_chat`."""

    id: ChatId
    ignore_requester_presence: bool = False


class SendEvent(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`send_event`; `attach_to_last_thread` is the visitor's."""

    chat_id: ChatId
    event: Event
    attach_to_last_thread: bool = False


class EventSent(Struct, frozen=True, kw_only=True):
    """The answer to `send_event`."""

    event_id: EventId


class SendPostback(Struct, frozen=True, kw_only=True):
    """`send_rich_message_postback`."""

    chat_id: ChatId
    thread_id: ThreadId
    event_id: EventId
    postback: "PostbackToggle"


class PostbackToggle(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The pressed button; `toggled` false takes a choice back."""

    id: str
    toggled: bool = True
    button_type: str | None = None
    button_value: str | None = None


class MarkSeen(Struct, frozen=True, kw_only=True):
    """`mark_events_as_seen`."""

    chat_id: ChatId
    seen_up_to: Instant


class ListThreads(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`list_threads`: by number of threads, or by a least number of events."""

    chat_id: ChatId
    limit: int | None = None
    min_events_count: int | None = None
    sort_order: str | None = None
    page_id: str | None = None
    filters: "DateRange | None" = None


class DateRange(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Threads between two times; the key of the first is `from`."""

    start: Instant | None = field(default=None, name="from")
    to: Instant | None = None


class GetChat(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`get_chat`; without `thread_id` the newest thread comes."""

    chat_id: ChatId
    thread_id: ThreadId | None = None
    desk: PartWanted | None = None


class UpdateChatProperties(Struct, frozen=True, kw_only=True):
    """`update_chat_properties`."""

    id: ChatId
    properties: Properties


class DeleteChatProperties(Struct, frozen=True, kw_only=True):
    """`delete_chat_properties`."""

    id: ChatId
    properties: PropertyNames


class UpdateThreadProperties(Struct, frozen=True, kw_only=True):
    """`update_thread_properties`."""

    chat_id: ChatId
    thread_id: ThreadId
    properties: Properties


class DeleteThreadProperties(Struct, frozen=True, kw_only=True):
    """`delete_thread_properties`."""

    chat_id: ChatId
    thread_id: ThreadId
    properties: PropertyNames


class UpdateEventProperties(Struct, frozen=True, kw_only=True):
    """`update_event_properties`."""

    chat_id: ChatId
    thread_id: ThreadId
    event_id: EventId
    properties: Properties


class DeleteEventProperties(Struct, frozen=True, kw_only=True):
    """`delete_event_properties`."""

    chat_id: ChatId
    thread_id: ThreadId
    event_id: EventId
    properties: PropertyNames
