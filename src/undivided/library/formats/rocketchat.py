"""Rocket.Chat: `{_id, shortcut, text, scope, tags}`, with five placeholders.

Source: the API's page on canned responses.
"""

from undivided.library.formats.fields import identifier, needed, one_shortcut, row, text, words
from undivided.library.formats.placeholders import double_braces
from undivided.library.formats.source import Chosen, Source
from undivided.library.formats.told import SHARED, Told, read_rows
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

_DIALECT = double_braces(
    {
        "contact.name": "visitor.name",
        "contact.email": "visitor.email",
        "contact.phone": "visitor.phone",
        "agent.name": "operator.name",
    }
)
_CARRIED = frozenset({"title", "body", "shortcuts", "tags", "source", "source_id"})
_KEYS = ("cannedResponses", "cannedResponse")


def read(chosen: Chosen) -> Parsed:
    """Return the canned responses of a workspace."""
    items = chosen.items(*_KEYS)
    return read_rows(enumerate(items, start=1), _response, _CARRIED, *chosen.notes)


def _response(item: object, told: Told) -> Response:
    fields = row(item)
    if text(fields, "scope") not in ("", "user"):
        told.lost(SHARED)
    return Response(
        title=text(fields, "shortcut").lstrip("/"),
        body=_DIALECT.translated(needed(fields, "text"), told),
        shortcuts=one_shortcut(text(fields, "shortcut")),
        tags=words(fields, "tags"),
        source="rocketchat",
        source_id=identifier(fields, "_id"),
    )


def _looks_like(chosen: Chosen) -> bool:
    return {"shortcut", "text"} <= chosen.sample(*_KEYS).keys()


ROCKETCHAT = Source(
    "rocketchat",
    "Rocket.Chat (JSON)",
    _looks_like,
    read,
    ("Departments are not kept; everything imported is your own at first.",),
)
