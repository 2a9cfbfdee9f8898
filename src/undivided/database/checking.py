"""Whether a SQLite file is whole: its pages, its references, and its text indexes."""

import sqlite3
from pathlib import Path

from undivided.database.faults import suspect_mark
from undivided.database.kinds import FileKind

ALWAYS_UP_TO_BYTES = 1 << 20
"""A file of this size is checked in a few milliseconds, so it is checked at every opening."""

_AT_MOST = 20


def needs_check(path: Path, kind: FileKind) -> bool:
    """Return whether the last use ended without closing, damage was met, or a check costs nothing.

    Closing removes the write-ahead log; a kill or a power cut leaves it.
    """
    if suspect_mark(path).exists():
        return True
    size = path.stat().st_size if path.exists() else 0
    if kind.checked_up_to_bytes is not None and size > kind.checked_up_to_bytes:
        return False
    return size <= ALWAYS_UP_TO_BYTES or wal_of(path).exists()


def wal_of(path: Path) -> Path:
    """Return the file's write-ahead log."""
    return path.with_name(f"{path.name}-wal")


def complaints(
    connection: sqlite3.Connection, kind: FileKind | None = None, *, is_thorough: bool = False
) -> list[str]:
    """Return what is wrong with the file's structure, and with its rows if `kind` is given.

    Args:
        connection: To the file.
        kind: Rows are looked at when the file is small, or `is_thorough`.
        is_thorough: Also compare every index with its table, which takes several times as long.

    Raises:
        sqlite3.Error: It is so damaged that it could not even be checked.
    """
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    size = pages * connection.execute("PRAGMA page_size").fetchone()[0]
    is_thorough = is_thorough or size <= ALWAYS_UP_TO_BYTES
    check = "integrity_check" if is_thorough else "quick_check"
    found = [row[0] for row in connection.execute(f"PRAGMA {check}({_AT_MOST})")]
    if found != ["ok"]:
        return [str(each) for each in found]
    if orphans := connection.execute("PRAGMA foreign_key_check").fetchmany(_AT_MOST):
        return [f"{row[0]} refers to a row of {row[2]} that is not there" for row in orphans]
    return _unsound_rows(connection, kind) if kind and is_thorough else []


def mend_text_indexes(connection: sqlite3.Connection) -> list[str]:
    """Make anew every full-text index that is damaged; return what could not be mended.

    A text index holds nothing that its table does not hold, so this loses nothing.
    """
    broken = []
    for table in text_indexes(connection):
        try:
            _ask_index(connection, table, "integrity-check")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                continue
            try:
                _ask_index(connection, table, "rebuild")
            except sqlite3.DatabaseError:
                broken.append(f"the text index {table} is damaged")
    return broken


def text_indexes(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the full-text indexes of the file."""
    rows = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%USING fts5%'"
    )
    return [name for (name,) in rows]


def _ask_index(connection: sqlite3.Connection, table: str, verb: str) -> None:
    connection.execute(f"INSERT INTO {table} ({table}) VALUES ('{verb}')")  # noqa: S608 - our names


def _unsound_rows(connection: sqlite3.Connection, kind: FileKind) -> list[str]:
    found = []
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    for (table,) in rows.fetchall():
        if table in kind.derived or not is_own_table(connection, table):
            continue
        cursor = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name of the file
        names = [column[0] for column in cursor.description]
        if any(not kind.is_sound(table, dict(zip(names, row, strict=True))) for row in cursor):
            found.append(f"a row of {table} does not hold what was written")
    return found


def is_own_table(connection: sqlite3.Connection, table: str) -> bool:
    """Return whether the table holds rows of ours: no text index, no part of one, no record."""
    parts = tuple(f"{index}_" for index in text_indexes(connection))
    return not table.startswith(("sqlite_", "_sqlite_", *parts)) and table not in text_indexes(
        connection
    )
