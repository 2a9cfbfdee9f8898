"""SQLite's errors as ours: what the disk, the rights or another program did, in one sentence."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from undivided.database.errors import (
    DatabaseDamaged,
    DatabaseLocked,
    DiskFault,
    DiskFull,
    ReadOnly,
    StorageError,
)

_FAULTS: dict[int, type[DatabaseDamaged | DatabaseLocked | DiskFault | DiskFull | ReadOnly]] = {
    sqlite3.SQLITE_BUSY: DatabaseLocked,
    sqlite3.SQLITE_LOCKED: DatabaseLocked,
    sqlite3.SQLITE_PROTOCOL: DatabaseLocked,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_IOERR: DiskFault,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_CANTOPEN: ReadOnly,
    sqlite3.SQLITE_PERM: ReadOnly,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: DatabaseDamaged,
}


class DamagedRow(Exception):
    """A row that SQLite could read does not hold what was written to it."""


@contextmanager
def translated(what: str, path: Path) -> Iterator[None]:
    """Turn the environment's faults into our errors; let our own mistakes through.

    A file in which damage was met is marked, so that its next opening checks and mends it.

    Args:
        what: What the file is, for sentences.
        path: The file.
    """
    try:
        yield
    # Python decodes the names in a file without SQLite's help.
    except (DamagedRow, UnicodeDecodeError) as error:
        mark_suspect(path)
        raise DatabaseDamaged(what, path) from error
    except sqlite3.Error as error:
        known = _known(error, what, path)
        if known is None:
            raise
        if isinstance(known, DatabaseDamaged):
            mark_suspect(path)
        raise known from error


def suspect_mark(path: Path) -> Path:
    """Return the empty file whose being there says that damage was met."""
    return path.with_name(f"{path.name}.suspect")


def mark_suspect(path: Path) -> None:
    """Let the next opening check the file, whatever its size."""
    with suppress(OSError):
        suspect_mark(path).touch()


def _known(error: sqlite3.Error, what: str, path: Path) -> StorageError | None:
    # Extended codes keep the primary code in their low byte.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if path.is_dir():
        return ReadOnly(what, path)
    known = _FAULTS.get(code)
    if known is None and isinstance(error, sqlite3.OperationalError) and code == sqlite3.SQLITE_OK:
        # Python's own complaint about bytes that are no text, which has no code.
        known = DatabaseDamaged if "decode to UTF-8" in str(error) else None
    return known(what, path) if known else None
