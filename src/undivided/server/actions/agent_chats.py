"""Operators read lists, chats and the archives."""

import msgspec
from msgspec import Struct

from undivided.protocol.agent_requests import (
    ArchiveFilters,
    ChatFilters,
    ListArchives,
    ListChats,
)
from undivided.protocol.chats import Chat, ChatSummary, Thread
from undivided.protocol.ids import ChatId, GroupId, ThreadId
from undivided.protocol.requests import GetChat, ListThreads
from undivided.server.directory import Role
from undivided.server.hub.access import chat_of, thread_of
from undivided.server.hub.context import Context
from undivided.server.hub.sessions import Session
from undivided.server.store.lists import (
    archive_conditions,
    chat_conditions,
    chats_page,
    threads_page,
)
from undivided.server.store.page_size import Shelf
from undivided.server.store.paging import Bookmark, first_page, opened, question_in
from undivided.server.store.thread_lists import thread_list


class ChatList(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The answer to `list_chats`."""

    chats_summary: tuple[ChatSummary, ...]
    found_chats: int
    next_page_id: str | None = None
    previous_page_id: str | None = None


class ThreadList(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The answer to `list_threads`."""

    threads: tuple[Thread, ...]
    found_threads: int
    next_page_id: str | None = None
    previous_page_id: str | None = None


class ArchiveList(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The answer to `list_archives`."""

    chats: tuple[Chat, ...]
    found_chats: int
    next_page_id: str | None = None
    previous_page_id: str | None = None


def list_chats(ctx: Context, caller: Session, request: ListChats) -> ChatList:
    """Return a page of the chats that the operator may see, the newest thread first."""
    bookmark = _bookmark(request)
    filters = question_in(bookmark, ChatFilters)
    conditions = chat_conditions(filters, seen_groups(ctx, caller))
    shelf: Shelf[ChatId, ChatSummary] = Shelf(lambda chat_id: _summary(ctx, caller, chat_id))
    page, total = chats_page(ctx.archive, bookmark, conditions, shelf.measure)
    return ChatList(
        chats_summary=shelf.of(page.rows),
        found_chats=total,
        next_page_id=page.next_page_id,
        previous_page_id=page.previous_page_id,
    )


def list_threads(ctx: Context, caller: Session, request: ListThreads) -> ThreadList:
    """Return a page of a chat's threads with their events, the newest first."""
    chat = chat_of(ctx, caller, request.chat_id)
    page, total = thread_list(ctx, chat, request)
    return ThreadList(
        threads=tuple(page.rows),
        found_threads=total,
        next_page_id=page.next_page_id,
        previous_page_id=page.previous_page_id,
    )


def get_chat(ctx: Context, caller: Session, request: GetChat) -> Chat:
    """Return a chat with one thread, the newest by default."""
    chat = chat_of(ctx, caller, request.chat_id)
    thread = thread_of(ctx, chat, request.thread_id)
    return ctx.views.chat(chat, thread, request.desk, viewer=caller.caller)


def list_archives(ctx: Context, caller: Session, request: ListArchives) -> ArchiveList:
    """Return a page of closed threads, each as a chat of its own."""
    bookmark = _bookmark(request)
    filters = question_in(bookmark, ArchiveFilters)
    if filters is not None and filters.query is not None:
        ctx.archive.index_texts()
    conditions = archive_conditions(filters, seen_groups(ctx, caller))
    shelf: Shelf[ThreadId, Chat] = Shelf(lambda thread_id: _archived(ctx, caller, thread_id))
    page, total = threads_page(ctx.archive, bookmark, conditions, shelf.measure)
    return ArchiveList(
        chats=shelf.of(page.rows),
        found_chats=total,
        next_page_id=page.next_page_id,
        previous_page_id=page.previous_page_id,
    )


def seen_groups(ctx: Context, caller: Session) -> tuple[GroupId, ...] | None:
    """Return the groups whose chats the operator may see; None is all of them."""
    operator = ctx.people.operator(caller.caller)
    return operator.group_ids if operator.role == Role.NORMAL else None


def _summary(ctx: Context, caller: Session, chat_id: ChatId) -> ChatSummary:
    chat = ctx.chats.get(chat_id)
    assert chat is not None
    return ctx.views.summary(chat, viewer=caller.caller)


def _archived(ctx: Context, caller: Session, thread_id: ThreadId) -> Chat:
    thread = ctx.archive.thread(thread_id)
    chat = ctx.chats.get(thread.chat_id)
    assert chat is not None
    return ctx.views.chat(chat, thread, viewer=caller.caller)


def _bookmark(request: ListChats | ListArchives) -> Bookmark:
    if request.page_id is not None:
        return opened(request.page_id)
    question = msgspec.json.encode(request.filters).decode()
    return first_page(question, request.limit, request.sort_order, default=10, most=100)
