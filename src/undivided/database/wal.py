"""Reads a write-ahead log without SQLite, which drops everything after the first damaged byte.

Frames that were committed and synced are durable; one wrong byte among them makes SQLite forget
all that follow, without a word. Here they are found again. Source: "WAL File Format", sqlite.org.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

READ_UP_TO_BYTES = 64 << 20
_HEADER_BYTES, _FRAME_BYTES = 32, 24
_MAGIC, _BIG_ENDIAN = 0x377F0682, 1
_PAGE_SIZES = frozenset(1 << power for power in range(9, 17))


@dataclass(frozen=True, slots=True)
class _Frame:
    """One page in the log.

    Attributes:
        size: Of the file in pages after this commit; 0 within a transaction.
        is_current: Written since the log was begun anew.
        start: Of the page's bytes in the log.
    """

    page: int
    size: int
    is_current: bool
    start: int


class WriteAheadLog:
    """What the log of a file holds.

    Attributes:
        is_damaged: It lost a commit that had been synced.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._page_bytes = _page_bytes(data)
        self._frames = list(self._read())
        valid = self._valid()
        # A commit with something after it was synced: only then does the next one begin.
        last = max((at for at, frame in enumerate(self._frames) if frame.is_current), default=-1)
        synced = max((at for at in range(last) if self._is_commit(at)), default=-1)
        last_commit = max((at for at in range(last + 1) if self._is_commit(at)), default=-1)
        # The last one counts if every frame of it is whole, whatever happened before it.
        if last_commit >= valid and all(map(self._is_whole, range(synced + 1, last_commit + 1))):
            synced = last_commit
        self.is_damaged = synced >= valid
        whole = max((at for at in range(valid) if self._is_commit(at)), default=-1)
        self._end = max(whole, synced) + 1

    def fold_into(self, path: Path) -> None:
        """Write every durable page into the database file at `path`."""
        if not self._end:
            return
        with path.open("r+b") as file:
            for frame in self._frames[: self._end]:
                if frame.is_current and frame.page:
                    file.seek((frame.page - 1) * self._page_bytes)
                    file.write(self._data[frame.start : frame.start + self._page_bytes])
            if size := self._frames[self._end - 1].size:
                file.truncate(size * self._page_bytes)

    def _read(self) -> Iterator[_Frame]:
        """Yield the frames; those of an earlier round, which were copied long ago, are marked."""
        step = _FRAME_BYTES + self._page_bytes
        starts = range(_HEADER_BYTES, len(self._data) - step + 1, step)
        # With a damaged head the first frame knows the round as well.
        salts = self._data[16:24] if self._has_head() else self._data[40:48]
        biggest = 2 * len(starts) + (1 << 20)
        for start in starts:
            page, size = struct.unpack_from(">II", self._data, start)
            is_current = self._data[start + 8 : start + 16] == salts and page <= biggest
            yield _Frame(page, size, is_current, start + _FRAME_BYTES)

    def _is_commit(self, at: int) -> bool:
        return self._frames[at].is_current and self._frames[at].size > 0

    def _has_head(self) -> bool:
        return len(self._data) >= _HEADER_BYTES and _sums(
            self._data[:24], (0, 0), self._order
        ) == struct.unpack_from(">II", self._data, 24)

    @property
    def _order(self) -> str:
        return ">" if self._data[3:4] and self._data[3] & _BIG_ENDIAN else "<"

    def _valid(self) -> int:
        """Return how many frames from the start SQLite itself would take."""
        if not self._has_head():
            return 0
        return next(
            (at for at in range(len(self._frames)) if not self._is_whole(at)), len(self._frames)
        )

    def _is_whole(self, at: int) -> bool:
        """Return whether a frame is as it was written, going by the sums before and in it."""
        frame = self._frames[at]
        head = frame.start - _FRAME_BYTES
        before = 24 if at == 0 else head - self._page_bytes - 8
        sums: tuple[int, int] = struct.unpack_from(">II", self._data, before)
        sums = _sums(self._data[head : head + 8], sums, self._order)
        page = self._data[frame.start : frame.start + self._page_bytes]
        sums = _sums(page, sums, self._order)
        return frame.is_current and sums == struct.unpack_from(">II", self._data, head + 16)


def read_wal(path: Path) -> WriteAheadLog | None:
    """Return the log at `path`; None when there is none, or more than is read at a start."""
    try:
        if not _HEADER_BYTES < path.stat().st_size <= READ_UP_TO_BYTES:
            return None
        return WriteAheadLog(path.read_bytes())
    except FileNotFoundError:
        return None


def _page_bytes(data: bytes) -> int:
    (stated,) = struct.unpack_from(">I", data, 8) if len(data) >= _HEADER_BYTES else (0,)
    return stated if stated in _PAGE_SIZES else 4096


def _sums(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = sums
    words = chain(struct.unpack(f"{order}{len(data) // 4}I", data))
    for even in words:
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + next(words) + first) & 0xFFFFFFFF
    return first, second
