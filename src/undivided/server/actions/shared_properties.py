"""Actions of both sides about the properties of chats, threads and events."""

import msgspec
from msgspec import structs

from undivided.protocol.desk_extensions import NAMESPACE
from undivided.protocol.events import Event, Properties, PropertyNames
from undivided.protocol.limits import PROPERTIES_BYTES
from undivided.protocol.pushes import (
    ChatPropertiesDeleted,
    ChatPropertiesUpdated,
    EventPropertiesDeleted,
    EventPropertiesUpdated,
    ThreadPropertiesDeleted,
    ThreadPropertiesUpdated,
)
from undivided.protocol.requests import (
    DeleteChatProperties,
    DeleteEventProperties,
    DeleteThreadProperties,
    InitialChat,
    Nothing,
    UpdateChatProperties,
    UpdateEventProperties,
    UpdateThreadProperties,
)
from undivided.server.errors import forbidden, invalid
from undivided.server.hub.access import chat_of, event_of, thread_of
from undivided.server.hub.card_rules import cardless
from undivided.server.hub.context import Context
from undivided.server.hub.records import ChatRecord
from undivided.server.hub.sessions import Session
from undivided.server.hub.telling import tell, with_access

DONE = Nothing()
_DESKS_OWN = frozenset({NAMESPACE, "routing"})
"""Namespaces that visitors may not write: a hold, for one, frees the operator's place."""


def update_chat(ctx: Context, caller: Session, request: UpdateChatProperties) -> Nothing:
    """Set properties of a chat; `desk.hold_until` begins a hold and frees the place."""
    chat = chat_of(ctx, caller, request.id)
    changes = cardless(request.properties)
    chat.properties = merged(caller, chat.properties, changes)
    ctx.chats.save(chat)
    push = ChatPropertiesUpdated(chat_id=chat.id, properties=changes)
    tell(ctx, chat, "chat_properties_updated", push, to=with_access(ctx, chat))
    return DONE


def delete_chat(ctx: Context, caller: Session, request: DeleteChatProperties) -> Nothing:
    """Remove properties of a chat."""
    chat = chat_of(ctx, caller, request.id)
    names = cardless(request.properties)
    chat.properties = without(caller, chat.properties, names)
    ctx.chats.save(chat)
    push = ChatPropertiesDeleted(chat_id=chat.id, properties=names)
    tell(ctx, chat, "chat_properties_deleted", push, to=with_access(ctx, chat))
    return DONE


def update_thread(ctx: Context, caller: Session, request: UpdateThreadProperties) -> Nothing:
    """Set properties of a thread; a visitor's rating comes this way."""
    chat = chat_of(ctx, caller, request.chat_id)
    thread = thread_of(ctx, chat, request.thread_id)
    changes = cardless(request.properties)
    thread.properties = merged(caller, thread.properties, changes)
    ctx.archive.save_thread(thread)
    push = ThreadPropertiesUpdated(chat_id=chat.id, thread_id=thread.id, properties=changes)
    tell(ctx, chat, "thread_properties_updated", push, to=with_access(ctx, chat))
    return DONE


def delete_thread(ctx: Context, caller: Session, request: DeleteThreadProperties) -> Nothing:
    """Remove properties of a thread."""
    chat = chat_of(ctx, caller, request.chat_id)
    thread = thread_of(ctx, chat, request.thread_id)
    names = cardless(request.properties)
    thread.properties = without(caller, thread.properties, names)
    ctx.archive.save_thread(thread)
    push = ThreadPropertiesDeleted(chat_id=chat.id, thread_id=thread.id, properties=names)
    tell(ctx, chat, "thread_properties_deleted", push, to=with_access(ctx, chat))
    return DONE


def update_event(ctx: Context, caller: Session, request: UpdateEventProperties) -> Nothing:
    """Set properties of an event."""
    chat = chat_of(ctx, caller, request.chat_id)
    event = event_of(ctx, caller, chat, request.thread_id, request.event_id)
    changes = cardless(request.properties)
    _save_event(ctx, chat, event, merged(caller, event.properties or {}, changes))
    push = EventPropertiesUpdated(
        chat_id=chat.id,
        thread_id=request.thread_id,
        event_id=request.event_id,
        properties=changes,
    )
    _tell_event(ctx, chat, event, "event_properties_updated", push)
    return DONE


def delete_event(ctx: Context, caller: Session, request: DeleteEventProperties) -> Nothing:
    """Remove properties of an event."""
    chat = chat_of(ctx, caller, request.chat_id)
    event = event_of(ctx, caller, chat, request.thread_id, request.event_id)
    names = cardless(request.properties)
    _save_event(ctx, chat, event, without(caller, event.properties or {}, names))
    push = EventPropertiesDeleted(
        chat_id=chat.id,
        thread_id=request.thread_id,
        event_id=request.event_id,
        properties=names,
    )
    _tell_event(ctx, chat, event, "event_properties_deleted", push)
    return DONE


def merged(caller: Session, before: Properties, changes: Properties) -> Properties:
    """Return properties with `changes` set.

    Raises:
        ProtocolError: Too much in all, or a namespace that visitors may not write.
    """
    _check_namespaces(caller, set(changes))
    after = {namespace: dict(pairs) for namespace, pairs in before.items()}
    for namespace, pairs in changes.items():
        after.setdefault(namespace, {}).update(pairs)
    return small(after) if changes else after


def small(properties: Properties) -> Properties:
    """Return properties that are not too much to be kept.

    Raises:
        ProtocolError: They are.
    """
    if len(msgspec.json.encode(properties)) > PROPERTIES_BYTES:
        raise invalid(f"Properties must not exceed {PROPERTIES_BYTES} bytes in all.")
    return properties


def of_the_chat(caller: Session, chat: ChatRecord | None, initial: InitialChat) -> Properties:
    """Return the properties of a chat that a new sitting begins in, or of a new chat.

    Raises:
        ProtocolError: As of `merged`.
    """
    before: Properties = {} if chat is None else chat.properties
    return merged(caller, before, cardless(initial.properties or {}))


def without(caller: Session, before: Properties, names: PropertyNames) -> Properties:
    """Return properties without `names`.

    Raises:
        ProtocolError: A namespace that visitors may not write.
    """
    _check_namespaces(caller, set(names))
    after = {
        namespace: {
            name: value for name, value in pairs.items() if name not in names.get(namespace, ())
        }
        for namespace, pairs in before.items()
    }
    return {namespace: pairs for namespace, pairs in after.items() if pairs}


def _check_namespaces(caller: Session, namespaces: set[str]) -> None:
    refused = set() if caller.is_operator else namespaces & _DESKS_OWN
    if refused:
        raise forbidden(f"Visitors may not change properties of {min(refused)}.")


def _save_event(ctx: Context, chat: ChatRecord, event: Event, properties: Properties) -> None:
    ctx.archive.change_event(chat.id, structs.replace(event, properties=properties or None))


def _tell_event(
    ctx: Context,
    chat: ChatRecord,
    event: Event,
    action: str,
    push: EventPropertiesUpdated | EventPropertiesDeleted,
) -> None:
    to_visitor = not event.is_whisper
    tell(ctx, chat, action, push, to=with_access(ctx, chat), to_visitor=to_visitor)
