"""A migration that is killed at any write leaves the file wholly old or wholly new (G16)."""

import random
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlite_utils import Database, Migrations

from tests.endurance.outcome import Outcome
from tests.support.faulty_disk import Fault, FaultyDisk
from tests.support.old_library import make_first_library
from undivided.database.checking import complaints
from undivided.database.errors import StorageError
from undivided.database.kinds import FileKind, Schema
from undivided.database.opening import open_file
from undivided.server.data_kind import server_file
from undivided.storage.desk.kind import DESK
from undivided.storage.library.kind import LIBRARY

RULE = "a migration killed at any write"
ROUNDS = 2_000
"""More than the writes of any migration: each is killed at every one of them."""

KINDS = (DESK, LIBRARY, server_file())

Tables = list[tuple[str, str]]


def endure(rounds: int, folder: Path) -> list[Outcome]:
    """Kill the first migrations and those of a later version, at up to `rounds` writes each."""
    killed, wrong = 0, list[str]()
    for number, kind in enumerate(KINDS):
        empty, old = folder / f"{number}-empty", folder / f"{number}-old"
        empty.mkdir()
        open_file(old / "file.db", kind).close()
        cases = [("new", empty, kind), ("old", old, next_version(kind))]
        if kind is LIBRARY:
            first = folder / f"{number}-first"
            make_first_library(first / "file.db")
            cases.append(("first version's", first, kind))
        for case, template, wanted in cases:
            count, failures = _kill_all(folder / f"{number} {case}", template, wanted, rounds)
            killed += count
            wrong += [f"{kind.what}, {case} file, {failure}" for failure in failures]
    return [
        Outcome(
            f"Migrations of the files of drafts and messages, responses and the server, first and"
            f" later ones, ended at {killed:,} writes by kill or power loss",
            f"{len(wrong)} files neither wholly old nor wholly new, or not to be opened",
            "0 files neither wholly old nor wholly new, or not to be opened",
            is_met=not wrong and killed > 0,
            detail=wrong[0] if wrong else "",
        )
    ]


def next_version(kind: FileKind) -> FileKind:
    """Return the kind as a later version might have it: each old table copied into a new one."""
    tables = tuple(kind.tables)

    def load() -> Migrations:
        migrations = Migrations("next")
        for table in tables:

            @migrations(name=f"copy_{table}")
            def copy(db: Database, table: str = table) -> None:
                db.execute(f"create table next_{table} as select * from {table}")
                db.execute(f"alter table next_{table} add column added text default 'x'")
                db.execute(f"create index next_{table}_added on next_{table} (added)")

        return migrations

    steps = tuple(f"copy_{table}" for table in tables)
    return FileKind(what=kind.what, schemas=(*kind.schemas, Schema("next", steps, load)))


def _kill_all(folder: Path, template: Path, kind: FileKind, rounds: int) -> tuple[int, list[str]]:
    """Return how often the migration was killed, and what was wrong after it."""
    shutil.copytree(template, folder / "whole")
    with FaultyDisk(folder / "whole") as disk:
        open_file(folder / "whole" / "file.db", kind).close()
    old, new = _tables(template / "file.db"), _tables(folder / "whole" / "file.db")
    writes = [1 + each * disk.writes // rounds for each in range(rounds)]
    failures = []
    for nth in sorted(set(writes)):
        here = folder / f"{nth}"
        shutil.copytree(template, here)
        _kill(here, kind, nth)
        if _tables(here / "file.db") not in (old, new):
            failures.append(f"write {nth}: half")
        try:
            open_file(here / "file.db", kind).close()
        except StorageError as error:
            failures.append(f"write {nth}: {error.sentence}")
        else:
            if _tables(here / "file.db") != new:
                failures.append(f"write {nth}: not migrated at the next opening")
        shutil.rmtree(here)
    return len(set(writes)), failures


def _kill(folder: Path, kind: FileKind, nth: int) -> None:
    with FaultyDisk(folder) as disk:
        disk.fail_write(nth, Fault.WRITE, is_lasting=True)
        with suppress(StorageError):
            open_file(folder / "file.db", kind).close()
        if nth % 2:
            disk.kill()
        else:
            disk.power_loss(random.Random(nth))


def _tables(path: Path) -> Tables:
    """Return every table and index; an empty file, or none, has no tables at all."""
    if not path.exists() or path.stat().st_size == 0:
        return []
    with closing(sqlite3.connect(path)) as connection:
        assert complaints(connection) == []
        return sorted(connection.execute("select name, coalesce(sql, '') from sqlite_schema"))
