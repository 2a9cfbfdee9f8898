"""The ground of accounts and sites: changes that a running server notices, and settings.

Every change goes through `changing`; the revision it counts up is what a running server watches.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

from undivided.server.accounts.hashing import Entropy
from undivided.server.accounts.signing import KEY_BYTES

_SIGNING_KEY = "signing_key"
_PUBLIC_URL = "public_url"


@contextmanager
def changing(database: Database) -> Iterator[None]:
    """Hold the file's write lock: all of the block is saved, or nothing."""
    database.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.conn.execute("UPDATE account_revision SET number = number + 1")
        database.conn.execute("COMMIT")
    except BaseException:
        database.conn.rollback()
        raise


def revision(database: Database) -> int:
    """Return a number that grows with every change of accounts or sites."""
    (number,) = database.conn.execute("SELECT number FROM account_revision").fetchone()
    return int(number)


def signing_key(database: Database, entropy: Entropy) -> bytes:
    """Return the server's own key, made when the file is new."""
    key = setting(database, _SIGNING_KEY)
    if key is None:
        with changing(database):
            _keep(database, _SIGNING_KEY, entropy(KEY_BYTES), ignore=True)
        key = setting(database, _SIGNING_KEY)
        assert key is not None
    return key


def public_url(database: Database) -> str | None:
    """Return the address under which the server last ran, without a closing slash."""
    value = setting(database, _PUBLIC_URL)
    return None if value is None else value.decode()


def keep_public_url(database: Database, url: str) -> None:
    """Remember the address for embed snippets that are made while no server runs."""
    if public_url(database) != url:
        with changing(database):
            _keep(database, _PUBLIC_URL, url.encode())


def setting(database: Database, name: str) -> bytes | None:
    """Return a stored setting, or None."""
    row = database.conn.execute(
        "SELECT value FROM server_settings WHERE name = ?", [name]
    ).fetchone()
    return None if row is None else bytes(row[0])


def _keep(database: Database, name: str, value: bytes, *, ignore: bool = False) -> None:
    verb = "IGNORE" if ignore else "REPLACE"
    database.conn.execute(
        f"INSERT OR {verb} INTO server_settings (name, value) VALUES (?, ?)",  # noqa: S608 - a constant
        [name, value],
    )
