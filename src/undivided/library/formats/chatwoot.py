"""Chatwoot: a list of `{id, short_code, content}`, with Markdown and `{{contact.name}}`.

Source: the API's page on canned responses; names of variables from the published `utils` package.
"""

import json
from collections.abc import Iterable

from msgspec.structs import replace

from undivided.library.filling.slots import parse
from undivided.library.folding import fold
from undivided.library.formats.fields import identifier, is_filled, needed, one_shortcut, row, text
from undivided.library.formats.placeholders import double_braces, slot
from undivided.library.formats.source import Chosen, Source
from undivided.library.formats.told import ATTACHED, Told, read_rows
from undivided.library.formats.whole import KEY, restored, whole
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

NAMES = {
    "contact.name": "visitor.name",
    "contact.first_name": "visitor.first_name",
    "contact.email": "visitor.email",
    "contact.phone": "visitor.phone",
    "inbox.name": "site.name",
    "conversation.id": "chat.id",
    "agent.name": "operator.name",
    "agent.first_name": "operator.first_name",
}
"""Our values by the names of Chatwoot."""

_THEIRS = {ours: theirs for theirs, ours in NAMES.items()}
_DIALECT = double_braces(NAMES)
_CARRIED = frozenset({"title", "body", "shortcuts", "source", "source_id"})


def read(chosen: Chosen) -> Parsed:
    """Return the canned responses of an account."""
    items = chosen.items("payload", "data")
    return read_rows(enumerate(items, start=1), _response, _CARRIED, *chosen.notes)


def write(responses: Iterable[Response]) -> str:
    """Return the responses as Chatwoot's API takes them, with the whole of each beside it."""
    codes: set[str] = set()
    items = [
        {
            "short_code": _short_code(response, codes),
            "content": _content(response.body),
            KEY: whole(response),
        }
        for response in responses
    ]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _short_code(response: Response, taken: set[str]) -> str:
    """Return a short code that no other has: an account of Chatwoot refuses a second one."""
    code = stem = response.shortcuts[0] if response.shortcuts else response.title
    number = 1
    while fold(code) in taken:
        number += 1
        code = f"{stem}-{number}"
    taken.add(fold(code))
    return code


def _response(item: object, told: Told) -> Response:
    fields = row(item)
    content = needed(fields, "content")
    ours = restored(fields.get(KEY))
    if ours is not None:
        told.whole()
        if _content(ours.body) == content:
            return ours
        return replace(ours, body=_DIALECT.translated(content, told))
    if is_filled(fields, "canned_attachments", "attachments"):
        told.lost(ATTACHED)
    return Response(
        title=text(fields, "short_code"),
        body=_DIALECT.translated(content, told),
        shortcuts=one_shortcut(text(fields, "short_code")),
        source="chatwoot",
        source_id=identifier(fields, "id"),
    )


def _content(body: str) -> str:
    """Return a body with Chatwoot's names; it knows no words for a value that is missing."""
    return "".join(
        part
        if isinstance(part, str)
        else slot(_THEIRS[part.name.casefold()])
        if part.name.casefold() in _THEIRS
        else slot(part.name, part.fallback)
        for part in parse(body)
    )


def _looks_like(chosen: Chosen) -> bool:
    return {"short_code", "content"} <= chosen.sample("payload", "data").keys()


CHATWOOT = Source(
    "chatwoot",
    "Chatwoot (JSON)",
    _looks_like,
    read,
    ("Attached files are left out.", "Markdown signs stay as they are."),
)
