"""Fills a new file with the rows of a damaged one, and from a backup where some are missing."""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from undivided.database.backups import backups_of, faults_of
from undivided.database.checking import complaints, is_own_table, text_indexes, wal_of
from undivided.database.damaged_keys import mend_keys
from undivided.database.damaged_rows import (
    FIRST,
    LAST,
    Gap,
    Table,
    expected_numbers,
    readable_rows,
    table_of,
)
from undivided.database.donor_pages import connect_damaged, open_damaged
from undivided.database.kinds import FileKind
from undivided.database.opening import open_file
from undivided.database.wal import read_wal


@dataclass(slots=True)
class Saved:
    """What became of the rows of one table.

    Attributes:
        kept: Read from the damaged file.
        from_backup: Rows that only a backup still had; they may be older.
        lost: Rows that are known to be missing; None when nobody can say.
    """

    kept: int = 0
    from_backup: int = 0
    lost: int | None = 0

    @property
    def count(self) -> int:
        """How many rows there are again."""
        return self.kept + self.from_backup


def rebuild(path: Path, new: Path, kind: FileKind, folder: Path) -> dict[str, Saved]:
    """Write everything that can be had of the file at `path` to the absent file `new`.

    Args:
        folder: An empty one for copies that are worked on.

    Returns:
        What became of each table.

    Raises:
        sqlite3.DatabaseError: What was read makes no whole file.
        StorageError: The new file could not be written.
    """
    work, fresh = _copy_with_log(path, folder), folder / "fresh.db"
    open_file(fresh, kind).close()
    donors = [backup for backup in backups_of(path) if not faults_of(backup)]
    with closing(open_file(new, kind)) as target:
        names = _own_tables(target)
        readable = open_damaged(work, names, [*donors, fresh])
        source = connect_damaged(readable) if readable else None
        # A copy, because a backup keeps the mode of its file and wants a log beside itself.
        backup = (
            connect_damaged(Path(shutil.copyfile(donors[0], folder / "backup.db")))
            if donors
            else None
        )
        try:
            tables = _fill_all(target, names, source, backup, kind)
        finally:
            for each in (source, backup):
                if each is not None:
                    each.close()
        if found := complaints(target, kind):
            raise sqlite3.DatabaseError(found[0])
    return tables


def _copy_with_log(path: Path, folder: Path) -> Path:
    work = Path(shutil.copyfile(path, folder / path.name))
    log = read_wal(wal_of(path))
    if log is not None:
        log.fold_into(work)
    elif wal_of(path).exists():
        shutil.copyfile(wal_of(path), wal_of(work))
    return work


def _fill_all(
    target: sqlite3.Connection,
    names: Sequence[str],
    source: sqlite3.Connection | None,
    backup: sqlite3.Connection | None,
    kind: FileKind,
) -> dict[str, Saved]:
    target.execute("PRAGMA foreign_keys=OFF")
    target.execute("BEGIN IMMEDIATE")
    tables = {
        name: _fill(target, name, source, backup, kind)
        for name in names
        if name not in kind.derived
    }
    _drop_orphans(target, tables)
    kind.mend(target)
    for index in text_indexes(target):
        target.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608 - our names
    target.execute("COMMIT")
    return tables


def _fill(
    target: sqlite3.Connection,
    name: str,
    source: sqlite3.Connection | None,
    backup: sqlite3.Connection | None,
    kind: FileKind,
) -> Saved:
    table, saved = table_of(target, name), Saved()
    target.execute(f"DELETE FROM {name}")  # noqa: S608 - a table of ours
    if source is not None:
        saved.kept = _copy_rows(target, table, source, kind)
        if backup is not None:
            mend_keys(target, name, source, backup)
    else:
        table.gaps.append((FIRST, LAST))
    if not table.gaps:
        return saved
    expected = expected_numbers(source, table) if source is not None else None
    gaps, table.gaps = table.gaps, []
    if backup is not None and name not in kind.never_from_backup:
        saved.from_backup = _copy_rows(target, table, backup, kind, gaps)
    if expected is None:
        saved.lost = None
    else:
        number = table.number
        there = {each for (each,) in target.execute(f"SELECT {number} FROM {name}")}  # noqa: S608
        saved.lost = len(expected - there)
    return saved


def _copy_rows(
    target: sqlite3.Connection,
    table: Table,
    source: sqlite3.Connection,
    kind: FileKind,
    only: Sequence[Gap] = (),
) -> int:
    """Copy sound rows, only those with numbers in the given ranges if any; return how many."""
    try:
        known = {row[1] for row in source.execute(f"PRAGMA table_info({table.name})")}
    except (sqlite3.Error, UnicodeDecodeError):
        known = set(table.columns)
    names = [name for name in table.columns if name in known]
    numbered = names if table.number != "rowid" else ["rowid", *names]
    into = ", ".join(f'"{name}"' if name != "rowid" else name for name in numbered)
    marks = ", ".join("?" * len(numbered))
    insert = f"INSERT INTO {table.name} ({into}) VALUES ({marks})"  # noqa: S608 - names of ours
    count = 0
    for number, row in readable_rows(source, table, names):
        if only and not any(low <= number <= high for low, high in only):
            continue
        values = dict(zip(names, row, strict=True))
        if not table.accepts(row, names) or not kind.is_sound(table.name, values):
            table.gaps.append((number, number))
            continue
        try:
            target.execute(insert, row if table.number != "rowid" else (number, *row))
            count += 1
        except sqlite3.IntegrityError:
            # Of a newer row; or one that a rule of the table refuses, which is damage as well.
            table.gaps.append((number, number))
    return count


def _drop_orphans(target: sqlite3.Connection, tables: dict[str, Saved]) -> None:
    """Leave out rows whose owner was lost, until every reference leads somewhere."""
    while orphans := target.execute("PRAGMA foreign_key_check").fetchall():
        for table, number, *_ in orphans:
            target.execute(f"DELETE FROM {table} WHERE rowid = ?", (number,))  # noqa: S608
            if (saved := tables.get(table)) is not None:
                saved.kept -= 1
                saved.lost = None if saved.lost is None else saved.lost + 1


def _own_tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return [name for (name,) in rows if is_own_table(connection, name)]
