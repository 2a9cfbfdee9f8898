"""Writes events and pushes, numbers them, and holds the transaction.

One transaction spans everything between two commits. The statements of the hot path are
plain SQL: one INSERT for an event, and one UPDATE of each chat's counter row a commit.
"""

import sqlite3

import msgspec
from sqlite_utils import Database

from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, EventId, ThreadId, UserId
from undivided.server.hub.records import (
    ChatRecord,
    LoggedPush,
)
from undivided.server.store.rows import (
    seen_columns,
)

_EPOCH = "epoch"
_FLOOR = "floor"
_INDEXED = "indexed"

EVERY_OPERATOR = "*"
"""The stored audience of pushes that concern the whole desk."""

_ADD_EVENT = (
    "INSERT INTO events (seq, chat_id, thread_id, number, author_id, kind, is_whisper, audience,"
    " text, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ADD_LABELLED_EVENT = (
    "INSERT INTO events (seq, chat_id, thread_id, number, author_id, kind, is_whisper, audience,"
    " text, body, custom_id, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

_encode = msgspec.json.Encoder().encode
_decode_event = msgspec.json.Decoder(Event).decode


class EventLog:
    """What was said and told, on disk; used by one thread at a time.

    Attributes:
        database: For readers; they see the open transaction.
        epoch: Renewed when the file was restored from a copy (promise G6).
        head: The newest running number, committed or not.
    """

    def __init__(self, database: Database, *, new_epoch: str) -> None:
        """Read where the history ends; `new_epoch` names a history that begins now."""
        self.database = database
        self._counters: dict[ChatId, ChatRecord] = {}
        self.connection = database.conn
        self.epoch = self._fact(_EPOCH, new_epoch)
        self.head = self._newest()
        self.commit()

    def renew_epoch(self, new_epoch: str) -> None:
        """Tell every client, at its next login, that the history was restored or rolled back."""
        self.begin()
        self.connection.execute("UPDATE facts SET value = ? WHERE name = ?", (new_epoch, _EPOCH))
        self.epoch = new_epoch

    # Transactions

    @property
    def is_open(self) -> bool:
        """Whether there is anything to commit."""
        return self.connection.in_transaction or bool(self._counters)

    def begin(self) -> None:
        """Open the transaction unless it is open."""
        if not self.connection.in_transaction:
            self.connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make everything since the last commit durable.

        Raises:
            sqlite3.Error: Nothing was saved; call `roll_back`.
        """
        self.write_counters()
        if self.connection.in_transaction:
            self.connection.execute("COMMIT")

    def roll_back(self) -> None:
        """Forget everything since the last commit."""
        # A full disk may already have ended the transaction; rollback then does nothing.
        self.connection.rollback()
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
        row = (
            self.head + 1,
            chat_id,
            thread_id,
            event.desk_seq,
            event.author_id,
            event.type,
            int(event.is_whisper),
            audience,
            event.text,
            # Of all kinds of bytes this one alone passes sqlite3 without a search for adapters.
            bytearray(_encode(event)),
        )
        try:
            if event.custom_id is None:
                self.connection.execute(_ADD_EVENT, row)
            else:
                labelled = (*row, event.custom_id, bytearray(digest))
                self.connection.execute(_ADD_LABELLED_EVENT, labelled)
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

    def save_seen(self, chat: ChatRecord) -> None:
        """Store who has seen what."""
        self._counters[chat.id] = chat

    def sent_before(self, chat_id: ChatId, event: Event) -> tuple[Event, bytes] | None:
        """Return the event stored under the same author and label, and its digest."""
        row = self.connection.execute(
            "SELECT body, digest FROM events WHERE chat_id = ? AND author_id = ? AND custom_id = ?",
            (chat_id, event.author_id, event.custom_id),
        ).fetchone()
        return None if row is None else (_decode_event(row[0]), row[1])

    def change_event(self, chat_id: ChatId, event: Event) -> None:
        """Replace the stored body of an event: properties or pressed buttons."""
        self.begin()
        self.connection.execute(
            "UPDATE events SET body = ? WHERE chat_id = ? AND number = ?",
            (msgspec.json.encode(event), chat_id, event.desk_seq),
        )

    def reword_event(self, chat_id: ChatId, event: Event) -> None:
        """Replace a stored event whose text is another now; what it was is overwritten.

        Source: promise G19. Older frames of the write-ahead log keep it until they are reused.
        """
        self.begin()
        place = (chat_id, event.desk_seq)
        row = self.connection.execute(
            "SELECT seq, text FROM events WHERE chat_id = ? AND number = ?", place
        ).fetchone()
        if row is None:
            return
        seq, text = row
        self.connection.execute("PRAGMA secure_delete = ON")
        is_indexed = seq <= int(self._fact(_INDEXED, "0"))
        if is_indexed:
            self.connection.execute(
                "INSERT INTO events_text (events_text, rowid, text) VALUES ('delete', ?, ?)",
                (seq, text),
            )
            self.connection.execute(
                "INSERT INTO events_text (rowid, text) VALUES (?, ?)", (seq, event.text)
            )
        self.connection.execute(
            "UPDATE events SET body = ?, text = ? WHERE chat_id = ? AND number = ?",
            (msgspec.json.encode(event), event.text, *place),
        )

    def event(self, chat_id: ChatId, event_id: EventId) -> Event | None:
        """Return one event of the chat, or None."""
        number = event_id.rpartition("_")[2]
        if not number.isdecimal() or len(number) > 15:
            return None
        row = self.connection.execute(
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
        self.connection.execute(
            "INSERT INTO events_text (rowid, text)"
            " SELECT seq, text FROM events WHERE seq > ? AND text IS NOT NULL",
            (indexed,),
        )
        self.connection.execute(
            "UPDATE facts SET value = ? WHERE name = ?", (str(self.head), _INDEXED)
        )

    # Pushes

    def add_push(self, push: LoggedPush) -> None:
        """Store a push for those who come back later."""
        self.begin()
        self.connection.execute(
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
        self.connection.execute("DELETE FROM pushes WHERE seq <= ?", (up_to,))
        self.connection.execute(
            "INSERT OR REPLACE INTO facts VALUES (?, ?)", (_FLOOR, str(max(up_to, self.floor)))
        )

    def write_counters(self) -> None:
        """Write the counter rows that are due, for those who read them by SQL."""
        if not self._counters:
            return
        self.begin()
        self.connection.executemany(
            "UPDATE chats SET last_number = ?, seen = ? WHERE id = ?",
            [(chat.last_number, seen_columns(chat), chat.id) for chat in self._counters.values()],
        )
        self._counters.clear()

    def _fact(self, name: str, otherwise: str) -> str:
        row = self.connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        if row is not None:
            return str(row[0])
        self.begin()
        self.connection.execute("INSERT INTO facts VALUES (?, ?)", (name, otherwise))
        return otherwise

    def _newest(self) -> int:
        row = self.connection.execute(
            "SELECT max(coalesce((SELECT max(seq) FROM events), 0),"
            " coalesce((SELECT max(seq) FROM pushes), 0))"
        ).fetchone()
        return max(int(row[0]), self.floor)


def audience_of(operators: frozenset[UserId]) -> str:
    """Return the stored form of an audience."""
    return f" {' '.join(sorted(operators))} "
