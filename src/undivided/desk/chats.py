"""One chat as the desk holds it, and how a snapshot of the server becomes one."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from undivided.desk.lines import Line, lines_of, merged, without_thread
from undivided.desk.values import Delivery, Visitor
from undivided.desk.visitors import UNKNOWN, with_user
from undivided.etiquette.calm_text import named
from undivided.protocol import chats as wire
from undivided.protocol.desk_extensions import HOLD_BY, HOLD_UNTIL, NAMESPACE
from undivided.protocol.events import Event, Properties, Visibility
from undivided.protocol.ids import ChatId, CustomId, EventId, ThreadId, UserId
from undivided.protocol.limits import NAME_CHARACTERS
from undivided.protocol.moments import from_wire, within_calendar
from undivided.protocol.users import User

KEPT = 100
"""Newest lines of a chat in memory when nobody looks at it; older ones come on scrolling."""


class Place(Enum):
    """Whose turn a chat is."""

    MINE = auto()
    QUEUED = auto()
    CLOSED = auto()
    ELSEWHERE = auto()


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """Who looks, and when.

    Attributes:
        at: Now, on the server's clock.
        ticks: Now, on the monotonic clock.
        is_goodbye: Tells whether a message closes the conversation.
    """

    me: UserId
    at: datetime
    ticks: float
    is_goodbye: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Unsent:
    """An own event that the server has not confirmed.

    Attributes:
        percent: How much of its file is uploaded, 0 to 100; None while none is.
    """

    custom_id: CustomId
    event: Event
    written_at: datetime
    delivery: Delivery = Delivery.WAITING
    reason: str = ""
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Attention:
    """What the visitor is owed.

    Attributes:
        since: The first unanswered message, on the server's clock; None when nothing is owed.
        paused: Time since then that does not count.
        paused_from: Since when the count stands still.
    """

    since: datetime | None = None
    paused: timedelta = timedelta()
    paused_from: datetime | None = None
    is_goodbye: bool = False


@dataclass(frozen=True, slots=True)
class Chat:
    """Everything known of a chat.

    Attributes:
        lines: The newest events, in their order; of the threads before, what was scrolled to.
        unsent: Own events in the order of Send; they come after all lines.
        previous_thread_id: The thread before the oldest line.
        is_trimmed: The oldest lines of the oldest thread were put away, or have not come yet.
        read_up_to: Everything until then was seen by this operator.
        seen_up_to: Everything until then was seen by the visitor.
        typing_until: Ticks until which the visitor counts as typing.
        answered: The hold question that the visitor answered, and when.
    """

    id: ChatId
    visitor: Visitor = UNKNOWN
    place: Place = Place.ELSEWHERE
    thread_id: ThreadId | None = None
    previous_thread_id: ThreadId | None = None
    started_at: datetime | None = None
    lines: tuple[Line, ...] = ()
    unsent: tuple[Unsent, ...] = ()
    names: dict[UserId, str] = field(default_factory=dict)
    colleagues: frozenset[UserId] = frozenset()
    tags: tuple[str, ...] = ()
    read_up_to: datetime | None = None
    seen_up_to: datetime | None = None
    typing_until: float | None = None
    hold_until: datetime | None = None
    hold_by: UserId | None = None
    answered: tuple[EventId, datetime] | None = None
    queued_at: datetime | None = None
    position: int = 0
    attention: Attention = Attention()
    is_trimmed: bool = False
    is_new: bool = False
    is_kept: bool = False
    has_draft: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether the chat has a row: own ones, and those that still hold something of ours."""
        return self.place is Place.MINE or self.is_kept or self.has_draft or bool(self.unsent)

    @property
    def has_older(self) -> bool:
        """Whether the server has lines before those in memory."""
        return self.is_trimmed or self.previous_thread_id is not None

    @property
    def current(self) -> tuple[Line, ...]:
        """The lines of the newest thread."""
        thread_id = self.thread_id
        return tuple([line for line in self.lines if line.thread_id == thread_id])


def from_snapshot(known: Chat, chat: wire.Chat, view: Viewpoint, *, is_live: bool) -> Chat:
    """Return `known` as the server's `chat` says it is now.

    Args:
        is_live: The chat came as a push, so earlier threads may be known to their end;
            otherwise their lines are dropped and come back on scrolling.
    """
    fresh = _with_users(replace(known, names=dict(known.names)), chat.users, view)
    fresh = with_properties(_without_hold(fresh), chat.properties or {})
    if chat.thread is None:
        return replace(fresh, place=Place.ELSEWHERE)
    thread = chat.thread
    is_same = thread.id == known.thread_id
    is_next = is_live and _follows(known, thread)
    is_whole = thread.desk is None
    keeps_older = is_whole and (is_same or is_next)
    older = without_thread(known.lines, thread.id) if keeps_older else ()
    lines = merged(older, lines_of(thread))
    arrived = {line.event.custom_id for line in lines}
    return replace(
        fresh,
        place=_place_of(chat, view),
        thread_id=thread.id,
        started_at=within_calendar(thread.created_at),
        previous_thread_id=known.previous_thread_id if older else thread.previous_thread_id,
        is_trimmed=not is_whole or (known.is_trimmed and bool(older)),
        lines=lines,
        unsent=tuple(row for row in known.unsent if row.custom_id not in arrived),
        tags=thread.tags or (),
        queued_at=_queued_at(thread),
        position=0 if thread.queue is None else thread.queue.position,
        is_kept=False,
    )


def _follows(known: Chat, thread: wire.Thread) -> bool:
    """Return whether nothing was said between the last known line and a new thread.

    A chat that others had meanwhile went on without us (promise G5).
    """
    last = known.lines[-1].event.desk_seq if known.lines else None
    first = thread.events[0].desk_seq if thread.events else None
    if last is None or first is None:
        return known.place is not Place.ELSEWHERE
    return first == last + 1


def with_older(chat: Chat, threads: tuple[wire.Thread, ...]) -> Chat:
    """Return `chat` with earlier threads, or the part of one, before what it holds."""
    if not threads:
        return replace(chat, is_trimmed=False, previous_thread_id=None)
    if _leaves_a_hole(chat, threads):
        return chat
    oldest = min(threads, key=lambda thread: thread.created_at)
    lines = merged(chat.lines, (line for thread in threads for line in lines_of(thread)))
    return replace(
        chat,
        lines=lines,
        is_trimmed=oldest.desk is not None,
        previous_thread_id=oldest.previous_thread_id,
    )


def _leaves_a_hole(chat: Chat, threads: tuple[wire.Thread, ...]) -> bool:
    """Return whether a part of a thread ends before the lines that are in memory begin.

    Lines were put away while the part was under way; it is asked for again on scrolling.
    """
    first = chat.lines[0] if chat.lines else None
    if first is None or first.event.desk_seq is None:
        return False
    ends = [
        event.desk_seq or 0
        for thread in threads
        for event in thread.events[-1:]
        if thread.id == first.thread_id
    ]
    return bool(ends) and max(ends) < first.event.desk_seq - 1


def trimmed(chat: Chat) -> Chat:
    """Return `chat`, which has more than `KEPT` lines, with only the newest in memory."""
    return replace(chat, lines=chat.lines[-KEPT:], is_trimmed=True)


def with_user_added(chat: Chat, user: User, view: Viewpoint) -> Chat:
    """Return `chat` with `user` in it: the visitor, a colleague, or this operator."""
    if user.type == "customer":
        return replace(
            chat,
            visitor=with_user(chat.visitor, user),
            seen_up_to=user.events_seen_up_to or chat.seen_up_to,
        )
    name = named(user.name or user.id, NAME_CHARACTERS)
    known = replace(chat, names={**chat.names, user.id: name})
    if user.id == view.me:
        return replace(known, read_up_to=user.events_seen_up_to or chat.read_up_to)
    others = chat.colleagues - {user.id}
    is_here = user.present is not False
    return replace(known, colleagues=others | {user.id} if is_here else others)


def with_properties(chat: Chat, properties: Properties) -> Chat:
    """Return `chat` with changed properties; those we do not use are passed over."""
    ours = properties.get(NAMESPACE, {})
    if HOLD_UNTIL in ours:
        chat = replace(chat, hold_until=_instant(ours[HOLD_UNTIL]))
    if HOLD_BY in ours:
        chat = replace(chat, hold_by=UserId(str(ours[HOLD_BY])) or None)
    return chat


def without_properties(chat: Chat, names: list[str]) -> Chat:
    """Return `chat` without the properties of our namespace in `names`."""
    return _without_hold(chat) if HOLD_UNTIL in names else chat


def is_present(user: User, me: UserId) -> bool:
    """Return whether `user` is this operator, in the chat with a voice."""
    return user.id == me and user.present is not False and user.visibility != Visibility.AGENTS


def _without_hold(chat: Chat) -> Chat:
    return replace(chat, hold_until=None, hold_by=None)


def _with_users(chat: Chat, users: tuple[User, ...], view: Viewpoint) -> Chat:
    fresh = replace(chat, colleagues=frozenset())
    for user in users:
        fresh = with_user_added(fresh, user, view)
    return fresh


def _place_of(chat: wire.Chat, view: Viewpoint) -> Place:
    assert chat.thread is not None
    if not chat.thread.active:
        return Place.CLOSED
    if any(is_present(user, view.me) for user in chat.users):
        return Place.MINE
    return Place.QUEUED if chat.thread.queue is not None else Place.ELSEWHERE


def _queued_at(thread: wire.Thread) -> datetime | None:
    queue = thread.queue
    return None if queue is None else within_calendar(queue.queued_at or thread.created_at)


def _instant(value: str | int | bool) -> datetime | None:  # noqa: FBT001 - a wire value
    try:
        return within_calendar(from_wire(str(value)))
    except ValueError:
        return None
