"""What checking and restoring need to know of the server's file."""

import sqlite3

import msgspec
from sqlite_utils import Database

from undivided.database.checking import is_own_table
from undivided.database.kinds import FileKind, Row
from undivided.protocol.events import Event
from undivided.protocol.moments import from_wire
from undivided.server.accounts import account_schema
from undivided.server.database import PRAGMAS, WHAT, schema_of
from undivided.server.hub.records import VisitorRecord, VisitRecord
from undivided.server.store.canned_store import read_row
from undivided.server.store.rows import check_chat, thread_from
from undivided.server.store.schema import history

CHECKED_UP_TO_BYTES = 256 << 20
"""A larger file is not checked while visitors wait for the server; its backups are, once a day."""

_decode_event = msgspec.json.Decoder(Event).decode
_decode_visitor = msgspec.json.Decoder(VisitorRecord).decode
_MIGRATIONS = (history, account_schema.MIGRATIONS)


def server_file() -> FileKind:
    """Return the kind of file that the server keeps."""
    return FileKind(
        what=WHAT,
        schemas=tuple(schema_of(each) for each in _MIGRATIONS),
        tables=_tables(),
        pragmas=PRAGMAS,
        is_shared=True,
        checked_up_to_bytes=CHECKED_UP_TO_BYTES,
        counted={
            "chats": "chat",
            "events": "event",
            "operators": "operator",
            "canned_responses": "canned response",
        },
        may_be_empty=False,
        # An old row could let somebody in again who was shut out since.
        never_from_backup=frozenset({"operator_tokens", "invitations"}),
        is_sound=_is_sound,
        mend=mend,
    )


def forget_epoch(connection: sqlite3.Connection) -> None:
    """Let the next start begin a new epoch, so that every client notices (promise G6)."""
    connection.execute("DELETE FROM facts WHERE name = 'epoch'")


def mend(connection: sqlite3.Connection) -> None:
    """Bring what is computed in step with the rows that are there, and begin a new epoch."""
    forget_epoch(connection)
    # A chat is shown with its newest thread, so it needs one.
    connection.execute("DELETE FROM chats WHERE id NOT IN (SELECT chat_id FROM threads)")
    _name_lost_visitors(connection)
    connection.execute(
        "UPDATE chats SET last_number = max(last_number,"
        " (SELECT coalesce(max(number), 0) FROM events WHERE events.chat_id = chats.id))"
    )
    # The text index is made anew from all events.
    connection.execute(
        "INSERT OR REPLACE INTO facts SELECT 'indexed', coalesce(max(seq), 0) FROM events"
    )


def _name_lost_visitors(connection: sqlite3.Connection) -> None:
    """Give every chat a visitor again, even one of whom nothing is known but the chat."""
    lost = connection.execute(
        "SELECT visitor_id, organization_id, min(created_at), max(id) FROM chats"
        " WHERE visitor_id NOT IN (SELECT id FROM visitors) GROUP BY visitor_id"
    ).fetchall()
    for visitor_id, organization_id, since, chat_id in lost:
        began = from_wire(since)
        visitor = VisitorRecord(
            id=visitor_id,
            organization_id=organization_id,
            created_at=began,
            visit=VisitRecord(started_at=began),
            chat_id=chat_id,
            chats_count=1,
        )
        connection.execute(
            "INSERT INTO visitors (id, organization_id, details) VALUES (?, ?, ?)",
            (visitor_id, organization_id, msgspec.json.encode(visitor)),
        )


def _tables() -> dict[str, str]:
    database = Database(memory=True, execute_plugins=False)
    for migrations in _MIGRATIONS:
        migrations.apply(database)
    names = [name for name in database.table_names() if is_own_table(database.conn, name)]
    tables = {name: ", ".join(database.table(name).columns_dict) for name in names}
    database.close()
    return tables


def _is_sound(table: str, row: Row) -> bool:
    """Return whether the hub can read a row."""
    try:
        match table:
            case "events":
                _decode_event(_bytes(row["body"]))
            case "visitors":
                _decode_visitor(_bytes(row["details"]))
            case "threads":
                thread_from(dict(row))
            case "chats":
                check_chat(dict(row))
            case "canned_responses":
                read_row(_bytes(row["details"]))
            case "pushes":
                msgspec.json.decode(_bytes(row["payload"]))
            case _:
                pass
    except (KeyError, TypeError, ValueError):  # msgspec's errors are among them
        return False
    return True


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        message = "this column holds bytes"
        raise TypeError(message)
    return value
