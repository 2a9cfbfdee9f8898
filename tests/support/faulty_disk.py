"""A disk that fills up, fails, loses power and comes back, under the real SQLite.

    with FaultyDisk(folder) as disk:
        ... open, write, commit below `folder` ...
        disk.power_loss(random.Random(1))
        ... open again: what was synced is there, and of the rest what chance let through ...

Only files that SQLite opens are covered, as long as they keep their place: a file that was renamed
counts as synced. Folders change in order, as on every disk with a journal: a deletion is durable
when anything was synced after it. Several disks may be in use at once, each for its own folder.
"""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Self

from tests.support.sqlite_vfs import IOERR, OK, Handle, put_between

SECTOR_BYTES = 512


class Fault(IntEnum):
    """How a disk fails, as SQLite's own codes."""

    FULL = 13
    WRITE = 10 | 3 << 8
    SYNC = 10 | 4 << 8


@dataclass(slots=True)
class _Change:
    """One write since the last sync; `new` is None where the file was cut at `offset`."""

    offset: int
    old: bytes
    new: bytes | None


@dataclass(slots=True)
class _File:
    """What a power loss would do to one file.

    Attributes:
        inode: Another file in the same place is another matter.
        is_listed: Its folder knows it durably.
        size: At the last sync.
        removed: Its content, after a deletion that was not synced.
    """

    inode: int
    size: int
    is_listed: bool
    changes: list[_Change] = field(default_factory=list)
    removed: bytes | None = None


class FaultyDisk:
    """The disk under `folder`, as SQLite sees it while the block runs.

    Attributes:
        is_full: Nothing grows any more; what a file has may still be overwritten.
        writes: Writes and cuts so far, also refused ones.
        syncs: Likewise.
    """

    def __init__(self, folder: Path) -> None:
        self._root = f"{folder.resolve()}{os.sep}"
        self._files: dict[str, _File] = {}
        self._handles: set[Handle] = set()
        self._lock = threading.RLock()
        self._end: Callable[[], None] = lambda: None
        self._fault: Fault | None = None
        self._fails_at = 0
        self._is_lasting = False
        self.is_full = False
        self.writes = 0
        self.syncs = 0

    def __enter__(self) -> Self:
        self._end = put_between(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._end()

    # What is done to it

    def fail_write(self, n: int, kind: Fault, *, is_lasting: bool = False) -> None:
        """Let the n-th write from now fail, or the n-th sync with `Fault.SYNC`.

        Args:
            n: From 1.
            kind: What SQLite is told.
            is_lasting: All later ones fail too, until `heal`.
        """
        done = self.syncs if kind is Fault.SYNC else self.writes
        self._fault, self._fails_at, self._is_lasting = kind, done + n, is_lasting

    def heal(self) -> None:
        """Work again, with room."""
        self._fault, self.is_full = None, False

    @property
    def has_failed(self) -> bool:
        """Whether the failure that was asked for has come."""
        done = self.syncs if self._fault is Fault.SYNC else self.writes
        return self._fault is not None and done >= self._fails_at

    def kill(self) -> None:
        """End the program that uses the disk: what it wrote stays, its locks go.

        Its connections are of no use from here on; closing them changes nothing.
        """
        with self._lock:
            for handle in self._handles:
                handle.bury()
            for path in {handle.path for handle in self._handles}:
                with suppress(FileNotFoundError):
                    _replace(Path(path), Path(path).read_bytes())
                Path(f"{path}-shm").unlink(missing_ok=True)
            for path, file in self._files.items():
                with suppress(FileNotFoundError):
                    file.inode = os.stat(path).st_ino  # noqa: PTH116 - a path as SQLite has it

    def power_loss(self, rng: Random) -> None:
        """Put every file back to what was synced; of the rest `rng` lets some sectors through."""
        with self._lock:
            lost = [(path, file) for path, file in self._files.items() if _is_same(path, file)]
            self.kill()
            self._files.clear()
            for path, file in lost:
                _lose(Path(path), file, rng)

    # What SQLite does with it; `sqlite_vfs.Disk`

    def covers(self, path: str) -> bool:
        """Return whether the file lies in the folder."""
        return path.startswith(self._root)

    def opened(self, handle: Handle, *, is_new: bool) -> None:
        """Remember the file as it was synced, unless it is known."""
        with self._lock:
            self._handles.add(handle)
            inode = os.stat(handle.path).st_ino  # noqa: PTH116 - a hot path
            known = self._files.get(handle.path)
            # A new file may get the number of one that was deleted.
            if known is None or known.inode != inode or known.removed is not None:
                self._files[handle.path] = _File(inode, handle.size(), is_listed=not is_new)

    def closed(self, handle: Handle) -> None:
        """Forget the handle; what it wrote is not synced by that."""
        with self._lock:
            self._handles.discard(handle)

    def before_write(self, handle: Handle, data: bytes, offset: int) -> int:
        """Keep what will be overwritten, or fail."""
        with self._lock:
            size = handle.size()
            if refused := self._refusal(grows=offset + len(data) > size):
                return refused
            kept = max(0, min(len(data), size - offset))
            old = handle.read(kept, offset) if kept else b""
            self._file(handle).changes.append(_Change(offset, old, data))
            return OK

    def before_truncate(self, handle: Handle, size: int) -> int:
        """Keep what will be cut off, or fail."""
        with self._lock:
            if refused := self._refusal(grows=False):
                return refused
            now = handle.size()
            old = handle.read(now - size, size) if now > size else b""
            self._file(handle).changes.append(_Change(size, old, None))
            return OK

    def before_sync(self, handle: Handle) -> int:
        """Make everything written so far durable, or fail."""
        with self._lock:
            self.syncs += 1
            if self._fault is Fault.SYNC and self._fails_now(self.syncs):
                return Fault.SYNC
            file = self._file(handle)
            file.size, file.is_listed = handle.size(), True
            file.changes.clear()
            for gone in [path for path, each in self._files.items() if each.removed is not None]:
                del self._files[gone]
            return OK

    def before_delete(self, path: str, *, is_synced: bool) -> int:
        """Keep the content of a file whose deletion a power loss may undo."""
        with self._lock:
            file = self._files.get(path)
            if file is None or is_synced or not file.is_listed:
                self._files.pop(path, None)
            elif os.path.exists(path):  # noqa: PTH110 - a hot path
                file.removed = _synced(Path(path).read_bytes(), file)
            return OK

    def _file(self, handle: Handle) -> _File:
        return self._files[handle.path]

    def _refusal(self, *, grows: bool) -> int:
        self.writes += 1
        if self.is_full and grows:
            return Fault.FULL
        fails = self._fault not in {None, Fault.SYNC} and self._fails_now(self.writes)
        return (self._fault or IOERR) if fails else OK

    def _fails_now(self, done: int) -> bool:
        return done >= self._fails_at if self._is_lasting else done == self._fails_at


def _is_same(path: str, file: _File) -> bool:
    try:
        return os.stat(path).st_ino == file.inode  # noqa: PTH116 - a path as SQLite has it
    except FileNotFoundError:
        return file.removed is not None


def _lose(path: Path, file: _File, rng: Random) -> None:
    if file.removed is not None:
        if not path.exists() and rng.random() < 0.5:
            _replace(path, file.removed)
        return
    through = rng.choice((0.0, 0.5, 1.0))
    if not file.is_listed and rng.random() >= through:
        path.unlink(missing_ok=True)
        return
    content = bytearray(_synced(path.read_bytes(), file))
    for change in file.changes:
        if change.new is None:
            if rng.random() < through:
                del content[change.offset :]
            continue
        for start in range(0, len(change.new), SECTOR_BYTES):
            if rng.random() < through:
                _put(content, change.offset + start, change.new[start : start + SECTOR_BYTES])
    _replace(path, bytes(content))


def _synced(content: bytes, file: _File) -> bytes:
    """Return what the file held at its last sync."""
    before = bytearray(content)
    for change in reversed(file.changes):
        if change.old:
            _put(before, change.offset, change.old)
    return bytes(before[: file.size])


def _put(content: bytearray, offset: int, data: bytes) -> None:
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


def _replace(path: Path, content: bytes) -> None:
    """Put new bytes in the file's place; whoever has the old file open keeps the old one."""
    new = path.with_name(f"{path.name}.after")
    new.write_bytes(content)
    new.chmod(0o600)
    new.replace(path)
