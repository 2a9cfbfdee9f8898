"""LiveChat: the lists of v3.7 (`canned_responses`) and v2, whose first tag is the shortcut.

Source: the API's pages on canned responses, v3.7 and v2.0. The two placeholders are those of the
help pages; the API does not list them.
"""

import re

from undivided.library.formats.fields import identifier, is_filled, needed, one_shortcut, row, words
from undivided.library.formats.placeholders import Dialect
from undivided.library.formats.source import Chosen, Source
from undivided.library.formats.told import SHARED, Told, read_rows
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

# "50%off%" is no placeholder: none begins behind a letter or a digit.
_DIALECT = Dialect(
    re.compile(r"(?<![\w%])%([a-z][a-z_]{1,30})%(?!\w)"),
    {"name": "visitor.name", "agent": "operator.name"},
)
_CARRIED = frozenset({"body", "shortcuts", "tags", "source", "source_id"})
_KEY = "canned_responses"


def read(chosen: Chosen) -> Parsed:
    """Return the canned responses of an account, of either version."""
    return read_rows(enumerate(chosen.items(_KEY), start=1), _response, _CARRIED, *chosen.notes)


def _response(item: object, told: Told) -> Response:
    fields = row(item)
    if is_filled(fields, "group_id", "group") and not is_filled(fields, "is_private"):
        told.lost(SHARED)
    tags = words(fields, "tags")
    return Response(
        title="",
        body=_DIALECT.translated(needed(fields, "text"), told),
        shortcuts=one_shortcut("".join(tags[:1])),
        tags=tags,
        source="livechat",
        source_id=identifier(fields, "id"),
    )


def _looks_like(chosen: Chosen) -> bool:
    names = chosen.sample(_KEY).keys()
    return {"text", "tags"} <= names and bool({"group_id", "group", "is_private"} & names)


LIVECHAT = Source(
    "livechat",
    "LiveChat (JSON of the API, v3.7 and v2)",
    _looks_like,
    read,
    ("Groups are not kept; everything imported is your own at first.",),
)
