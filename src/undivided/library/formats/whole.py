"""The whole response beside what another system can hold, so that our own exports come back whole.

Chatwoot and espanso pass over fields that they do not know. What they do know wins: when its text
was changed there, the change is imported. Files stay behind, because only their names would come.
"""

from msgspec.structs import replace

from undivided.library.errors import ResponseRefused
from undivided.library.formats import own_json
from undivided.library.formats.fields import Fields
from undivided.library.model.responses import Response

KEY = "undivided"
"""The field's name."""
CARRIED = frozenset(Response.__struct_fields__) - {"attachments"}
"""The fields that such a row says something about."""


def whole(response: Response) -> dict[str, object]:
    """Return the response for the field."""
    return own_json.as_object(replace(response, attachments=()))


def restored(value: object) -> Response | None:
    """Return the response in the field, or None when there is none that makes sense."""
    if not isinstance(value, Fields):
        return None
    try:
        return replace(own_json.from_object(value), attachments=())
    except ResponseRefused:
        return None
