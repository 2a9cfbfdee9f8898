"""Operators tag threads."""

from undivided.etiquette.cards.numbers import masked
from undivided.protocol.agent_requests import TagThread
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.limits import TAG_CHARACTERS, TAGS_PER_THREAD
from undivided.protocol.pushes import ThreadTagged
from undivided.protocol.requests import Nothing
from undivided.server.errors import invalid, not_found
from undivided.server.hub.access import chat_of, thread_of
from undivided.server.hub.context import Context
from undivided.server.hub.records import ChatRecord, ThreadRecord
from undivided.server.hub.sessions import Session
from undivided.server.hub.telling import tell, with_access

DONE = Nothing()


def tag_thread(ctx: Context, caller: Session, request: TagThread) -> Nothing:
    """Put a tag on a thread; names are case-sensitive."""
    chat = chat_of(ctx, caller, request.chat_id)
    thread = thread_of(ctx, chat, request.thread_id)
    if not request.tag.strip() or len(request.tag) > TAG_CHARACTERS:
        raise invalid(f"tag must have 1 to {TAG_CHARACTERS} characters.")
    tag = masked(request.tag)
    if tag in thread.tags:
        return DONE
    if len(thread.tags) >= TAGS_PER_THREAD:
        sentence = f"A thread has {TAGS_PER_THREAD} tags at most."
        raise ProtocolError(ErrorType.LIMIT_REACHED, sentence)
    thread.tags.append(tag)
    _tell(ctx, chat, thread, "thread_tagged", tag)
    return DONE


def untag_thread(ctx: Context, caller: Session, request: TagThread) -> Nothing:
    """Take a tag off a thread."""
    chat = chat_of(ctx, caller, request.chat_id)
    thread = thread_of(ctx, chat, request.thread_id)
    if request.tag not in thread.tags:
        raise not_found("tag on this thread")
    thread.tags.remove(request.tag)
    _tell(ctx, chat, thread, "thread_untagged", request.tag)
    return DONE


def _tell(ctx: Context, chat: ChatRecord, thread: ThreadRecord, action: str, tag: str) -> None:
    ctx.archive.save_thread(thread)
    push = ThreadTagged(chat_id=chat.id, thread_id=thread.id, tag=tag)
    tell(ctx, chat, action, push, to=with_access(ctx, chat), to_visitor=False)
