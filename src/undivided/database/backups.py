"""Rolling backups of one SQLite file: copied while it is in use, checked, then the old ones go.

They lie in a private folder beside the file: the last three, and one a day for a week.
A backup has its name only once it is whole, checked and synced.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from undivided.database.checking import complaints
from undivided.database.errors import DatabaseDamaged
from undivided.database.faults import mark_suspect, translated
from undivided.database.rights import PRIVATE_FOLDER, create_private, refusal

FOLDER_NAME = "backups"
DUE_AFTER = timedelta(days=1)
KEPT_LAST = 3
KEPT_DAYS = 7
KEPT_BEFORE_MIGRATIONS = 2

_STAMP = "%Y%m%dT%H%M%SZ"
_BEFORE = "before-"
_PAGES_A_STEP = 256
"""1 MiB with pages of the usual size."""

Pace = Callable[[], None]


def back_up(path: Path, what: str, now: datetime, *, pace: Pace = lambda: None) -> Path:
    """Copy the file as it is at this moment, check the copy, and drop what is too old.

    Uses connections of its own, which no writer waits for.

    Args:
        path: The file; other connections may read and write it meanwhile.
        what: What it is, for sentences.
        now: Aware time; it names the copy.
        pace: Called after each step of about 1 MiB; it may wait.

    Raises:
        DatabaseDamaged: The copy shows damage, and so does the file; no older backup was dropped.
        StorageError: It was not made; no older backup was dropped.
    """
    name = f"{path.stem}-{now.astimezone(UTC).strftime(_STAMP)}{path.suffix}"
    made = _make(path, backups_folder(path) / name, what, pace)
    _drop_old(path, now)
    return made


def back_up_before(path: Path, step: str, what: str) -> Path:
    """Keep the file as it is before a migration of that name."""
    name = f"{path.stem}-{_BEFORE}{step}{path.suffix}"
    made = _make(path, backups_folder(path) / name, what, lambda: None)
    for old in _before_migrations(path)[KEPT_BEFORE_MIGRATIONS:]:
        _forget(old)
    return made


def is_due(path: Path, now: datetime) -> bool:
    """Return whether the newest backup is older than a day, or was made in the future."""
    age = min((now - at for at, _ in _stamped(path)), default=DUE_AFTER)
    return not timedelta(0) <= age < DUE_AFTER


def backups_of(path: Path) -> list[Path]:
    """Return the backups of the file, the newest first."""
    stamped = [backup for _, backup in _stamped(path)]
    return sorted({*stamped, *_before_migrations(path)}, key=_age, reverse=True)


def backups_folder(path: Path) -> Path:
    """Return where the backups of the file lie."""
    return path.parent / FOLDER_NAME


def copy_file(path: Path, target: Path, *, pace: Pace = lambda: None) -> None:
    """Copy a database that may be in use, in one state, and sync the copy.

    Raises:
        sqlite3.Error, OSError: The copy is of no use.
    """
    source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    with closing(source), closing(sqlite3.connect(target)) as copy:
        copy.execute("PRAGMA synchronous=OFF")
        # An open transaction sees one state; without it, each change would start the copy anew.
        source.execute("BEGIN")
        source.execute("SELECT 1 FROM sqlite_schema").fetchone()
        source.backup(copy, pages=_PAGES_A_STEP, progress=lambda *_: pace())
    sync(target)


def sync(path: Path) -> None:
    """Make a file, or the names in a folder, durable."""
    if os.name != "posix" and path.is_dir():
        return  # folders cannot be opened there
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def faults_of(backup: Path) -> list[str]:
    """Return what is wrong with a file that nobody writes; nothing when it is good."""
    uri = f"{backup.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as copy:
            return complaints(copy)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return [str(error)]


def _make(path: Path, target: Path, what: str, pace: Pace) -> Path:
    new = target.with_name(f"{target.name}.new")
    try:
        backups_folder(path).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        _forget(new)
        create_private(new, what)
        with translated(what, path):
            copy_file(path, new, pace=pace)
        if faults_of(new):
            mark_suspect(path)
            raise DatabaseDamaged(what, path)
        new.replace(target)
        sync(target.parent)
    except OSError as error:
        raise refusal(error, f"backup of the {what}", target) from error
    finally:
        _forget(new)
    return target


def _drop_old(path: Path, now: datetime) -> None:
    stamped = sorted(_stamped(path), reverse=True)
    newest_of_day = {at.date(): backup for at, backup in reversed(stamped)}
    kept = {backup for _, backup in stamped[:KEPT_LAST]}
    kept |= {backup for day, backup in newest_of_day.items() if (now.date() - day).days < KEPT_DAYS}
    for _, backup in stamped:
        if backup not in kept:
            _forget(backup)


def _stamped(path: Path) -> Iterable[tuple[datetime, Path]]:
    for backup in backups_folder(path).glob(f"{path.stem}-*{path.suffix}"):
        with suppress(ValueError):
            stamp = backup.stem.removeprefix(f"{path.stem}-")
            yield datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC), backup


def _before_migrations(path: Path) -> list[Path]:
    found = backups_folder(path).glob(f"{path.stem}-{_BEFORE}*{path.suffix}")
    return sorted(found, key=_age, reverse=True)


def _age(backup: Path) -> int:
    return backup.stat().st_mtime_ns


def _forget(backup: Path) -> None:
    for each in (backup, backup.with_name(f"{backup.name}-journal")):
        with suppress(OSError):
            each.unlink(missing_ok=True)
