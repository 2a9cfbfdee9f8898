"""Sends a returning client the stored pushes it has missed, or says that there is a gap."""

from datetime import datetime
from typing import cast

import msgspec
from msgspec import structs

from undivided.protocol.desk_extensions import Announcement, Feature, Resume
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, ThreadId
from undivided.protocol.limits import SEND_BUFFER_BYTES
from undivided.protocol.moments import to_wire
from undivided.protocol.pushes import AGENT_PUSHES, IncomingChat, IncomingEvent
from undivided.server.hub.access import thread_of
from undivided.server.hub.context import Context
from undivided.server.hub.pushing import Push
from undivided.server.hub.sessions import Session
from undivided.server.store.event_log import EVERY_OPERATOR

NAME = "bundled"
FEATURES = (
    Feature.DEDUPE,
    Feature.REPLAY,
    Feature.HOLD,
    Feature.CALLBACK,
    Feature.CANNED,
    Feature.PARTS,
)
MOST_PUSHES = 2_000
MOST_PUSH_BYTES = SEND_BUFFER_BYTES
"""Beyond either, a fresh snapshot costs less than the pushes one by one."""
KEPT_PUSHES = 100_000
"""How many running numbers a client may be behind; events are kept for ever anyway."""


def announcement(ctx: Context, wall: datetime, *, gap: bool = False) -> Announcement:
    """Return the `desk` key of a login answer."""
    return Announcement(
        name=NAME,
        features=FEATURES,
        cursor=str(ctx.archive.head),
        epoch=ctx.archive.epoch,
        gap=gap,
        server_time=to_wire(wall),
    )


def missed(ctx: Context, session: Session, resume: Resume | None) -> list[Push] | None:
    """Return the pushes after `resume_from` in order, or None when there is a gap.

    A gap is: another epoch, a cursor ahead of our history (it was rolled back), a cursor
    older than what is kept, or more than a snapshot is worth.
    """
    cursor = _cursor(resume)
    if cursor is None:
        return []
    if resume is not None and resume.epoch not in (None, ctx.archive.epoch):
        return None
    if not ctx.archive.floor <= cursor <= ctx.archive.head:
        return None
    rows = _rows(ctx, session, cursor)
    if len(rows) > MOST_PUSHES or sum(len(row[4]) for row in rows) > MOST_PUSH_BYTES:
        return None
    return [_push(ctx, session, row) for row in rows]


def forget_old(ctx: Context) -> None:
    """Drop stored pushes that nobody may ask for any more."""
    floor = ctx.archive.head - KEPT_PUSHES
    if floor > ctx.archive.floor:
        ctx.archive.forget_pushes(floor)


def _cursor(resume: Resume | None) -> int | None:
    if resume is None or resume.resume_from is None:
        return None
    text = resume.resume_from
    # What is no number of ours is ahead of everything: a gap.
    return int(text) if text.isdecimal() and len(text) < 19 else 10**19


Row = tuple[int, str, ChatId | None, ThreadId | None, bytes]


def _rows(ctx: Context, session: Session, cursor: int) -> list[Row]:
    user = session.caller
    if session.is_operator:
        events = "audience = ? OR instr(audience, ?)"
        pushes = events
        arguments = [EVERY_OPERATOR, f" {user} "]
    else:
        own = "chat_id IN (SELECT id FROM chats WHERE visitor_id = ?)"
        events = f"NOT is_whisper AND {own}"
        pushes = f"is_for_visitor AND {own}"
        arguments = [str(user)]
    rows = ctx.archive.database.conn.execute(
        "SELECT seq, 'incoming_event', chat_id, thread_id, body FROM events"  # noqa: S608
        f" WHERE seq > ? AND ({events})"
        " UNION ALL SELECT seq, action, chat_id, thread_id, payload FROM pushes"
        f" WHERE seq > ? AND ({pushes}) ORDER BY 1 LIMIT ?",
        (cursor, *arguments, cursor, *arguments, MOST_PUSHES + 1),
    )
    return cast("list[Row]", rows.fetchall())


def _push(ctx: Context, session: Session, row: Row) -> Push:
    seq, action, chat_id, thread_id, body = row
    if action == "incoming_event":
        assert chat_id is not None
        assert thread_id is not None
        event = msgspec.json.decode(body, type=Event)
        payload: object = IncomingEvent(chat_id=chat_id, thread_id=thread_id, event=event)
    else:
        payload = msgspec.json.decode(body, type=AGENT_PUSHES[action])
    if isinstance(payload, IncomingChat):
        chat = ctx.chats.get(payload.chat.id)
        assert chat is not None
        view = ctx.views.chat(chat, thread_of(ctx, chat, thread_id))
        payload = structs.replace(payload, chat=view)
    return Push(action=action, payload=payload, sessions=(session,), seq=seq)
