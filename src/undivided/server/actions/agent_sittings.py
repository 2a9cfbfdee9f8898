"""Operators start, resume, close, follow and leave chats."""

from undivided.etiquette.cards.masking import without_cards
from undivided.protocol.desk_extensions import NAMESPACE, REQUEST_KEY
from undivided.protocol.events import Properties
from undivided.protocol.ids import EVERYBODY, OrganizationId, UserId
from undivided.protocol.pushes import ChatUnfollowed, IncomingChat
from undivided.protocol.requests import (
    ChatRef,
    ChatStarted,
    DeactivateChat,
    InitialChat,
    InitialThread,
    Nothing,
    StartChat,
)
from undivided.server.actions.shared_properties import merged, of_the_chat
from undivided.server.errors import already_active, invalid, not_found
from undivided.server.hub.access import active_chat_of, chat_of, require_member, visitor_of
from undivided.server.hub.card_rules import cardless
from undivided.server.hub.context import Context
from undivided.server.hub.event_rules import checked
from undivided.server.hub.records import ChatRecord
from undivided.server.hub.saying import note
from undivided.server.hub.sessions import Session
from undivided.server.hub.sittings import Opening, close, repeated, request_key, start, started
from undivided.server.hub.telling import tell_one

DONE = Nothing()


def start_chat(ctx: Context, caller: Session, request: StartChat) -> ChatStarted:
    """Begin a chat with a visitor, or among operators; the caller answers it."""
    first = _repeated(ctx, caller, request, "start_chat")
    if first is not None:
        return first
    visitors = [user.id for user in request.chat.users if user.type == "customer"]
    if len(visitors) > 1:
        raise invalid("A chat has one visitor at most.")
    if not visitors:
        site = next(iter(ctx.directory.sites()), None)
        organization_id = OrganizationId("") if site is None else site.organization_id
        opening = _opening(ctx, caller, request, organization_id=organization_id)
        return started(start(ctx, opening), "start_chat")
    visitor = visitor_of(ctx, caller, visitors[0])
    # A visitor has one chat for ever; of other groups' it stays as unknown as to `get_chat`.
    chat = None if visitor.chat_id is None else chat_of(ctx, caller, visitor.chat_id)
    if chat is not None and chat.is_active:
        raise already_active()
    opening = _opening(
        ctx,
        caller,
        request,
        organization_id=visitor.organization_id,
        visitor_id=visitor.id,
        chat=chat,
    )
    return started(start(ctx, opening), "start_chat")


def resume_chat(ctx: Context, caller: Session, request: StartChat) -> ChatStarted:
    """Begin a new thread in a closed chat; the caller answers it."""
    if request.chat.id is None:
        raise invalid("chat.id is missing.")
    first = _repeated(ctx, caller, request, "resume_chat")
    if first is not None:
        return first
    chat = chat_of(ctx, caller, request.chat.id)
    opening = _opening(
        ctx,
        caller,
        request,
        organization_id=chat.organization_id,
        visitor_id=chat.visitor_id,
        chat=chat,
    )
    return started(start(ctx, opening), "resume_chat")


def deactivate_chat(ctx: Context, caller: Session, request: DeactivateChat) -> Nothing:
    """Close a chat."""
    chat = active_chat_of(ctx, caller, request.id)
    require_member(chat, caller, is_waived=request.ignore_requester_presence)
    name = ctx.people.operator(caller.caller).name
    note(ctx, chat, "manual_archived_agent", f"{name} closed the chat.")
    close(ctx, chat, caller.caller)
    return DONE


def follow_chat(ctx: Context, caller: Session, request: ChatRef) -> Nothing:
    """Hear everything of a chat without joining it."""
    chat = active_chat_of(ctx, caller, request.id)
    if chat.has_present(caller.caller) or caller.caller in chat.followers:
        return DONE
    chat.followers.add(caller.caller)
    ctx.chats.save(chat)
    push = IncomingChat(chat=ctx.views.chat(chat, viewer=caller.caller))
    for session in ctx.sessions.of_operator(caller.caller):
        tell_one(ctx, session, "incoming_chat", push)
    return DONE


def unfollow_chat(ctx: Context, caller: Session, request: ChatRef) -> ChatUnfollowed:
    """Hear no more of a chat."""
    chat = chat_of(ctx, caller, request.id)
    if chat.has_present(caller.caller):
        raise invalid("You are in this chat; leave it instead.")
    answer = ChatUnfollowed(chat_id=chat.id)
    if caller.caller in chat.followers:
        chat.followers.discard(caller.caller)
        ctx.chats.save(chat)
        for session in ctx.sessions.of_operator(caller.caller):
            tell_one(ctx, session, "chat_unfollowed", answer)
    return answer


def _repeated(ctx: Context, caller: Session, request: StartChat, action: str) -> ChatStarted | None:
    thread = request.chat.thread or InitialThread()
    return repeated(ctx, caller, thread.properties, action)


def _opening(
    ctx: Context,
    caller: Session,
    request: StartChat,
    *,
    organization_id: OrganizationId,
    visitor_id: UserId | None = None,
    chat: ChatRecord | None = None,
) -> Opening:
    initial: InitialChat = request.chat
    thread = initial.thread or InitialThread()
    groups = None if initial.access is None else initial.access.group_ids
    if groups is not None and not set(groups) <= set(ctx.people.groups()):
        raise not_found("group")
    site = ctx.directory.site(organization_id)
    fallback = (EVERYBODY,) if site is None else (site.group_id,)
    return Opening(
        organization_id=organization_id,
        starter=caller.caller,
        visitor_id=visitor_id,
        chat=chat,
        operator=caller.caller,
        group_ids=groups or (fallback if chat is None else chat.group_ids),
        events=tuple(checked(event, ctx.files, is_operator=True) for event in thread.events),
        chat_properties=of_the_chat(caller, chat, initial),
        thread_properties=_beginning(caller, thread.properties or {}),
        tags=without_cards(thread.tags or ()),
        is_active=request.active,
    )


def _beginning(caller: Session, properties: Properties) -> Properties:
    """Return the thread's first properties; the key by which a start is repeated stays whole.

    Raises:
        ProtocolError: Too much in all.
    """
    kept = merged(caller, {}, cardless(properties))
    key = request_key(properties)
    if key is not None:
        kept[NAMESPACE][REQUEST_KEY] = key
    return kept
