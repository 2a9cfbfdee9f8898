"""Backups are whole, private and few; the newest are never given up for one that is not good."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from undivided.database.backups import back_up, backups_of, faults_of, is_due
from undivided.database.errors import DatabaseDamaged
from undivided.database.faults import suspect_mark

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "notes.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode=wal")
        connection.execute("create table notes (id integer primary key, text)")
        connection.executemany("insert into notes (text) values (?)", [("x" * 1_500,)] * 2_000)
        connection.commit()
    return path


def count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("select count(*) from notes").fetchone()[0])


def test_a_backup_has_everything_committed_also_what_is_only_in_the_log(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("insert into notes (text) values ('in the log')")
        writer.execute("begin immediate")
        writer.execute("insert into notes (text) values ('not committed')")
        made = back_up(path, "notes", NOON)

    assert faults_of(made) == []
    assert count(made) == 2_001
    assert made.stat().st_mode & 0o777 == 0o600
    assert made.parent.stat().st_mode & 0o777 == 0o700


def test_writers_go_on_between_the_steps_of_a_backup(path: Path) -> None:
    steps = 0

    def write() -> None:
        nonlocal steps
        steps += 1
        with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as writer:
            writer.execute("insert into notes (text) values ('meanwhile')")

    made = back_up(path, "notes", NOON, pace=write)

    assert steps > 1
    assert (count(made), count(path)) == (2_000, 2_000 + steps)


def test_the_last_three_and_one_a_day_for_a_week_are_kept(path: Path) -> None:
    for hours in range(0, 24 * 12, 6):
        back_up(path, "notes", NOON + timedelta(hours=hours))

    names = [backup.stem.removeprefix("notes-") for backup in backups_of(path)]
    assert names == [
        *("20261204T060000Z", "20261204T000000Z", "20261203T180000Z"),
        *(f"202612{day:02}T180000Z" for day in (2, 1)),
        *(f"202611{day}T180000Z" for day in (30, 29, 28)),
    ]


def test_a_backup_is_due_after_a_day_and_when_the_clock_was_ahead(path: Path) -> None:
    assert is_due(path, NOON)
    back_up(path, "notes", NOON)

    ages = (timedelta(hours=23), timedelta(hours=25), timedelta(hours=-1))
    assert [is_due(path, NOON + age) for age in ages] == [False, True, True]


def test_a_damaged_file_makes_no_backup_and_costs_none(path: Path) -> None:
    for hours in range(3):
        back_up(path, "notes", NOON + timedelta(hours=hours))
    before = backups_of(path)
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 64)

    with pytest.raises(DatabaseDamaged):
        back_up(path, "notes", NOON + timedelta(days=30))

    assert before == backups_of(path)
    assert suspect_mark(path).exists()
