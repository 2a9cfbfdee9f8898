"""Visitors start, resume and close their chat."""

from undivided.protocol.desk_extensions import NAMESPACE, REQUEST_KEY
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.events import Properties
from undivided.protocol.requests import (
    ChatStarted,
    DeactivateChat,
    InitialThread,
    Nothing,
    StartChat,
)
from undivided.server.actions.shared_properties import merged, of_the_chat, small
from undivided.server.errors import already_active, invalid
from undivided.server.hub.access import active_chat_of, chat_of
from undivided.server.hub.card_rules import cardless
from undivided.server.hub.context import Context
from undivided.server.hub.event_rules import checked
from undivided.server.hub.records import ChatRecord
from undivided.server.hub.routing import GroupState, group_state
from undivided.server.hub.saying import note
from undivided.server.hub.sessions import Session
from undivided.server.hub.sittings import Opening, close, repeated, request_key, start, started

DONE = Nothing()
_ROUTING = "routing"
_VISITORS_ROUTING = frozenset({"continuous", "offline_message", "start_url", "referrer"})
"""What a visitor may say about the way the chat began."""


def start_chat(ctx: Context, caller: Session, request: StartChat) -> ChatStarted:
    """Begin the visitor's chat, or a new thread of it: a visitor has one chat."""
    first = _repeated(ctx, caller, request, "start_chat")
    if first is not None:
        return first
    visitor = ctx.people.known_visitor(caller.caller)
    chat = None if visitor.chat_id is None else ctx.chats.get(visitor.chat_id)
    return _start(ctx, caller, request, chat, "start_chat")


def resume_chat(ctx: Context, caller: Session, request: StartChat) -> ChatStarted:
    """Begin a new thread in the visitor's closed chat."""
    if request.chat.id is None:
        raise invalid("chat.id is missing.")
    first = _repeated(ctx, caller, request, "resume_chat")
    if first is not None:
        return first
    chat = chat_of(ctx, caller, request.chat.id)
    return _start(ctx, caller, request, chat, "resume_chat")


def deactivate_chat(ctx: Context, caller: Session, request: DeactivateChat) -> Nothing:
    """Close the visitor's chat."""
    chat = active_chat_of(ctx, caller, request.id)
    note(ctx, chat, "manual_archived_customer", "The visitor closed the chat.")
    close(ctx, chat, caller.caller)
    return DONE


def _repeated(ctx: Context, caller: Session, request: StartChat, action: str) -> ChatStarted | None:
    thread = request.chat.thread or InitialThread()
    return repeated(ctx, caller, thread.properties, action)


def _start(
    ctx: Context, caller: Session, request: StartChat, chat: ChatRecord | None, action: str
) -> ChatStarted:
    if chat is not None and chat.is_active:
        raise already_active()
    visitor = ctx.people.known_visitor(caller.caller)
    thread = request.chat.thread or InitialThread()
    if request.active and group_state(ctx, visitor.group_id) == GroupState.OFFLINE:
        raise ProtocolError(
            ErrorType.GROUPS_OFFLINE, "Nobody accepts chats now; leave a message instead."
        )
    opening = Opening(
        organization_id=visitor.organization_id,
        starter=visitor.id,
        visitor_id=visitor.id,
        chat=chat,
        group_ids=(visitor.group_id,),
        events=tuple(checked(event, ctx.files, is_operator=False) for event in thread.events),
        chat_properties=of_the_chat(caller, chat, request.chat),
        thread_properties=_beginning(caller, thread.properties or {}),
        is_active=request.active,
    )
    return started(start(ctx, opening), action)


def _beginning(caller: Session, properties: Properties) -> Properties:
    """Return the thread's first properties without what visitors may not say.

    Raises:
        ProtocolError: Too much in all.
    """
    safe = cardless(properties)
    kept = merged(
        caller,
        {},
        {
            namespace: pairs
            for namespace, pairs in safe.items()
            if namespace not in (NAMESPACE, _ROUTING)
        },
    )
    key = request_key(properties)
    if key is not None:
        kept[NAMESPACE] = {REQUEST_KEY: key}
    routing = {
        name: value for name, value in safe.get(_ROUTING, {}).items() if name in _VISITORS_ROUTING
    }
    return small(kept | ({_ROUTING: routing} if routing else {}))
