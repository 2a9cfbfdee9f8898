"""What the outbox says of own events: waiting, sending, sent, refused."""

from dataclasses import replace

import msgspec

from undivided.desk.chats import Chat, Unsent, Viewpoint
from undivided.desk.facts import Confirmed, Dropped, Refused, Sending, Submitted, Uploading, Waiting
from undivided.desk.lines import Line, find
from undivided.desk.pushes import with_line
from undivided.desk.values import Delivery
from undivided.protocol.events import Kind
from undivided.protocol.ids import CustomId, ThreadId

OwnFact = Submitted | Sending | Uploading | Waiting | Confirmed | Refused | Dropped


def with_own_fact(chat: Chat, fact: OwnFact, view: Viewpoint) -> Chat:
    """Return `chat` after news of one own event."""
    if isinstance(fact, Submitted):
        return _submitted(chat, fact)
    if isinstance(fact, Confirmed):
        return _confirmed(chat, fact, view)
    if isinstance(fact, Dropped):
        return replace(chat, unsent=_without(chat, fact.custom_id))
    if isinstance(fact, Uploading):
        return _with_delivery(chat, fact.custom_id, Delivery.SENDING, percent=fact.percent)
    if isinstance(fact, Refused):
        return _with_delivery(chat, fact.custom_id, Delivery.FAILED, fact.sentence)
    delivery = Delivery.SENDING if isinstance(fact, Sending) else Delivery.WAITING
    return _with_delivery(chat, fact.custom_id, delivery)


def _submitted(chat: Chat, fact: Submitted) -> Chat:
    is_known = any(row.custom_id == fact.custom_id for row in chat.unsent)
    if is_known or any(line.event.custom_id == fact.custom_id for line in chat.lines):
        return chat
    delivery = Delivery.FAILED if fact.failed else Delivery.WAITING
    row = Unsent(fact.custom_id, fact.event, fact.written_at, delivery, fact.failed)
    return replace(chat, unsent=(*chat.unsent, row))


def _confirmed(chat: Chat, fact: Confirmed, view: Viewpoint) -> Chat:
    row = next((each for each in chat.unsent if each.custom_id == fact.custom_id), None)
    if row is None or find(chat.lines, fact.event_id) is not None:
        return replace(chat, unsent=_without(chat, fact.custom_id))
    # Until the push brings the event itself, it stands last and has the server's time of now.
    event = msgspec.structs.replace(
        row.event,
        id=fact.event_id,
        custom_id=fact.custom_id,
        author_id=None if row.event.type == Kind.SYSTEM_MESSAGE else view.me,
        created_at=view.at,
    )
    thread = chat.thread_id or ThreadId("")
    return with_line(chat, Line(thread, event), view)


def _with_delivery(
    chat: Chat,
    custom_id: CustomId,
    delivery: Delivery,
    reason: str = "",
    percent: int | None = None,
) -> Chat:
    unsent = tuple(
        replace(row, delivery=delivery, reason=reason, percent=percent)
        if row.custom_id == custom_id
        else row
        for row in chat.unsent
    )
    return replace(chat, unsent=unsent)


def _without(chat: Chat, custom_id: CustomId) -> tuple[Unsent, ...]:
    return tuple(row for row in chat.unsent if row.custom_id != custom_id)
