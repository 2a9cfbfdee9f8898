"""Front message templates: `{id, name, subject, body, attachments}`.

Source: the developer pages on message templates.
"""

from undivided.library.formats.fields import identifier, is_filled, needed, row
from undivided.library.formats.html_text import plain
from undivided.library.formats.placeholders import double_braces
from undivided.library.formats.source import Chosen, Source
from undivided.library.formats.told import ATTACHED, Told, read_rows
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

_DIALECT = double_braces(
    {
        "recipient.name": "visitor.name",
        "recipient.first_name": "visitor.first_name",
        "recipient.email": "visitor.email",
        "user.name": "operator.name",
        "user.first_name": "operator.first_name",
    }
)
_CARRIED = frozenset({"title", "body", "source", "source_id"})


def read(chosen: Chosen) -> Parsed:
    """Return message templates."""
    found = chosen.items("_results")
    return read_rows(enumerate(found, start=1), _response, _CARRIED, *chosen.notes)


def _response(item: object, told: Told) -> Response:
    fields = row(item)
    if is_filled(fields, "attachments"):
        told.lost(ATTACHED)
    if is_filled(fields, "subject"):
        told.lost("A subject was left out")
    return Response(
        title=needed(fields, "name"),
        body=_DIALECT.translated(plain(needed(fields, "body"), told), told),
        source="front",
        source_id=identifier(fields, "id"),
    )


def _looks_like(chosen: Chosen) -> bool:
    return {"name", "subject", "body"} <= chosen.sample("_results").keys()


FRONT = Source(
    "front",
    "Front message templates (JSON)",
    _looks_like,
    read,
    (
        "Subjects and attached files are left out.",
        "Bold words, tables, pictures and colours of HTML become plain text.",
    ),
)
