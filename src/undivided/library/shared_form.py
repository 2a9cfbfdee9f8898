"""A response as team and site share it: what of it leaves this computer, and how it is written.

Both ends of the wire read and write it here, so that the server keeps exactly what a library
keeps. An operator's own marks stay at home: the star, the counts, and where it was imported from.
"""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from undivided.etiquette.card_masking import without_cards
from undivided.library.errors import ResponseRefused
from undivided.library.responses import Response, Scope, cleaned, shortcut_names
from undivided.protocol.canned_responses import CannedResponse

_AT_HOME = frozenset(
    {
        "id", "starred", "uses", "sent_untouched", "sent_edited", "last_used",
        "source", "source_id", "scope",
    }
)  # fmt: skip
_FIELDS = frozenset(Response.__struct_fields__)
SHARED = tuple(name for name in Response.__struct_fields__ if name not in _AT_HOME)
"""The fields that everybody who shares a response has alike."""
# 3.7 has fields of its own for these.
_CONTENT = tuple(name for name in SHARED if name not in {"body", "tags"})


def says_the_same(one: Response, other: Response) -> bool:
    """Return whether two responses differ at most in what stays at home."""
    return all(getattr(one, name) == getattr(other, name) for name in SHARED)


def with_shared(own: Response, shared: Response) -> Response:
    """Return the own response with everything that is shared taken from the other one."""
    return replace(own, **{name: getattr(shared, name) for name in SHARED})


def content_of(response: Response, known: Mapping[str, object] | None = None) -> dict[str, object]:
    """Return what the wire carries besides text and tags; what is empty is left out.

    Args:
        response: In its kept form.
        known: The content so far. Names in it that this program does not know are kept, with
            card numbers masked (promise G19).
    """
    foreign = {name: value for name, value in (known or {}).items() if name not in _FIELDS}
    own = {name: getattr(response, name) for name in _CONTENT}
    told = {name: value for name, value in own.items() if value}
    # By way of JSON, so that it compares equal with what comes out of a file or off the wire.
    written: dict[str, object] = msgspec.json.decode(msgspec.json.encode(told))
    return {**without_cards(foreign), **written}


def response_from(canned: CannedResponse) -> Response:
    """Return a shared response in its kept form, under the server's id.

    One that a client of 3.7 wrote has no title and no shortcut: there the first tag is typed.

    Raises:
        ResponseRefused: A field has the wrong type, or breaks a rule of the library.
    """
    desk = canned.desk
    fields: dict[str, object] = dict(desk.content) if desk is not None else {}
    if desk is None or not desk.content:
        fields["shortcuts"] = shortcut_names(" ".join(canned.tags[:1]))[:1]
    for name in _AT_HOME:
        fields.pop(name, None)
    scope = Scope.TEAM if desk is None else Scope(desk.place.scope)
    fields |= {"id": canned.id, "body": canned.text, "tags": canned.tags, "scope": scope}
    try:
        response = msgspec.convert({"title": "", **fields}, Response)
    except msgspec.ValidationError as error:
        raise ResponseRefused(f"The response cannot be read: {error}.") from error
    return cleaned(response)
