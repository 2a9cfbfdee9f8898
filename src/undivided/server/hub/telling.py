"""Who hears of what: those in the chat, those who may see it, the visitor, everybody.

Stored pushes get a running number and can be replayed; indicators are not stored.
"""

import msgspec
from msgspec import Struct

from undivided.protocol.chats import Chat
from undivided.protocol.ids import EVERYBODY, UserId
from undivided.protocol.pushes import IncomingChat
from undivided.server.hub.context import Context
from undivided.server.hub.pushing import Push
from undivided.server.hub.records import ChatRecord, LoggedPush, VisitorRecord
from undivided.server.hub.sessions import Level, Session
from undivided.server.store.event_log import EVERY_OPERATOR, audience_of

Audience = frozenset[UserId] | None
"""Operators by address; None is every operator."""


def with_access(ctx: Context, chat: ChatRecord) -> Audience:
    """Return the operators who may see the chat: they hear when it starts, moves or ends."""
    if EVERYBODY in chat.group_ids:
        return None
    return frozenset(
        operator.email
        for operator in ctx.directory.operators()
        if ctx.people.may_see(operator.email, chat.group_ids)
    )


def in_chat(ctx: Context, chat: ChatRecord) -> Audience:
    """Return the operators who hear what is said; of a waiting chat, all who may see it."""
    if chat.is_queued:
        return with_access(ctx, chat)
    present = chat.present_operators()
    return present | chat.followers if chat.followers else present


def sessions_of(ctx: Context, audience: Audience, visitor: UserId | None) -> tuple[Session, ...]:
    """Return the sockets of these operators and of the visitor."""
    found: list[Session] = []
    sessions = ctx.sessions
    for email in sessions.operators if audience is None else sorted(audience):
        found += sessions.operators.get(email, ())
    if visitor is not None:
        found += sessions.visitors.get(visitor, ())
    return tuple(found)


def tell(
    ctx: Context,
    chat: ChatRecord,
    action: str,
    payload: Struct,
    *,
    to: Audience,
    to_visitor: bool = True,
) -> None:
    """Push something about a chat, stored for those who come back later."""
    seq = ctx.archive.next_seq()
    log(ctx, chat, seq, action, payload, to=to, to_visitor=to_visitor)
    sessions = sessions_of(ctx, to, chat.visitor_id if to_visitor else None)
    ctx.leaving.append(Push(action=action, payload=payload, sessions=sessions, seq=seq))


def tell_chat(
    ctx: Context,
    chat: ChatRecord,
    push: IncomingChat,
    seq: int,
    *,
    to: Audience,
    to_visitor: bool = True,
) -> None:
    """Push `incoming_chat` under a number taken before, stored without the chat's content.

    A replay shows the chat as it is by then; the pushes that follow lead to the same state.
    """
    bare = msgspec.structs.replace(push, chat=Chat(id=chat.id, users=()))
    log(ctx, chat, seq, "incoming_chat", bare, to=to, to_visitor=to_visitor)
    sessions = sessions_of(ctx, to, chat.visitor_id if to_visitor else None)
    ctx.leaving.append(Push(action="incoming_chat", payload=push, sessions=sessions, seq=seq))


def log(
    ctx: Context,
    chat: ChatRecord | None,
    seq: int,
    action: str,
    payload: Struct,
    *,
    to: Audience,
    to_visitor: bool,
) -> None:
    """Store a push for replays."""
    ctx.archive.add_push(
        LoggedPush(
            seq=seq,
            action=action,
            chat_id=None if chat is None else chat.id,
            thread_id=None if chat is None else chat.thread.id,
            audience=stored(to),
            is_for_visitor=to_visitor,
            payload=msgspec.json.encode(payload),
        )
    )


def stored(audience: Audience) -> str:
    """Return the stored form of an audience."""
    return EVERY_OPERATOR if audience is None else audience_of(audience)


def whisk(
    ctx: Context,
    chat: ChatRecord,
    action: str,
    payload: Struct,
    *,
    to_visitor: bool,
    besides: Session | None = None,
) -> None:
    """Push an indicator: never stored, never replayed, not echoed to `besides`."""
    visitor = chat.visitor_id if to_visitor else None
    sessions = tuple(
        session
        for session in sessions_of(ctx, in_chat(ctx, chat), visitor)
        if session is not besides
    )
    ctx.leaving.append(Push(action=action, payload=payload, sessions=sessions))


def tell_operators(ctx: Context, action: str, payload: Struct) -> None:
    """Push something about the whole desk to every operator, stored."""
    seq = ctx.archive.next_seq()
    log(ctx, None, seq, action, payload, to=None, to_visitor=False)
    sessions = sessions_of(ctx, None, None)
    ctx.leaving.append(Push(action=action, payload=payload, sessions=sessions, seq=seq))


def tell_watchers(ctx: Context, visitor: VisitorRecord, action: str, payload: Struct) -> None:
    """Push something about a visitor to those who watch the site or have the chat.

    Not stored: every login is followed by the visitors who are there.
    """
    chat = None if visitor.chat_id is None else ctx.chats.get(visitor.chat_id)
    sessions = tuple(
        session for session in sessions_of(ctx, None, None) if watches(ctx, session, visitor, chat)
    )
    ctx.leaving.append(Push(action=action, payload=payload, sessions=sessions))


def watches(
    ctx: Context, session: Session, visitor: VisitorRecord, chat: ChatRecord | None
) -> bool:
    """Return whether the operator's session wants to hear of the visitor."""
    if session.level in Level.EVERYBODY:
        return ctx.people.may_see(session.caller, (visitor.group_id,))
    if chat is None or not chat.is_active:
        return False
    audience = with_access(ctx, chat) if session.level == Level.CHATTING else in_chat(ctx, chat)
    return audience is None or session.caller in audience


def tell_one(ctx: Context, session: Session, action: str, payload: object) -> None:
    """Push something to one session only, not stored."""
    ctx.leaving.append(Push(action=action, payload=payload, sessions=(session,)))
