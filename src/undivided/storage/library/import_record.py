"""What the last imports did, kept in the library, so that each can be taken back on another day."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from undivided.library.importing.merging import OWN_FIELDS
from undivided.library.model.responses import Response

MOST_IMPORTS = 20
"""Each keeps a line for every response that it wrote, which may be thousands."""

_NAME = "import:"
_ONLY_ONE = "last import"
"""Where an earlier version kept the only import that it knew; here it is number 0."""
_NEWEST_VERSION = "select max(number) from versions where response_id = ?"
_ALL = "select name, value from facts where name glob 'import:*' or name = 'last import'"
_NEXT = (
    "insert into facts values ('imports', 1) "
    "on conflict do update set value = value + 1 returning cast(value as integer)"
)
_TOO_MANY = (
    "delete from facts where name in (select name from facts where name glob 'import:*' "
    "order by name desc limit -1 offset ?)"
)


class Written(Struct, frozen=True, array_like=True):
    """One response that an import wrote.

    Attributes:
        id: Of the response.
        mark: Of what it said then, see `mark_of`.
        before: The number of the version that it was before, or None when it is new.
    """

    id: str
    mark: str
    before: int | None = None


class ImportRecord(Struct, frozen=True):
    """One import.

    Attributes:
        name: Of its file.
        written: What is new or changed by it.
        at: When it was, aware, or None where nobody knows it.
    """

    name: str = ""
    written: tuple[Written, ...] = ()
    at: datetime | None = None


_record = msgspec.json.Decoder(ImportRecord).decode
_UNTOUCHED = {
    field.name: field.default
    for field in msgspec.structs.fields(Response)
    if field.name in OWN_FIELDS
}


def mark_of(response: Response) -> str:
    """Return a checksum of what a response says, however it was used."""
    said = msgspec.json.encode(replace(response, **_UNTOUCHED))
    return sha256(said).hexdigest()[:16]


def record_of(
    connection: sqlite3.Connection,
    name: str,
    at: datetime | None,
    new: Iterable[Response],
    changed: Iterable[Response],
) -> ImportRecord:
    """Return what an import did, in its transaction, after it has written everything."""
    written = [Written(each.id, mark_of(each)) for each in new]
    for each in changed:
        (before,) = connection.execute(_NEWEST_VERSION, (each.id,)).fetchone()
        if before is not None:
            written.append(Written(each.id, mark_of(each), before))
    return ImportRecord(name, tuple(written), at)


def add_record(connection: sqlite3.Connection, record: ImportRecord) -> int:
    """Keep an import as the newest and return its number; the oldest ones go."""
    # Never one that was another's: whoever still shows that one would take this one back.
    (number,) = connection.execute(_NEXT).fetchone()
    keep_record(connection, number, record)
    connection.execute(_TOO_MANY, (MOST_IMPORTS,))
    return int(number)


def keep_record(connection: sqlite3.Connection, number: int, record: ImportRecord) -> None:
    """Keep what can be taken back of an import; one of which nothing can be is forgotten."""
    connection.execute("delete from facts where name = ?", (_key(number),))
    if record.written:
        value = msgspec.json.encode(record).decode()
        connection.execute("insert into facts values (?, ?)", (_key(number), value))


def has_records(connection: sqlite3.Connection) -> bool:
    """Return whether any import is kept, without reading what it did."""
    return connection.execute(f"{_ALL} limit 1").fetchone() is not None


def read_records(connection: sqlite3.Connection) -> dict[int, ImportRecord]:
    """Return the imports by their numbers, newest first; those that are damaged are left out."""
    return dict(sorted(_readable(connection), reverse=True))


def _readable(connection: sqlite3.Connection) -> Iterator[tuple[int, ImportRecord]]:
    for name, value in connection.execute(_ALL).fetchall():
        try:
            yield int(name.removeprefix(_NAME)) if name != _ONLY_ONE else 0, _record(value)
        except (TypeError, ValueError):
            continue


def _key(number: int) -> str:
    # With noughts, so that the order of the names is the order of the imports.
    return f"{_NAME}{number:09}" if number else _ONLY_ONE
