"""Zendesk Chat shortcuts: `{name, message, options, tags, scope}`.

Source: the Chat API's page on shortcuts.
"""

from undivided.library.formats.fields import (
    identifier,
    is_filled,
    needed,
    one_shortcut,
    row,
    text,
    words,
)
from undivided.library.formats.placeholders import double_braces
from undivided.library.formats.source import Chosen, Source
from undivided.library.formats.told import SHARED, Told, read_rows
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

_DIALECT = double_braces(
    {
        "visitor.name": "visitor.name",
        "visitor.email": "visitor.email",
        "agent.name": "operator.name",
    }
)
_CARRIED = frozenset({"title", "body", "shortcuts", "tags", "source", "source_id"})


def read(chosen: Chosen) -> Parsed:
    """Return the shortcuts of an account."""
    found = chosen.items("shortcuts")
    return read_rows(enumerate(found, start=1), _response, _CARRIED, *chosen.notes)


def _response(item: object, told: Told) -> Response:
    fields = row(item)
    if text(fields, "scope") not in ("", "agent") or is_filled(fields, "departments"):
        told.lost(SHARED)
    if is_filled(fields, "options"):
        told.lost("The answers offered as buttons were left out")
    name = needed(fields, "name")
    return Response(
        title=name,
        body=_DIALECT.translated(needed(fields, "message"), told),
        shortcuts=one_shortcut(name),
        tags=words(fields, "tags"),
        source="zendesk-chat",
        source_id=identifier(fields, "id") or name,
    )


def _looks_like(chosen: Chosen) -> bool:
    names = chosen.sample("shortcuts").keys()
    return {"name", "message"} <= names and bool({"options", "scope", "departments"} & names)


ZENDESK_CHAT = Source(
    "zendesk-chat",
    "Zendesk Chat shortcuts (JSON)",
    _looks_like,
    read,
    ("Departments and answer buttons are not kept.",),
)
