"""The desk's file from the loop's side: outbox and drafts, on a thread of their own."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from undivided.database.errors import DatabaseDamaged
from undivided.library.model.parts import Attachment
from undivided.protocol.errors import UndividedError
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId
from undivided.runtime.due_writes import DueWrites, Write
from undivided.runtime.file_backups import FileBackups
from undivided.runtime.worker import Worker, WorkLine
from undivided.session.commands import OutboxRow
from undivided.storage.desk.outbox_record import OutboxRecord
from undivided.storage.desk.store import DeskStore
from undivided.storage.local_file import LocalFile

T = TypeVar("T")
StoreWrite = Callable[[DeskStore], None]

log = logging.getLogger(__name__)

AGAIN_S = 5.0
"""After which a failed write is tried again, until the disk takes it (promises G12, G15)."""


class DeskFile:
    """Outbox and drafts of one account.

    Args:
        path: The profile's desk file.
        account: Server and operator.
        troubled: Told when a write failed that nobody waits for; the desk goes on from memory,
            and the write is tried again by itself.
        restored: Told what was damaged and restored, and where the damaged copy lies.
        backups: Told of the file's opening and changes; None makes no backups.
        line: Does the blocking work in its order; None starts a thread of the file's own.
    """

    def __init__(
        self,
        path: Path,
        account: str,
        troubled: Callable[[UndividedError], None],
        restored: Callable[[str], None] = log.warning,
        backups: FileBackups | None = None,
        *,
        line: WorkLine | None = None,
    ) -> None:
        self._path = path
        self._account = account
        self._troubled = troubled
        self._restored = restored
        self._findings: list[str] = []
        self._worker = line or Worker("desk file")
        self._backups = backups
        self._store: DeskStore | None = None
        self._due: DueWrites[StoreWrite] = DueWrites()
        self._clearing: Counter[Hashable] = Counter()
        self._again: asyncio.TimerHandle | None = None
        self._is_closing = False
        self.draft_files: Mapping[ChatId, tuple[Attachment, ...]] = {}
        self.draft_marks: Mapping[ChatId, str] = {}
        self._pictures: dict[CustomId, str] = {}

    async def open(
        self, files_since: datetime | None = None
    ) -> tuple[tuple[OutboxRow, ...], Mapping[ChatId, str]]:
        """Return the waiting messages in the order of Send, and the drafts' texts.

        The drafts' files are in `draft_files` then, and their marks in `draft_marks`.

        Args:
            files_since: Files that were added to drafts before are let go; None keeps all.

        Raises:
            StorageError: The file cannot be used; its sentence says why.
        """
        records, drafts = await self._worker.run(self._open_on_thread)
        if self._backups is not None:
            self._backups.opened()
        self._tell()
        if files_since is not None:
            await self._worker.run(self._on_thread, lambda store: store.forget_files(files_since))
        self.draft_files = await self._worker.run(self._on_thread, DeskStore.draft_files)
        self.draft_marks = await self._worker.run(self._on_thread, DeskStore.draft_marks)
        self._pictures = await self._worker.run(self._on_thread, DeskStore.sent_pictures)
        return tuple(_row(record) for record in records), drafts

    async def accept(
        self, rows: Sequence[OutboxRow], *, clears_draft: bool, draft_left: str = ""
    ) -> Sequence[OutboxRow]:
        """Commit the messages of one Send, all or none; now they are accepted (promise G1).

        Args:
            rows: At least one, all of one chat, in the order in which they leave.
            clears_draft: They were the chat's draft.
            draft_left: What of it was not sent, without card numbers.

        Returns:
            The rows with their numbers, without those whose custom id the outbox holds already.

        Raises:
            StorageError: Nothing was stored; text and files stay in the composer.
        """
        records = [_record(row) for row in rows]
        draft, last_before = _draft_of(rows[0].chat_id), self._due.last_number
        self._clearing[draft] += clears_draft
        try:
            stored = await self._worker.run(
                self._on_thread,
                lambda store: store.add(*records, clears_draft=clears_draft, draft_left=draft_left),
            )
        finally:
            self._clearing[draft] -= clears_draft
            if not self._clearing[draft]:
                del self._clearing[draft]
        self._pictures |= {record.custom_id: record.digest for record in stored if record.digest}
        if clears_draft and stored:
            # Written behind it, a sent text would come back as a draft.
            self._due.superseded(draft, last_before)
        self._written_one()
        return [_row(record) for record in stored]

    async def readdress(self, custom_id: CustomId, event: Event) -> None:
        """Commit the address that a row's file has got, before its event may leave.

        Raises:
            StorageError: It is not stored, so the file has to be uploaded again.
        """
        await self._worker.run(self._on_thread, lambda store: store.readdress(custom_id, event))
        self._written_one()

    async def attach(self, chat_id: ChatId, file: LocalFile, added_at: datetime) -> Attachment:
        """Keep a copy of a file with a chat's draft; from here on the original may go.

        Raises:
            StorageError: Nothing was kept.
        """
        kept: Attachment = await self._worker.run(
            self._on_thread, lambda store: store.attach(chat_id, file, added_at)
        )
        self._written_one()
        return kept

    def detach(self, chat_id: ChatId, file: Attachment) -> None:
        """Take a file out of a draft soon."""
        self._later(
            ("file", chat_id, file.digest, file.name), lambda store: store.detach(chat_id, file)
        )

    def path_of(self, digest: str) -> Path:
        """Return where the kept copy of a file is; it may be gone."""
        return self._opened.files.path(digest)

    def picture_of(self, custom_id: CustomId) -> Path | None:
        """Return where the kept copy of a picture is that was sent from here; it may be gone."""
        digest = self._pictures.get(custom_id)
        return None if digest is None else self.path_of(digest)

    def keep(self, row: OutboxRow) -> None:
        """Write a row's tries and failure soon."""
        self._later(
            row.custom_id,
            lambda store: store.keep(row.custom_id, attempts=row.attempts, failed=row.failed),
        )

    def drop(self, custom_id: CustomId) -> None:
        """Forget a row soon; if the program ends before, the server's dedupe holds."""
        self._later(custom_id, lambda store: store.drop(custom_id))

    def save_draft(self, chat_id: ChatId, text: str, at: datetime, marks: str = "") -> None:
        """Keep a draft soon, and what else is to be remembered of it (promise G12)."""
        self._later(_draft_of(chat_id), lambda store: store.save_draft(chat_id, text, at, marks))

    async def aclose(self) -> None:
        """Finish what was asked for, try once more what failed, and close the file, once."""
        if self._is_closing:
            return
        self._is_closing = True
        self._write_again()
        await self._worker.run(self._close_on_thread)
        self._worker.close()
        if self._backups is not None:
            self._backups.close()
        self._tell()

    @property
    def _opened(self) -> DeskStore:
        assert self._store is not None, "open() comes first"
        return self._store

    def _later(self, subject: Hashable, work: StoreWrite) -> None:
        assert self._store is not None, "open() comes first"
        self._begin(self._due.asked(subject, work))

    def _begin(self, write: Write[StoreWrite]) -> None:
        future = self._worker.run(self._on_thread, write.work)
        future.add_done_callback(partial(self._ended, write))

    def _write_again(self) -> None:
        if self._again is not None:
            self._again.cancel()
            self._again = None
        if self._store is None:
            return
        for write in self._due.again(lambda subject: not self._clearing[subject]):
            self._begin(write)
        self._plan()

    def _plan(self) -> None:
        if self._again is None and self._due.has_failed and not self._is_closing:
            loop = asyncio.get_running_loop()
            self._again = loop.call_later(AGAIN_S, self._write_again)

    def _open_on_thread(self) -> tuple[tuple[OutboxRecord, ...], Mapping[ChatId, str]]:
        self._store = DeskStore(self._path, self._account)
        if self._store.finding:
            self._findings.append(self._store.finding)
        return self._store.waiting(), self._store.drafts()

    def _close_on_thread(self) -> None:
        # In line behind everything that was asked for.
        if self._store is not None:
            self._store.close()
            self._store = None

    def _on_thread(self, work: Callable[[DeskStore], T]) -> T:
        """Return what `work` returns; damage met on the way is mended, once, and work done anew."""
        try:
            return work(self._opened)
        except DatabaseDamaged:
            self._opened.close()
            self._open_on_thread()
            return work(self._opened)

    def _written_one(self) -> None:
        if self._backups is not None:
            self._backups.changed()
        self._tell()

    def _tell(self) -> None:
        while self._findings:
            self._restored(self._findings.pop(0))

    def _ended(self, write: Write[StoreWrite], future: asyncio.Future[None]) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            self._due.done(write)
            self._written_one()
        elif isinstance(error, UndividedError):
            self._failed(write, error)
        else:
            raise error

    def _failed(self, write: Write[StoreWrite], error: UndividedError) -> None:
        is_news = write.tries == 0
        self._due.failed(write)
        self._plan()
        if is_news:
            log.info("desk file: %s", type(error).__name__)
            self._troubled(error)


def _draft_of(chat_id: ChatId) -> Hashable:
    return ("draft", chat_id)


def _record(row: OutboxRow) -> OutboxRecord:
    return OutboxRecord(
        custom_id=row.custom_id,
        chat_id=row.chat_id,
        event=row.event,
        written_at=row.written_at,
        digest=row.digest,
    )


def _row(record: OutboxRecord) -> OutboxRow:
    return OutboxRow(
        custom_id=record.custom_id,
        chat_id=record.chat_id,
        event=record.event,
        written_at=record.written_at,
        number=record.number,
        attempts=record.attempts,
        failed=record.failed,
        digest=record.digest,
    )
