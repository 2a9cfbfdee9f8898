"""Makes a damaged file's list of tables readable again, with pages of a whole file of its kind.

A file's first bytes and its list of tables say where every table begins. They change only with a
migration, so a backup, or even a new empty file, has the same ones in the same places.
"""

import sqlite3
import struct
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

_HEADER_BYTES = 100
_INNER = 5
_MAX_ROW_BYTES = 64 << 20


def open_damaged(work: Path, tables: Iterable[str], donors: Iterable[Path]) -> Path | None:
    """Return a file from which the named tables can be asked for, or None.

    Args:
        work: A copy of the damaged file, with its log folded in; it is left as it is.
        tables: Without which a reading is not good.
        donors: Whole files of the same kind, the likeliest first.
    """
    wanted = set(tables)
    if wanted <= _tables(work):
        return work
    for number, donor in enumerate(donors):
        patched = work.with_name(f"{work.name}.patched-{number}")
        patched.write_bytes(work.read_bytes())
        _transplant(donor, patched)
        if wanted <= _tables(patched):
            return patched
    return work if _tables(work) else None


def connect_damaged(path: Path) -> sqlite3.Connection:
    """Return a connection that reads what it can and notices damage early."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_ROW_BYTES)
    connection.execute("PRAGMA cell_size_check=ON")
    return connection


def _tables(path: Path) -> set[str]:
    try:
        with closing(connect_damaged(path)) as connection:
            rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            return {str(name) for (name,) in rows}
    except (sqlite3.Error, UnicodeDecodeError):
        return set()


def _transplant(donor: Path, patient: Path) -> None:
    data = donor.read_bytes()
    size = _page_bytes(data)
    with patient.open("r+b") as file:
        count = patient.stat().st_size // size
        for page in _schema_pages(data, size):
            if page > count:
                continue
            file.seek((page - 1) * size)
            file.write(data[(page - 1) * size : page * size])
        # Its own count of pages, no free pages, and a change counter that vouches for both.
        file.seek(28)
        file.write(struct.pack(">III", count, 0, 0))
        file.seek(92)
        file.write(data[24:28])


def _schema_pages(data: bytes, size: int) -> list[int]:
    """Return the pages of the list of tables, which begins on page 1."""
    found: list[int] = []
    waiting = [1]
    while waiting and len(found) < len(data) // size:
        page = waiting.pop()
        found.append(page)
        start = (page - 1) * size
        head = start + (_HEADER_BYTES if page == 1 else 0)
        if data[head] != _INNER:
            continue
        (cells,) = struct.unpack_from(">H", data, head + 3)
        waiting += struct.unpack_from(">I", data, head + 8)
        for cell in struct.unpack_from(f">{cells}H", data, head + 12):
            waiting += struct.unpack_from(">I", data, start + cell)
    return found


def _page_bytes(data: bytes) -> int:
    (stated,) = struct.unpack_from(">H", data, 16)
    return 65_536 if stated == 1 else int(stated)
