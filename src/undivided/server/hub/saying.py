"""Stores events and tells those in the chat (promises G1 and G3)."""

from hashlib import blake2b

import msgspec
from msgspec import structs

from undivided.etiquette.cards.masking import continuing
from undivided.etiquette.cards.split import REMEMBERED, may_continue
from undivided.protocol.desk_extensions import CALLBACK_FORM, CALLBACK_TAG
from undivided.protocol.events import Event, Kind, Visibility
from undivided.protocol.ids import EventId, ThreadId, UserId, event_id
from undivided.protocol.limits import TAGS_PER_THREAD
from undivided.protocol.pushes import IncomingEvent, ThreadTagged
from undivided.server.errors import invalid
from undivided.server.hub.context import Context
from undivided.server.hub.pushing import Push
from undivided.server.hub.records import ChatRecord
from undivided.server.hub.sessions import Session
from undivided.server.hub.telling import in_chat, sessions_of, stored, tell, with_access

DIGEST_BYTES = 16


def say(
    ctx: Context, chat: ChatRecord, author: UserId, event: Event, *, is_quiet: bool = False
) -> Event | None:
    """Store a checked event in the chat's newest thread and tell those in the chat.

    Returns None when the author has said it before; see `said_before`.

    Args:
        is_quiet: Somebody tells of the event together with its chat.
    """
    changed, continued = _continuing(ctx, chat, author, event)
    full = _stamped(ctx, chat, continued, author)
    # Only a label is ever looked up.
    body_digest = b"" if event.custom_id is None else digest(event)
    if not _store(ctx, chat, full, body_digest, is_quiet=is_quiet):
        return None
    for each in changed:
        _reword(ctx, chat, each)
    if event.form_id == CALLBACK_FORM:
        _tag_callback(ctx, chat, is_quiet=is_quiet)
    return full


def _tag_callback(ctx: Context, chat: ChatRecord, *, is_quiet: bool) -> None:
    """Put the tag on the thread by which wishes to be called are listed."""
    thread = chat.thread
    if CALLBACK_TAG in thread.tags or len(thread.tags) >= TAGS_PER_THREAD:
        return
    thread.tags.append(CALLBACK_TAG)
    ctx.archive.save_thread(thread)
    if not is_quiet:
        push = ThreadTagged(chat_id=chat.id, thread_id=thread.id, tag=CALLBACK_TAG)
        tell(ctx, chat, "thread_tagged", push, to=with_access(ctx, chat), to_visitor=False)


def note(ctx: Context, chat: ChatRecord, kind: str, text: str) -> Event:
    """Store and tell a line of the server itself, seen by everybody in the chat."""
    draft = Event(
        type=Kind.SYSTEM_MESSAGE,
        system_message_type=kind,
        text=text,
        visibility=Visibility.ALL,
    )
    full = _stamped(ctx, chat, draft, None)
    _store(ctx, chat, full, b"", is_quiet=False)
    return full


def said_before(ctx: Context, chat: ChatRecord, caller: Session, event: Event) -> EventId | None:
    """Return the id of the event that a repeated request stored the first time, or None.

    The requester alone is told of it again, because one SDK waits for that push.

    Raises:
        ProtocolError: The label stands for another event.
    """
    if event.custom_id is None:
        return None
    known = ctx.archive.sent_before(chat.id, structs.replace(event, author_id=caller.caller))
    if known is None:
        return None
    first, first_digest = known
    if first_digest != digest(event):
        raise invalid("event.custom_id has been used for another event; take a new one.")
    assert first.id is not None
    thread_id = ThreadId(first.id.rpartition("_")[0])
    payload = IncomingEvent(chat_id=chat.id, thread_id=thread_id, event=first)
    ctx.leaving.append(Push(action="incoming_event", payload=payload, sessions=(caller,)))
    return first.id


def digest(event: Event) -> bytes:
    """Return what a repeated event is compared by.

    Without the properties: a client may add "written at" only when a retry comes late.
    """
    body = event if event.properties is None else structs.replace(event, properties=None)
    return blake2b(msgspec.json.encode(body), digest_size=DIGEST_BYTES).digest()


def _continuing(
    ctx: Context, chat: ChatRecord, author: UserId, event: Event
) -> tuple[list[Event], Event]:
    """Return the event, masked where it goes on with a card number, and what that changes before.

    What a repetition is compared by stays the event as it was sent. Source: promise G19.
    """
    if event.type != Kind.MESSAGE or not may_continue(event.text or ""):
        return [], event
    before = ctx.history.last_messages(chat.thread, author, REMEMBERED)
    masked, continued = continuing(before, event)
    pairs = zip(before, masked, strict=True)
    return [changed for known, changed in pairs if changed is not known], continued


def _reword(ctx: Context, chat: ChatRecord, event: Event) -> None:
    """Store and tell an event whose text is another now: a card number had begun in it."""
    ctx.archive.reword_event(chat.id, event)
    updated = IncomingEvent(chat_id=chat.id, thread_id=chat.thread.id, event=event)
    to_visitor = not event.is_whisper
    tell(ctx, chat, "event_updated", updated, to=in_chat(ctx, chat), to_visitor=to_visitor)


def _stamped(ctx: Context, chat: ChatRecord, draft: Event, author: UserId | None) -> Event:
    number = chat.last_number + 1
    return structs.replace(
        draft,
        author_id=author,
        id=event_id(chat.thread.id, number),
        created_at=ctx.stamp(chat.last_event_at),
        desk_seq=number,
    )


def _store(ctx: Context, chat: ChatRecord, event: Event, digest: bytes, *, is_quiet: bool) -> bool:
    assert event.created_at is not None
    audience = frozenset[UserId]() if is_quiet else in_chat(ctx, chat)
    seq = ctx.archive.add_event(
        chat.id, chat.thread.id, event, digest=digest, audience=stored(audience)
    )
    if seq is None:
        return False
    chat.last_number += 1
    chat.last_event_at = event.created_at
    if event.author_id is not None:
        chat.seen[event.author_id] = event.created_at
    ctx.archive.save_counter(chat)
    if not is_quiet:
        visitor = None if event.is_whisper else chat.visitor_id
        payload = IncomingEvent(chat_id=chat.id, thread_id=chat.thread.id, event=event)
        sessions = sessions_of(ctx, audience, visitor)
        ctx.leaving.append(
            Push(action="incoming_event", payload=payload, sessions=sessions, seq=seq)
        )
    return True
