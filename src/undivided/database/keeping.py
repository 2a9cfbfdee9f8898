"""Opens a file that has to be trusted: checked after an unclean end, and restored when damaged."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from undivided.database.checking import complaints, mend_text_indexes, needs_check, wal_of
from undivided.database.errors import DatabaseDamaged
from undivided.database.faults import mark_suspect, suspect_mark, translated
from undivided.database.kinds import FileKind
from undivided.database.opening import BUSY_TIMEOUT_MS, open_file
from undivided.database.salvage import finish_swap, salvage
from undivided.database.wal import read_wal


@dataclass(frozen=True, slots=True)
class Kept:
    """An open file.

    Attributes:
        finding: What was found and restored, as one sentence; empty when all was well.
    """

    connection: sqlite3.Connection
    finding: str = ""


def open_kept(path: Path, kind: FileKind, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Kept:
    """Return the file, whole; what had to be restored for that is in its `finding`.

    Nobody else may have the file open, because a damaged one is replaced by another.

    Raises:
        DatabaseDamaged: Nothing of it could be restored, and it may not start empty.
        StorageError: As for `open_file`.
    """
    with translated(kind.what, path), suppress(FileNotFoundError):
        finish_swap(path)
    try:
        return Kept(_checked(path, kind, busy_timeout_ms))
    except DatabaseDamaged:
        finding = salvage(path, kind).sentence(kind)
    return Kept(open_file(path, kind, busy_timeout_ms=busy_timeout_ms), finding)


def _checked(path: Path, kind: FileKind, busy_timeout_ms: int) -> sqlite3.Connection:
    is_checked = needs_check(path, kind)
    log = read_wal(wal_of(path)) if is_checked else None
    if log is not None and log.is_damaged:
        # SQLite would drop the log's damaged end and say nothing.
        mark_suspect(path)
        raise DatabaseDamaged(kind.what, path)
    connection = open_file(path, kind, busy_timeout_ms=busy_timeout_ms)
    try:
        if is_checked:
            _check(connection, path, kind)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path, kind: FileKind) -> None:
    checks: tuple[Callable[[], list[str]], ...] = (
        lambda: complaints(connection, kind, is_thorough=suspect_mark(path).exists()),
        lambda: mend_text_indexes(connection),
    )
    with translated(kind.what, path):
        for check in checks:
            if check():
                mark_suspect(path)
                raise DatabaseDamaged(kind.what, path)
    with suppress(OSError):
        suspect_mark(path).unlink(missing_ok=True)
