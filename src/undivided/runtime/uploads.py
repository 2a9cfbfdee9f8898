"""The uploads that are under way: a thread each, a few at a time, each can be stopped."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from undivided.database.errors import StorageError
from undivided.protocol.errors import ProtocolError
from undivided.protocol.events import Event
from undivided.protocol.ids import CustomId
from undivided.runtime.errors import LinkError
from undivided.runtime.file_post import WHOLE_S, Parcel
from undivided.runtime.watched_http import Watch
from undivided.runtime.worker import Worker
from undivided.session.commands import OutboxRow
from undivided.session.file_rows import with_address
from undivided.session.sentences import FILE_GONE, UPLOAD_FOREIGN

log = logging.getLogger(__name__)

AT_ONCE = 3
STEP_PERCENT = 5
"""Progress is told in steps, because each one writes a line of the transcript anew."""


class Post(Protocol):
    """Whoever takes a file to the server; blocking."""

    def upload(self, parcel: Parcel, watch: Watch, progress: Callable[[int], None]) -> str:
        """Return the file's address; see `FilePost.upload`."""
        ...


class Kept(Protocol):
    """Whoever has the copies of files and keeps what becomes of their rows."""

    def path_of(self, digest: str) -> Path:
        """Return where a copy is."""
        ...

    async def readdress(self, custom_id: CustomId, event: Event) -> None:
        """Commit a row's event with the address of its file."""
        ...


@dataclass(frozen=True, slots=True)
class Reports:
    """Who hears how an upload goes: its percentage, and its end in one of two ways."""

    progress: Callable[[OutboxRow, int], None]
    done: Callable[[OutboxRow, str], None]
    failed: Callable[[OutboxRow, ProtocolError | None], None]


class Uploads:
    """Carries out `StartUpload` and `StopUpload`.

    Args:
        post: Takes a file to the server.
        kept: Has the copies.
    """

    def __init__(self, post: Post, kept: Kept) -> None:
        self._post = post
        self._kept = kept
        self._room = asyncio.Semaphore(AT_ONCE)
        self._watches: dict[CustomId, Watch] = {}

    def stop(self, custom_id: CustomId) -> None:
        """Stop an upload; nothing is reported of it any more."""
        watch = self._watches.pop(custom_id, None)
        if watch is not None:
            watch.stop()

    def stop_all(self) -> None:
        """Stop every upload; the rows stay in the outbox."""
        for custom_id in tuple(self._watches):
            self.stop(custom_id)

    async def run(self, row: OutboxRow, reports: Reports) -> None:
        """Upload a row's file and report how it ended, unless it was stopped."""
        watch = self._watches[row.custom_id] = Watch(WHOLE_S)
        async with self._room:
            if watch.is_stopped:
                return
            error: ProtocolError | None = None
            try:
                url = await self._uploaded(row, watch, reports)
                if not watch.is_stopped:
                    # Before the event leaves: under one custom id there is one address only.
                    event = with_address(row, url).event
                    await self._kept.readdress(row.custom_id, event)
                    reports.done(row, url)
                return
            except ProtocolError as refusal:
                error = refusal
            except FileNotFoundError:
                error = ProtocolError(FILE_GONE, "The kept copy is gone.")
            except (LinkError, StorageError, OSError) as fault:
                if isinstance(fault, LinkError) and fault.is_fatal:
                    error = ProtocolError(UPLOAD_FOREIGN, fault.sentence)
                log.info("upload failed: %s", type(fault).__name__)
            finally:
                if self._watches.get(row.custom_id) is watch:
                    del self._watches[row.custom_id]
            if not watch.is_stopped:
                reports.failed(row, error)

    async def _uploaded(self, row: OutboxRow, watch: Watch, reports: Reports) -> str:
        loop, told = asyncio.get_running_loop(), 0

        def progress(percent: int) -> None:
            nonlocal told
            if percent - told >= STEP_PERCENT:
                told = percent
                loop.call_soon_threadsafe(heard, percent)

        def heard(percent: int) -> None:
            if self._watches.get(row.custom_id) is watch:
                reports.progress(row, percent)

        def upload() -> str:
            with watch:
                return self._post.upload(parcel, watch, progress)

        parcel = Parcel(
            row.event.name or "file",
            row.event.content_type or "application/octet-stream",
            self._kept.path_of(row.digest),
        )
        worker = Worker("upload")
        try:
            return await worker.run(upload)
        finally:
            worker.abandon()
