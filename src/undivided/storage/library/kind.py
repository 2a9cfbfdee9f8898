"""What opening and restoring need to know of the canned library's file."""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from undivided.database.faults import DamagedRow
from undivided.database.kinds import FileKind, Row, Schema
from undivided.storage.library.rows import COLUMNS, digest_of, fill_folded, from_json, read_row
from undivided.storage.library.shared_rows import copy_from, mend_shared

if TYPE_CHECKING:
    from sqlite_utils import Migrations


def _load() -> "Migrations":
    from undivided.storage.library.schema import LIBRARY_MIGRATIONS  # noqa: PLC0415 - see `Schema`

    return LIBRARY_MIGRATIONS


def _is_sound(table: str, row: Row) -> bool:
    """Return whether what a row holds can be shown."""
    try:
        return table not in _SOUND or _SOUND[table](row)
    except (AttributeError, KeyError, TypeError, ValueError, DamagedRow):
        return False


def _can_be_read(row: Row) -> bool:
    # The place is computed from the other columns, and no row of a damaged file states it.
    read_row([row.get(name) for name in COLUMNS.split(", ")])
    return True


def _is_whole(row: Row) -> bool:
    data = row["bytes"]
    return isinstance(data, bytes) and digest_of(data) == row["digest"]


_SOUND: dict[str, Callable[[Row], bool]] = {
    "responses": _can_be_read,
    "files": _is_whole,
    "versions": lambda row: bool(from_json(str(row["content"]))),
    "shared": lambda row: bool(copy_from(str(row["base"])).server_id),
}


def _mend(connection: sqlite3.Connection) -> None:
    """Fill what is made from other columns, and never add the starter set to a restored library."""
    fill_folded(connection)
    mend_shared(connection)
    connection.execute("insert or ignore into facts values ('starter', 'restored')")


LIBRARY = FileKind(
    what="canned library",
    schemas=(
        Schema(
            "library",
            (
                "create_responses",
                "keep_more_of_responses",
                "fold_every_letter",
                "pair_unspaced_signs",
            ),
            _load,
        ),
    ),
    tables={
        "responses": "serial, id, title, title_words, label_words, shortcut_words, body, folder, "
        "shortcuts, tags, scope, language, source, source_id, starred, uses, last_used, details, "
        "variant_bodies, tag_names, language_names, active, pages, review_by, owner, "
        "sent_untouched, sent_edited, plain_heads, plain_texts",
        "shortcuts": "name, serial",
        "facts": "name, value",
        "files": "digest, bytes, media_type, size",
        "versions": "number, response_id, at, author, content",
        "written": "number, at, text",
        "shared": "number, origin, id, version, is_deleted, base",
    },
    counted={"responses": "response"},
    derived=frozenset({"shortcuts"}),
    may_be_empty=False,
    is_sound=_is_sound,
    mend=_mend,
)
"""Never replaced by an empty one: that would look as if the operator had no responses."""
