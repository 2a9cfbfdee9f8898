"""The faulty disk really loses, fails and fills up, and leaves everybody else's files alone."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.support import sqlite_vfs
from tests.support.faulty_disk import Fault, FaultyDisk

SEEDS = range(12)

pytestmark = pytest.mark.skipif(bool(sqlite_vfs.why_absent()), reason=sqlite_vfs.why_absent())


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[FaultyDisk]:
    folder = tmp_path / "machine"
    folder.mkdir()
    with FaultyDisk(folder) as disk:
        yield disk


@pytest.fixture
def path(disk: FaultyDisk, tmp_path: Path) -> Path:
    return tmp_path / "machine" / "notes.db"


def opened(path: Path, *, journal: str = "wal", synchronous: str = "full") -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"pragma journal_mode={journal}")
    connection.execute(f"pragma synchronous={synchronous}")
    connection.execute("create table if not exists notes (id integer primary key, text)")
    return connection


def add(connection: sqlite3.Connection, text: object) -> None:
    connection.execute("insert into notes (text) values (?)", (text,))


def texts(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        return [text for (text,) in connection.execute("select text from notes order by id")]


def survivors(path: Path, disk: FaultyDisk, seed: int, **pragmas: str) -> list[str]:
    """Return what is left of ten acknowledged rows after the power went."""
    path.unlink(missing_ok=True)
    connection = opened(path, **pragmas)
    connection.execute("pragma wal_checkpoint(truncate)")
    for number in range(10):
        add(connection, f"note {number}")
    disk.power_loss(random.Random(seed))
    connection.close()
    return texts(path)


@pytest.mark.parametrize(("journal", "synchronous"), [("wal", "full"), ("delete", "extra")])
@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_synced_survives(
    path: Path, disk: FaultyDisk, seed: int, journal: str, synchronous: str
) -> None:
    left = survivors(path, disk, seed, journal=journal, synchronous=synchronous)

    assert [f"note {number}" for number in range(10)] == left


def test_what_was_not_synced_is_lost_with_some_seed(path: Path, disk: FaultyDisk) -> None:
    left = [len(survivors(path, disk, seed, synchronous="normal")) for seed in SEEDS]

    assert min(left) < 10
    assert max(left) > 0


def test_an_unfinished_transaction_never_survives(path: Path, disk: FaultyDisk) -> None:
    connection = opened(path)
    connection.execute("pragma cache_size=1")
    add(connection, "kept")
    connection.execute("begin")
    for number in range(50):
        add(connection, str(number) * 5_000)

    disk.power_loss(random.Random(5))
    connection.close()

    assert ["kept"] == texts(path)


def test_a_killed_program_leaves_what_it_wrote_and_no_lock(path: Path, disk: FaultyDisk) -> None:
    first = opened(path, synchronous="off")
    add(first, "written")
    first.execute("begin immediate")

    disk.kill()
    with closing(opened(path)) as second:
        add(second, "next")
        add(first, "from the dead")
        with pytest.raises(sqlite3.OperationalError):
            first.execute("commit")
        first.close()
        add(second, "last")

    assert ["written", "next", "last"] == texts(path)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (Fault.FULL, sqlite3.SQLITE_FULL),
        (Fault.WRITE, sqlite3.SQLITE_IOERR),
        (Fault.SYNC, sqlite3.SQLITE_IOERR),
    ],
)
def test_the_asked_write_fails_once(path: Path, disk: FaultyDisk, kind: Fault, code: int) -> None:
    with closing(opened(path)) as connection:
        disk.fail_write(1, kind)
        with pytest.raises(sqlite3.OperationalError) as caught:
            add(connection, "refused")
        assert disk.has_failed
        add(connection, "taken")

    assert code == caught.value.sqlite_errorcode & 0xFF
    assert ["taken"] == texts(path)


def test_a_lasting_fault_ends_when_it_is_healed(path: Path, disk: FaultyDisk) -> None:
    with closing(opened(path)) as connection:
        disk.fail_write(1, Fault.WRITE, is_lasting=True)
        for _ in range(3):
            with pytest.raises(sqlite3.OperationalError):
                add(connection, "refused")
        disk.heal()
        add(connection, "taken")

    assert ["taken"] == texts(path)


def test_a_full_disk_takes_nothing_that_grows(path: Path, disk: FaultyDisk) -> None:
    with closing(opened(path)) as connection:
        disk.is_full = True
        with pytest.raises(sqlite3.OperationalError, match="full"):
            add(connection, "refused")
        disk.heal()
        add(connection, "taken")

    assert ["taken"] == texts(path)


def test_two_machines_fail_apart(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    with (
        FaultyDisk(tmp_path / "a") as first,
        FaultyDisk(tmp_path / "b"),
        closing(opened(tmp_path / "a" / "x.db")) as a,
        closing(opened(tmp_path / "b" / "x.db")) as b,
    ):
        first.power_loss(random.Random(1))
        with suppress(sqlite3.OperationalError):
            add(a, "refused")
        add(b, "taken")

    assert ["taken"] == texts(tmp_path / "b" / "x.db")


def test_other_files_are_opened_as_ever(tmp_path: Path, disk: FaultyDisk) -> None:
    with closing(opened(tmp_path / "elsewhere.db")) as connection:
        add(connection, "plain")

    assert 0 == disk.writes
    assert ["plain"] == texts(tmp_path / "elsewhere.db")
