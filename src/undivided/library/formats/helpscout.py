"""Help Scout saved replies: `{id, name, text, chatText}`, with `{%customer.firstName%}`.

Source: the API's pages on saved replies; tokens from public files.
"""

import re

from undivided.library.errors import ResponseRefused
from undivided.library.formats.fields import identifier, is_filled, needed, row, text
from undivided.library.formats.html_text import plain
from undivided.library.formats.placeholders import Dialect
from undivided.library.formats.source import Chosen, Source
from undivided.library.formats.told import Told, read_rows
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

_DIALECT = Dialect(
    re.compile(r"\{%([^{}%\n]{1,300})%\}"),
    {
        "customer.fullname": "visitor.name",
        "customer.firstname": "visitor.first_name",
        "customer.email": "visitor.email",
        "conversation.number": "chat.id",
        "user.fullname": "operator.name",
        "user.firstname": "operator.first_name",
        "user.jobtitle": "operator.title",
    },
    bar=",",
)
_CARRIED = frozenset({"title", "body", "source", "source_id"})
_KEYS = ("_embedded", "saved-replies", "savedReplies", "replies")


def read(chosen: Chosen) -> Parsed:
    """Return saved replies; the chat's text is preferred to the letter's HTML."""
    found = chosen.items(*_KEYS)
    return read_rows(enumerate(found, start=1), _response, _CARRIED, *chosen.notes)


def _response(item: object, told: Told) -> Response:
    fields = row(item)
    body = text(fields, "chatText") or plain(text(fields, "text"), told)
    if not body and is_filled(fields, "preview", "chatPreview"):
        raise ResponseRefused(
            "The row holds only the first words (preview). "
            "Fetch the reply by its id and import that."
        )
    return Response(
        title=needed(fields, "name"),
        body=_DIALECT.translated(body, told),
        source="helpscout",
        source_id=identifier(fields, "id"),
    )


def _looks_like(chosen: Chosen) -> bool:
    names = chosen.sample(*_KEYS).keys()
    if {"name", "preview"} <= names or {"name", "chatText"} <= names:
        return True
    return {"name", "text"} <= names and "shortcut" not in names


HELPSCOUT = Source(
    "helpscout",
    "Help Scout saved replies (JSON)",
    _looks_like,
    read,
    ("Bold words, tables, pictures and colours of HTML become plain text.",),
)
