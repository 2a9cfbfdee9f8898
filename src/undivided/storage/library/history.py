"""Older versions of responses, and the files that only they still name."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from undivided.library.model.responses import Response
from undivided.storage.library.rows import from_json, to_json

MAX_VERSIONS = 50
"""Of one response."""
MAX_DELETED = 5_000
"""Versions of responses that are gone; the newest stay, so that they can be brought back."""

_NAMED = (
    "select 1 from responses where details <> '' and instr(details, :digest) union all "
    "select 1 from versions where instr(content, :digest) limit 1"
)
_TOO_OLD = (
    "delete from versions where response_id = :id and number <= (select number from versions "
    "where response_id = :id order by number desc limit 1 offset :most) returning content"
)
_TOO_MANY_GONE = (
    "delete from versions where number in (select number from versions where response_id not in "
    "(select id from responses) order by number desc limit -1 offset :most) returning content"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changes responses, and when, for the history.

    Attributes:
        at: Aware time, or None where nobody knows it.
        by: The operator's e-mail address or name, or empty.
    """

    at: datetime | None = None
    by: str = ""


UNSIGNED = Stamp()


@dataclass(frozen=True, slots=True)
class Version:
    """A response as it was until somebody changed it.

    Attributes:
        number: Of this version; larger is newer, over all responses.
        response: As it was.
        at: When it was changed or deleted, aware, or None.
        by: Who did that, or empty.
    """

    number: int
    response: Response
    at: datetime | None
    by: str


class LibraryHistory:
    """Keeps versions over an open connection, in a transaction that the caller holds."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def keep(self, old: Response, stamp: Stamp) -> None:
        """Keep what a response was before a change; the oldest versions go."""
        at = stamp.at.astimezone(UTC).isoformat() if stamp.at else None
        self._connection.execute(
            "insert into versions (response_id, at, author, content) values (?, ?, ?, ?)",
            (old.id, at, stamp.by, to_json(old)),
        )
        self._drop(_TOO_OLD, {"id": old.id, "most": MAX_VERSIONS})

    def trim_deleted(self) -> None:
        """Let the oldest versions of deleted responses go."""
        self._drop(_TOO_MANY_GONE, {"most": MAX_DELETED})

    def versions(self, response_id: str) -> list[Version]:
        """Return the older versions of a response, newest first."""
        return self._select("where response_id = ? order by number desc", response_id)

    def version(self, number: int) -> Version | None:
        """Return one version, if it is still kept."""
        return next(iter(self._select("where number = ?", number)), None)

    def _select(self, tail: str, given: str | int) -> list[Version]:
        rows = self._connection.execute(
            f"select number, content, at, author from versions {tail}",  # noqa: S608 - our own text
            (given,),
        )
        return [
            Version(number, from_json(content), datetime.fromisoformat(at) if at else None, author)
            for number, content, at, author in rows
        ]

    def _drop(self, statement: str, given: dict[str, str | int]) -> None:
        dropped = self._connection.execute(statement, given).fetchall()
        for (content,) in dropped:
            drop_unnamed(self._connection, digests_of(from_json(content)))


def digests_of(response: Response) -> list[str]:
    """Return which files a response carries."""
    return [attachment.digest for attachment in response.attachments]


def drop_unnamed(connection: sqlite3.Connection, digests: Iterable[str]) -> None:
    """Drop those of the files that no response and no version names any more."""
    for digest in digests:
        if not connection.execute(_NAMED, {"digest": digest}).fetchone():
            connection.execute("delete from files where digest = ?", (digest,))
