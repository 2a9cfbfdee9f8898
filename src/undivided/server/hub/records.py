"""Chats, threads and visitors as the hub holds them; `archive.py` keeps them on disk.

Only actions and routing change a record, and each change is saved in the same transaction.
"""

from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from undivided.protocol.desk_extensions import HOLD_UNTIL, NAMESPACE
from undivided.protocol.events import Properties, Visibility
from undivided.protocol.ids import (
    EVERYBODY,
    ChatId,
    EventId,
    GroupId,
    OrganizationId,
    ThreadId,
    UserId,
)
from undivided.protocol.users import Page


class Member(Struct, kw_only=True):
    """Somebody who is or was in a chat; `is_present` is false after leaving."""

    id: UserId
    is_operator: bool
    is_present: bool = True
    visibility: str = Visibility.ALL

    @property
    def is_answering(self) -> bool:
        """Whether this is an operator whom the visitor sees in the chat."""
        return self.is_operator and self.is_present and self.visibility == Visibility.ALL


@dataclass(slots=True, kw_only=True)
class ThreadRecord:
    """One sitting of a chat.

    Attributes:
        ordinal: 1 for the chat's first thread.
        first_number: The chat's running number that its first event gets.
        queued_at: Since when no operator has it, None when one has or when it is closed.
        queue_rank: What the queue is sorted by, but for the head start of buyers: older comes
            first.
        started_with: Events of the request that started it, to answer a repetition.
    """

    id: ThreadId
    chat_id: ChatId
    ordinal: int
    created_at: datetime
    first_number: int
    is_active: bool = True
    closed_at: datetime | None = None
    user_ids: list[UserId] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    properties: Properties = field(default_factory=dict)
    queued_at: datetime | None = None
    queue_rank: datetime | None = None
    previous_id: ThreadId | None = None
    starter_id: UserId | None = None
    request_key: str | None = None
    started_with: tuple[EventId, ...] = ()


@dataclass(slots=True, kw_only=True)
class ChatRecord:
    """The lasting conversation with one visitor.

    Attributes:
        last_number: The running number of the newest event (promise G3).
        last_event_at: Its time; later events are always later.
        seen: Up to when each member has seen the chat.
        thread: The newest thread.
    """

    id: ChatId
    organization_id: OrganizationId
    visitor_id: UserId | None
    created_at: datetime
    thread: ThreadRecord
    last_number: int = 0
    last_event_at: datetime
    group_ids: tuple[GroupId, ...] = (EVERYBODY,)
    members: dict[UserId, Member] = field(default_factory=dict)
    followers: set[UserId] = field(default_factory=set)
    properties: Properties = field(default_factory=dict)
    seen: dict[UserId, datetime] = field(default_factory=dict)

    @property
    def is_active(self) -> bool:
        """Whether the newest thread is open."""
        return self.thread.is_active

    @property
    def is_queued(self) -> bool:
        """Whether the visitor waits for an operator."""
        return self.thread.is_active and self.thread.queued_at is not None

    @property
    def is_held(self) -> bool:
        """Whether an operator has promised to come back; a held chat frees its place."""
        return bool(self.properties.get(NAMESPACE, {}).get(HOLD_UNTIL))

    def answering(self) -> tuple[UserId, ...]:
        """Return the operators whom the visitor talks to."""
        return tuple(member.id for member in self.members.values() if member.is_answering)

    def present_operators(self) -> frozenset[UserId]:
        """Return the operators in the chat, supervisors included."""
        members = self.members.values()
        return frozenset([each.id for each in members if each.is_operator and each.is_present])

    def has_present(self, user: UserId) -> bool:
        """Return whether `user` is in the chat now."""
        member = self.members.get(user)
        return member is not None and member.is_present


class VisitRecord(Struct, kw_only=True):
    """One sitting of a visitor on the site."""

    started_at: datetime
    number: int = 1
    ended_at: datetime | None = None
    referrer: str | None = None
    ip: str | None = None
    user_agent: str | None = None
    last_pages: list[Page] = []


class VisitorRecord(Struct, kw_only=True):
    """What is known of a visitor."""

    id: UserId
    organization_id: OrganizationId
    created_at: datetime
    visit: VisitRecord
    group_id: GroupId = EVERYBODY
    name: str | None = None
    email: str | None = None
    avatar: str | None = None
    phone_number: str | None = None
    session_fields: list[dict[str, str]] = []
    chat_id: ChatId | None = None
    chats_count: int = 0
    threads_count: int = 0
    page_views_count: int = 0
    banned_until: datetime | None = None


class DeskRecord(Struct, kw_only=True):
    """An operator's place: the id that visitors see, and whether chats are wanted.

    Attributes:
        status: What the operator chose last.
        shown_status: What everybody was told last.
    """

    email: UserId
    public_id: UserId
    status: str
    shown_status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedPush:
    """A push that a returning client is sent again.

    Attributes:
        audience: Space-separated operators, each with a space on both sides, or `*`.
        payload: As operators see it.
    """

    seq: int
    action: str
    chat_id: ChatId | None
    thread_id: ThreadId | None
    audience: str
    is_for_visitor: bool
    payload: bytes
