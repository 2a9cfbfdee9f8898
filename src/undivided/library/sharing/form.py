"""A response as team and site share it: what of it leaves this computer, and how it is written.

Both ends of the wire read and write it here, so that the server keeps exactly what a library
keeps. An operator's own marks stay at home: the star, the counts, and where it was imported from.
"""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from undivided.etiquette.cards.masking import without_cards
from undivided.library.errors import ResponseRefused
from undivided.library.model.responses import Response, Scope, cleaned, shortcut_names
from undivided.library.sharing.three_way import MERGED
from undivided.protocol.canned_responses import CannedResponse

_FIELDS = frozenset(Response.__struct_fields__)
# 3.7 has fields of its own for these.
_CONTENT = tuple(name for name in MERGED if name not in {"body", "tags"})


def says_the_same(one: Response, other: Response) -> bool:
    """Return whether two responses differ at most in what stays at home."""
    return all(getattr(one, name) == getattr(other, name) for name in MERGED)


def with_shared(own: Response, shared: Response) -> Response:
    """Return the own response with everything that is shared taken from the other one."""
    return replace(own, **{name: getattr(shared, name) for name in MERGED})


def content_of(response: Response, known: Mapping[str, object] | None = None) -> dict[str, object]:
    """Return what the wire carries besides text and tags; what is empty is left out.

    Args:
        response: In its kept form.
        known: The content so far. Names in it that this program does not know are kept, with
            card numbers masked (promise G19).
    """
    foreign = foreign_in(known or {})
    own = {name: getattr(response, name) for name in _CONTENT}
    told = {name: value for name, value in own.items() if value}
    # By way of JSON, so that it compares equal with what comes out of a file or off the wire.
    written: dict[str, object] = msgspec.json.decode(msgspec.json.encode(told))
    return {**without_cards(foreign), **written}


def foreign_in(content: Mapping[str, object]) -> dict[str, object]:
    """Return what is in the content under names that this program does not know."""
    return {name: value for name, value in content.items() if name not in _FIELDS}


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
    shared = {name: value for name, value in fields.items() if name in _CONTENT}
    shared |= {"id": canned.id, "body": canned.text, "tags": canned.tags}
    try:
        scope = Scope.TEAM if desk is None else Scope(desk.place.scope)
        response = msgspec.convert({"title": "", "scope": scope, **shared}, Response)
    except ValueError as error:  # msgspec's errors are among them
        raise ResponseRefused(f"The response cannot be read: {error}.") from error
    return cleaned(response)
