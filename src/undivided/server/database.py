"""Opens the server's file by the rules of all our files, for many threads in turn."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database, Migrations

from undivided.database import faults
from undivided.database.kinds import FileKind, Schema
from undivided.database.opening import BUSY_TIMEOUT_MS, open_file

FILE_NAME = "undivided-server.db"
WHAT = "server's database"

PRAGMAS = (
    # Pages (16 MiB): a page that many messages touch is copied into the file once for all.
    "wal_autocheckpoint=4000",
)


def open_database(
    path: Path, *migrations: Migrations, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> Database:
    """Return the file at `path`, created if absent, with every set of migrations applied.

    The connection may be used from any thread, by one thread at a time: the loop reads
    and writes while a worker commits. Code with a rhythm of its own opens another one.

    Raises:
        DatabaseUnusable: Its sentence says why; a file of a newer version is untouched.
    """
    kind = FileKind(
        what=WHAT,
        schemas=tuple(schema_of(each) for each in migrations),
        pragmas=PRAGMAS,
        is_shared=True,
    )
    return wrapped(open_file(path, kind, busy_timeout_ms=busy_timeout_ms))


def wrapped(connection: sqlite3.Connection) -> Database:
    """Return the connection as the stores of accounts use it."""
    return Database(connection, recursive_triggers=False, execute_plugins=False)


def schema_of(migrations: Migrations) -> Schema:
    """Return the names of the migrations, and how to load them."""
    nothing_applied = Database(memory=True, execute_plugins=False)
    names = tuple(each.name for each in migrations.pending(nothing_applied))
    assert migrations.name is not None
    return Schema(migrations.name, names, lambda: migrations)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the environment's faults into sentences; let our own mistakes through."""
    with faults.translated(WHAT, path):
        yield
