"""Starts and ends threads: the one way for visitors and operators alike."""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import structs

from undivided.protocol.desk_extensions import HOLD_BY, HOLD_UNTIL, NAMESPACE, REQUEST_KEY
from undivided.protocol.events import Event, Properties
from undivided.protocol.ids import ChatId, EventId, GroupId, OrganizationId, ThreadId, UserId
from undivided.protocol.pushes import ChatDeactivated, ChatPropertiesDeleted, IncomingChat
from undivided.protocol.requests import ChatStarted
from undivided.server.errors import already_active, invalid
from undivided.server.hub.card_rules import check_id
from undivided.server.hub.context import Context
from undivided.server.hub.records import ChatRecord, Member, ThreadRecord
from undivided.server.hub.routing import choose, join, places, served, wait
from undivided.server.hub.saying import say
from undivided.server.hub.sessions import Session
from undivided.server.hub.telling import tell, tell_chat, tell_one, with_access


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a new thread starts with; everything in it has been checked.

    Attributes:
        chat: The chat that gets a new thread, None for a new chat.
        operator: Who answers it from the start; None lets the router choose.
        chat_properties: All of the chat's, those it has already with the new ones.
        is_active: False for a message left while nobody accepts chats.
    """

    organization_id: OrganizationId
    starter: UserId
    visitor_id: UserId | None
    chat: ChatRecord | None = None
    operator: UserId | None = None
    group_ids: tuple[GroupId, ...]
    events: tuple[Event, ...] = ()
    chat_properties: Properties
    thread_properties: Properties
    tags: tuple[str, ...] = ()
    is_active: bool = True


def repeated(
    ctx: Context, caller: Session, properties: Properties | None, action: str
) -> ChatStarted | None:
    """Return the first answer to a start that carries the same `desk.request_key`, or None.

    The requester alone is told again, because one SDK waits for that push.
    """
    key = request_key(properties)
    thread = None if key is None else ctx.archive.started(caller.caller, key)
    if thread is None:
        return None
    chat = ctx.chats.get(thread.chat_id)
    assert chat is not None
    push = IncomingChat(chat=ctx.views.chat(chat, thread), requester_id=caller.caller)
    tell_one(ctx, caller, "incoming_chat", push)
    return started(thread, action)


def started(thread: ThreadRecord, action: str) -> ChatStarted:
    """Return the answer to `start_chat` or `resume_chat`."""
    return ChatStarted(
        chat_id=thread.chat_id if action == "start_chat" else None,
        thread_id=thread.id,
        event_ids=thread.started_with or None,
    )


def request_key(properties: Properties | None) -> str | None:
    """Return the key that makes a start repeatable.

    Raises:
        ProtocolError: It is no text of a sensible length.
    """
    key = (properties or {}).get(NAMESPACE, {}).get(REQUEST_KEY)
    if key is None:
        return None
    if not isinstance(key, str) or not 0 < len(key) <= 200:
        raise invalid("desk.request_key must be a text of 1 to 200 characters.")
    check_id("desk.request_key", key)
    return key


def start(ctx: Context, opening: Opening) -> ThreadRecord:
    """Begin a thread, store its first events and tell everybody concerned.

    Raises:
        ProtocolError: The chat has an active thread.
    """
    if opening.chat is not None and opening.chat.is_active:
        raise already_active()
    _check_labels(ctx, opening)
    chat = _with_thread(ctx, opening)
    if opening.is_active:
        _staff(ctx, chat, opening)
    ctx.chats.save(chat)
    _count(ctx, chat, opening)
    seq = ctx.archive.next_seq()
    chat.thread.started_with = tuple(_said(ctx, chat, opening))
    ctx.archive.save_thread(chat.thread)
    ctx.line.arrange(ctx.chats.queue(), places(ctx), told=chat.id)
    push = IncomingChat(chat=ctx.views.chat(chat), requester_id=opening.starter)
    tell_chat(ctx, chat, push, seq, to=with_access(ctx, chat))
    return chat.thread


def close(ctx: Context, chat: ChatRecord, by: UserId | None) -> None:
    """End the active thread; a promised hold ends with it."""
    thread = chat.thread
    audience = with_access(ctx, chat)
    answered = bool(chat.answering())
    thread.is_active = False
    thread.closed_at = ctx.now.wall
    thread.queued_at = thread.queue_rank = None
    held = chat.properties.get(NAMESPACE, {})
    dropped = [name for name in (HOLD_UNTIL, HOLD_BY) if held.pop(name, None) is not None]
    ctx.chats.save(chat)
    if dropped:
        gone = ChatPropertiesDeleted(chat_id=chat.id, properties={NAMESPACE: dropped})
        tell(ctx, chat, "chat_properties_deleted", gone, to=audience)
    if answered:
        ctx.line.finished((ctx.now.wall - thread.created_at).total_seconds())
    payload = ChatDeactivated(chat_id=chat.id, thread_id=thread.id, user_id=by)
    tell(ctx, chat, "chat_deactivated", payload, to=audience)


def _check_labels(ctx: Context, opening: Opening) -> None:
    """Refuse a used label before anything has been changed."""
    labels = [event.custom_id for event in opening.events if event.custom_id is not None]
    used = len(labels) != len(set(labels)) or (
        opening.chat is not None
        and any(
            ctx.archive.sent_before(
                opening.chat.id, structs.replace(event, author_id=opening.starter)
            )
            for event in opening.events
        )
    )
    if used:
        raise invalid("event.custom_id has been used before in this chat; take a new one.")


def _said(ctx: Context, chat: ChatRecord, opening: Opening) -> Iterator[EventId]:
    for event in opening.events:
        stored = say(ctx, chat, opening.starter, event, is_quiet=True)
        assert stored is not None
        assert stored.id is not None
        yield stored.id


def _with_thread(ctx: Context, opening: Opening) -> ChatRecord:
    now = ctx.now.wall
    chat = opening.chat
    before = None if chat is None else chat.thread
    chat_id = ChatId(ctx.new_id()) if chat is None else chat.id
    created_at = ctx.stamp(now if chat is None else chat.last_event_at)
    thread = ThreadRecord(
        id=ThreadId(ctx.new_id()),
        chat_id=chat_id,
        ordinal=1 if before is None else before.ordinal + 1,
        created_at=created_at,
        first_number=1 if chat is None else chat.last_number + 1,
        is_active=opening.is_active,
        tags=list(dict.fromkeys(opening.tags)),
        properties=opening.thread_properties,
        previous_id=None if before is None else before.id,
        starter_id=opening.starter,
        request_key=request_key(opening.thread_properties),
    )
    if chat is None:
        chat = ChatRecord(
            id=chat_id,
            organization_id=opening.organization_id,
            visitor_id=opening.visitor_id,
            created_at=now,
            thread=thread,
            last_event_at=created_at,
        )
    chat.thread = thread
    chat.group_ids = opening.group_ids
    chat.followers.clear()
    chat.properties = opening.chat_properties
    for member in chat.members.values():
        member.is_present = not member.is_operator
    if chat.visitor_id is not None:
        chat.members.setdefault(chat.visitor_id, Member(id=chat.visitor_id, is_operator=False))
        thread.user_ids.append(chat.visitor_id)
    return chat


def _staff(ctx: Context, chat: ChatRecord, opening: Opening) -> None:
    """Give the new thread to somebody, or to the queue."""
    email = opening.operator or choose(ctx, chat.group_ids)
    if email is None:
        wait(chat, ctx.now.wall)
    else:
        join(chat, email)
        served(ctx, email)


def _count(ctx: Context, chat: ChatRecord, opening: Opening) -> None:
    visitor = ctx.people.present_in(chat)
    if visitor is None:
        return
    visitor.chat_id = chat.id
    visitor.threads_count += 1
    visitor.chats_count += opening.chat is None
    ctx.people.save(visitor)
