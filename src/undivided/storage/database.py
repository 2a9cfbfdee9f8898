"""Opening SQLite files: durable, private, migrated, and refused in plain words.

Every store opens its file here and writes inside `writing`. Nothing here knows what a
file holds. Blocking: call it from a one-thread worker, and use the result there only.
"""

import errno
import filecmp
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database, Migrations

from undivided.storage.errors import (
    DatabaseDamaged,
    DatabaseLocked,
    DatabaseNewer,
    DiskFull,
    ReadOnly,
    StorageError,
)
from undivided.storage.rights import PRIVATE_FILE, PRIVATE_FOLDER

BUSY_TIMEOUT_MS = 5_000

_FAULTS: dict[int, type[DatabaseLocked | DiskFull | ReadOnly]] = {
    sqlite3.SQLITE_BUSY: DatabaseLocked,
    sqlite3.SQLITE_LOCKED: DatabaseLocked,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_CANTOPEN: ReadOnly,
    sqlite3.SQLITE_PERM: ReadOnly,
    sqlite3.SQLITE_IOERR: ReadOnly,  # opening a folder as a file
}


def open_database(
    path: Path,
    migrations: Migrations,
    *,
    what: str = "file",
    busy_timeout_ms: int = BUSY_TIMEOUT_MS,
) -> Database:
    """Return the database at `path`, created if absent, with every migration applied.

    The connection uses write-ahead logging with `synchronous=FULL`: what a committed
    `writing` block changed survives a kill and a power cut. The file is readable by its
    owner only.

    Args:
        path: The file; missing folders are made, private to the owner.
        migrations: All migrations of this store, oldest first.
        what: What the file is, for sentences, such as "canned library".
        busy_timeout_ms: How long a writer waits for another writer.

    Raises:
        DatabaseNewer: A later version migrated the file; it was not touched.
        DatabaseDamaged: The file is no database; a copy of it was put aside.
        DatabaseLocked, DiskFull, ReadOnly: As their sentences say.
    """
    _create_private(path, what)
    with translated(what, path, keep_copy=True):
        _refuse_newer(path, migrations, what, busy_timeout_ms)
        database = Database(path, execute_plugins=False)
        try:
            return _prepared(database, migrations, busy_timeout_ms)
        except BaseException:
            database.close()
            raise


@contextmanager
def writing(database: Database, path: Path, *, what: str = "file") -> Iterator[Database]:
    """Hold the only write transaction on the file; all of the block is saved or nothing.

    The lock is taken before the first read, so two programs that read and then write
    wait for each other instead of failing half-way. Blocks may be nested.

    Raises:
        DatabaseLocked, DatabaseDamaged, DiskFull, ReadOnly: Nothing was changed.
    """
    with translated(what, path):
        if database.conn.in_transaction:
            with database.atomic():
                yield database
            return
        database.conn.execute("BEGIN IMMEDIATE")
        try:
            yield database
            database.conn.execute("COMMIT")
        except BaseException:
            # A full disk may already have ended the transaction; rollback then does nothing.
            database.conn.rollback()
            raise


@contextmanager
def translated(what: str, path: Path, *, keep_copy: bool = False) -> Iterator[None]:
    """Turn the environment's faults into our errors; let our own mistakes through.

    Args:
        what: What the file is, for sentences.
        path: The file.
        keep_copy: Copy a damaged file beside itself before saying so.
    """
    try:
        yield
    except sqlite3.Error as error:
        known = _known(error, what, path, keep_copy=keep_copy)
        if known is None:
            raise
        raise known from error


def _known(error: sqlite3.Error, what: str, path: Path, *, keep_copy: bool) -> StorageError | None:
    # Extended codes keep the primary code in their low byte.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return DatabaseDamaged(what, path, _copy_aside(path) if keep_copy else None)
    if code == sqlite3.SQLITE_IOERR and not path.is_dir():
        sentence = f"The disk did not read or write the {what} at {path}. Nothing was changed."
        return StorageError(sentence, path)
    known = _FAULTS.get(code)
    return known(what, path) if known else None


def _create_private(path: Path, what: str) -> None:
    """Make the file before SQLite does, so that it is never readable by others."""
    try:
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE))
        elif path.is_file() and path.stat().st_mode & 0o077:
            with suppress(PermissionError):
                path.chmod(PRIVATE_FILE)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(what, path) from error
        raise ReadOnly(what, path) from error


def _refuse_newer(path: Path, migrations: Migrations, what: str, busy_timeout_ms: int) -> None:
    if path.is_file() and path.stat().st_size == 0:
        return
    with closing(_read_only(path, busy_timeout_ms)) as database:
        unknown = {done.name for done in migrations.applied(database)} - _names(migrations)
    if unknown:
        raise DatabaseNewer(what, path, tuple(sorted(unknown)))


def _read_only(path: Path, busy_timeout_ms: int) -> Database:
    # A normal connection would fold the write-ahead log into the file on closing, and
    # sqlite-utils cannot open a file any other way.
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=busy_timeout_ms / 1000
    )
    return Database(connection, recursive_triggers=False, execute_plugins=False)


def _names(migrations: Migrations) -> set[str]:
    nothing_applied = Database(memory=True, execute_plugins=False)
    return {migration.name for migration in migrations.pending(nothing_applied)}


def _prepared(database: Database, migrations: Migrations, busy_timeout_ms: int) -> Database:
    for pragma in (
        f"busy_timeout={busy_timeout_ms:d}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        database.conn.execute(f"PRAGMA {pragma}")
    if migrations.pending(database):
        _migrate(database, migrations)
    return database


def _migrate(database: Database, migrations: Migrations) -> None:
    # One outer transaction: a second program that opens the file now waits, then finds
    # nothing pending.
    database.conn.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(database)
        database.conn.execute("COMMIT")
    except BaseException:
        database.conn.rollback()
        raise


def _copy_aside(path: Path) -> Path | None:
    """Copy a damaged file beside itself, once for the same bytes; None if that fails."""
    with suppress(OSError):
        for number in range(1, 100):
            copy = path.with_name(f"{path.name}.damaged-{number}")
            if not copy.exists():
                shutil.copy2(path, copy)
                return copy
            if filecmp.cmp(path, copy, shallow=False):
                return copy
    return None
