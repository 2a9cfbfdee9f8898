"""Saves what a damaged file still holds, adds what a backup knows, and puts a whole file in place.

The damaged bytes are copied aside first and never deleted. The new file is whole, checked and
synced before it takes the old one's place; a kill at any step leaves the old or the new one.
"""

import filecmp
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from undivided.database.backups import sync
from undivided.database.checking import wal_of
from undivided.database.errors import DatabaseDamaged
from undivided.database.faults import suspect_mark, translated
from undivided.database.kinds import FileKind
from undivided.database.rebuilding import Saved, rebuild
from undivided.database.rights import refusal

_RESTORED = ".restored"


@dataclass(frozen=True, slots=True)
class Salvage:
    """What a salvage did.

    Attributes:
        copy: The damaged file, put aside.
        tables: By name.
    """

    copy: Path
    tables: Mapping[str, Saved]

    def sentence(self, kind: FileKind) -> str:
        """Return what was restored, what was or may be lost, and where the damaged copy lies."""
        counted = [(word, self.tables[name]) for name, word in kind.counted.items()]
        others = [saved for name, saved in self.tables.items() if name not in kind.counted]
        result = f"{_listed(counted)} were restored"
        if all(saved.lost == 0 for saved in self.tables.values()):
            result = f"Everything in it was restored ({_listed(counted)})"
        elif any(saved.lost is None for _, saved in counted):
            result += "; others may be lost"
        if any(saved.lost != 0 for saved in others):
            result += ", but some of the details about them are missing"
        if any(saved.from_backup for saved in self.tables.values()):
            result += "; what a backup had to fill in may be older"
        return f"The {kind.what} was damaged. {result}; the damaged copy is at {self.copy}."


def salvage(path: Path, kind: FileKind) -> Salvage:
    """Put a whole file in the place of a damaged one that nobody else has open.

    Raises:
        DatabaseDamaged: Nothing could be read, and a file of this kind may not start empty; or
            what was read makes no whole file. The old file is where it was.
        StorageError: There was no room, or no right, to write the new file; likewise.
    """
    copy = copy_aside(path)
    if copy is None:
        raise DatabaseDamaged(kind.what, path)
    new = path.with_name(f"{path.name}.new")
    with translated(kind.what, path), _refused(kind, path):
        for each in (new, wal_of(new), _shm_of(new)):
            each.unlink(missing_ok=True)
        with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            tables = rebuild(path, new, kind, Path(folder))
        if not kind.may_be_empty and _is_nothing([tables[name] for name in kind.counted]):
            new.unlink()
            raise DatabaseDamaged(kind.what, path, copy)
        swap_in(new, path)
    return Salvage(copy, tables)


def swap_in(new: Path, path: Path) -> None:
    """Let a whole, closed file take another's place, with no state between the two after a kill.

    Raises:
        OSError: The old file is where it was, unless `finish_swap` has more luck.
    """
    sync(new)
    new.replace(path.with_name(f"{path.name}{_RESTORED}"))
    finish_swap(path)


def finish_swap(path: Path) -> None:
    """Let a restored file that is ready take its place, also after a kill half-way."""
    restored = path.with_name(f"{path.name}{_RESTORED}")
    if not restored.exists():
        return
    # First the old log: SQLite would read it into the new file.
    for old in (wal_of(path), _shm_of(path)):
        old.unlink(missing_ok=True)
    sync(path.parent)
    restored.replace(path)
    suspect_mark(path).unlink(missing_ok=True)
    sync(path.parent)


def copy_aside(path: Path) -> Path | None:
    """Copy a damaged file with its log beside itself, once for the same bytes; None if it fails."""
    with suppress(OSError):
        for number in range(1, 100):
            copy = path.with_name(f"{path.name}.damaged-{number}")
            if copy.exists() and _is_same(path, copy):
                return copy
            if not copy.exists():
                if wal_of(path).exists():
                    shutil.copy2(wal_of(path), wal_of(copy))
                shutil.copy2(path, copy)
                sync(copy)
                return copy
    return None


def _is_nothing(saved: list[Saved]) -> bool:
    """Return whether there is no row, and that because of the damage."""
    return not any(each.count for each in saved) and any(each.lost != 0 for each in saved)


@contextmanager
def _refused(kind: FileKind, path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refusal(error, kind.what, path) from error


def _is_same(path: Path, copy: Path) -> bool:
    pairs = ((path, copy), (wal_of(path), wal_of(copy)))
    return all(
        filecmp.cmp(one, other, shallow=False) if one.exists() and other.exists() else False
        for one, other in pairs
        if one.exists() or other.exists()
    )


def _shm_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-shm")


def _listed(counted: Iterable[tuple[str, Saved]]) -> str:
    parts = []
    for word, saved in counted:
        total = saved.count + (saved.lost or 0)
        plural = word if total == 1 else f"{word}s"
        of_total = f"{saved.count} of {total} {plural}"
        parts.append(f"{saved.count} {plural}" if saved.lost is None else of_total)
    return " and ".join(parts)
