"""Reads threads and events of the archive, also those of the open transaction."""

from datetime import datetime

import msgspec
from sqlite_utils import Database

from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, ThreadId, UserId
from undivided.protocol.moments import from_wire
from undivided.server.hub.records import ChatRecord, ThreadRecord

REACH = 50
"""How many events back an author's last messages are looked for."""

LAST_NUMBER = 2**62
"""No running number is as great."""

_decode_event = msgspec.json.Decoder(Event).decode


class History:
    """Events in the order of their running number, never of their time (promise G3)."""

    def __init__(self, database: Database) -> None:
        self._connection = database.conn

    def events_of(
        self, thread: ThreadRecord, most_bytes: int, before: int | None = None
    ) -> tuple[list[Event], bool]:
        """Return the newest events of a thread that fit, and whether there are earlier ones.

        Args:
            thread: Whose events.
            most_bytes: Of their stored form; one event is returned whatever its size.
            before: Only events with a smaller running number.
        """
        end = LAST_NUMBER if before is None else min(max(before, 0), LAST_NUMBER)
        rows = self._connection.execute(
            "SELECT body FROM events WHERE chat_id = ? AND number >= ? AND number < ?"
            " AND thread_id = ? ORDER BY number DESC",
            (thread.chat_id, thread.first_number, end, thread.id),
        )
        bodies: list[bytes] = []
        for (body,) in rows:
            most_bytes -= len(body)
            if bodies and most_bytes < 0:
                rows.close()
                return _oldest_first(bodies), True
            bodies.append(body)
        return _oldest_first(bodies), False

    def last_messages(self, thread: ThreadRecord, author: UserId, count: int) -> list[Event]:
        """Return what the author said last in the thread, oldest first, `count` events at most."""
        rows = self._connection.execute(
            "SELECT body FROM events WHERE chat_id = ?1 AND thread_id = ?2 AND author_id = ?3"
            " AND number > (SELECT max(number) FROM events WHERE chat_id = ?1) - ?4"
            " ORDER BY number DESC LIMIT ?5",
            (thread.chat_id, thread.id, author, REACH, count),
        )
        events = (_decode_event(row[0]) for row in rows)
        return [event for event in events if event.text is not None][::-1]

    def event_count(self, thread: ThreadRecord) -> int:
        """Return how many events a thread has."""
        row = self._connection.execute(
            "SELECT count(*) FROM events WHERE chat_id = ? AND number >= ? AND thread_id = ?",
            (thread.chat_id, thread.first_number, thread.id),
        ).fetchone()
        return int(row[0])

    def last_per_kind(
        self, chat_id: ChatId, *, with_whispers: bool
    ) -> list[tuple[ThreadId, datetime, Event]]:
        """Return the newest event of each type with its thread and the thread's time."""
        rows = self._connection.execute(
            "SELECT events.thread_id, threads.created_at, events.body, max(number)"
            " FROM events JOIN threads ON threads.id = events.thread_id"
            " WHERE events.chat_id = ? AND is_whisper <= ? GROUP BY kind",
            (chat_id, with_whispers),
        )
        return [(ThreadId(row[0]), from_wire(row[1]), _decode_event(row[2])) for row in rows]

    def next_thread_id(self, chat: ChatRecord, thread: ThreadRecord) -> ThreadId | None:
        """Return the thread after this one, or None for the newest."""
        if thread.ordinal >= chat.thread.ordinal:
            return None
        row = self._connection.execute(
            "SELECT id FROM threads WHERE chat_id = ? AND ordinal = ?",
            (chat.id, thread.ordinal + 1),
        ).fetchone()
        return ThreadId(row[0])

    def has_unseen(self, chat: ChatRecord) -> bool:
        """Return whether an operator said something that the visitor has not seen."""
        rows = self._connection.execute(
            "SELECT body FROM events WHERE chat_id = ? AND NOT is_whisper"
            " AND author_id IS NOT NULL AND author_id != ? ORDER BY number DESC LIMIT 1",
            (chat.id, chat.visitor_id),
        )
        seen = None if chat.visitor_id is None else chat.seen.get(chat.visitor_id)
        for row in rows:
            created_at = _decode_event(row[0]).created_at
            return seen is None or created_at is None or created_at > seen
        return False


def _oldest_first(bodies: list[bytes]) -> list[Event]:
    return [_decode_event(body) for body in reversed(bodies)]
