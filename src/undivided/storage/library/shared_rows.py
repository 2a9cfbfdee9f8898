"""A copy of a shared response as a row of the library's file, and what a restored file knows."""

import sqlite3

import msgspec
from msgspec.structs import replace

from undivided.database.faults import DamagedRow
from undivided.library.sharing.copies import Copy, Known, Standing, own_text
from undivided.storage.library.rows import COLUMNS, response_of

FACT = "shared "
"""Before a server's address: the name of the fact that says how far it was followed."""

_copy = msgspec.json.Decoder(Copy).decode
_known = msgspec.json.Decoder(Known).decode


def copy_from(text: str) -> Copy:
    """Return what a row of `shared` holds, or raise `DamagedRow`."""
    try:
        return _copy(text)
    except ValueError as error:  # msgspec's errors are among them
        raise DamagedRow(str(error)) from error


def known_from(text: str) -> Known:
    """Return what a fact about a server holds, or raise `DamagedRow`."""
    try:
        return _known(text)
    except ValueError as error:  # as above
        raise DamagedRow(str(error)) from error


def mend_shared(connection: sqlite3.Connection) -> None:
    """Let nothing that a damaged file lost pass for something that an operator did.

    A row that is missing was not deleted by anybody, and one that says something old was not
    changed: the server's whole list decides, and what differs is a choice.
    """
    connection.execute(f"delete from facts where name like '{FACT}%'")  # noqa: S608 - our name
    for number, text in connection.execute("select number, base from shared").fetchall():
        copy = copy_from(text)
        row = connection.execute(
            f"select {COLUMNS} from responses where id = ?",  # noqa: S608 - our names
            (copy.response_id,),
        ).fetchone()
        if row is None:
            connection.execute("delete from shared where number = ?", (number,))
        elif not copy.is_as_shared(own_text(response_of(row), copy)):
            unsure = replace(copy, version=0, base=None, theirs=None, theirs_version=0)
            if copy.standing is Standing.SAME:
                unsure = replace(unsure, standing=Standing.EDITED)
            connection.execute(
                "update shared set version = 0, base = ? where number = ?",
                (msgspec.json.encode(unsure).decode(), number),
            )
