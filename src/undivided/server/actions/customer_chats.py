"""Visitors read their chat: the operators' views through the masks."""

from msgspec import Struct

from undivided.protocol.chats import Chat, LastEvent, OwnChatSummary, Thread
from undivided.protocol.customer_requests import ListOwnChats
from undivided.protocol.ids import ChatId
from undivided.protocol.requests import GetChat, ListThreads
from undivided.protocol.users import User
from undivided.server.hub.access import chat_of, thread_of
from undivided.server.hub.context import Context
from undivided.server.hub.masks import (
    masked_chat,
    masked_event,
    masked_properties,
    masked_thread,
    masked_user,
)
from undivided.server.hub.records import ChatRecord
from undivided.server.hub.sessions import Session
from undivided.server.store.lists import chats_page, own_conditions
from undivided.server.store.page_size import Shelf
from undivided.server.store.paging import first_page, opened
from undivided.server.store.thread_lists import thread_list


class OwnChatList(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The answer to `list_chats`."""

    chats_summary: tuple[OwnChatSummary, ...]
    total_chats: int
    next_page_id: str | None = None
    previous_page_id: str | None = None


class OwnThreadList(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The answer to `list_threads`."""

    threads: tuple[Thread, ...]
    found_threads: int
    next_page_id: str | None = None
    previous_page_id: str | None = None


def list_chats(ctx: Context, caller: Session, request: ListOwnChats) -> OwnChatList:
    """Return the visitor's chats."""
    if request.page_id is None:
        bookmark = first_page("", request.limit, request.sort_order, default=10, most=25)
    else:
        bookmark = opened(request.page_id)
    shelf: Shelf[ChatId, OwnChatSummary] = Shelf(lambda chat_id: _summary(ctx, chat_id))
    page, total = chats_page(ctx.archive, bookmark, own_conditions(caller.caller), shelf.measure)
    return OwnChatList(
        chats_summary=shelf.of(page.rows),
        total_chats=total,
        next_page_id=page.next_page_id,
        previous_page_id=page.previous_page_id,
    )


def list_threads(ctx: Context, caller: Session, request: ListThreads) -> OwnThreadList:
    """Return a page of the chat's threads, the newest first."""
    chat = chat_of(ctx, caller, request.chat_id)
    page, total = thread_list(ctx, chat, request)
    known = {user.id for user in _users(ctx, chat)}
    return OwnThreadList(
        threads=tuple(masked_thread(each, ctx.people.public_id, known) for each in page.rows),
        found_threads=total,
        next_page_id=page.next_page_id,
        previous_page_id=page.previous_page_id,
    )


def get_chat(ctx: Context, caller: Session, request: GetChat) -> Chat:
    """Return the chat with one thread, the newest by default."""
    chat = chat_of(ctx, caller, request.chat_id)
    thread = thread_of(ctx, chat, request.thread_id)
    return masked_chat(ctx.views.chat(chat, thread, request.desk), ctx.people.public_id)


def _summary(ctx: Context, chat_id: ChatId) -> OwnChatSummary:
    chat = ctx.chats.get(chat_id)
    assert chat is not None
    return OwnChatSummary(
        id=chat.id,
        active=chat.is_active,
        users=_users(ctx, chat),
        last_thread_id=chat.thread.id,
        last_thread_created_at=chat.thread.created_at,
        last_event_per_type=_last_events(ctx, chat),
        properties=masked_properties(chat.properties, ctx.people.public_id) or None,
    )


def _last_events(ctx: Context, chat: ChatRecord) -> dict[str, LastEvent] | None:
    found = ctx.history.last_per_kind(chat.id, with_whispers=False)
    masked = (
        (thread_id, created_at, masked_event(event, ctx.people.public_id))
        for thread_id, created_at, event in found
    )
    return {
        event.type: LastEvent(thread_id=thread_id, thread_created_at=created_at, event=event)
        for thread_id, created_at, event in masked
        if event is not None
    } or None


def _users(ctx: Context, chat: ChatRecord) -> tuple[User, ...]:
    views = (ctx.views.member(chat, member) for member in chat.members.values())
    masked = (masked_user(each, ctx.people.public_id) for each in views)
    return tuple(user for user in masked if user is not None)
