"""Backs up one file of the profile: after a day, and after many changes; never in anybody's way."""

import asyncio
import logging
import threading
from collections.abc import Callable
from pathlib import Path

from undivided.database.backups import back_up, is_due
from undivided.database.errors import DatabaseDamaged, StorageError
from undivided.runtime.clock import SystemClock
from undivided.runtime.worker import Worker

log = logging.getLogger(__name__)

CHANGES = 500
REST_S = 0.01
"""Between two steps of 1 MiB, so that a disk that is busy with a backup still takes a draft."""


class FileBackups:
    """Copies a file from a thread and with connections of its own.

    Args:
        path: The file; somebody else keeps it open.
        what: What it is, for sentences.
        found: Told what has to be said about damage that a backup met.
    """

    def __init__(self, path: Path, what: str, found: Callable[[str], None]) -> None:
        self._path = path
        self._what = what
        self._found = found
        self._worker = Worker("backups")
        self._clock = SystemClock()
        self._changes = 0
        self._ending = threading.Event()

    def opened(self) -> None:
        """Make a backup soon if the newest one is older than a day."""
        self._begin(is_wanted=False)

    def changed(self) -> None:
        """Count a change, and make a backup soon when there were many."""
        self._changes += 1
        if self._changes >= CHANGES:
            self._changes = 0
            self._begin(is_wanted=True)

    def close(self) -> None:
        """Finish the backup that has begun, without further rests."""
        self._ending.set()
        self._worker.close()

    def _begin(self, *, is_wanted: bool) -> None:
        self._worker.run(self._make, is_wanted).add_done_callback(self._made)

    def _make(self, is_wanted: bool) -> str:  # noqa: FBT001 - called by the worker alone
        """Return what has to be said, or nothing."""
        now = self._clock.now().wall
        try:
            if is_wanted or is_due(self._path, now):
                back_up(self._path, self._what, now, pace=self._rest)
        except DatabaseDamaged:
            return (
                f"The {self._what} shows damage. Its older backups are kept; quit and start again, "
                "and what can be read is restored."
            )
        except StorageError as error:
            # The file itself is well, and the next start tries again.
            log.info("no backup: %s", type(error).__name__)
        return ""

    def _made(self, future: asyncio.Future[str]) -> None:
        if not future.cancelled() and (sentence := future.result()):
            self._found(sentence)

    def _rest(self) -> None:
        self._ending.wait(REST_S)
