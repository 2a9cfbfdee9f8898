"""Zammad text modules, as JSON of the API or as its CSV, with `#{ticket.customer.firstname}`.

Source: the public model, whose names the CSV's header has too, in any order.
"""

import re

from undivided.library.errors import FileRefused, ResponseRefused
from undivided.library.formats import tables
from undivided.library.formats.fields import identifier, is_filled, needed, row, text
from undivided.library.formats.html_text import plain
from undivided.library.formats.placeholders import Dialect
from undivided.library.formats.source import Chosen, Source
from undivided.library.formats.told import SHARED, Told, read_rows
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response, tag_words

_DIALECT = Dialect(
    re.compile(r"#\{([^{}\n]{1,300})\}"),
    {
        "ticket.customer.fullname": "visitor.name",
        "ticket.customer.firstname": "visitor.first_name",
        "ticket.customer.email": "visitor.email",
        "ticket.number": "chat.id",
        "ticket.id": "chat.id",
        "user.fullname": "operator.name",
        "user.firstname": "operator.first_name",
    },
)
_CARRIED = frozenset({"title", "body", "tags", "source", "source_id"})


def read(chosen: Chosen) -> Parsed:
    """Return the text modules that are in use."""
    if chosen.looks_like_json:
        records = enumerate(chosen.items("text_modules"), start=1)
        return read_rows(records, _response, _CARRIED, *chosen.notes)
    header = [name.casefold() for name in chosen.header]
    if not {"name", "content"} <= set(header):
        raise FileRefused("The file has no columns named name and content, as Zammad writes them.")
    rows = tables.rows_below(chosen.text, header)
    return read_rows(rows, _response, _CARRIED, *chosen.notes)


def _response(item: object, told: Told) -> Response:
    fields = row(item)
    if fields.get("active") in (False, "false", "0"):
        raise ResponseRefused("The text module is switched off in Zammad.")
    if is_filled(fields, "group_ids", "groups"):
        told.lost(SHARED)
    if is_filled(fields, "note"):
        told.lost("A note was left out")
    return Response(
        title=needed(fields, "name"),
        body=_DIALECT.translated(plain(needed(fields, "content"), told), told),
        tags=tag_words(re.sub(r"\s+", ",", text(fields, "keywords"))),
        source="zammad",
        source_id=identifier(fields, "foreign_id") or identifier(fields, "id"),
    )


def _looks_like(chosen: Chosen) -> bool:
    if chosen.looks_like_json:
        return {"name", "content"} <= chosen.sample("text_modules").keys()
    names = chosen.table
    return {"name", "content"} <= names and bool(names & {"keywords", "note", "active"})


ZAMMAD = Source(
    "zammad",
    "Zammad text modules (JSON or CSV)",
    _looks_like,
    read,
    (
        "Groups and notes are not kept.",
        "Bold words, tables, pictures and colours of HTML become plain text.",
    ),
)
