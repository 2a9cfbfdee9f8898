"""LibreDesk macros: `{id, name, message_content, actions, visibility}`.

Source: its public models and tests.
"""

import re

from undivided.library.formats.fields import identifier, is_filled, needed, row, text
from undivided.library.formats.html_text import plain
from undivided.library.formats.placeholders import Dialect
from undivided.library.formats.source import Chosen, Source
from undivided.library.formats.told import SHARED, Told, read_rows
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

_DIALECT = Dialect(
    re.compile(r"\{\{([^{}\n]{1,300})\}\}"),
    {".firstname": "visitor.first_name", ".email": "visitor.email"},
    has_bare_words=True,
)
_CARRIED = frozenset({"title", "body", "source", "source_id"})
_KEYS = ("data", "results", "macros")


def read(chosen: Chosen) -> Parsed:
    """Return the macros that write a message."""
    found = chosen.items(*_KEYS)
    return read_rows(enumerate(found, start=1), _response, _CARRIED, *chosen.notes)


def _response(item: object, told: Told) -> Response:
    fields = row(item)
    if is_filled(fields, "actions") and fields["actions"] != "[]":
        told.lost("The actions of a macro were left out")
    if text(fields, "visibility") not in ("", "user"):
        told.lost(SHARED)
    return Response(
        title=needed(fields, "name"),
        body=_DIALECT.translated(plain(needed(fields, "message_content"), told), told),
        source="libredesk",
        source_id=identifier(fields, "id"),
    )


def _looks_like(chosen: Chosen) -> bool:
    return "message_content" in chosen.sample(*_KEYS)


LIBREDESK = Source(
    "libredesk",
    "LibreDesk macros (JSON)",
    _looks_like,
    read,
    (
        "Actions, teams and places of use are not kept.",
        "Bold words, tables, pictures and colours of HTML become plain text.",
    ),
)
