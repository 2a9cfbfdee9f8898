"""Whether a file has every table and column by its name: looked up once, then remembered.

SQLite has no checksum: a name with one wrong byte is a name, and what it stood for is not there.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from undivided.database.errors import DatabaseDamaged
from undivided.database.kinds import FileKind

_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid"


def refuse_unknown_names(connection: sqlite3.Connection, path: Path, kind: FileKind) -> None:
    """Accept a file that has every name of its kind.

    What was found is kept in the file as a checksum over its names and ours, so that the next
    opening only compares: looking 21 names up took a fifth of the opening of a library.

    Raises:
        DatabaseDamaged: A name is missing.
        sqlite3.Error: The names cannot be read.
    """
    mark = _mark(connection, kind)
    if connection.execute("PRAGMA user_version").fetchone() == (mark,):
        return
    _look_up(connection, path, kind)
    _remember(connection, mark)


def _mark(connection: sqlite3.Connection, kind: FileKind) -> int:
    """Return the checksum; only 31 bits of it, because the file keeps a signed number."""
    names = repr((*kind.tables.items(), *connection.execute(_SCHEMA)))
    return crc32(names.encode("utf-8", "replace")) & 0x7FFF_FFFF


def _look_up(connection: sqlite3.Connection, path: Path, kind: FileKind) -> None:
    for table, columns in kind.tables.items():
        values = ", ".join(f"{column} = NULL" for column in columns.split(", "))
        try:
            # Preparing them looks up every name, also in the triggers that they would set off.
            for statement in (
                f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}",  # noqa: S608 - our names
                f"UPDATE {table} SET {values}",  # noqa: S608
                f"DELETE FROM {table}",  # noqa: S608
            ):
                connection.execute(f"EXPLAIN {statement}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise
            raise DatabaseDamaged(kind.what, path) from error


def _remember(connection: sqlite3.Connection, mark: int) -> None:
    (patience_ms,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        # Somebody else may be writing, or the disk be full: then the next opening looks again.
        with suppress(sqlite3.OperationalError):
            connection.execute(f"PRAGMA user_version = {mark}")
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience_ms}")
