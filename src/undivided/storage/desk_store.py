"""Outbox and drafts on disk: what was accepted or typed is never lost (promises G1, G12).

Blocking: one worker thread opens it, uses it and closes it.
"""

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import msgspec

from undivided.database.faults import DamagedRow, translated
from undivided.database.keeping import open_kept
from undivided.database.opening import writing
from undivided.protocol.codec import encode
from undivided.protocol.ids import ChatId, CustomId
from undivided.protocol.moments import from_wire, to_wire
from undivided.storage.desk_kind import DESK, decode_event
from undivided.storage.outbox_record import OutboxRecord


class DeskStore:
    """The desk's file, seen for one account.

    Args:
        path: The file.
        account: Server and operator; another account's rows stay untouched.

    Attributes:
        finding: What was damaged and restored at opening, as one sentence; usually empty.
    """

    def __init__(self, path: Path, account: str) -> None:
        self._path = path
        self._account = account
        kept = open_kept(path, DESK)
        self._db = kept.connection
        self.finding = kept.finding

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
        with self._writing():
            cursor = self._db.execute(
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
                self._forget_draft(record.chat_id)
        return msgspec.structs.replace(record, number=cursor.lastrowid)

    def keep(self, custom_id: CustomId, *, attempts: int, failed: str) -> None:
        """Write how often a row was tried and why it failed."""
        with self._writing():
            self._db.execute(
                "update outbox set attempts = ?, failed = ? where account = ? and custom_id = ?",
                (attempts, failed, self._account, custom_id),
            )

    def drop(self, custom_id: CustomId) -> None:
        """Forget a row that the server confirmed or the operator discarded."""
        with self._writing():
            self._db.execute(
                "delete from outbox where account = ? and custom_id = ?",
                (self._account, custom_id),
            )

    def waiting(self) -> tuple[OutboxRecord, ...]:
        """Return every row of this account in the order of Send."""
        with self._reading():
            rows = self._db.execute(
                "select number, custom_id, chat_id, event, written_at, attempts, failed"
                " from outbox where account = ? order by number",
                (self._account,),
            )
            return tuple(_record(*row) for row in rows)

    def save_draft(self, chat_id: ChatId, text: str, changed_at: datetime) -> None:
        """Keep the text of a chat's composer; an empty text forgets it."""
        with self._writing():
            if not text:
                self._forget_draft(chat_id)
                return
            self._db.execute(
                "insert into drafts (account, chat_id, text, changed_at) values (?, ?, ?, ?)"
                " on conflict (account, chat_id) do update"
                " set text = excluded.text, changed_at = excluded.changed_at",
                (self._account, chat_id, text, to_wire(changed_at)),
            )

    def drafts(self) -> dict[ChatId, str]:
        """Return every draft of this account."""
        with self._reading():
            rows = self._db.execute(
                "select chat_id, text from drafts where account = ?", (self._account,)
            )
            return {ChatId(chat_id): text for chat_id, text in rows}

    def _forget_draft(self, chat_id: ChatId) -> None:
        self._db.execute(
            "delete from drafts where account = ? and chat_id = ?", (self._account, chat_id)
        )

    def _reading(self) -> AbstractContextManager[None]:
        return translated(DESK.what, self._path)

    def _writing(self) -> AbstractContextManager[None]:
        return writing(self._db, self._path, what=DESK.what)


def _record(  # noqa: PLR0917 - the columns of a row, in their order
    number: int,
    custom_id: str,
    chat_id: str,
    event: bytes,
    written_at: str,
    attempts: int,
    failed: str,
) -> OutboxRecord:
    try:
        return OutboxRecord(
            number=number,
            custom_id=CustomId(custom_id),
            chat_id=ChatId(chat_id),
            event=decode_event(event),
            written_at=from_wire(written_at),
            attempts=attempts,
            failed=failed,
        )
    except (TypeError, ValueError) as error:
        raise DamagedRow(str(error)) from error
