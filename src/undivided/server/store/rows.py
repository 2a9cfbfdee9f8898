"""Database rows of chats and threads to records and back."""

from datetime import datetime
from typing import cast

import msgspec
from msgspec import Struct

from undivided.protocol.events import Properties
from undivided.protocol.ids import ChatId, EventId, GroupId, OrganizationId, ThreadId, UserId
from undivided.protocol.moments import from_wire, to_wire
from undivided.server.hub.records import ChatRecord, Member, ThreadRecord

Row = dict[str, object]


class _ChatDetails(Struct, kw_only=True):
    members: list[Member]
    followers: list[UserId]
    properties: Properties


class _ThreadDetails(Struct, omit_defaults=True, kw_only=True):
    properties: Properties = {}
    queued_at: datetime | None = None
    queue_rank: datetime | None = None
    previous_id: ThreadId | None = None
    started_with: tuple[EventId, ...] = ()


_encode = msgspec.json.encode
_seen = msgspec.json.Decoder(dict[UserId, datetime])
_chat_details = msgspec.json.Decoder(_ChatDetails)
_thread_details = msgspec.json.Decoder(_ThreadDetails)
_groups = msgspec.json.Decoder(tuple[GroupId, ...])
_texts = msgspec.json.Decoder(list[str])


def seen_columns(chat: ChatRecord) -> bytes:
    """Return the stored form of who has seen what."""
    return _encode(chat.seen)


def chat_columns(chat: ChatRecord) -> Row:
    """Return the row of a chat, the key first."""
    details = _ChatDetails(
        members=list(chat.members.values()),
        followers=sorted(chat.followers),
        properties=chat.properties,
    )
    return {
        "id": chat.id,
        "organization_id": chat.organization_id,
        "visitor_id": chat.visitor_id,
        "created_at": to_wire(chat.created_at),
        "last_thread_at": to_wire(chat.thread.created_at),
        "is_active": chat.is_active,
        "last_number": chat.last_number,
        "seen": seen_columns(chat),
        "group_ids": _encode(chat.group_ids).decode(),
        "details": _encode(details),
    }


def chat_from(row: Row, thread: ThreadRecord, last_event_at: datetime) -> ChatRecord:
    """Return the chat in `row` with its newest thread."""
    details = _chat_details.decode(cast("bytes", row["details"]))
    visitor = row["visitor_id"]
    return ChatRecord(
        id=ChatId(str(row["id"])),
        organization_id=OrganizationId(str(row["organization_id"])),
        visitor_id=None if visitor is None else UserId(str(visitor)),
        created_at=from_wire(str(row["created_at"])),
        thread=thread,
        last_number=cast("int", row["last_number"]),
        last_event_at=last_event_at,
        group_ids=_groups.decode(str(row["group_ids"])),
        members={member.id: member for member in details.members},
        followers=set(details.followers),
        properties=details.properties,
        seen=_seen.decode(cast("bytes", row["seen"])),
    )


def check_chat(row: Row) -> None:
    """Raise ValueError or TypeError for a row from which no chat can be made."""
    _chat_details.decode(cast("bytes", row["details"]))
    _groups.decode(str(row["group_ids"]))
    _seen.decode(cast("bytes", row["seen"]))
    from_wire(str(row["created_at"]))


def thread_columns(thread: ThreadRecord) -> Row:
    """Return the row of a thread, the key first."""
    details = _ThreadDetails(
        properties=thread.properties,
        queued_at=thread.queued_at,
        queue_rank=thread.queue_rank,
        previous_id=thread.previous_id,
        started_with=thread.started_with,
    )
    return {
        "id": thread.id,
        "chat_id": thread.chat_id,
        "ordinal": thread.ordinal,
        "is_active": thread.is_active,
        "created_at": to_wire(thread.created_at),
        "closed_at": None if thread.closed_at is None else to_wire(thread.closed_at),
        "first_number": thread.first_number,
        "user_ids": _encode(thread.user_ids).decode(),
        "tags": _encode(thread.tags).decode(),
        "starter_id": thread.starter_id,
        "request_key": thread.request_key,
        "details": _encode(details),
    }


def thread_from(row: Row) -> ThreadRecord:
    """Return the thread in `row`."""
    details = _thread_details.decode(cast("bytes", row["details"]))
    closed, starter, key = row["closed_at"], row["starter_id"], row["request_key"]
    return ThreadRecord(
        id=ThreadId(str(row["id"])),
        chat_id=ChatId(str(row["chat_id"])),
        ordinal=cast("int", row["ordinal"]),
        created_at=from_wire(str(row["created_at"])),
        first_number=cast("int", row["first_number"]),
        is_active=bool(row["is_active"]),
        closed_at=None if closed is None else from_wire(str(closed)),
        user_ids=[UserId(each) for each in _texts.decode(str(row["user_ids"]))],
        tags=_texts.decode(str(row["tags"])),
        properties=details.properties,
        queued_at=details.queued_at,
        queue_rank=details.queue_rank,
        previous_id=details.previous_id,
        starter_id=None if starter is None else UserId(str(starter)),
        request_key=None if key is None else str(key),
        started_with=details.started_with,
    )
