"""Which files the shared responses name, and which of them were brought, by place.

A file belongs to the places that it was brought to: who knows a digest alone gets nothing by it,
whoever's it is. Blocking, over a connection of the caller's.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from undivided.library.model.parts import Attachment
from undivided.protocol.canned_responses import CannedResponse, Place
from undivided.protocol.moments import Moment, to_wire
from undivided.server.store.canned_store import read_row


@dataclass(frozen=True, slots=True)
class Naming:
    """A shared response that names a file.

    Attributes:
        owner: Who answers for the response, or "".
    """

    place: Place
    file: Attachment
    owner: str


def namings(database: Database, digest: str = "") -> Iterator[Naming]:
    """Yield what the responses that are shared now name.

    Args:
        digest: Only this file; "" for every one.
    """
    # Most rows name no file, and need not be read for that.
    rows = database.conn.execute(
        "SELECT details FROM canned_responses WHERE NOT is_deleted"
        " AND instr(details, CAST(? AS BLOB))",
        (digest or '"digest"',),
    )
    for (details,) in rows:
        yield from (each for each in _named(read_row(details)) if digest in ("", each.file.digest))


def has(database: Database, digest: str, place: Place) -> bool:
    """Return whether a file was brought to a place."""
    found = database.conn.execute(
        "SELECT 1 FROM response_files WHERE digest = ? AND place = ?", (digest, key_of(place))
    )
    return found.fetchone() is not None


def places_of(database: Database, digest: str) -> set[str]:
    """Return the keys of the places that a file was brought to."""
    rows = database.conn.execute("SELECT place FROM response_files WHERE digest = ?", (digest,))
    return {key for (key,) in rows}


def bytes_beside(database: Database, digest: str, place: Place) -> int:
    """Return how much a place holds besides one file."""
    row = database.conn.execute(
        "SELECT coalesce(sum(size_bytes), 0) FROM response_files WHERE place = ? AND digest <> ?",
        (key_of(place), digest),
    ).fetchone()
    return int(row[0])


def keep(database: Database, file: Attachment, place: Place, now: Moment) -> None:
    """Write that a file was brought to a place."""
    database.table("response_files").insert(
        {
            "digest": file.digest,
            "place": key_of(place),
            "size_bytes": file.size,
            "created_at": to_wire(now.wall),
        },
        ignore=True,
    )


def drop(database: Database, digest: str) -> None:
    """Forget a file in every place."""
    database.conn.execute("DELETE FROM response_files WHERE digest = ?", (digest,))


def drop_unnamed(database: Database, before: Moment) -> list[str]:
    """Forget what was brought before a moment and is named by no response of its place.

    A response that comes to name one meanwhile finds it lacking, and it is brought again.

    Returns:
        The digests that no place has any more.
    """
    named = {(each.file.digest, key_of(each.place)) for each in namings(database)}
    rows = database.conn.execute(
        "SELECT digest, place FROM response_files WHERE created_at < ?", (to_wire(before.wall),)
    ).fetchall()
    gone = [row for row in rows if row not in named]
    database.conn.executemany("DELETE FROM response_files WHERE digest = ? AND place = ?", gone)
    return sorted({digest for digest, _ in gone if not places_of(database, digest)})


def key_of(place: Place) -> str:
    """Return how a place is written in a row."""
    return msgspec.json.encode(place).decode()


def _named(canned: CannedResponse) -> Iterator[Naming]:
    desk = canned.desk
    assert desk is not None
    for each in msgspec.convert(desk.content.get("attachments", ()), tuple[Attachment, ...]):
        yield Naming(desk.place, each, str(desk.content.get("owner", "")))
