"""Frappe Helpdesk saved replies: `{name, title, message, scope, teams}`.

Source: the public API page.
"""

from undivided.library.formats.fields import identifier, is_filled, needed, row, text
from undivided.library.formats.html_text import plain
from undivided.library.formats.placeholders import double_braces
from undivided.library.formats.source import Chosen, Source
from undivided.library.formats.told import SHARED, Told, read_rows
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

_DIALECT = double_braces({"full_name": "visitor.name"})
_CARRIED = frozenset({"title", "body", "source", "source_id"})
_KEYS = ("data", "message")


def read(chosen: Chosen) -> Parsed:
    """Return saved replies."""
    found = chosen.items(*_KEYS)
    return read_rows(enumerate(found, start=1), _response, _CARRIED, *chosen.notes)


def _response(item: object, told: Told) -> Response:
    fields = row(item)
    if text(fields, "scope") in ("Global", "Team") or is_filled(fields, "teams"):
        told.lost(SHARED)
    return Response(
        title=needed(fields, "title"),
        body=_DIALECT.translated(plain(needed(fields, "message"), told), told),
        source="frappe",
        source_id=identifier(fields, "name") or identifier(fields, "title"),
    )


def _looks_like(chosen: Chosen) -> bool:
    names = chosen.sample(*_KEYS).keys()
    return {"title", "message"} <= names and not {"body", "options"} & names


FRAPPE = Source(
    "frappe",
    "Frappe Helpdesk saved replies (JSON)",
    _looks_like,
    read,
    (
        "Teams are not kept.",
        "Bold words, tables, pictures and colours of HTML become plain text.",
    ),
)
