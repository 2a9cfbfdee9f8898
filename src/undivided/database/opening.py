"""Opening a SQLite file: durable, private, migrated, or refused in plain words.

Nothing here knows what a file holds. Blocking: call it from a one-thread worker.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from undivided.database.backups import back_up_before
from undivided.database.errors import DatabaseDamaged, DatabaseNewer
from undivided.database.faults import translated
from undivided.database.kinds import FileKind
from undivided.database.names import refuse_unknown_names
from undivided.database.rights import create_private

BUSY_TIMEOUT_MS = 5_000

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON")
_APPLIED = "select migration_set, name from _sqlite_migrations"


def open_file(
    path: Path, kind: FileKind, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> sqlite3.Connection:
    """Return a connection to the file, created if absent, with every migration applied.

    It uses write-ahead logging with `synchronous=FULL`: what a committed `writing` block
    changed survives a kill and a power cut. The file is readable by its owner only.

    Args:
        path: The file; missing folders are made, private to the owner.
        kind: What it is.
        busy_timeout_ms: How long a writer waits for another writer.

    Raises:
        DatabaseNewer: A later version migrated the file; it was not touched.
        StorageError: As the sentences of its kinds say.
    """
    create_private(path, kind.what)
    with translated(kind.what, path):
        if _has_log(path):
            # Closing an ordinary connection would fold the log in, also that of a newer file.
            with closing(read_only(path, busy_timeout_ms=busy_timeout_ms)) as looking:
                _refuse_newer(looking, path, kind)
        connection = _connection(path, kind, busy_timeout_ms)
        try:
            applied = _refuse_newer(connection, path, kind)
            _set_up(connection, kind)
            if kind.steps - applied:
                _migrate(connection, path, kind)
            refuse_unknown_names(connection, path, kind)
            return connection
        except BaseException:
            connection.close()
            raise


def connect(
    path: Path, kind: FileKind, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> sqlite3.Connection:
    """Return a connection as `open_file` makes it, without a look at what the file holds.

    Raises:
        sqlite3.Error: It cannot be opened.
    """
    connection = _connection(path, kind, busy_timeout_ms)
    try:
        _set_up(connection, kind)
    except BaseException:
        connection.close()
        raise
    return connection


def read_only(path: Path, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> sqlite3.Connection:
    """Return a connection that changes nothing, not even by folding in the write-ahead log."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        isolation_level=None,
        timeout=busy_timeout_ms / 1000,
    )


@contextmanager
def writing(connection: sqlite3.Connection, path: Path, *, what: str = "file") -> Iterator[None]:
    """Hold the only write transaction on the file; all of the block is saved or nothing.

    The lock is taken before the first read, so two programs that read and then write
    wait for each other instead of failing half-way. Blocks may be nested.

    Raises:
        StorageError: Nothing was changed.
    """
    begin, commit, back = "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"
    if connection.in_transaction:
        begin, commit, back = "SAVEPOINT inner", "RELEASE inner", "ROLLBACK TO inner"
    with translated(what, path):
        connection.execute(begin)
        try:
            yield
            connection.execute(commit)
        except BaseException:
            # A full disk may already have ended the transaction.
            if connection.in_transaction:
                connection.execute(back)
            raise


def applied_steps(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """Return the migrations that the file records, each with the name of its set."""
    try:
        return frozenset(connection.execute(_APPLIED))
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return frozenset()
        raise


def _connection(path: Path, kind: FileKind, busy_timeout_ms: int) -> sqlite3.Connection:
    return sqlite3.connect(
        path,
        isolation_level=None,
        check_same_thread=not kind.is_shared,
        timeout=busy_timeout_ms / 1000,
    )


def _set_up(connection: sqlite3.Connection, kind: FileKind) -> None:
    for pragma in (*_PRAGMAS, *kind.pragmas):
        connection.execute(f"PRAGMA {pragma}")


def _has_log(path: Path) -> bool:
    """Return whether a program that has the file open, or had it, left changes beside it."""
    return any(path.with_name(f"{path.name}-{log}").exists() for log in ("wal", "journal"))


def _refuse_newer(
    connection: sqlite3.Connection, path: Path, kind: FileKind
) -> frozenset[tuple[str, str]]:
    """Return the migrations that the file records, if this version knows every one of them."""
    applied = applied_steps(connection)
    names = {schema.name for schema in kind.schemas}
    if unknown := {step for step in applied if step[0] in names} - kind.steps:
        if kind.steps - applied:
            # A later version has every step of ours; this is a name that was damaged.
            raise DatabaseDamaged(kind.what, path)
        raise DatabaseNewer(kind.what, path, tuple(sorted(name for _, name in unknown)))
    return applied


def _migrate(connection: sqlite3.Connection, path: Path, kind: FileKind) -> None:
    # One outer transaction: a second program that opens the file now waits, then finds
    # nothing pending. Until it commits the file is wholly old (promise G16).
    from sqlite_utils import Database  # noqa: PLC0415 - slow, and seldom needed

    connection.execute("BEGIN IMMEDIATE")
    try:
        old = applied_steps(connection)
        if not old and connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
            # It has tables, but the record of how they came about cannot be found.
            raise DatabaseDamaged(kind.what, path)
        pending = [
            (schema, step)
            for schema in kind.schemas
            for step in schema.steps
            if (schema.name, step) not in old
        ]
        if pending and old:
            back_up_before(path, pending[0][1], kind.what)
        database = Database(connection, recursive_triggers=False, execute_plugins=False)
        for schema in dict.fromkeys(schema for schema, _ in pending):
            try:
                schema.load().apply(database)
            except sqlite3.OperationalError as error:
                if "already exists" in str(error):
                    raise DatabaseDamaged(kind.what, path) from error
                raise
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
