"""What opening and restoring need to know of the canned library's file."""

import sqlite3
from typing import TYPE_CHECKING

from undivided.database.kinds import FileKind, Row, Schema
from undivided.library.folding import fold
from undivided.storage.library_rows import COLUMNS, read_row

if TYPE_CHECKING:
    from sqlite_utils import Migrations


def _load() -> "Migrations":
    from undivided.storage.library_schema import LIBRARY_MIGRATIONS  # noqa: PLC0415 - see `Schema`

    return LIBRARY_MIGRATIONS


def _is_sound(table: str, row: Row) -> bool:
    """Return whether a response can be shown."""
    if table != "responses":
        return True
    try:
        # The place is computed from the other columns, and no row of a damaged file states it.
        read_row([row.get(name) for name in COLUMNS.split(", ")])
    except (AttributeError, KeyError, TypeError, ValueError):
        return False
    return True


def _mend(connection: sqlite3.Connection) -> None:
    """Fill the table of shortcuts, and never add the starter set to a restored library."""
    connection.execute("delete from shortcuts")
    rows = connection.execute("select serial, shortcuts from responses order by serial").fetchall()
    for serial, shortcuts in rows:
        for shortcut in shortcuts.split():
            connection.execute(
                "insert or ignore into shortcuts (name, serial) values (?, ?)",
                (fold(shortcut), serial),
            )
    connection.execute("insert or ignore into facts values ('starter', 'restored')")


LIBRARY = FileKind(
    what="canned library",
    schemas=(Schema("library", ("create_responses",), _load),),
    tables={
        "responses": "serial, id, title, title_words, label_words, shortcut_words, body, folder, "
        "shortcuts, tags, scope, language, source, source_id, starred, uses, last_used",
        "shortcuts": "name, serial",
        "facts": "name, value",
    },
    counted={"responses": "response"},
    derived=frozenset({"shortcuts"}),
    may_be_empty=False,
    is_sound=_is_sound,
    mend=_mend,
)
"""Never replaced by an empty one: that would look as if the operator had no responses."""
