"""Intercom macros: HTML with `<attribute key="user.name" default="there"/>` in it.

Source: the developer pages on macros.
"""

from undivided.library.formats.fields import identifier, is_filled, needed, row, text
from undivided.library.formats.html_text import plain
from undivided.library.formats.placeholders import double_braces
from undivided.library.formats.source import Chosen, Source
from undivided.library.formats.told import SHARED, Told, read_rows
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

# Intercom's user is the visitor, its teammate the operator.
_DIALECT = double_braces(
    {
        "user.name": "visitor.name",
        "user.first_name": "visitor.first_name",
        "user.email": "visitor.email",
        "conversation.id": "chat.id",
        "teammate.name": "operator.name",
        "teammate.first_name": "operator.first_name",
    }
)
_CARRIED = frozenset({"title", "body", "source", "source_id"})


def read(chosen: Chosen) -> Parsed:
    """Return the macros of a workspace."""
    found = chosen.items("data", "macros")
    return read_rows(enumerate(found, start=1), _response, _CARRIED, *chosen.notes)


def _response(item: object, told: Told) -> Response:
    fields = row(item)
    if is_filled(fields, "visible_to_team_ids") or text(fields, "visible_to") == "everyone":
        told.lost(SHARED)
    body = plain(text(fields, "body"), told) or text(fields, "body_text")
    return Response(
        title=needed(fields, "name"),
        body=_DIALECT.translated(body, told),
        source="intercom",
        source_id=identifier(fields, "id"),
    )


def _looks_like(chosen: Chosen) -> bool:
    sample = chosen.sample("data", "macros")
    return sample.get("type") == "macro" or {"name", "body_text"} <= sample.keys()


INTERCOM = Source(
    "intercom",
    "Intercom macros (JSON)",
    _looks_like,
    read,
    (
        "Teams and places of use are not kept.",
        "Bold words, tables, pictures and colours of HTML become plain text.",
    ),
)
