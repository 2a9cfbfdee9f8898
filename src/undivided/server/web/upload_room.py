"""How much of the disk visitors' files may take that no message uses.

They stay for a day, and an identity costs nothing; so each network address has a share, and all
of them together have a limit.
"""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.limits import UPLOAD_BYTES
from undivided.protocol.moments import Moment
from undivided.server.directory import StoredFile
from undivided.server.web.upload_store import UNUSED_LIFE, UnusedFile, UploadStore

T = TypeVar("T")

LOOK_EVERY = timedelta(seconds=10)
"""How often messages are looked through for the files that they use."""
_SHARE_TAKEN = (
    "Too many files from your network have been uploaded and not sent. "
    "Send those first, or try again tomorrow."
)
_NO_ROOM = "The server has no room for more files at the moment. Try again later."


class Away(Protocol):
    """Runs something in a worker thread."""

    def __call__(self, work: Callable[[], T]) -> Awaitable[T]:
        """Return what `work` returns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLimits:
    """Bytes of files that no message uses."""

    per_address: int = 100 * 1024 * 1024
    in_all: int = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Claim:
    """The room of one file that is being received."""

    _files: dict[str, tuple[str, UnusedFile]]
    _address: str
    _at: datetime

    def keep(self, stored: StoredFile) -> None:
        """Let the file take its room until a message uses it or it goes."""
        file = UnusedFile(stored.url.split("/")[-2], stored.size, self._at)
        self._files[file.key] = (self._address, file)


@dataclass(slots=True)
class UploadRoom:
    """Counts what lies there unused, and what is under way as if it were the largest."""

    limits: RoomLimits = field(default_factory=RoomLimits)
    _files: dict[str, tuple[str, UnusedFile]] = field(default_factory=dict)
    _under_way: Counter[str] = field(default_factory=Counter)
    _is_counted: bool = False
    _looked_at: float | None = None

    @asynccontextmanager
    async def claimed(
        self, address: str, store: UploadStore, away: Away, now: Moment
    ) -> AsyncIterator[Claim]:
        """Give room for one file; tell it whether the file was kept.

        Raises:
            ProtocolError: There is none; the sentence is for the visitor.
        """
        if not self._is_counted:
            # Whose those of an earlier run were is not known any more.
            for file in await away(store.unused_of_visitors):
                self._files.setdefault(file.key, ("", file))
            self._is_counted = True
        if self._lacks_room(address) and self._may_look(now):
            await self._look(store, away, now)
        refusal = self._lacks_room(address)
        if refusal:
            raise ProtocolError(ErrorType.LIMIT_REACHED, refusal)
        self._under_way[address] += 1
        try:
            yield Claim(self._files, address, now.wall)
        finally:
            self._under_way[address] -= 1
            if not self._under_way[address]:
                del self._under_way[address]

    def _lacks_room(self, address: str) -> str:
        """Return why one more file has no room; empty when it has."""
        own = sum(file.size_bytes for whose, file in self._files.values() if whose == address)
        if own + (self._under_way[address] + 1) * UPLOAD_BYTES > self.limits.per_address:
            return _SHARE_TAKEN
        all_ = sum(file.size_bytes for _, file in self._files.values())
        if all_ + (self._under_way.total() + 1) * UPLOAD_BYTES > self.limits.in_all:
            return _NO_ROOM
        return ""

    def _may_look(self, now: Moment) -> bool:
        since = self._looked_at
        return since is None or now.ticks - since >= LOOK_EVERY.total_seconds()

    async def _look(self, store: UploadStore, away: Away, now: Moment) -> None:
        """Forget what messages use by now, and what has gone after its day."""
        self._looked_at = now.ticks
        used = await away(partial(store.used, frozenset(self._files)))
        for key, (_, file) in list(self._files.items()):
            if key in used or file.kept_at < now.wall - UNUSED_LIFE:
                del self._files[key]
