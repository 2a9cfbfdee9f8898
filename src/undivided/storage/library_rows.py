"""A canned response as a row of the library's file, and back."""

from datetime import datetime
from typing import Any, TypeAlias

from undivided.database.faults import DamagedRow
from undivided.library.responses import Response, Scope
from undivided.library.search import Searchable, searchable

# As SQLite gives it; the schema keeps each column to its type.
Row: TypeAlias = Any

COLUMNS = (
    "place, id, title, body, folder, shortcuts, tags, scope, language, source, source_id, "
    "starred, uses, last_used"
)
"""What `response_of` reads, for the list of a select."""
SEARCHABLE_COLUMNS = f"{COLUMNS}, shortcut_words, title_words, label_words"
"""What `searchable_of` reads."""

_SCOPES = {scope.value: scope for scope in Scope}


def response_of(row: Row) -> Response:
    """Return the response in a row that begins with `COLUMNS`.

    Raises:
        DamagedRow: The row does not hold what was written to it.
    """
    try:
        return read_row(row)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DamagedRow(str(error)) from error


def read_row(row: Row) -> Response:
    """Return the response in a row; a damaged one raises whatever its values lead to."""
    return Response(
        id=row[1],
        title=row[2],
        body=row[3],
        folder=tuple(row[4].split("/")) if row[4] else (),
        shortcuts=tuple(row[5].split()),
        tags=tuple(row[6].split(",")) if row[6] else (),
        scope=_SCOPES[row[7]],
        language=row[8],
        source=row[9],
        source_id=row[10],
        starred=row[11] == 1,
        uses=row[12],
        last_used=datetime.fromisoformat(row[13]) if row[13] else None,
    )


def searchable_of(row: Row) -> Searchable:
    """Return the response in a row of `SEARCHABLE_COLUMNS`, ready to compare."""
    return Searchable(response_of(row), row[14], row[15], row[16])


def content_of(response: Response) -> dict[str, str]:
    """Return the columns that say what the response is."""
    words = searchable(response)
    return {
        "title": response.title,
        "title_words": words.title,
        "label_words": words.label,
        "shortcut_words": words.shortcuts,
        "body": response.body,
        "folder": "/".join(response.folder),
        "shortcuts": " ".join(response.shortcuts),
        "tags": ",".join(response.tags),
        "scope": response.scope.value,
        "language": response.language,
        "source": response.source,
        "source_id": response.source_id,
    }


def usage_of(response: Response) -> dict[str, str | int | None]:
    """Return the columns that say what the operator did with it."""
    return {
        "starred": int(response.starred),
        "uses": response.uses,
        "last_used": response.last_used.isoformat() if response.last_used else None,
    }
