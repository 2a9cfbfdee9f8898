"""The lists of chats, threads and archives, as SQL that reads one page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from undivided.protocol.agent_requests import ArchiveFilters, ChatFilters, Values
from undivided.protocol.ids import ChatId, GroupId, ThreadId, UserId
from undivided.protocol.moments import to_wire
from undivided.protocol.requests import DateRange
from undivided.server.errors import invalid
from undivided.server.store.archive import Archive
from undivided.server.store.paging import Bookmark, Key, Measure, Slice, cut, order

MOST_CHAT_IDS = 1_000
MOST_THREAD_IDS = 20
MOST_QUERY_WORDS = 16


@dataclass(slots=True)
class Conditions:
    """Conditions that must all hold, with their arguments."""

    parts: list[str] = field(default_factory=list)
    arguments: list[object] = field(default_factory=list)

    def add(self, part: str, *arguments: object) -> None:
        """Demand one more thing."""
        self.parts.append(f"({part})")
        self.arguments.extend(arguments)

    def among(self, column: str, values: Iterable[object]) -> None:
        """Demand that a column has one of the values."""
        self.add(
            f"{column} IN (SELECT value FROM json_each(?))",  # noqa: S608 - our own names
            _json(values),
        )

    def shared(self, column: str, values: Iterable[object]) -> None:
        """Demand that a column's JSON array has one of the values."""
        self.add(
            f"EXISTS (SELECT 1 FROM json_each({column})"  # noqa: S608 - our own names
            " WHERE value IN (SELECT value FROM json_each(?)))",
            _json(values),
        )

    @property
    def sql(self) -> str:
        """The conditions after WHERE."""
        return " AND ".join(self.parts) or "1"


def visible_to(groups: tuple[GroupId, ...] | None, conditions: Conditions) -> None:
    """Demand that a chat is for these groups or for everybody; None sees all."""
    if groups is not None:
        conditions.shared("chats.group_ids", (0, *groups))


def chats_page(
    archive: Archive, bookmark: Bookmark, conditions: Conditions, measure: Measure[ChatId]
) -> tuple[Slice[ChatId], int]:
    """Return a page of chats by their newest thread, and how many there are in all."""
    page = _page(archive, bookmark, conditions, "chats", by=("chats.last_thread_at", "chats.id"))
    rows = [(key, ChatId(key[1])) for key in page]
    total = _count(archive, conditions, "chats")
    return cut(bookmark, rows, measure), total


def threads_page(
    archive: Archive, bookmark: Bookmark, conditions: Conditions, measure: Measure[ThreadId]
) -> tuple[Slice[ThreadId], int]:
    """Return a page of threads by their beginning, and how many there are in all."""
    tables = "threads JOIN chats ON chats.id = threads.chat_id"
    page = _page(archive, bookmark, conditions, tables, by=("threads.created_at", "threads.id"))
    rows = [(key, ThreadId(key[1])) for key in page]
    return cut(bookmark, rows, measure), _count(archive, conditions, tables)


def chat_conditions(filters: ChatFilters | None, groups: tuple[GroupId, ...] | None) -> Conditions:
    """Return the conditions of `list_chats`; `include_active` is the older word."""
    conditions = Conditions()
    visible_to(groups, conditions)
    if filters is None:
        return conditions
    if filters.active is not None:
        conditions.add("chats.is_active = ?", filters.active)
    if filters.include_active is False:
        conditions.add("NOT chats.is_active")
    if filters.group_ids is not None:
        conditions.shared("chats.group_ids", filters.group_ids)
    return conditions


def own_conditions(visitor: UserId) -> Conditions:
    """Return the condition of a visitor's own chats."""
    conditions = Conditions()
    conditions.add("chats.visitor_id = ?", visitor)
    return conditions


def thread_conditions(chat_id: ChatId, dates: DateRange | None) -> Conditions:
    """Return the conditions of `list_threads`."""
    conditions = Conditions()
    conditions.add("threads.chat_id = ?", chat_id)
    if dates is not None and dates.start is not None:
        conditions.add("threads.created_at >= ?", to_wire(dates.start))
    if dates is not None and dates.to is not None:
        conditions.add("threads.created_at <= ?", to_wire(dates.to))
    return conditions


def archive_conditions(
    filters: ArchiveFilters | None, groups: tuple[GroupId, ...] | None
) -> Conditions:
    """Return the conditions of `list_archives`: closed threads.

    Raises:
        ProtocolError: Too many ids, or `thread_ids` together with other filters.
    """
    conditions = Conditions()
    visible_to(groups, conditions)
    conditions.add("NOT threads.is_active")
    if filters is None:
        return conditions
    _add_ids(conditions, filters)
    if filters.start is not None:
        conditions.add("threads.created_at >= ?", to_wire(filters.start))
    if filters.to is not None:
        conditions.add("threads.created_at <= ?", to_wire(filters.to))
    if filters.group_ids is not None:
        conditions.shared("chats.group_ids", filters.group_ids)
    if filters.agents is not None:
        _add_values(conditions, "threads.user_ids", filters.agents, where="value LIKE '%@%'")
    if filters.tags is not None:
        _add_values(conditions, "threads.tags", filters.tags, where="1")
    if filters.query is not None:
        _add_query(conditions, filters.query)
    return conditions


def _add_ids(conditions: Conditions, filters: ArchiveFilters) -> None:
    if filters.chat_ids is not None:
        if len(filters.chat_ids) > MOST_CHAT_IDS:
            raise invalid(f"filters.chat_ids must not exceed {MOST_CHAT_IDS}.")
        conditions.among("chats.id", filters.chat_ids)
    if filters.thread_ids is not None:
        if len(filters.thread_ids) > MOST_THREAD_IDS:
            raise invalid(f"filters.thread_ids must not exceed {MOST_THREAD_IDS}.")
        conditions.among("threads.id", filters.thread_ids)


def _add_values(conditions: Conditions, column: str, values: Values, *, where: str) -> None:
    if values.exists is not None:
        found = f"EXISTS (SELECT 1 FROM json_each({column}) WHERE {where})"  # noqa: S608
        conditions.add(found if values.exists else f"NOT {found}")
    if values.values is not None:
        conditions.shared(column, values.values)
    if values.exclude_values is not None:
        conditions.shared(column, values.exclude_values)
        conditions.parts[-1] = f"NOT {conditions.parts[-1]}"


def _add_query(conditions: Conditions, query: str) -> None:
    words = query.split()[:MOST_QUERY_WORDS]
    if not words:
        return
    # Quoted, a word is only a word; the star finds longer ones.
    quoted = (word.replace('"', '""') for word in words)
    match = " ".join(f'"{word}"*' for word in quoted)
    name = f"%{_escaped(query.strip())}%"
    conditions.add(
        "threads.id IN (SELECT thread_id FROM events JOIN events_text"
        " ON events_text.rowid = events.seq WHERE events_text MATCH ?)"
        " OR chats.visitor_id IN (SELECT id FROM visitors"
        " WHERE name LIKE ? ESCAPE '\\' OR email LIKE ? ESCAPE '\\')",
        match,
        name,
        name,
    )


def _escaped(text: str) -> str:
    for special in "\\%_":
        text = text.replace(special, f"\\{special}")
    return text


def _page(
    archive: Archive,
    bookmark: Bookmark,
    conditions: Conditions,
    tables: str,
    *,
    by: tuple[str, str],
) -> list[Key]:
    edge, edge_arguments, order_by = order(bookmark, *by)
    rows = archive.database.conn.execute(
        f"SELECT {by[0]}, {by[1]} FROM {tables}"  # noqa: S608 - our own names
        f" WHERE {conditions.sql} AND {edge} ORDER BY {order_by} LIMIT ?",
        (*conditions.arguments, *edge_arguments, bookmark.limit + 1),
    )
    return [(row[0], row[1]) for row in rows]


def _count(archive: Archive, conditions: Conditions, tables: str) -> int:
    row = archive.database.conn.execute(
        f"SELECT count(*) FROM {tables} WHERE {conditions.sql}",  # noqa: S608 - our own names
        conditions.arguments,
    ).fetchone()
    return int(row[0])


def _json(values: Iterable[object]) -> str:
    return msgspec.json.encode(list(values)).decode()
