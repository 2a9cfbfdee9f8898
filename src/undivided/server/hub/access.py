"""Finds chats, threads and events for a caller, with one answer for absent and foreign."""

from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, EventId, ThreadId, UserId
from undivided.server.errors import inactive, not_found
from undivided.server.hub.context import Context
from undivided.server.hub.records import ChatRecord, ThreadRecord, VisitorRecord
from undivided.server.hub.sessions import Session


def chat_of(ctx: Context, caller: Session, chat_id: ChatId) -> ChatRecord:
    """Return the chat if the caller may see it.

    Raises:
        ProtocolError: It does not exist or belongs to somebody else.
    """
    chat = ctx.chats.get(chat_id)
    if chat is None:
        raise not_found("chat")
    if caller.is_operator:
        if not ctx.people.may_see(caller.caller, chat.group_ids):
            raise not_found("chat")
    elif chat.visitor_id != caller.caller:
        raise not_found("chat")
    return chat


def visitor_of(ctx: Context, caller: Session, visitor_id: UserId) -> VisitorRecord:
    """Return the visitor if the operator may see him: by his group, or by his chat's.

    Raises:
        ProtocolError: There is none, or he is other groups' business.
    """
    visitor = ctx.people.known_visitor(visitor_id)
    chat = None if visitor.chat_id is None else ctx.chats.get(visitor.chat_id)
    groups = (visitor.group_id, *(() if chat is None else chat.group_ids))
    if not ctx.people.may_see(caller.caller, groups):
        raise not_found("visitor")
    return visitor


def active_chat_of(ctx: Context, caller: Session, chat_id: ChatId) -> ChatRecord:
    """Return the chat if the caller may see it and it is active.

    Raises:
        ProtocolError: It does not exist, belongs to somebody else, or is closed.
    """
    chat = chat_of(ctx, caller, chat_id)
    if not chat.is_active:
        raise inactive()
    return chat


def require_member(chat: ChatRecord, caller: Session, *, is_waived: bool = False) -> None:
    """Refuse operators who are not in the chat, unless they waive that rule.

    Raises:
        ProtocolError: The caller is not in the chat.
    """
    if not is_waived and not chat.has_present(caller.caller):
        raise ProtocolError(
            ErrorType.MISSING_ACCESS, "You are not in this chat; take it or join it first."
        )


def thread_of(ctx: Context, chat: ChatRecord, thread_id: ThreadId | None) -> ThreadRecord:
    """Return one thread of the chat, the newest by default.

    Raises:
        ProtocolError: The chat has no such thread.
    """
    if thread_id is None or thread_id == chat.thread.id:
        return chat.thread
    for thread in ctx.archive.threads(chat.id):
        if thread.id == thread_id:
            return thread
    raise not_found("thread")


def event_of(
    ctx: Context, caller: Session, chat: ChatRecord, thread_id: ThreadId, event_id: EventId
) -> Event:
    """Return one event of the thread if the caller may see it.

    Raises:
        ProtocolError: There is no such event, or it is a whisper and the caller a visitor.
    """
    event = ctx.archive.event(chat.id, event_id)
    if event is None or event_id.rpartition("_")[0] != thread_id:
        raise not_found("event")
    if event.is_whisper and not caller.is_operator:
        raise not_found("event")
    return event
