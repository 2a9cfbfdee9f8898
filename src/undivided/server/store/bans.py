"""Who is kept out: the list, and the end of a ban, also beside a running server.

The hub reads a visitor anew at each sign-in, and whoever is kept out is not signed in, so what is
changed here counts at the next visit.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime

import msgspec

from undivided.protocol.ids import UserId
from undivided.server.hub.records import VisitorRecord

_BANNED = (
    "SELECT details FROM visitors"
    " WHERE json_extract(CAST(details AS TEXT), '$.banned_until') IS NOT NULL"
)


def banned(connection: sqlite3.Connection, now: datetime) -> Iterator[VisitorRecord]:
    """Yield the visitors who are kept out at `now`, aware."""
    for (details,) in connection.execute(_BANNED):
        visitor = msgspec.json.decode(details, type=VisitorRecord)
        if visitor.banned_until is not None and visitor.banned_until > now:
            yield visitor


def lift(connection: sqlite3.Connection, visitor: VisitorRecord) -> None:
    """Let a visitor in again, from the next visit on."""
    visitor.banned_until = None
    with connection:
        connection.execute(
            "UPDATE visitors SET details = ? WHERE id = ?",
            (msgspec.json.encode(visitor), UserId(visitor.id)),
        )
