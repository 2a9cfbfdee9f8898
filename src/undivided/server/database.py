"""Opens the server's file: durable, private, migrated, or refused in one sentence."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database, Migrations

from undivided.server.errors import DatabaseUnusable

FILE_NAME = "undivided-server.db"
BUSY_TIMEOUT_MS = 5_000

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    # Pages (16 MiB): a page that many messages touch is copied into the file once for all.
    "wal_autocheckpoint=4000",
)
_SENTENCES = {
    sqlite3.SQLITE_BUSY: "is being written by another program. Try again when it has finished.",
    sqlite3.SQLITE_LOCKED: "is being written by another program. Try again when it has finished.",
    sqlite3.SQLITE_FULL: "could not be saved because the disk is full. Free some room.",
    sqlite3.SQLITE_IOERR: "could not be read or written by the disk. Check the disk.",
    sqlite3.SQLITE_READONLY: "may not be written. Check the rights of the file and its folder.",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened. Check the rights of the file and its folder.",
    sqlite3.SQLITE_PERM: "may not be opened. Check the rights of the file and its folder.",
    sqlite3.SQLITE_CORRUPT: "is damaged. Restore a backup, or move it away to start anew.",
    sqlite3.SQLITE_NOTADB: "is no database. Restore a backup, or move it away to start anew.",
}
_RETRY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL})


def open_database(
    path: Path, *migrations: Migrations, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> Database:
    """Return the file at `path`, created if absent, with every set of migrations applied.

    The connection may be used from any thread, by one thread at a time: the loop reads
    and writes while a worker commits. Code with a rhythm of its own opens another one.

    Raises:
        DatabaseUnusable: Its sentence says why; a file of a newer version is untouched.
    """
    _create_private(path)
    with translated(path):
        for each in migrations:
            _refuse_newer(path, each)
        connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, timeout=busy_timeout_ms / 1000
        )
        try:
            return _prepared(connection, migrations)
        except BaseException:
            connection.close()
            raise


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the environment's faults into sentences; let our own mistakes through."""
    try:
        yield
    except sqlite3.Error as error:
        # Extended codes keep the primary code in their low byte.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
        if code not in _SENTENCES:
            raise
        sentence = f"The server's database at {path} {_SENTENCES[code]}"
        raise DatabaseUnusable(sentence, path, is_retry_sensible=code in _RETRY) from error


def _create_private(path: Path) -> None:
    """Make the file before SQLite does, so that it is never readable by others."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        elif path.stat().st_mode & 0o077:
            with suppress(PermissionError):
                path.chmod(0o600)
    except OSError as error:
        full = error.errno == errno.ENOSPC
        code = sqlite3.SQLITE_FULL if full else sqlite3.SQLITE_CANTOPEN
        sentence = f"The server's database at {path} {_SENTENCES[code]}"
        raise DatabaseUnusable(sentence, path, is_retry_sensible=full) from error


def _refuse_newer(path: Path, migrations: Migrations) -> None:
    if path.stat().st_size == 0:
        return
    # A normal connection would fold the write-ahead log into the file on closing.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    with closing(connection):
        database = Database(connection, recursive_triggers=False, execute_plugins=False)
        known = {each.name for each in migrations.pending(Database(memory=True))}
        unknown = {each.name for each in migrations.applied(database)} - known
    if unknown:
        sentence = (
            f"The server's database at {path} was written by a newer version of Undivided. "
            "It was left as it is; update this program to open it."
        )
        raise DatabaseUnusable(sentence, path)


def _prepared(connection: sqlite3.Connection, migrations: tuple[Migrations, ...]) -> Database:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    database = Database(connection, execute_plugins=False)
    if not any(each.pending(database) for each in migrations):
        return database
    # One outer transaction: a second program that opens the file now waits, then finds
    # nothing pending.
    connection.execute("BEGIN IMMEDIATE")
    try:
        for each in migrations:
            each.apply(database)
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    return database
