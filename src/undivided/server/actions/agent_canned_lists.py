"""Operators list what their team and their sites share: all of it, or what changed since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec
from msgspec import Struct

from undivided.protocol.canned_responses import (
    CannedPage,
    CannedPageDesk,
    CannedResponse,
    CannedResponseDeleted,
    CannedSince,
    CannedVersion,
    ListCannedResponses,
    OpenPlace,
)
from undivided.protocol.ids import GroupId
from undivided.server.errors import invalid
from undivided.server.hub.canned_rights import open_places
from undivided.server.hub.context import Context
from undivided.server.hub.sessions import Session
from undivided.server.store.canned_store import Kept
from undivided.server.store.paging import Bookmark, following, opened, question_in

MOST_LIMIT = 100_000
"""What 3.7 allows to ask for; a page has fewer all the same."""
PAGE_ROWS = 100
PAGE_BYTES = 256 * 1024
"""A reader that is 1 MiB behind is closed, so no page comes near that."""


class Question(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What the pages of one list have in common.

    Attributes:
        since: Only changes after this version, with what was deleted; None lists everything.
        gap: Changes were asked for and are not to be had.
    """

    group_ids: tuple[GroupId, ...] | None = None
    since: int | None = None
    gap: bool = False


def list_responses(ctx: Context, caller: Session, request: ListCannedResponses) -> CannedPage:
    """Return a page in the order of the last change, so that no change falls between pages."""
    bookmark = _bookmark(ctx, request)
    question = question_in(bookmark, Question) or Question()
    after = question.since or 0
    if bookmark.key is not None:
        if not isinstance(bookmark.key[0], int):
            raise invalid("page_id is not one that this server gave out.")
        after = bookmark.key[0]
    places = open_places(ctx, caller.caller)
    page = _Page(bookmark.limit)
    next_page_id = None
    for kept in _matching(ctx.canned.changed(after), places, question):
        if page.is_full:
            next_page_id = following(bookmark, (page.last, ""))
            break
        page.add(kept)
    return CannedPage(
        canned_responses=tuple(page.shown),
        next_page_id=next_page_id,
        desk=CannedPageDesk(
            version=ctx.canned.head,
            epoch=ctx.archive.epoch,
            gap=question.gap,
            deleted=tuple(page.deleted),
            places=places,
            keeps_files=True,
        ),
    )


@dataclass(slots=True)
class _Page:
    """What goes onto one page, and the version of the last change on it."""

    limit: int
    shown: list[CannedResponse] = field(default_factory=list)
    deleted: list[CannedResponseDeleted] = field(default_factory=list)
    last: int = 0
    _size: int = 0

    @property
    def is_full(self) -> bool:
        return len(self.shown) + len(self.deleted) >= self.limit or self._size >= PAGE_BYTES

    def add(self, kept: Kept) -> None:
        self.last = kept.version
        if kept.is_deleted:
            version = CannedVersion(version=kept.version)
            self.deleted.append(CannedResponseDeleted(id=kept.response.id, desk=version))
        else:
            self.shown.append(kept.response)
            self._size += len(msgspec.json.encode(kept.response))


def _bookmark(ctx: Context, request: ListCannedResponses) -> Bookmark:
    if request.page_id is not None:
        if (request.filters, request.limit, request.desk) != (None, None, None):
            raise invalid("page_id stands alone; it holds the filters already.")
        return opened(request.page_id)
    if request.limit is not None and not 1 <= request.limit <= MOST_LIMIT:
        raise invalid(f"limit must be 1 to {MOST_LIMIT}.")
    question = _question(ctx, request)
    limit = min(request.limit or PAGE_ROWS, PAGE_ROWS)
    return Bookmark(question=msgspec.json.encode(question).decode(), limit=limit)


def _question(ctx: Context, request: ListCannedResponses) -> Question:
    groups = None if request.filters is None else request.filters.group_ids
    since = request.desk
    if since is None or since == CannedSince():
        return Question(group_ids=groups)
    is_ours = since.epoch == ctx.archive.epoch
    if not is_ours or not ctx.canned.forgotten <= since.version <= ctx.canned.head:
        return Question(group_ids=groups, gap=True)
    return Question(group_ids=groups, since=since.version)


def _matching(
    changes: Iterable[Kept], places: tuple[OpenPlace, ...], question: Question
) -> Iterator[Kept]:
    readable = frozenset(each.place for each in places)
    for kept in changes:
        desk = kept.response.desk
        assert desk is not None
        is_wanted = question.group_ids is None or kept.response.group_id in question.group_ids
        is_told = question.since is not None or not kept.is_deleted
        if desk.place in readable and is_wanted and is_told:
            yield kept
