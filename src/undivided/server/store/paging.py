"""Pages of lists: by key, so that rows that come or go meanwhile shift nothing.

A `page_id` holds the question and where to go on; it grants nothing, because who may
see a row is asked anew for every page.
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from undivided.server.errors import invalid

T = TypeVar("T")
Key = tuple[str | int, str]
"""What a list is sorted by, and the id that decides among equals."""
Measure = Callable[[Sequence[T]], int]


class Bookmark(Struct, frozen=True, omit_defaults=True, kw_only=True, array_like=True):
    """The content of a `page_id`.

    Attributes:
        question: The filters, as the list's own code wrote them.
        key: The row at the edge.
        is_back: Towards the beginning of the list.
        before: The row's thread was shown from this running number on; what is before comes first.
    """

    question: str = ""
    limit: int = 10
    is_rising: bool = False
    key: Key | None = None
    is_back: bool = False
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice(Generic[T]):
    """One page."""

    rows: Sequence[T]
    next_page_id: str | None = None
    previous_page_id: str | None = None


def first_page(
    question: str, limit: int | None, sort_order: str | None, *, default: int, most: int
) -> Bookmark:
    """Return the bookmark of a list's beginning.

    Raises:
        ProtocolError: `limit` or `sort_order` is out of range.
    """
    if limit is not None and not 1 <= limit <= most:
        raise invalid(f"limit must be 1 to {most}.")
    if sort_order not in (None, "asc", "desc"):
        raise invalid("sort_order must be asc or desc.")
    return Bookmark(question=question, limit=limit or default, is_rising=sort_order == "asc")


def opened(page_id: str) -> Bookmark:
    """Return the bookmark in a `page_id`.

    Raises:
        ProtocolError: It is not one of ours.
    """
    try:
        padded = page_id + "=" * (-len(page_id) % 4)
        bookmark = _decoder.decode(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, msgspec.MsgspecError) as error:
        raise invalid("page_id is not one that this server gave out.") from error
    if not 1 <= bookmark.limit <= 100:
        raise invalid("page_id is not one that this server gave out.")
    return bookmark


def question_in(bookmark: Bookmark, type_: type[T]) -> T | None:
    """Return the question of a bookmark.

    Raises:
        ProtocolError: It is not one of ours.
    """
    try:
        return msgspec.json.decode(bookmark.question, type=type_ | None)
    except msgspec.MsgspecError as error:
        raise invalid("page_id is not one that this server gave out.") from error


def order(bookmark: Bookmark, column: str, id_column: str) -> tuple[str, list[object], str]:
    """Return (condition, its arguments, ORDER BY) that read one row more than the page."""
    is_rising = bookmark.is_rising != bookmark.is_back
    direction = "ASC" if is_rising else "DESC"
    by = f"{column} {direction}, {id_column} {direction}"
    if bookmark.key is None:
        return "1", [], by
    sign = ">" if is_rising else "<"
    return f"({column}, {id_column}) {sign} (?, ?)", list(bookmark.key), by


def cut(bookmark: Bookmark, rows: Sequence[tuple[Key, T]], measure: Measure[T]) -> Slice[T]:
    """Return the page from up to `limit + 1` rows in the order of reading.

    Args:
        bookmark: Which page.
        rows: What was read.
        measure: Returns how many of the rows it is given one answer holds.
    """
    shown = list(rows[: bookmark.limit])
    del shown[measure([row for _, row in shown]) :]
    has_more = len(rows) > len(shown)
    if bookmark.is_back:
        shown.reverse()
    has_next = bookmark.is_back or has_more
    has_previous = has_more if bookmark.is_back else bookmark.key is not None
    return Slice(
        rows=[row for _, row in shown],
        next_page_id=_page_id(bookmark, shown[-1][0], is_back=False)
        if shown and has_next
        else None,
        previous_page_id=_page_id(bookmark, shown[0][0], is_back=True)
        if shown and has_previous
        else None,
    )


def following(bookmark: Bookmark, key: Key) -> str:
    """Return the `page_id` of the page that begins after the row with this key."""
    return _page_id(bookmark, key, is_back=False)


def inside(bookmark: Bookmark, key: Key, before: int) -> str:
    """Return the `page_id` of the page that begins with the rest of the row with this key."""
    return _page_id(bookmark, key, is_back=False, before=before)


def _page_id(bookmark: Bookmark, key: Key, *, is_back: bool, before: int | None = None) -> str:
    there = msgspec.structs.replace(bookmark, key=key, is_back=is_back, before=before)
    return base64.urlsafe_b64encode(msgspec.json.encode(there)).decode("ascii").rstrip("=")


_decoder = msgspec.json.Decoder(Bookmark)
