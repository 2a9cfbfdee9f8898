"""A canned response as a row of the library's file, and back."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from undivided.library.folding import fold
from undivided.library.responses import Response, Scope

Row: TypeAlias = Sequence[str | int | None]

COLUMNS = (
    "place, id, title, body, folder, shortcuts, tags, scope, language, source, source_id, "
    "starred, uses, last_used"
)
"""What `response_of` reads, for the list of a select."""


def response_of(row: Row) -> Response:
    """Return the response in a row of `COLUMNS`."""
    (_, id_, title, body, folder, shortcuts, tags, scope, language) = row[:9]
    source, source_id, starred, uses, last_used = row[9:]
    return Response(
        id=str(id_),
        title=str(title),
        body=str(body),
        folder=_split(folder, "/"),
        shortcuts=_split(shortcuts, " "),
        tags=_split(tags, ","),
        scope=Scope(str(scope)),
        language=str(language),
        source=str(source),
        source_id=str(source_id),
        starred=bool(starred),
        uses=int(uses or 0),
        last_used=datetime.fromisoformat(str(last_used)) if last_used else None,
    )


def content_of(response: Response) -> dict[str, str]:
    """Return the columns that say what the response is."""
    return {
        "title": response.title,
        "title_folded": fold(response.title),
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


def _split(text: str | int | None, separator: str) -> tuple[str, ...]:
    return tuple(str(text).split(separator)) if text else ()
