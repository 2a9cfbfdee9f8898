"""A damaged log is noticed and read; a write that power loss cut short is no damage."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from undivided.database.wal import read_wal

FRAME = 24 + 4096


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """Give a file with twenty commits in its log, as a kill leaves it."""
    live, killed = tmp_path / "live", tmp_path / "killed"
    live.mkdir()
    with closing(sqlite3.connect(live / "notes.db", isolation_level=None)) as connection:
        connection.execute("pragma journal_mode=wal")
        connection.execute("create table notes (id integer primary key, text)")
        connection.execute("pragma wal_checkpoint(truncate)")
        for number in range(20):
            connection.execute("insert into notes (text) values (?)", (f"note {number}",))
        shutil.copytree(live, killed)
    return killed / "notes.db"


def wal(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def spoil(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 0x55
    path.write_bytes(data)


def folded(path: Path) -> list[str]:
    """Return the rows after the log was folded in without SQLite."""
    log = read_wal(wal(path))
    assert log is not None
    log.fold_into(path)
    for left in (wal(path), path.with_name(f"{path.name}-shm")):
        left.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        return [text for (text,) in connection.execute("select text from notes order by id")]


def test_a_whole_log_is_folded_in_as_sqlite_does(killed: Path) -> None:
    log = read_wal(wal(killed))

    assert log is not None
    assert not log.is_damaged
    assert folded(killed) == [f"note {number}" for number in range(20)]


def test_commits_after_a_damaged_one_are_found_again(killed: Path) -> None:
    spoil(wal(killed), 32 + 5 * FRAME + 30)
    log = read_wal(wal(killed))
    copy = killed.parent / "sqlite"
    copy.mkdir()
    for file in (killed, wal(killed)):
        shutil.copy(file, copy)
    with closing(sqlite3.connect(copy / killed.name)) as connection:
        (by_sqlite,) = connection.execute("select count(*) from notes").fetchone()

    assert log is not None
    assert log.is_damaged
    assert by_sqlite == 5
    assert folded(killed)[-1] == "note 19"


def test_a_damaged_head_loses_nothing(killed: Path) -> None:
    spoil(wal(killed), 17)

    assert folded(killed)[-1] == "note 19"


def test_a_last_write_that_was_cut_short_is_no_damage(killed: Path) -> None:
    data = wal(killed).read_bytes()
    wal(killed).write_bytes(data[:-1_000] + bytes(1_000))
    log = read_wal(wal(killed))

    assert log is not None
    assert not log.is_damaged
    assert folded(killed)[-1] == "note 18"


def test_an_absent_or_empty_log_is_none(tmp_path: Path) -> None:
    (tmp_path / "empty-wal").touch()

    assert read_wal(tmp_path / "absent-wal") is None
    assert read_wal(tmp_path / "empty-wal") is None
