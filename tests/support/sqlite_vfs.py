"""Puts Python between SQLite and chosen files: opening, writing, cutting, syncing, deleting.

SQLite asks a table of C functions (a "VFS") for everything that it does with files. Here a copy of
the real table is made SQLite's own, and files that a `Disk` covers get a copy of their function
table in which a few entries are Python; reading and locking stay native. Everybody else's files
are opened as ever.
"""

import ctypes
import os
from collections.abc import Callable
from ctypes import CFUNCTYPE, c_char_p, c_int, c_int64, c_void_p
from typing import Any, Protocol

OK = 0
IOERR = 10

_CLOSE, _READ, _WRITE, _TRUNCATE, _SYNC, _SIZE, _LOCK, _SHM_LOCK = 0, 1, 2, 3, 4, 5, 6, 13
_METHODS_OF_VERSION = {1: 12, 2: 16, 3: 18}
_OPEN, _DELETE = 0, 1

_CloseT = CFUNCTYPE(c_int, c_void_p)
_BytesT = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TruncateT = CFUNCTYPE(c_int, c_void_p, c_int64)
_FlagsT = CFUNCTYPE(c_int, c_void_p, c_int)
_SizeT = CFUNCTYPE(c_int, c_void_p, c_void_p)
_ShmLockT = CFUNCTYPE(c_int, c_void_p, c_int, c_int, c_int)
_OpenT = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_DeleteT = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)


class _FileMethods(ctypes.Structure):
    _fields_ = (("version", c_int), ("entries", c_void_p * 18))


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("entries", c_void_p * 16),
    )


class Handle:
    """One file as one connection has it open.

    Attributes:
        path: As SQLite was given it, absolute.
    """

    def __init__(self, address: int, path: str, real: "_Native", disk: "Disk") -> None:
        self.path = path
        self.disk = disk
        self.real = real
        self._address = address

    def size(self) -> int:
        """Return the file's size in bytes."""
        size = c_int64()
        self.real.size(self._address, ctypes.addressof(size))
        return size.value

    def read(self, count: int, offset: int) -> bytes:
        """Return bytes that the file has."""
        buffer = ctypes.create_string_buffer(count)
        self.real.read(self._address, ctypes.addressof(buffer), count, offset)
        return buffer.raw

    def bury(self) -> None:
        """Let every further use of this handle fail; its locks are worth nothing any more."""
        c_void_p.from_address(self._address).value = ctypes.addressof(self.real.buried)


class Disk(Protocol):
    """What decides about the files that it covers. Codes are SQLite's; 0 lets it happen."""

    def covers(self, path: str) -> bool:
        """Return whether the file is this disk's."""

    def opened(self, handle: Handle, *, is_new: bool) -> None:
        """A file was opened."""

    def closed(self, handle: Handle) -> None:
        """A file will be closed."""

    def before_write(self, handle: Handle, data: bytes, offset: int) -> int:
        """Bytes are to be written."""

    def before_truncate(self, handle: Handle, size: int) -> int:
        """A file is to be cut."""

    def before_sync(self, handle: Handle) -> int:
        """A file is to be synced; with 0 it counts as synced."""

    def before_delete(self, path: str, *, is_synced: bool) -> int:
        """A file is to be deleted."""


class _Native:
    """The real functions of one kind of file, and the copies of their table."""

    def __init__(self, table: int, watched: dict[int, Any], buried: dict[int, Any]) -> None:
        own = _FileMethods.from_address(table)
        entries = own.entries
        self.close = _CloseT(entries[_CLOSE])
        self.read = _BytesT(entries[_READ])
        self.write = _BytesT(entries[_WRITE])
        self.truncate = _TruncateT(entries[_TRUNCATE])
        self.sync = _FlagsT(entries[_SYNC])
        self.size = _SizeT(entries[_SIZE])
        self.watched = _copy(own, watched)
        self.buried = _copy(own, {**watched, **buried})


def _copy(own: _FileMethods, replaced: dict[int, Any]) -> _FileMethods:
    copy = _FileMethods()
    copy.version = own.version
    for place in range(_METHODS_OF_VERSION[own.version]):
        copy.entries[place] = own.entries[place]
    for place, function in replaced.items():
        copy.entries[place] = ctypes.cast(function, c_void_p).value
    return copy


class _Shim:
    """The VFS of this process; made once and never freed, as connections keep its address."""

    def __init__(self, library: ctypes.CDLL) -> None:
        library.sqlite3_vfs_find.restype = c_void_p
        library.sqlite3_vfs_find.argtypes = (c_char_p,)
        library.sqlite3_vfs_register.argtypes = (c_void_p, c_int)
        library.sqlite3_vfs_unregister.argtypes = (c_void_p,)
        self._library = library
        self._real_vfs: int = library.sqlite3_vfs_find(None)
        real = _Vfs.from_address(self._real_vfs)
        self._real_open, self._real_delete = (
            _OpenT(real.entries[_OPEN]),
            _DeleteT(real.entries[_DELETE]),
        )
        self._watched = {
            _CLOSE: _CloseT(self._close),
            _WRITE: _BytesT(self._write),
            _TRUNCATE: _TruncateT(self._truncate),
            _SYNC: _FlagsT(self._sync),
        }
        self._buried = {
            _READ: _BytesT(lambda *_: IOERR),
            _WRITE: _BytesT(lambda *_: IOERR),
            _TRUNCATE: _TruncateT(lambda *_: IOERR),
            _SYNC: _FlagsT(lambda *_: IOERR),
            _LOCK: _FlagsT(lambda *_: IOERR),
            _SHM_LOCK: _ShmLockT(lambda *_: IOERR),
        }
        self._natives: dict[int, _Native] = {}
        self._handles: dict[int, Handle] = {}
        self.disks: list[Disk] = []
        self._open_entry, self._delete_entry = _OpenT(self._open), _DeleteT(self._delete)
        self._vfs = _Vfs()
        ctypes.memmove(ctypes.addressof(self._vfs), self._real_vfs, ctypes.sizeof(_Vfs))
        self._vfs.name = b"undivided-faulty"
        self._vfs.entries[_OPEN] = ctypes.cast(self._open_entry, c_void_p).value
        self._vfs.entries[_DELETE] = ctypes.cast(self._delete_entry, c_void_p).value

    def register(self) -> None:
        self._library.sqlite3_vfs_register(ctypes.addressof(self._vfs), 1)

    def unregister(self) -> None:
        self._library.sqlite3_vfs_unregister(ctypes.addressof(self._vfs))

    def _open(self, _: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        path = os.fsdecode(ctypes.string_at(name)) if name else ""
        disk = next((each for each in self.disks if path and each.covers(path)), None)
        is_new = disk is not None and not os.path.exists(path)  # noqa: PTH110 - a hot path
        code = int(self._real_open(self._real_vfs, name, file, flags, out))
        if disk is not None and code == OK:
            table = c_void_p.from_address(file)
            assert table.value is not None
            native = self._natives.get(table.value)
            if native is None:
                native = _Native(table.value, self._watched, self._buried)
                self._natives[table.value] = native
            handle = self._handles[file] = Handle(file, path, native, disk)
            table.value = ctypes.addressof(native.watched)
            disk.opened(handle, is_new=is_new)
        return code

    def _close(self, file: int) -> int:
        handle = self._handles.pop(file)
        handle.disk.closed(handle)
        return int(handle.real.close(file))

    def _write(self, file: int, data: int, count: int, offset: int) -> int:
        handle = self._handles[file]
        refused = handle.disk.before_write(handle, ctypes.string_at(data, count), offset)
        return refused or int(handle.real.write(file, data, count, offset))

    def _truncate(self, file: int, size: int) -> int:
        handle = self._handles[file]
        return handle.disk.before_truncate(handle, size) or int(handle.real.truncate(file, size))

    def _sync(self, file: int, flags: int) -> int:
        # The real sync would only cost time: power is lost in the trial, never on this machine.
        handle = self._handles[file]
        return handle.disk.before_sync(handle)

    def _delete(self, _: int, name: int, sync_folder: int) -> int:
        path = os.fsdecode(ctypes.string_at(name))
        for disk in self.disks:
            if disk.covers(path) and (
                refused := disk.before_delete(path, is_synced=bool(sync_folder))
            ):
                return refused
        return int(self._real_delete(self._real_vfs, name, sync_folder))


_shim: list[_Shim] = []


def why_absent() -> str:
    """Return why files cannot be watched in this Python, or nothing when they can."""
    try:
        _the_shim()
    except (ImportError, AttributeError, OSError, TypeError) as error:
        return f"The SQLite of this Python does not let its files be watched ({error})."
    return ""


def put_between(disk: Disk) -> Callable[[], None]:
    """Let `disk` decide about files that are opened from now on; return what ends it."""
    shim = _the_shim()
    if not shim.disks:
        shim.register()
    shim.disks.append(disk)

    def end() -> None:
        shim.disks.remove(disk)
        if not shim.disks:
            shim.unregister()

    return end


def _the_shim() -> _Shim:
    if not _shim:
        if os.name != "posix":
            raise OSError("files that are open cannot be replaced on this system")
        import _sqlite3

        _shim.append(_Shim(ctypes.CDLL(_sqlite3.__file__)))
    return _shim[0]
