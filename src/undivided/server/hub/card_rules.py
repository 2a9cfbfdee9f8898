"""Card numbers where no text is looked through: numbers, and ids that clients make.

Numbers are masked as texts are; an id cannot be, because it is found by what it says, so it is
refused. Source: promise G19.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar, cast

from undivided.etiquette.cards.masking import without_cards
from undivided.etiquette.cards.numbers import cards_in, masked
from undivided.protocol.events import Choice, Event, Field
from undivided.server.errors import invalid

T = TypeVar("T")

_MOST_DIGITS = 19
_SEPARATORS = re.compile(r"[\s._/-]+")
# Longer ids of random digits, or of hexadecimal ones, would be refused one time in thousands.
_ALONE = re.compile(r"(?<![^\W_])[0-9]{12,19}(?![^\W_])")


def cardless(value: T) -> T:
    """Return properties or other plain JSON with card numbers masked, texts and numbers."""
    return cast("T", without_cards(_numbers_masked(value)))


def check_id(name: str, value: str | int | None) -> None:
    """Refuse an id that is a card number, or holds one between other signs.

    Raises:
        ProtocolError: Nothing of it was kept.
    """
    if value is None:
        return
    text = str(value)
    whole = _SEPARATORS.sub("", text)
    found = _ALONE.findall(text)
    if whole.isdecimal() and len(whole) <= _MOST_DIGITS:
        found.append(whole)
    if any(cards_in(each) for each in found):
        raise invalid(f"{name} must not hold what looks like a card number; take another.")


def check_ids(event: Event) -> None:
    """Refuse an event with such an id.

    Raises:
        ProtocolError: It has one.
    """
    for name, value in _ids(event):
        check_id(f"event.{name}", value)


def _ids(event: Event) -> Iterator[tuple[str, str | int | None]]:
    yield "custom_id", event.custom_id
    yield "form_id", event.form_id
    yield "template_id", event.template_id
    if event.postback is not None:
        yield "postback.id", event.postback.id
        yield "postback.type", event.postback.type
        yield "postback.thread_id", event.postback.thread_id
        yield "postback.event_id", event.postback.event_id
    for element in event.elements or ():
        for button in element.buttons:
            yield "elements.buttons.postback_id", button.postback_id
            yield "elements.buttons.type", button.type
    for field in event.fields or ():
        yield "fields.type", field.type
        yield "fields.id", field.id
        for choice in _choices(field):
            yield "fields.answers.id", choice.id
            yield "fields.answers.group_id", choice.group_id


def _choices(field: Field) -> Iterable[Choice]:
    alone = (field.answer,) if isinstance(field.answer, Choice) else ()
    return (*(field.options or ()), *alone, *(field.answers or ()))


def _numbers_masked(value: object) -> object:
    if isinstance(value, dict):
        return {name: _numbers_masked(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_numbers_masked(each) for each in value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if isinstance(value, float) and not value.is_integer():
        return value
    digits = str(abs(int(value)))
    hidden = masked(digits) if len(digits) <= _MOST_DIGITS else digits
    return value if hidden == digits else hidden
