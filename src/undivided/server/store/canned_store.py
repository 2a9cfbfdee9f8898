"""Keeps the shared canned responses, and what was deleted, under one running number of changes.

Everything happens in the archive's transaction, so that a confirmed change is a committed one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import msgspec
from sqlite_utils import Database

from undivided.protocol.canned_responses import CannedResponse

_FORGOTTEN = "canned_forgotten"
KEPT_DELETIONS = 5_000
"""So many deletions are remembered; who was away for longer gets the whole list."""

_decode = msgspec.json.Decoder(CannedResponse).decode


class Transaction(Protocol):
    """What this needs of the archive."""

    @property
    def database(self) -> Database:
        """The connection, for readers too."""
        ...

    def begin(self) -> None:
        """Open the transaction unless it is open."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A response as the server has it.

    Attributes:
        response: As it is, or of a deleted one as it last was, without its text.
        version: Number of the change that led to it.
    """

    response: CannedResponse
    version: int
    is_deleted: bool


class CannedStore:
    """The table of shared responses."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._connection = transaction.database.conn

    @property
    def head(self) -> int:
        """The number of the newest change; 0 before the first."""
        newest = "SELECT coalesce(max(version), 0) FROM canned_responses"
        return max(int(self._connection.execute(newest).fetchone()[0]), self.forgotten)

    @property
    def forgotten(self) -> int:
        """The newest change that deleted something and is not remembered any more."""
        row = self._connection.execute(
            "SELECT value FROM facts WHERE name = ?", (_FORGOTTEN,)
        ).fetchone()
        return 0 if row is None else int(row[0])

    def get(self, response_id: str) -> Kept | None:
        """Return a response, also a deleted one, or None when there never was one."""
        row = self._connection.execute(
            "SELECT version, is_deleted, details FROM canned_responses WHERE id = ?",
            (response_id,),
        ).fetchone()
        return None if row is None else _kept(row)

    def count(self) -> int:
        """Return how many there are."""
        counted = "SELECT count(*) FROM canned_responses WHERE NOT is_deleted"
        return int(self._connection.execute(counted).fetchone()[0])

    def changed(self, after: int) -> Iterator[Kept]:
        """Yield what changed after a version in the order of the changes, deletions too."""
        rows = self._connection.execute(
            "SELECT version, is_deleted, details FROM canned_responses WHERE version > ?"
            " ORDER BY version",
            (after,),
        )
        return map(_kept, iter(rows.fetchone, None))

    def keep(self, response: CannedResponse) -> None:
        """Store a response; its `desk.version` is the number of the change."""
        assert response.desk is not None
        self._save(response, response.desk.version, is_deleted=False)

    def delete(self, response: CannedResponse, version: int) -> None:
        """Remember that a response was deleted, and no more of its text."""
        assert response.desk is not None
        desk = msgspec.structs.replace(response.desk, version=version, content={})
        bare = msgspec.structs.replace(response, text="", tags=(), desk=desk)
        self._save(bare, version, is_deleted=True)
        self._forget_old()

    def _save(self, response: CannedResponse, version: int, *, is_deleted: bool) -> None:
        self._transaction.begin()
        self._connection.execute(
            "INSERT INTO canned_responses (id, version, is_deleted, details) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET version = excluded.version,"
            " is_deleted = excluded.is_deleted, details = excluded.details",
            (response.id, version, int(is_deleted), msgspec.json.encode(response)),
        )

    def _forget_old(self) -> None:
        row = self._connection.execute(
            "SELECT version FROM canned_responses WHERE is_deleted"
            " ORDER BY version DESC LIMIT 1 OFFSET ?",
            (KEPT_DELETIONS,),
        ).fetchone()
        if row is None:
            return
        self._connection.execute(
            "DELETE FROM canned_responses WHERE is_deleted AND version <= ?", row
        )
        self._connection.execute(
            "INSERT OR REPLACE INTO facts VALUES (?, ?)", (_FORGOTTEN, str(row[0]))
        )


def read_row(details: bytes) -> CannedResponse:
    """Return what a row holds; one that is damaged raises `msgspec.DecodeError`."""
    return _decode(details)


def _kept(row: tuple[int, int, bytes]) -> Kept:
    return Kept(_decode(row[2]), row[0], bool(row[1]))
