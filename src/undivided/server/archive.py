"""Writes records, events and pushes, and reads the records back after a restart.

One transaction spans everything between two commits. The statements of the hot path are
plain SQL: one INSERT for an event, and one UPDATE of each chat's counter row a commit.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime

import msgspec
from sqlite_utils import Database

from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, EventId, ThreadId, UserId
from undivided.server.records import (
    ChatRecord,
    DeskRecord,
    LoggedPush,
    ThreadRecord,
    VisitorRecord,
)
from undivided.server.rows import (
    Row,
    chat_columns,
    chat_from,
    seen_columns,
    thread_columns,
    thread_from,
)

_EPOCH = "epoch"
_FLOOR = "floor"
_INDEXED = "indexed"

EVERY_OPERATOR = "*"
"""The stored audience of pushes that concern the whole desk."""

_decode_event = msgspec.json.Decoder(Event).decode
_decode_visitor = msgspec.json.Decoder(VisitorRecord).decode


class Archive:
    """The history on disk; used by one thread at a time.

    Attributes:
        database: For readers; they see the open transaction.
        epoch: Renewed when the file was restored from a copy (promise G6).
        head: The newest running number, committed or not.
    """

    def __init__(self, database: Database, *, new_epoch: str) -> None:
        """Read where the history ends; `new_epoch` names a history that begins now."""
        self.database = database
        self._counters: dict[ChatId, ChatRecord] = {}
        self._connection = database.conn
        self.epoch = self._fact(_EPOCH, new_epoch)
        self.head = self._newest()
        self.commit()

    def renew_epoch(self, new_epoch: str) -> None:
        """Tell every client, at its next login, that the history was restored or rolled back."""
        self.begin()
        self._connection.execute("UPDATE facts SET value = ? WHERE name = ?", (new_epoch, _EPOCH))
        self.epoch = new_epoch

    # Transactions

    @property
    def is_open(self) -> bool:
        """Whether there is anything to commit."""
        return self._connection.in_transaction or bool(self._counters)

    def begin(self) -> None:
        """Open the transaction unless it is open."""
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make everything since the last commit durable.

        Raises:
            sqlite3.Error: Nothing was saved; call `roll_back`.
        """
        self._write_counters()
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")

    def roll_back(self) -> None:
        """Forget everything since the last commit."""
        # A full disk may already have ended the transaction; rollback then does nothing.
        self._connection.rollback()
        self._counters.clear()
        self.head = self._newest()

    def next_seq(self) -> int:
        """Return the next running number of stored pushes; none is ever used twice."""
        self.head += 1
        return self.head

    # Events

    def add_event(
        self, chat_id: ChatId, thread_id: ThreadId, event: Event, *, digest: bytes, audience: str
    ) -> int | None:
        """Store `event` as the chat's newest; return its running number among all pushes.

        Returns None, and stores nothing, when its author has used its `custom_id` before.
        """
        self.begin()
        try:
            self._connection.execute(
                "INSERT INTO events (seq, chat_id, thread_id, number, author_id, custom_id,"
                " digest, kind, is_whisper, audience, text, body)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self.head + 1,
                    chat_id,
                    thread_id,
                    event.desk_seq,
                    event.author_id,
                    event.custom_id,
                    digest,
                    event.type,
                    event.is_whisper,
                    audience,
                    event.text,
                    msgspec.json.encode(event),
                ),
            )
        except sqlite3.IntegrityError:
            if event.custom_id is None or self.sent_before(chat_id, event) is None:
                raise
            return None
        return self.next_seq()

    def save_counter(self, chat: ChatRecord) -> None:
        """Store the chat's running number in the transaction of the events that took it.

        Written once a commit, however many events it holds.
        """
        self._counters[chat.id] = chat

    def sent_before(self, chat_id: ChatId, event: Event) -> tuple[Event, bytes] | None:
        """Return the event stored under the same author and label, and its digest."""
        row = self._connection.execute(
            "SELECT body, digest FROM events WHERE chat_id = ? AND author_id = ? AND custom_id = ?",
            (chat_id, event.author_id, event.custom_id),
        ).fetchone()
        return None if row is None else (_decode_event(row[0]), row[1])

    def change_event(self, chat_id: ChatId, event: Event) -> None:
        """Replace the stored body of an event: properties or pressed buttons."""
        self.begin()
        self._connection.execute(
            "UPDATE events SET body = ? WHERE chat_id = ? AND number = ?",
            (msgspec.json.encode(event), chat_id, event.desk_seq),
        )

    def event(self, chat_id: ChatId, event_id: EventId) -> Event | None:
        """Return one event of the chat, or None."""
        number = event_id.rpartition("_")[2]
        if not number.isdecimal() or len(number) > 15:
            return None
        row = self._connection.execute(
            "SELECT body FROM events WHERE chat_id = ? AND number = ?", (chat_id, int(number))
        ).fetchone()
        event = None if row is None else _decode_event(row[0])
        return event if event is not None and event.id == event_id else None

    def index_texts(self) -> None:
        """Let searches find every text said so far; sending does not pay for it."""
        indexed = int(self._fact(_INDEXED, "0"))
        if indexed >= self.head:
            return
        self.begin()
        self._connection.execute(
            "INSERT INTO events_text (rowid, text)"
            " SELECT seq, text FROM events WHERE seq > ? AND text IS NOT NULL",
            (indexed,),
        )
        self._connection.execute(
            "UPDATE facts SET value = ? WHERE name = ?", (str(self.head), _INDEXED)
        )

    # Pushes

    def add_push(self, push: LoggedPush) -> None:
        """Store a push for those who come back later."""
        self.begin()
        self._connection.execute(
            "INSERT INTO pushes (seq, action, chat_id, thread_id, audience, is_for_visitor,"
            " payload) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                push.seq,
                push.action,
                push.chat_id,
                push.thread_id,
                push.audience,
                push.is_for_visitor,
                push.payload,
            ),
        )

    @property
    def floor(self) -> int:
        """The newest running number whose push may have been forgotten."""
        return int(self._fact(_FLOOR, "0"))

    def forget_pushes(self, up_to: int) -> None:
        """Drop stored pushes (never events) up to a running number."""
        self.begin()
        self._connection.execute("DELETE FROM pushes WHERE seq <= ?", (up_to,))
        self._connection.execute(
            "INSERT OR REPLACE INTO facts VALUES (?, ?)", (_FLOOR, str(max(up_to, self.floor)))
        )

    # Records

    def save_chat(self, chat: ChatRecord) -> None:
        """Store a chat without its thread and events."""
        self._save("chats", chat_columns(chat))

    def save_thread(self, thread: ThreadRecord) -> None:
        """Store a thread; its chat must be stored."""
        self._save("threads", thread_columns(thread))

    def save_seen(self, chat: ChatRecord) -> None:
        """Store who has seen what."""
        self._counters[chat.id] = chat

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
        for row in self._connection.execute(
            "SELECT email, public_id, status, shown_status FROM desks"
        ):
            yield DeskRecord(email=row[0], public_id=row[1], status=row[2], shown_status=row[3])

    def visitor(self, visitor_id: UserId) -> VisitorRecord | None:
        """Return a visitor, or None."""
        row = self._connection.execute(
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
        rows = self._connection.execute(
            "SELECT (julianday(closed_at) - julianday(created_at)) * 86400 FROM threads"
            " WHERE closed_at IS NOT NULL AND json_array_length(user_ids) > 1"
            " ORDER BY created_at DESC LIMIT ?",
            (count,),
        )
        return [row[0] for row in rows]

    def _write_counters(self) -> None:
        if not self._counters:
            return
        self.begin()
        self._connection.executemany(
            "UPDATE chats SET last_number = ?, seen = ? WHERE id = ?",
            [(chat.last_number, seen_columns(chat), chat.id) for chat in self._counters.values()],
        )
        self._counters.clear()

    def _chats(self, where: str, *arguments: str) -> Iterator[ChatRecord]:
        self._write_counters()
        for row in self._query(f"SELECT * FROM chats WHERE {where}", *arguments):  # noqa: S608
            threads = self._query(
                "SELECT * FROM threads WHERE chat_id = ? ORDER BY ordinal DESC LIMIT 1",
                str(row["id"]),
            )
            thread = thread_from(next(threads))
            yield chat_from(row, thread, self._last_event_at(str(row["id"]), thread.created_at))

    def _last_event_at(self, chat_id: str, otherwise: datetime) -> datetime:
        row = self._connection.execute(
            "SELECT body FROM events WHERE chat_id = ? ORDER BY number DESC LIMIT 1", (chat_id,)
        ).fetchone()
        return (_decode_event(row[0]).created_at if row else None) or otherwise

    def _query(self, sql: str, *arguments: str) -> Iterator[Row]:
        cursor = self._connection.execute(sql, arguments)
        names = [column[0] for column in cursor.description]
        return iter([dict(zip(names, row, strict=True)) for row in cursor])

    def _save(self, table: str, columns: Row) -> None:
        """Insert or update by the first column; an UPSERT keeps foreign keys satisfied."""
        self.begin()
        key, *others = columns
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        changes = ", ".join(f"{name} = excluded.{name}" for name in others)
        self._connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - our own names
            f" ON CONFLICT ({key}) DO UPDATE SET {changes}",
            tuple(columns.values()),
        )

    def _fact(self, name: str, otherwise: str) -> str:
        row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        if row is not None:
            return str(row[0])
        self.begin()
        self._connection.execute("INSERT INTO facts VALUES (?, ?)", (name, otherwise))
        return otherwise

    def _newest(self) -> int:
        row = self._connection.execute(
            "SELECT max(coalesce((SELECT max(seq) FROM events), 0),"
            " coalesce((SELECT max(seq) FROM pushes), 0))"
        ).fetchone()
        return max(int(row[0]), self.floor)


def audience_of(operators: frozenset[UserId]) -> str:
    """Return the stored form of an audience."""
    return f" {' '.join(sorted(operators))} "
