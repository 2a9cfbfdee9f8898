"""The server's file: private, durable, and refused in one sentence when it must be."""

import os
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from undivided.server.database import open_database
from undivided.server.errors import DatabaseUnusable
from undivided.server.store.schema import history


def test_a_new_file_is_private_and_durable(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "hub.db"

    database = open_database(path, history)

    (journal,) = database.execute("PRAGMA journal_mode").fetchone()
    (synchronous,) = database.execute("PRAGMA synchronous").fetchone()
    assert (journal, synchronous) == ("wal", 2)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    database.close()


def test_a_file_that_others_may_read_is_made_private(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    path.touch(mode=0o644)
    path.chmod(0o644)

    open_database(path, history).close()

    assert path.stat().st_mode & 0o777 == 0o600


def test_several_sets_of_migrations_share_the_file(tmp_path: Path) -> None:
    other = Migrations("other")

    @other()
    def m001(database: Database) -> None:
        database.table("extra").create({"id": int})

    open_database(tmp_path / "hub.db", history).close()
    database = open_database(tmp_path / "hub.db", history, other)

    assert {"events", "extra"} <= set(database.table_names())
    database.close()


def test_a_failing_migration_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    broken = Migrations("broken")

    @broken()
    def m001(database: Database) -> None:
        database.table("half").create({"id": int})
        raise ZeroDivisionError

    path = tmp_path / "hub.db"
    open_database(path, history).close()
    with pytest.raises(ZeroDivisionError):
        open_database(path, history, broken)

    database = open_database(path, history)
    assert "half" not in database.table_names()
    database.close()


def test_a_newer_file_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    database = open_database(path, history)
    database.table("_sqlite_migrations").insert(
        {"migration_set": history.name, "name": "m999_future", "applied_at": "2030"}
    )
    database.close()
    before = path.read_bytes()

    with pytest.raises(DatabaseUnusable, match="newer version"):
        open_database(path, history)

    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hub.db"
    path.write_bytes(content)

    with pytest.raises(DatabaseUnusable, match=r"damaged|no database") as caught:
        open_database(path, history)

    assert not caught.value.is_retry_sensible
    assert str(path) in caught.value.sentence
    assert path.read_bytes() == content


def test_a_locked_file_is_worth_another_try(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    path.touch()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(DatabaseUnusable, match="another program") as caught:
        open_database(path, history, busy_timeout_ms=10)

    assert caught.value.is_retry_sensible
    other.close()


def test_a_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "hub.db").mkdir()

    with pytest.raises(DatabaseUnusable):
        open_database(tmp_path / "hub.db", history)


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").touch()

    with pytest.raises(DatabaseUnusable, match="cannot be opened"):
        open_database(tmp_path / "data" / "hub.db", history)


def test_our_own_mistakes_are_not_translated(tmp_path: Path) -> None:
    wrong = Migrations("wrong")

    @wrong()
    def m001(database: Database) -> None:
        database.execute("SELECT nonsense")

    with pytest.raises(sqlite3.OperationalError):
        open_database(tmp_path / "hub.db", wrong)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_folder_without_rights_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(DatabaseUnusable, match="rights"):
        open_database(tmp_path / "hub.db", history)
