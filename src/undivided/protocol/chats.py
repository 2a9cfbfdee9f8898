"""Chats, threads and summaries as the wire shows them."""

from msgspec import Struct

from undivided.protocol.desk_extensions import ThreadPart
from undivided.protocol.events import Event, Properties
from undivided.protocol.ids import ChatId, GroupId, ThreadId, UserId
from undivided.protocol.moments import Instant
from undivided.protocol.users import User


class Access(Struct, frozen=True, kw_only=True):
    """The groups that may see a chat; group 0 means everybody."""

    group_ids: tuple[GroupId, ...] = ()


class Queue(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A visitor's place in the queue; `wait_time` is an estimate in seconds."""

    position: int
    wait_time: int = 0
    queued_at: Instant | None = None


class Thread(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One sitting of a chat; only a chat's last thread can be active.

    `active`, `user_ids` and `events` have no defaults, so they are always written:
    SDKs read them unasked. `desk` is there when earlier events are not.
    """

    id: ThreadId
    active: bool
    user_ids: tuple[UserId, ...]
    created_at: Instant
    events: tuple[Event, ...]
    properties: Properties | None = None
    access: Access | None = None
    tags: tuple[str, ...] | None = None
    queue: Queue | None = None
    previous_thread_id: ThreadId | None = None
    next_thread_id: ThreadId | None = None
    restricted_access: str | None = None
    desk: ThreadPart | None = None


class Chat(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A chat with one of its threads."""

    id: ChatId
    users: tuple[User, ...]
    thread: Thread | None = None
    properties: Properties | None = None
    access: Access | None = None
    is_followed: bool | None = None


class LastEvent(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The newest event of one type."""

    thread_id: ThreadId | None = None
    thread_created_at: Instant | None = None
    event: Event | None = None
    restricted_access: str | None = None


class LastThread(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What an operator sees of a chat's newest thread in a list."""

    id: ThreadId
    created_at: Instant
    user_ids: tuple[UserId, ...]
    active: bool
    properties: Properties | None = None
    access: Access | None = None
    queue: Queue | None = None
    tags: tuple[str, ...] | None = None


class ChatSummary(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A chat in an operator's list."""

    id: ChatId
    users: tuple[User, ...]
    last_event_per_type: dict[str, LastEvent] | None = None
    last_thread_summary: LastThread | None = None
    properties: Properties | None = None
    access: Access | None = None
    is_followed: bool | None = None


class OwnChatSummary(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A chat in a visitor's list; `active` and `users` are always written."""

    id: ChatId
    active: bool
    users: tuple[User, ...]
    last_thread_id: ThreadId | None = None
    last_thread_created_at: Instant | None = None
    last_event_per_type: dict[str, LastEvent] | None = None
    properties: Properties | None = None
    access: Access | None = None
