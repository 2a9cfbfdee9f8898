"""Outbox and drafts on disk: what was accepted or typed is never lost (promises G1, G12).

Blocking: one worker thread opens it, uses it and closes it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from sqlite_utils import Database, Migrations

from undivided.protocol.codec import encode
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId
from undivided.protocol.moments import from_wire, to_wire
from undivided.storage.database import open_database, writing
from undivided.storage.outbox_record import OutboxRecord

WHAT = "outbox"

_event = msgspec.json.Decoder(Event)
migrations = Migrations("desk")


@migrations()
def first_tables(db: Database) -> None:
    """Create the outbox and the drafts, both kept apart per account."""
    db.table("outbox").create(
        {
            "number": int,
            "account": str,
            "custom_id": str,
            "chat_id": str,
            "event": bytes,
            "written_at": str,
            "attempts": int,
            "failed": str,
        },
        pk="number",
        not_null={"account", "custom_id", "chat_id", "event", "written_at", "attempts", "failed"},
    )
    db.table("outbox").create_index(["account", "custom_id"], unique=True)
    db.table("drafts").create(
        {"account": str, "chat_id": str, "text": str, "changed_at": str},
        pk=("account", "chat_id"),
        not_null={"text", "changed_at"},
    )


class DeskStore:
    """The desk's file, seen for one account.

    Args:
        path: The file.
        account: Server and operator; another account's rows stay untouched.
    """

    def __init__(self, path: Path, account: str) -> None:
        self._path = path
        self._account = account
        self._db = open_database(path, migrations, what=WHAT)

    def close(self) -> None:
        """Close the file; the write-ahead log is folded in."""
        self._db.close()

    def add(self, record: OutboxRecord) -> OutboxRecord | None:
        """Commit a message to the outbox and drop its draft in the same transaction.

        Returns:
            The record with its number, durable from now on; None when a message with its
            custom id is there already, as after a line that the desk itself writes twice.

        Raises:
            StorageError: Nothing was stored; the text belongs back in the composer.
        """
        with self._writing() as db:
            cursor = db.conn.execute(
                "insert into outbox (account, custom_id, chat_id, event, written_at, attempts,"
                " failed) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                (
                    self._account,
                    record.custom_id,
                    record.chat_id,
                    encode(record.event),
                    to_wire(record.written_at),
                    record.attempts,
                    record.failed,
                ),
            )
            if cursor.rowcount == 0:
                return None
            if record.clears_draft:
                self._forget_draft(db, record.chat_id)
        return msgspec.structs.replace(record, number=cursor.lastrowid)

    def keep(self, custom_id: CustomId, *, attempts: int, failed: str) -> None:
        """Write how often a row was tried and why it failed."""
        with self._writing() as db:
            db.conn.execute(
                "update outbox set attempts = ?, failed = ? where account = ? and custom_id = ?",
                (attempts, failed, self._account, custom_id),
            )

    def drop(self, custom_id: CustomId) -> None:
        """Forget a row that the server confirmed or the operator discarded."""
        with self._writing() as db:
            db.conn.execute(
                "delete from outbox where account = ? and custom_id = ?",
                (self._account, custom_id),
            )

    def waiting(self) -> tuple[OutboxRecord, ...]:
        """Return every row of this account in the order of Send."""
        rows = self._db.query(
            "select * from outbox where account = ? order by number", [self._account]
        )
        return tuple(
            OutboxRecord(
                number=row["number"],
                custom_id=CustomId(row["custom_id"]),
                chat_id=ChatId(row["chat_id"]),
                event=_event.decode(row["event"]),
                written_at=from_wire(row["written_at"]),
                attempts=row["attempts"],
                failed=row["failed"],
            )
            for row in rows
        )

    def save_draft(self, chat_id: ChatId, text: str, changed_at: datetime) -> None:
        """Keep the text of a chat's composer; an empty text forgets it."""
        with self._writing() as db:
            if not text:
                self._forget_draft(db, chat_id)
                return
            db.conn.execute(
                "insert into drafts (account, chat_id, text, changed_at) values (?, ?, ?, ?)"
                " on conflict (account, chat_id) do update"
                " set text = excluded.text, changed_at = excluded.changed_at",
                (self._account, chat_id, text, to_wire(changed_at)),
            )

    def drafts(self) -> dict[ChatId, str]:
        """Return every draft of this account."""
        rows = self._db.query("select chat_id, text from drafts where account = ?", [self._account])
        return {ChatId(row["chat_id"]): row["text"] for row in rows}

    def _forget_draft(self, db: Database, chat_id: ChatId) -> None:
        db.conn.execute(
            "delete from drafts where account = ? and chat_id = ?", (self._account, chat_id)
        )

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        with writing(self._db, self._path, what=WHAT) as db:
            yield db
