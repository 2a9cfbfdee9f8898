"""The server's data folder: which file is where, and that only one server uses it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from undivided.database.keeping import open_kept
from undivided.server.accounts import account_schema
from undivided.server.accounts.account_errors import AdministrationError
from undivided.server.data_kind import server_file
from undivided.server.database import FILE_NAME, open_database, translated, wrapped
from undivided.server.errors import DatabaseUnusable, ServerError
from undivided.server.store.schema import history

LOCK_NAME = "undivided-server.lock"
UPLOADS_NAME = "uploads"
RESPONSE_FILES_NAME = "response-files"


def open_data(folder: Path) -> Database:
    """Return the database of `folder`, made if absent, with every table of this version.

    Raises:
        DatabaseUnusable: With the sentence to show.
    """
    return open_database(folder / FILE_NAME, history, account_schema.MIGRATIONS)


def open_checked(folder: Path) -> tuple[Database, str]:
    """Return the database as `open_data` does, restored if it was damaged, and what was found.

    Only for the one server of the folder, before it opens the database again.

    Returns:
        The database, and a sentence for the log; empty when all was well.

    Raises:
        DatabaseUnusable: With the sentence to show.
    """
    kept = open_kept(folder / FILE_NAME, server_file())
    return wrapped(kept.connection), kept.finding


@contextmanager
def accounts_data(folder: Path, *, make: bool = False) -> Iterator[Database]:
    """Open the database for one command and close it after.

    Args:
        folder: The data folder.
        make: Start a new database when there is none.

    Raises:
        AdministrationError: There is no database and none is to be made.
        DatabaseUnusable: With the sentence to show.
    """
    path = folder / FILE_NAME
    if not make and not path.exists():
        raise AdministrationError(
            f"There is no server data in {folder}. Check --data, or add an operator to start it."
        )
    with translated(path), closing(open_data(folder)) as database:
        yield database


@contextmanager
def connection(folder: Path) -> Iterator[Database]:
    """Open the migrated database again, for one short piece of work in any thread."""
    path = folder / FILE_NAME
    with translated(path), closing(open_database(path)) as database:
        yield database


def uploads_folder(folder: Path) -> Path:
    """Return the folder of uploaded files, made private if absent.

    Raises:
        DatabaseUnusable: The folder cannot be made.
    """
    return _private_folder(folder, UPLOADS_NAME)


def response_files_folder(folder: Path) -> Path:
    """Return the folder of the files of shared responses, made private if absent.

    Raises:
        DatabaseUnusable: The folder cannot be made.
    """
    return _private_folder(folder, RESPONSE_FILES_NAME)


def _private_folder(folder: Path, name: str) -> Path:
    made = folder / name
    try:
        made.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        sentence = f"The folder {made} cannot be made. Check the rights of {folder}."
        raise DatabaseUnusable(sentence, made) from error
    return made


@contextmanager
def sole_server(folder: Path) -> Iterator[None]:
    """Keep other servers out of `folder` as long as this one runs.

    The lock is SQLite's own: it works on every system and ends with the process, however it ends.

    Raises:
        ServerError: Another server uses the folder.
        DatabaseUnusable: The folder cannot be written.
    """
    path = folder / LOCK_NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        sentence = f"The data folder {folder} cannot be written. Check its rights, or --data."
        raise DatabaseUnusable(sentence, path) from error
    with translated(path), closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise ServerError(
                f"Another server already uses {folder}. Stop it, or give --data another folder."
            ) from error
        yield
