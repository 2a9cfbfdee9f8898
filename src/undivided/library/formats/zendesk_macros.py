"""Zendesk macros: the comment among a macro's actions; `A::B::Title` is a path.

Source: the API's page on macros; the two shapes of a comment's value from public files.
"""

from undivided.library.errors import ResponseRefused
from undivided.library.formats.fields import (
    Fields,
    checked,
    identifier,
    is_filled,
    items,
    needed,
    row,
    shown,
)
from undivided.library.formats.html_text import plain
from undivided.library.formats.placeholders import double_braces
from undivided.library.formats.source import Chosen, Source
from undivided.library.formats.told import SHARED, Told, read_rows
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

_DIALECT = double_braces(
    {
        "ticket.requester.name": "visitor.name",
        "ticket.requester.first_name": "visitor.first_name",
        "ticket.requester.email": "visitor.email",
        "ticket.id": "chat.id",
        "current_user.name": "operator.name",
        "current_user.first_name": "operator.first_name",
    }
)
_CARRIED = frozenset({"title", "body", "folder", "source", "source_id"})
_COMMENTS = ("comment_value_html", "comment_value")


def read(chosen: Chosen) -> Parsed:
    """Return the macros that write a comment."""
    found = chosen.items("macros", "macro")
    return read_rows(enumerate(found, start=1), _response, _CARRIED, *chosen.notes)


def _response(item: object, told: Told) -> Response:
    fields = row(item)
    if fields.get("active") is False:
        raise ResponseRefused("The macro is switched off in Zendesk.")
    if is_filled(fields, "restriction"):
        told.lost(SHARED)
    *folder, title = (part.strip() for part in needed(fields, "title").split("::"))
    return Response(
        title=title,
        body=_DIALECT.translated(_comment(fields, told), told),
        folder=tuple(folder),
        source="zendesk",
        source_id=identifier(fields, "id"),
    )


def _comment(fields: Fields, told: Told) -> str:
    comments: dict[str, str] = {}
    for action in map(row, items(fields, "actions")):
        name, value = identifier(action, "field"), action.get("value")
        if name not in _COMMENTS:
            told.lost(f"The action {shown(name)} was left out")
            continue
        # A channel may stand in front of the text.
        written = value[-1] if isinstance(value, list) and value else value
        if not isinstance(written, str):
            raise ResponseRefused("The comment of the macro is not text.")
        comments[name] = checked(written)
    if "comment_value_html" in comments:
        return plain(comments["comment_value_html"], told)
    if "comment_value" in comments:
        return comments["comment_value"]
    raise ResponseRefused("The macro writes no comment.")


def _looks_like(chosen: Chosen) -> bool:
    return isinstance(chosen.sample("macros", "macro").get("actions"), list)


ZENDESK_MACROS = Source(
    "zendesk",
    "Zendesk macros (JSON)",
    _looks_like,
    read,
    (
        "Actions other than the comment are left out.",
        "Bold words, tables, pictures and colours of HTML become plain text.",
    ),
)
