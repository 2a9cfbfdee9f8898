"""A store's file survives kills, is private, and is refused in plain words."""

import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from undivided.storage.database import open_database, writing
from undivided.storage.errors import (
    DatabaseDamaged,
    DatabaseLocked,
    DatabaseNewer,
    DiskFull,
    ReadOnly,
)


def _migrations(*extra: str) -> Migrations:
    migrations = Migrations("notes")

    @migrations()
    def create_notes(db: Database) -> None:
        db.table("notes").create({"id": int, "text": str}, pk="id")

    for name in extra:

        @migrations(name=name)
        def add(db: Database, name: str = name) -> None:
            db.table(name).create({"id": int}, pk="id")

    return migrations


def _add(database: Database, text: str) -> None:
    database.table("notes").insert({"text": text})


def _add_two(database: Database, path: Path, first: str, second: str) -> None:
    with writing(database, path):
        _add(database, first)
        if not second:
            raise ZeroDivisionError
        _add(database, second)


def _texts(database: Database) -> list[str]:
    return [row["text"] for row in database["notes"].rows]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "notes.db"


def test_file_and_its_new_folder_are_private(path: Path) -> None:
    open_database(path, _migrations()).close()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_file_that_others_could_read_is_made_private(path: Path) -> None:
    open_database(path, _migrations()).close()
    path.chmod(0o644)

    open_database(path, _migrations()).close()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_commits_are_synced_through_a_write_ahead_log(path: Path) -> None:
    database = open_database(path, _migrations())

    pragmas = {
        name: database.conn.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


def test_later_migrations_are_applied_to_an_older_file(path: Path) -> None:
    with writing(open_database(path, _migrations()), path) as database:
        _add(database, "kept")

    database = open_database(path, _migrations("tags"))

    assert database["tags"].exists()
    assert _texts(database) == ["kept"]


def test_failed_migration_leaves_the_file_as_it_was(path: Path) -> None:
    migrations = _migrations("tags")

    @migrations()
    def broken(db: Database) -> None:
        db.execute("insert into nowhere values (1)")

    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        open_database(path, migrations)

    assert "tags" not in open_database(path, _migrations()).table_names()


def test_newer_file_is_refused_untouched(path: Path) -> None:
    open_database(path, _migrations("from_the_future")).close()
    before = path.read_bytes()

    with pytest.raises(DatabaseNewer, match="newer version of Undivided") as caught:
        open_database(path, _migrations(), what="notes")

    assert caught.value.unknown == ("from_the_future",)
    assert path.read_bytes() == before


def test_damaged_file_is_copied_once_and_never_deleted(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this was a database once" * 100)

    with pytest.raises(DatabaseDamaged, match="is damaged and cannot be read"):
        open_database(path, _migrations(), what="notes")
    with pytest.raises(DatabaseDamaged, match=r"A copy is kept at .*notes\.db\.damaged-1"):
        open_database(path, _migrations(), what="notes")

    assert [file.read_bytes() for file in sorted(path.parent.iterdir())] == [path.read_bytes()] * 2


def test_writer_gives_up_with_a_sentence_when_another_holds_the_file(
    path: Path,
) -> None:
    first = open_database(path, _migrations())
    second = open_database(path, _migrations(), busy_timeout_ms=10)

    with writing(first, path), pytest.raises(DatabaseLocked, match="try again"):
        _add_two(second, path, "a", "b")

    assert DatabaseLocked.is_retry_sensible


def test_opening_a_file_under_an_exclusive_lock_says_so(path: Path) -> None:
    open_database(path, _migrations()).close()
    other = sqlite3.connect(path)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(DatabaseLocked):
        open_database(path, _migrations(), busy_timeout_ms=10)

    other.close()


def test_two_programs_may_create_the_same_file_at_once(path: Path) -> None:
    failures: list[Exception] = []
    start = threading.Barrier(4)

    def open_it() -> None:
        start.wait()
        try:
            open_database(path, _migrations("tags", "more")).close()
        except Exception as error:  # noqa: BLE001 - the test shows whatever went wrong
            failures.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []


def test_full_disk_takes_the_whole_change_back(path: Path) -> None:
    database = open_database(path, _migrations())
    pages = database.conn.execute("PRAGMA page_count").fetchone()[0]
    database.conn.execute(f"PRAGMA max_page_count={pages + 2}")

    with pytest.raises(DiskFull, match="The disk is full"):
        _add_two(database, path, "small", "x" * 100_000)

    assert _texts(database) == []


def test_file_that_cannot_be_written_says_so(path: Path) -> None:
    database = open_database(path, _migrations())
    database.conn.execute("PRAGMA query_only=ON")

    with (
        pytest.raises(ReadOnly, match="cannot be opened for writing"),
        writing(database, path),
    ):
        _add(database, "no")


def test_folder_in_place_of_the_file_says_so(path: Path) -> None:
    path.mkdir(parents=True)

    with pytest.raises(ReadOnly):
        open_database(path, _migrations())


def test_file_in_place_of_the_folder_says_so(path: Path) -> None:
    path.parent.write_text("not a folder")

    with pytest.raises(ReadOnly):
        open_database(path, _migrations())


def test_error_inside_a_block_takes_everything_back(path: Path) -> None:
    database = open_database(path, _migrations())

    with pytest.raises(ZeroDivisionError):
        _add_two(database, path, "half", "")

    assert _texts(database) == []


def test_inner_block_may_fail_alone(path: Path) -> None:
    database = open_database(path, _migrations())

    with writing(database, path):
        _add(database, "outer")
        with pytest.raises(ZeroDivisionError):
            _add_two(database, path, "inner", "")

    assert _texts(database) == ["outer"]
