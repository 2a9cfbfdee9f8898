"""What the last import did, kept in the library, so that it can be taken back on another day."""

import sqlite3
from collections.abc import Iterable
from hashlib import sha256

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from undivided.library.importing.merging import OWN_FIELDS
from undivided.library.model.responses import Response

_NAME = "last import"
_NEWEST = "select max(number) from versions where response_id = ?"


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
    """The last import.

    Attributes:
        name: Of its file.
        written: What is new or changed by it.
    """

    name: str = ""
    written: tuple[Written, ...] = ()


NO_IMPORT = ImportRecord()

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


def write_record(
    connection: sqlite3.Connection, name: str, new: Iterable[Response], changed: Iterable[Response]
) -> None:
    """Keep what an import did, in its transaction, after it has written everything."""
    written = [Written(each.id, mark_of(each)) for each in new]
    for each in changed:
        (before,) = connection.execute(_NEWEST, (each.id,)).fetchone()
        if before is not None:
            written.append(Written(each.id, mark_of(each), before))
    record = msgspec.json.encode(ImportRecord(name, tuple(written))).decode()
    connection.execute("insert or replace into facts values (?, ?)", (_NAME, record))


def read_record(connection: sqlite3.Connection) -> ImportRecord:
    """Return the last import; a record that is damaged is none."""
    row = connection.execute("select value from facts where name = ?", (_NAME,)).fetchone()
    try:
        return _record(row[0]) if row else NO_IMPORT
    except (TypeError, ValueError):
        return NO_IMPORT


def forget_record(connection: sqlite3.Connection) -> None:
    """Let the last import be none, because it was taken back."""
    connection.execute("delete from facts where name = ?", (_NAME,))
