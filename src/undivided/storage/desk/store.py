"""Outbox and drafts on disk: what was accepted, typed or attached is never lost (G1, G12).

Blocking: one worker thread opens it, uses it and closes it.
"""

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import msgspec

from undivided.database.faults import DamagedRow, translated
from undivided.database.keeping import open_kept
from undivided.database.opening import writing
from undivided.library.model.parts import Attachment
from undivided.protocol.codec import encode
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId
from undivided.protocol.moments import from_wire, to_wire
from undivided.storage.desk import sent_pictures
from undivided.storage.desk.kind import DESK, decode_event
from undivided.storage.desk.outbox_record import OutboxRecord
from undivided.storage.kept_files import KeptFiles, TooMuchKept
from undivided.storage.local_file import LocalFile


class DeskStore:
    """The desk's file, seen for one account.

    Args:
        path: The file.
        account: Server and operator; another account's rows stay untouched.

    Attributes:
        finding: What was damaged and restored at opening, as one sentence; usually empty.
        files: Copies of the files that messages and drafts name.
    """

    def __init__(self, path: Path, account: str) -> None:
        self._path = path
        self._account = account
        kept = open_kept(path, DESK)
        self._db = kept.connection
        self.finding = kept.finding
        self.files = KeptFiles(path.with_suffix(".files"))
        if not kept.finding:
            # After a damage something may name them that could not be read.
            self._sweep()

    def close(self) -> None:
        """Close the file; the write-ahead log is folded in."""
        self._db.close()

    def add(
        self, *records: OutboxRecord, clears_draft: bool = True, draft_left: str = ""
    ) -> list[OutboxRecord]:
        """Commit messages to the outbox, and drop their draft in the same transaction.

        Args:
            records: In the order of Send.
            clears_draft: They were the chat's draft: its text, and those of its files that they
                carry. A file that came after Send was pressed stays.
            draft_left: What of that draft was not sent, without card numbers; kept in the same
                transaction, so that no moment has it doubled or lost.

        Returns:
            The records with their numbers, durable from now on; without those whose custom id
            is there already, as after a line that the desk itself writes twice.

        Raises:
            StorageError: Nothing was stored; the text belongs back in the composer.
        """
        with self._writing():
            stored = [added for record in records if (added := self._insert(record)) is not None]
            if clears_draft and stored:
                self._forget_draft(stored[0].chat_id)
                if draft_left:
                    self._keep_draft(stored[0].chat_id, draft_left, stored[0].written_at)
            for record in stored:
                sent_pictures.note(self._db, self._account, record)
            for record in stored if clears_draft else ():
                self._db.execute(
                    "delete from draft_files"
                    " where account = ? and chat_id = ? and digest = ? and name = ?",
                    (self._account, record.chat_id, record.digest, record.event.name),
                )
        return stored

    def _insert(self, record: OutboxRecord) -> OutboxRecord | None:
        cursor = self._db.execute(
            "insert into outbox (account, custom_id, chat_id, event, written_at, attempts,"
            " failed, digest) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
            (
                self._account,
                record.custom_id,
                record.chat_id,
                encode(record.event),
                to_wire(record.written_at),
                record.attempts,
                record.failed,
                record.digest,
            ),
        )
        if cursor.rowcount == 0:
            return None
        return msgspec.structs.replace(record, number=cursor.lastrowid)

    def keep(self, custom_id: CustomId, *, attempts: int, failed: str) -> None:
        """Write how often a row was tried and why it failed."""
        with self._writing():
            self._db.execute(
                "update outbox set attempts = ?, failed = ? where account = ? and custom_id = ?",
                (attempts, failed, self._account, custom_id),
            )

    def readdress(self, custom_id: CustomId, event: Event) -> None:
        """Write a row's event anew, with the address that its file has got."""
        with self._writing():
            self._db.execute(
                "update outbox set event = ? where account = ? and custom_id = ?",
                (encode(event), self._account, custom_id),
            )

    def drop(self, custom_id: CustomId) -> None:
        """Forget a row that the server confirmed or the operator discarded, and its file."""
        with self._writing():
            digests = self._db.execute(
                "delete from outbox where account = ? and custom_id = ? returning digest",
                (self._account, custom_id),
            ).fetchall()
        if any(digest for (digest,) in digests):
            self._sweep()

    def waiting(self) -> tuple[OutboxRecord, ...]:
        """Return every row of this account in the order of Send."""
        with self._reading():
            rows = self._db.execute(
                "select number, custom_id, chat_id, event, written_at, attempts, failed, digest"
                " from outbox where account = ? order by number",
                (self._account,),
            )
            return tuple(_record(*row) for row in rows)

    def save_draft(self, chat_id: ChatId, text: str, changed_at: datetime, marks: str = "") -> None:
        """Keep the text of a chat's composer; an empty text forgets it.

        Args:
            chat_id: Whose it is.
            text: Without card numbers.
            changed_at: When it was typed.
            marks: What the app remembers of it besides, such as blanks to be filled; any text.
        """
        with self._writing():
            if not text:
                self._forget_draft(chat_id)
                return
            self._keep_draft(chat_id, text, changed_at, marks)

    def _keep_draft(self, chat_id: ChatId, text: str, at: datetime, marks: str = "") -> None:
        self._db.execute(
            "insert into drafts (account, chat_id, text, changed_at, marks)"
            " values (?, ?, ?, ?, ?) on conflict (account, chat_id) do update"
            " set text = excluded.text, changed_at = excluded.changed_at, marks = excluded.marks",
            (self._account, chat_id, text, to_wire(at), marks),
        )

    def drafts(self) -> dict[ChatId, str]:
        """Return every draft of this account."""
        with self._reading():
            rows = self._db.execute(
                "select chat_id, text from drafts where account = ?", (self._account,)
            )
            return {ChatId(chat_id): text for chat_id, text in rows}

    def draft_marks(self) -> dict[ChatId, str]:
        """Return what is remembered of the drafts of this account besides their text."""
        with self._reading():
            rows = self._db.execute(
                "select chat_id, marks from drafts where account = ? and marks != ''",
                (self._account,),
            )
            return {ChatId(chat_id): marks for chat_id, marks in rows}

    def attach(self, chat_id: ChatId, file: LocalFile, added_at: datetime) -> Attachment:
        """Keep a copy of a file and put it to a chat's draft; the same one twice is there once.

        Raises:
            StorageError: Nothing was kept.
        """
        digest = self._kept(file.data)
        with self._writing():
            self._db.execute(
                "insert into draft_files"
                " (account, chat_id, digest, name, media_type, size, added_at)"
                " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                (
                    self._account,
                    chat_id,
                    digest,
                    file.name,
                    file.media_type,
                    len(file.data),
                    to_wire(added_at),
                ),
            )
        return Attachment(
            name=file.name, media_type=file.media_type, size=len(file.data), digest=digest
        )

    def _kept(self, data: bytes) -> str:
        """Return the digest of a kept copy; pictures that were sent give way to it."""
        try:
            return self.files.keep(data)
        except TooMuchKept:
            with self._writing():
                self._db.execute("delete from sent_pictures")
            self._sweep()
            return self.files.keep(data)

    def detach(self, chat_id: ChatId, file: Attachment) -> None:
        """Take a file out of a chat's draft."""
        with self._writing():
            self._db.execute(
                "delete from draft_files"
                " where account = ? and chat_id = ? and digest = ? and name = ?",
                (self._account, chat_id, file.digest, file.name),
            )
        self._sweep()

    def forget_files(self, before: datetime) -> None:
        """Let go of the files of drafts that nobody has sent since they were added so long ago.

        Their chats may be gone, so nobody could take them off, and they would fill the bound.
        """
        with self._writing():
            gone = self._db.execute(
                "delete from draft_files where added_at < ?", (to_wire(before),)
            ).rowcount
        if gone:
            self._sweep()

    def draft_files(self) -> dict[ChatId, tuple[Attachment, ...]]:
        """Return the files of every draft of this account, in the order in which they came."""
        found: dict[ChatId, tuple[Attachment, ...]] = {}
        with self._reading():
            rows = self._db.execute(
                "select chat_id, name, media_type, size, digest from draft_files"
                " where account = ? order by number",
                (self._account,),
            )
            for chat_id, name, media_type, size, digest in rows:
                file = Attachment(name=name, media_type=media_type, size=size, digest=digest)
                found[ChatId(chat_id)] = (*found.get(ChatId(chat_id), ()), file)
        return found

    def sent_pictures(self) -> dict[CustomId, str]:
        """Return the digests of the pictures that this account sent, by the message's custom id."""
        with self._reading():
            return sent_pictures.digests(self._db, self._account)

    def _sweep(self) -> None:
        """Remove the copies that no account's message, picture or draft names any more."""
        with self._reading():
            rows = self._db.execute(
                "select digest from outbox union select digest from draft_files"
                " union select digest from sent_pictures"
            )
            named = [digest for (digest,) in rows]
        self.files.sweep(named)

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
    digest: str,
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
            digest=digest,
        )
    except (TypeError, ValueError) as error:
        raise DamagedRow(str(error)) from error
