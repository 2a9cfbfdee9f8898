"""A store's file survives kills, is private, and is refused in plain words."""

import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from undivided.database.errors import (
    DatabaseDamaged,
    DatabaseLocked,
    DatabaseNewer,
    DiskFull,
    ReadOnly,
)
from undivided.database.kinds import FileKind, Schema
from undivided.database.names import refuse_unknown_names
from undivided.database.opening import open_file, writing


def _kind(*extra: str) -> FileKind:
    """Return a kind of file with a table of notes and empty tables of the other names."""

    def load() -> Migrations:
        migrations = Migrations("notes")

        @migrations()
        def create_notes(db: Database) -> None:
            db.table("notes").create({"id": int, "text": str}, pk="id")

        for name in extra:

            @migrations(name=name)
            def add(db: Database, name: str = name) -> None:
                if name == "broken":
                    db.execute("insert into nowhere values (1)")
                db.table(name).create({"id": int}, pk="id")

        return migrations

    return FileKind(
        what="notes",
        schemas=(Schema("notes", ("create_notes", *extra), load),),
        tables={"notes": "id, text"},
    )


def _looks_names_up(path: Path) -> bool:
    """Return whether opening looks up names, which it remembers in the file."""
    said: list[str] = []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.set_trace_callback(said.append)
        refuse_unknown_names(connection, path, _kind())
    return any(each.startswith("PRAGMA user_version =") for each in said)


def _add(connection: sqlite3.Connection, text: str) -> None:
    connection.execute("insert into notes (text) values (?)", (text,))


def _add_two(connection: sqlite3.Connection, path: Path, first: str, second: str) -> None:
    with writing(connection, path):
        _add(connection, first)
        if not second:
            raise ZeroDivisionError
        _add(connection, second)


def _texts(connection: sqlite3.Connection) -> list[str]:
    return [text for (text,) in connection.execute("select text from notes")]


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("select name from sqlite_schema")}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "notes.db"


def test_file_and_its_new_folder_are_private(path: Path) -> None:
    open_file(path, _kind()).close()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_file_that_others_could_read_is_made_private(path: Path) -> None:
    open_file(path, _kind()).close()
    path.chmod(0o644)

    open_file(path, _kind()).close()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_commits_are_synced_through_a_write_ahead_log(path: Path) -> None:
    database = open_file(path, _kind())

    pragmas = {
        name: database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


def test_later_migrations_are_applied_to_an_older_file(path: Path) -> None:
    with closing(open_file(path, _kind())) as database:
        _add(database, "kept")

    with closing(open_file(path, _kind("tags"))) as database:
        assert "tags" in _tables(database)
        assert _texts(database) == ["kept"]


def test_failed_migration_leaves_the_file_as_it_was(path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        open_file(path, _kind("tags", "broken"))

    with closing(open_file(path, _kind())) as database:
        assert "tags" not in _tables(database)


def test_an_older_file_is_kept_as_a_backup_before_it_is_migrated(path: Path) -> None:
    with closing(open_file(path, _kind())) as database:
        _add(database, "kept")

    open_file(path, _kind("tags")).close()

    with closing(sqlite3.connect(path.parent / "backups" / "notes-before-tags.db")) as backup:
        assert _texts(backup) == ["kept"]
        assert "tags" not in _tables(backup)


def test_current_file_is_opened_without_loading_its_migrations(path: Path) -> None:
    open_file(path, _kind()).close()

    def load() -> Migrations:
        raise AssertionError

    kind = FileKind(what="notes", schemas=(Schema("notes", ("create_notes",), load),))
    open_file(path, kind).close()


def test_names_are_looked_up_once_and_again_when_one_of_them_changed(path: Path) -> None:
    open_file(path, _kind()).close()

    assert not _looks_names_up(path)

    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table another (id)")
    assert _looks_names_up(path)
    assert not _looks_names_up(path)


def test_names_are_not_remembered_while_another_program_writes(path: Path) -> None:
    open_file(path, _kind()).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("pragma user_version = 1")
        other.execute("begin immediate")
        open_file(path, _kind(), busy_timeout_ms=60_000).close()

        assert other.execute("pragma user_version").fetchone() == (1,)


def test_newer_file_is_refused_untouched(path: Path) -> None:
    open_file(path, _kind("from_the_future")).close()
    before = path.read_bytes()

    with pytest.raises(DatabaseNewer, match="newer version of Undivided") as caught:
        open_file(path, _kind())

    assert caught.value.unknown == ("from_the_future",)
    assert path.read_bytes() == before


def test_damaged_file_is_refused_untouched(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this was a database once" * 100)
    before = path.read_bytes()

    with pytest.raises(DatabaseDamaged, match="is damaged and cannot be read"):
        open_file(path, _kind())

    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ['"notes"', '"text"', "create_notes", "_sqlite_migrations"])
def test_damaged_name_is_damage_and_no_newer_version(path: Path, name: str) -> None:
    open_file(path, _kind()).close()
    path.write_bytes(path.read_bytes().replace(name.encode(), name.replace("t", "u").encode()))

    with pytest.raises(DatabaseDamaged):
        open_file(path, _kind())


def test_name_that_is_no_text_any_more_is_damage(path: Path) -> None:
    open_file(path, _kind()).close()
    path.write_bytes(path.read_bytes().replace(b"_sqlite_migrations", b"_sqlite_migr\x81tions"))

    with pytest.raises(DatabaseDamaged):
        open_file(path, _kind())


def test_writer_gives_up_with_a_sentence_when_another_holds_the_file(
    path: Path,
) -> None:
    first = open_file(path, _kind())
    second = open_file(path, _kind(), busy_timeout_ms=10)

    with writing(first, path), pytest.raises(DatabaseLocked, match="try again"):
        _add_two(second, path, "a", "b")

    assert DatabaseLocked.is_retry_sensible


def test_opening_a_file_under_an_exclusive_lock_says_so(path: Path) -> None:
    open_file(path, _kind()).close()
    other = sqlite3.connect(path)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(DatabaseLocked):
        open_file(path, _kind(), busy_timeout_ms=10)

    other.close()


def test_two_programs_may_create_the_same_file_at_once(path: Path) -> None:
    failures: list[Exception] = []
    start = threading.Barrier(4)

    def open_it() -> None:
        start.wait()
        try:
            open_file(path, _kind("tags", "more")).close()
        except Exception as error:  # noqa: BLE001 - the test shows whatever went wrong
            failures.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []


def test_full_disk_takes_the_whole_change_back(path: Path) -> None:
    database = open_file(path, _kind())
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count={pages + 2}")

    with pytest.raises(DiskFull, match="The disk is full"):
        _add_two(database, path, "small", "x" * 100_000)

    assert _texts(database) == []


def test_file_that_cannot_be_written_says_so(path: Path) -> None:
    database = open_file(path, _kind())
    database.execute("PRAGMA query_only=ON")

    with (
        pytest.raises(ReadOnly, match="cannot be opened for writing"),
        writing(database, path),
    ):
        _add(database, "no")


def test_folder_in_place_of_the_file_says_so(path: Path) -> None:
    path.mkdir(parents=True)

    with pytest.raises(ReadOnly):
        open_file(path, _kind())


def test_file_in_place_of_the_folder_says_so(path: Path) -> None:
    path.parent.write_text("not a folder")

    with pytest.raises(ReadOnly):
        open_file(path, _kind())


def test_error_inside_a_block_takes_everything_back(path: Path) -> None:
    database = open_file(path, _kind())

    with pytest.raises(ZeroDivisionError):
        _add_two(database, path, "half", "")

    assert _texts(database) == []


def test_inner_block_may_fail_alone(path: Path) -> None:
    database = open_file(path, _kind())

    with writing(database, path):
        _add(database, "outer")
        with pytest.raises(ZeroDivisionError):
            _add_two(database, path, "inner", "")

    assert _texts(database) == ["outer"]
