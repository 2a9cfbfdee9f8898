"""Writes chats, threads, visitors and desks, and reads them back after a restart."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, ThreadId, UserId
from undivided.server.hub.records import (
    ChatRecord,
    DeskRecord,
    ThreadRecord,
    VisitorRecord,
)
from undivided.server.store.event_log import EventLog
from undivided.server.store.rows import (
    Row,
    chat_columns,
    chat_from,
    thread_columns,
    thread_from,
)

_decode_event = msgspec.json.Decoder(Event).decode
_decode_visitor = msgspec.json.Decoder(VisitorRecord).decode


class Archive(EventLog):
    """The whole history on disk: the event log and the records that it is about."""

    def save_chat(self, chat: ChatRecord) -> None:
        """Store a chat without its thread and events."""
        self._save("chats", chat_columns(chat))

    def save_thread(self, thread: ThreadRecord) -> None:
        """Store a thread; its chat must be stored."""
        self._save("threads", thread_columns(thread))

    def save_visitor(self, visitor: VisitorRecord) -> None:
        """Store a visitor."""
        columns: Row = {
            "id": visitor.id,
            "organization_id": visitor.organization_id,
            "name": visitor.name,
            "email": visitor.email,
            "details": msgspec.json.encode(visitor),
        }
        self._save("visitors", columns)

    def save_desk(self, desk: DeskRecord) -> None:
        """Store an operator's routing state."""
        self._save("desks", msgspec.structs.asdict(desk))

    def desks(self) -> Iterator[DeskRecord]:
        """Return every operator's routing state."""
        for row in self.connection.execute(
            "SELECT email, public_id, status, shown_status FROM desks"
        ):
            yield DeskRecord(email=row[0], public_id=row[1], status=row[2], shown_status=row[3])

    def visitor(self, visitor_id: UserId) -> VisitorRecord | None:
        """Return a visitor, or None."""
        row = self.connection.execute(
            "SELECT details FROM visitors WHERE id = ?", (visitor_id,)
        ).fetchone()
        return None if row is None else _decode_visitor(row[0])

    def chat(self, chat_id: ChatId) -> ChatRecord | None:
        """Return a chat with its newest thread, or None."""
        return next(self._chats("chats.id = ?", chat_id), None)

    def active_chats(self) -> Iterator[ChatRecord]:
        """Return every active chat."""
        return self._chats("chats.is_active")

    def threads(self, chat_id: ChatId) -> list[ThreadRecord]:
        """Return a chat's threads, the oldest first."""
        rows = self._query("SELECT * FROM threads WHERE chat_id = ? ORDER BY ordinal", chat_id)
        return [thread_from(row) for row in rows]

    def thread(self, thread_id: ThreadId) -> ThreadRecord:
        """Return a thread that exists."""
        return thread_from(next(self._query("SELECT * FROM threads WHERE id = ?", thread_id)))

    def started(self, starter_id: UserId, request_key: str) -> ThreadRecord | None:
        """Return the thread that this request has started before."""
        rows = self._query(
            "SELECT * FROM threads WHERE starter_id = ? AND request_key = ?",
            starter_id,
            request_key,
        )
        return next((thread_from(row) for row in rows), None)

    def handling_seconds(self, count: int) -> list[float]:
        """Return how long the newest closed threads with an operator were open."""
        rows = self.connection.execute(
            "SELECT (julianday(closed_at) - julianday(created_at)) * 86400 FROM threads"
            " WHERE closed_at IS NOT NULL AND json_array_length(user_ids) > 1"
            " ORDER BY created_at DESC LIMIT ?",
            (count,),
        )
        return [row[0] for row in rows]

    def _chats(self, where: str, *arguments: str) -> Iterator[ChatRecord]:
        self.write_counters()
        for row in self._query(f"SELECT * FROM chats WHERE {where}", *arguments):  # noqa: S608
            threads = self._query(
                "SELECT * FROM threads WHERE chat_id = ? ORDER BY ordinal DESC LIMIT 1",
                str(row["id"]),
            )
            thread = thread_from(next(threads))
            yield chat_from(row, thread, self._last_event_at(str(row["id"]), thread.created_at))

    def _last_event_at(self, chat_id: str, otherwise: datetime) -> datetime:
        row = self.connection.execute(
            "SELECT body FROM events WHERE chat_id = ? ORDER BY number DESC LIMIT 1", (chat_id,)
        ).fetchone()
        return (_decode_event(row[0]).created_at if row else None) or otherwise

    def _query(self, sql: str, *arguments: str) -> Iterator[Row]:
        cursor = self.connection.execute(sql, arguments)
        names = [column[0] for column in cursor.description]
        return iter([dict(zip(names, row, strict=True)) for row in cursor])

    def _save(self, table: str, columns: Row) -> None:
        """Insert or update by the first column; an UPSERT keeps foreign keys satisfied."""
        self.begin()
        key, *others = columns
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        changes = ", ".join(f"{name} = excluded.{name}" for name in others)
        self.connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - our own names
            f" ON CONFLICT ({key}) DO UPDATE SET {changes}",
            tuple(columns.values()),
        )
