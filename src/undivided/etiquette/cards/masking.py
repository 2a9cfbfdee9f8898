"""Takes card numbers out of whole messages of the wire: every text in them, whatever its field.

A field that is added one day is covered without being listed; only what programs make, such as
ids, is passed over. Source: promise G19.
"""

from collections.abc import Sequence
from functools import cache
from typing import TypeVar, cast

from msgspec import Struct, structs

from undivided.etiquette.cards.brands import SHORTEST
from undivided.etiquette.cards.encoded import masked_encoded
from undivided.etiquette.cards.split import masked_split
from undivided.protocol.desk_extensions import CALLBACK_PHONE
from undivided.protocol.events import Event, Field, Image
from undivided.protocol.logins import CustomerDetails
from undivided.protocol.users import User

T = TypeVar("T")

PHONE_DIGITS = 13
"""So many are left as they are in a field for a phone number: only the oldest cards have as few.

Longer ones are dialled from abroad, with + or 00, and never taken for a card's.
"""

_MADE = frozenset(
    {
        "action", "author_id", "chat_id", "created_at", "custom_id", "digest", "event_id",
        "form_id", "id", "next_page_id", "postback_id", "request_key", "requester_id",
        "template_id", "thread_id", "type", "user_id", "user_ids", "version", "visibility",
    }
)  # fmt: skip
_ADDRESSES = frozenset({"url", "thumbnail_url", "thumbnail2x_url"})
"""Of files; a masked one would open nothing. The address of a page is a visitor's text."""


def without_cards(value: T) -> T:
    """Return `value`, a text or anything made of texts, with card numbers masked.

    What holds none is returned itself.
    """
    return cast("T", _cleaned(value))


def continuing(before: Sequence[Event], event: Event) -> tuple[tuple[Event, ...], Event]:
    """Return its author's messages and a further one, masked where a number runs through them.

    A message in which nothing is hidden is returned itself.

    Args:
        before: The author's last messages in the chat, oldest first, as they were kept.
        event: A message that has been through `without_cards`.
    """
    texts, text = masked_split([each.text or "" for each in before], event.text or "")
    earlier = zip(before, texts, strict=True)
    return tuple(_worded(each, words) for each, words in earlier), _worded(event, text)


def _worded(event: Event, text: str) -> Event:
    return event if text == (event.text or "") else structs.replace(event, text=text)


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return masked_encoded(value) if len(value) >= SHORTEST else value
    if isinstance(value, Struct):
        return _struct(value)
    if isinstance(value, tuple):
        return _all(value, tuple(map(_cleaned, value)))
    if isinstance(value, list):
        return _all(value, list(map(_cleaned, value)))
    if isinstance(value, dict):
        fresh = {_cleaned(name): _cleaned(each) for name, each in value.items()}
        is_same = all(fresh.get(name) is each for name, each in value.items())
        return value if is_same else fresh
    return value


def _all(old: tuple[object, ...] | list[object], new: tuple[object, ...] | list[object]) -> object:
    is_same = all(one is other for one, other in zip(old, new, strict=True))
    return old if is_same else new


def _struct(value: Struct) -> Struct:
    changes: dict[str, object] = {}
    for name in _said_fields(type(value)):
        old: object = getattr(value, name)
        if old is None:
            continue
        new = _cleaned(old)
        if new is not old:
            changes[name] = new
    if isinstance(value, CustomerDetails | User) and _is_phone(value.phone_number):
        changes.pop("phone_number", None)
    if isinstance(value, Field) and value.id == CALLBACK_PHONE and _is_phone(value.answer):
        changes.pop("answer", None)
    return structs.replace(value, **changes) if changes else value


@cache
def _said_fields(kind: type[Struct]) -> tuple[str, ...]:
    """Return the fields in which somebody's words may stand; asked for every frame."""
    left_alone = _MADE | _ADDRESSES if issubclass(kind, Event | Image) else _MADE
    return tuple(name for name in kind.__struct_fields__ if name not in left_alone)


def _is_phone(text: object) -> bool:
    return isinstance(text, str) and sum(map(str.isdecimal, text)) <= PHONE_DIGITS
