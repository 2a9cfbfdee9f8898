"""A page of a chat's threads: by number of threads, or by a least number of events."""

from collections.abc import Sequence

import msgspec
from msgspec import structs

from undivided.protocol.chats import Thread
from undivided.protocol.ids import ThreadId
from undivided.protocol.requests import DateRange, ListThreads
from undivided.server.errors import invalid
from undivided.server.hub.access import thread_of
from undivided.server.hub.context import Context
from undivided.server.hub.records import ChatRecord
from undivided.server.store.lists import thread_conditions, threads_page
from undivided.server.store.paging import Bookmark, Slice, first_page, opened, question_in

DEFAULT_THREADS = 3
MOST_THREADS = 100


class _Question(msgspec.Struct, frozen=True, omit_defaults=True):
    dates: DateRange | None = None
    least_events: int | None = None


def thread_list(ctx: Context, chat: ChatRecord, request: ListThreads) -> tuple[Slice[Thread], int]:
    """Return a page of threads with their events, and how many threads there are.

    Raises:
        ProtocolError: A limit is out of range, or two ways of limiting are mixed.
    """
    bookmark = _bookmark(request)
    question = question_in(bookmark, _Question) or _Question()
    conditions = thread_conditions(chat.id, question.dates)
    page, total = threads_page(ctx.archive, bookmark, conditions)
    if question.least_events is not None:
        # Counted anew for every page; the page then goes on after the last thread shown.
        limit = _enough(ctx, page.rows, question.least_events)
        narrow = structs.replace(bookmark, limit=limit)
        page, total = threads_page(ctx.archive, narrow, conditions)
    threads = tuple(
        ctx.views.thread(chat, thread_of(ctx, chat, thread_id)) for thread_id in page.rows
    )
    shown = Slice(
        rows=threads, next_page_id=page.next_page_id, previous_page_id=page.previous_page_id
    )
    return shown, total


def _bookmark(request: ListThreads) -> Bookmark:
    if request.page_id is not None:
        return opened(request.page_id)
    least = request.min_events_count
    if least is not None and request.limit is not None:
        raise invalid("limit and min_events_count cannot be given together.")
    if least is not None and request.filters is not None:
        raise invalid("filters and min_events_count cannot be given together.")
    if least is not None and not 1 <= least <= MOST_THREADS:
        raise invalid(f"min_events_count must be 1 to {MOST_THREADS}.")
    question = msgspec.json.encode(_Question(request.filters, least)).decode()
    return first_page(
        question,
        request.limit if least is None else MOST_THREADS,
        request.sort_order,
        default=DEFAULT_THREADS,
        most=MOST_THREADS,
    )


def _enough(ctx: Context, thread_ids: Sequence[ThreadId], least_events: int) -> int:
    """Return how many of the threads it takes to show `least_events` events."""
    events = 0
    for count, thread_id in enumerate(thread_ids, start=1):
        events += ctx.history.event_count(ctx.archive.thread(thread_id))
        if events >= least_events:
            return count
    return max(1, len(thread_ids))
