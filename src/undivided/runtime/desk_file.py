"""The desk's file from the loop's side: outbox and drafts, on a thread of their own."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from undivided.protocol.errors import UndividedError
from undivided.protocol.ids import ChatId, CustomId
from undivided.runtime.worker import Worker
from undivided.session.commands import OutboxRow
from undivided.storage.desk_store import DeskStore
from undivided.storage.outbox_record import OutboxRecord

log = logging.getLogger(__name__)


class DeskFile:
    """Outbox and drafts of one account.

    Args:
        path: The profile's desk file.
        account: Server and operator.
        troubled: Told when a write failed that nobody waits for; the desk goes on from memory.
    """

    def __init__(
        self,
        path: Path,
        account: str,
        troubled: Callable[[UndividedError], None],
    ) -> None:
        self._path = path
        self._account = account
        self._troubled = troubled
        self._worker = Worker("desk file")
        self._store: DeskStore | None = None

    async def open(self) -> tuple[tuple[OutboxRow, ...], Mapping[ChatId, str]]:
        """Return the waiting messages in the order of Send, and the drafts.

        Raises:
            StorageError: The file cannot be used; its sentence says why.
        """
        self._store = await self._worker.run(DeskStore, self._path, self._account)
        records = await self._worker.run(self._opened.waiting)
        drafts = await self._worker.run(self._opened.drafts)
        return tuple(_row(record) for record in records), drafts

    async def accept(self, row: OutboxRow, *, clears_draft: bool) -> OutboxRow | None:
        """Commit a message; from here on it is accepted (promise G1).

        Returns:
            The row with its number, or None when the outbox holds its custom id already.

        Raises:
            StorageError: Nothing was stored; the text stays in the composer.
        """
        record = OutboxRecord(
            custom_id=row.custom_id,
            chat_id=row.chat_id,
            event=row.event,
            written_at=row.written_at,
            clears_draft=clears_draft,
        )
        stored = await self._worker.run(self._opened.add, record)
        return None if stored is None else _row(stored)

    def keep(self, row: OutboxRow) -> None:
        """Write a row's tries and failure soon."""
        keep = self._opened.keep
        self._later(partial(keep, row.custom_id, attempts=row.attempts, failed=row.failed))

    def drop(self, custom_id: CustomId) -> None:
        """Forget a row soon; if the program ends before, the server's dedupe holds."""
        self._later(partial(self._opened.drop, custom_id))

    def save_draft(self, chat_id: ChatId, text: str, at: datetime) -> None:
        """Keep a draft soon (promise G12)."""
        self._later(partial(self._opened.save_draft, chat_id, text, at))

    async def aclose(self) -> None:
        """Finish what was asked for and close the file."""
        store, self._store = self._store, None
        if store is not None:
            await self._worker.run(store.close)
        self._worker.close()

    @property
    def _opened(self) -> DeskStore:
        assert self._store is not None, "open() comes first"
        return self._store

    def _later(self, write: Callable[[], None]) -> None:
        self._worker.run(write).add_done_callback(self._written)

    def _written(self, future: asyncio.Future[None]) -> None:
        error = None if future.cancelled() else future.exception()
        if isinstance(error, UndividedError):
            log.info("desk file: %s", type(error).__name__)
            self._troubled(error)
        elif error is not None:
            raise error


def _row(record: OutboxRecord) -> OutboxRow:
    return OutboxRow(
        custom_id=record.custom_id,
        chat_id=record.chat_id,
        event=record.event,
        written_at=record.written_at,
        number=record.number,
        attempts=record.attempts,
        failed=record.failed,
    )
