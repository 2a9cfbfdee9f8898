"""A page of a chat's threads: by number of threads, or by a least number of events."""

from collections.abc import Sequence

import msgspec

from undivided.protocol.chats import Thread
from undivided.protocol.desk_extensions import PartWanted
from undivided.protocol.ids import ThreadId
from undivided.protocol.moments import to_wire
from undivided.protocol.requests import DateRange, ListThreads
from undivided.server.errors import invalid
from undivided.server.hub.access import thread_of
from undivided.server.hub.context import Context
from undivided.server.hub.records import ChatRecord
from undivided.server.store.lists import Conditions, thread_conditions, threads_page
from undivided.server.store.page_size import Shelf
from undivided.server.store.paging import (
    Bookmark,
    Slice,
    first_page,
    following,
    inside,
    opened,
    question_in,
)

DEFAULT_THREADS = 3
MOST_THREADS = 100


class _Question(msgspec.Struct, frozen=True, omit_defaults=True):
    dates: DateRange | None = None
    least_events: int | None = None


def thread_list(ctx: Context, chat: ChatRecord, request: ListThreads) -> tuple[Slice[Thread], int]:
    """Return a page of threads with their events, and how many threads there are.

    A thread that one answer does not hold is gone on with on the next page, so that whoever
    reads all pages has every event.

    Raises:
        ProtocolError: A limit is out of range, or two ways of limiting are mixed.
    """
    bookmark = _bookmark(request)
    question = question_in(bookmark, _Question) or _Question()
    conditions = thread_conditions(chat.id, question.dates)
    if bookmark.before is not None:
        return _rest(ctx, chat, bookmark, conditions)
    shelf: Shelf[ThreadId, Thread] = Shelf(
        lambda thread_id: ctx.views.thread(chat, thread_of(ctx, chat, thread_id))
    )

    def measure(ids: Sequence[ThreadId]) -> int:
        least = question.least_events
        # Counted anew for every page; the page then goes on after the last thread shown.
        shelf.measure(ids if least is None else ids[: _enough(ctx, ids, least)])
        return _up_to_a_part(list(shelf.made.values()))

    page, total = threads_page(ctx.archive, bookmark, conditions, measure)
    threads = shelf.of(page.rows)
    shown = Slice(
        rows=threads,
        next_page_id=_rest_of(bookmark, threads) or page.next_page_id,
        previous_page_id=page.previous_page_id,
    )
    return shown, total


def _rest(
    ctx: Context, chat: ChatRecord, bookmark: Bookmark, conditions: Conditions
) -> tuple[Slice[Thread], int]:
    """Return what was said in a thread before the part that the page before has."""
    if bookmark.key is None:
        raise invalid("page_id is not one that this server gave out.")
    record = thread_of(ctx, chat, ThreadId(bookmark.key[1]))
    thread = ctx.views.thread(chat, record, PartWanted(before=bookmark.before))
    after, total = threads_page(ctx.archive, bookmark, conditions, len)
    goes_on = following(bookmark, bookmark.key) if after.rows else None
    return Slice(rows=(thread,), next_page_id=_rest_of(bookmark, (thread,)) or goes_on), total


def _up_to_a_part(threads: Sequence[Thread]) -> int:
    """Return how many threads a page shows: after one that is not whole the next page goes on."""
    parts = (count for count, thread in enumerate(threads, start=1) if thread.desk is not None)
    return next(parts, len(threads))


def _rest_of(bookmark: Bookmark, threads: Sequence[Thread]) -> str | None:
    """Return the `page_id` for what the last thread of a page lacks, None when that is nothing."""
    last = threads[-1] if threads else None
    if last is None or last.desk is None or bookmark.is_back:
        return None
    return inside(bookmark, (to_wire(last.created_at), last.id), last.desk.before)


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
