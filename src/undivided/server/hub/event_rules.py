"""Which events may be sent, and what is kept of them."""

from collections.abc import Callable

import msgspec
from msgspec import structs

from undivided.etiquette.cards.masking import without_cards
from undivided.protocol.desk_extensions import (
    CALLBACK_BY,
    CALLBACK_FIRST,
    CALLBACK_STATE,
    NAMESPACE,
    OPERATORS_ALONE,
    READBACK_FORM,
)
from undivided.protocol.events import Event, Field, Kind, Properties, Visibility
from undivided.protocol.limits import (
    CUSTOM_ID_CHARACTERS,
    MESSAGE_CHARACTERS,
    PROPERTIES_BYTES,
    READBACK_FIELDS,
    READBACK_LABEL_CHARACTERS,
    READBACK_VALUE_CHARACTERS,
    RICH_BUTTONS,
    RICH_ELEMENTS,
)
from undivided.server.directory import FileCatalog
from undivided.server.errors import invalid
from undivided.server.hub.card_rules import cardless, check_ids

_OPERATORS_KINDS = frozenset(
    {
        Kind.MESSAGE,
        Kind.FILE,
        Kind.RICH_MESSAGE,
        Kind.FORM,
        Kind.FILLED_FORM,
        Kind.SYSTEM_MESSAGE,
        Kind.CUSTOM,
    }
)
# A visitor who could send system lines could put words into the desk's mouth.
_VISITORS_KINDS = frozenset({Kind.MESSAGE, Kind.FILE, Kind.FILLED_FORM, Kind.CUSTOM})
_OPERATORS_WORDS = frozenset({CALLBACK_STATE, CALLBACK_BY, CALLBACK_FIRST}) | OPERATORS_ALONE
_OPERATORS_AUDIENCES = (Visibility.ALL, Visibility.AGENTS)
_VISITORS_AUDIENCES = (Visibility.ALL,)


def checked(event: Event, files: FileCatalog, *, is_operator: bool) -> Event:
    """Return a sent event reduced to what its author may set, with card numbers masked.

    Raises:
        ProtocolError: It is of a kind the author may not send, too long or incomplete.
    """
    if event.type not in (_OPERATORS_KINDS if is_operator else _VISITORS_KINDS):
        raise invalid(f"Events of type {event.type[:40]!r} cannot be sent.")
    visibility = event.visibility or event.recipients or Visibility.ALL
    allowed = _OPERATORS_AUDIENCES if is_operator else _VISITORS_AUDIENCES
    if visibility not in allowed:
        raise invalid(f"event.visibility must be one of {', '.join(allowed)}.")
    if event.custom_id is not None and not 0 < len(event.custom_id) <= CUSTOM_ID_CHARACTERS:
        raise invalid(f"event.custom_id must have 1 to {CUSTOM_ID_CHARACTERS} characters.")
    check_ids(event)
    if event.properties and len(msgspec.json.encode(event.properties)) > PROPERTIES_BYTES:
        raise invalid(f"event.properties must not exceed {PROPERTIES_BYTES} bytes.")
    content = _CONTENT[event.type](event, files)
    kept = structs.replace(
        content,
        custom_id=event.custom_id,
        visibility=visibility,
        properties=cardless(event.properties if is_operator else _visitors(event.properties))
        or None,
    )
    return without_cards(kept)


def _visitors(properties: Properties | None) -> Properties | None:
    """Return properties without what only operators say: of a wish to be called, of facts."""
    ours = (properties or {}).get(NAMESPACE, {})
    if properties is None or ours.keys().isdisjoint(_OPERATORS_WORDS):
        return properties
    kept = {name: value for name, value in ours.items() if name not in _OPERATORS_WORDS}
    return {**properties, NAMESPACE: kept}


def _text(event: Event) -> str:
    text = event.text or ""
    if not text.strip():
        raise invalid("event.text must not be empty.")
    if len(text) > MESSAGE_CHARACTERS:
        raise invalid(f"event.text must not exceed {MESSAGE_CHARACTERS} characters.")
    return text


def _message(event: Event, _: FileCatalog) -> Event:
    return Event(type=event.type, text=_text(event), postback=event.postback)


def _system_message(event: Event, _: FileCatalog) -> Event:
    if not event.system_message_type:
        raise invalid("event.system_message_type is missing.")
    return Event(
        type=event.type,
        text=_text(event),
        system_message_type=event.system_message_type,
        text_vars=event.text_vars,
    )


def _file(event: Event, files: FileCatalog) -> Event:
    file = files(event.url or "")
    if file is None:
        raise invalid("event.url must be the address of a file uploaded to this server.")
    return Event(
        type=event.type,
        url=file.url,
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        width=file.width,
        height=file.height,
        # SDKs read both thumbnails of every picture; ours is the picture itself.
        thumbnail_url=file.url if file.width else None,
        thumbnail2x_url=file.url if file.width else None,
        alternative_text=event.alternative_text,
    )


def _rich_message(event: Event, _: FileCatalog) -> Event:
    elements = event.elements or ()
    if not event.template_id:
        raise invalid("event.template_id is missing.")
    if len(elements) > RICH_ELEMENTS:
        raise invalid(f"event.elements must not exceed {RICH_ELEMENTS}.")
    if any(len(element.buttons) > RICH_BUTTONS for element in elements):
        raise invalid(f"An element must not have more than {RICH_BUTTONS} buttons.")
    unpressed = tuple(
        structs.replace(
            element,
            buttons=tuple(structs.replace(button, user_ids=()) for button in element.buttons),
        )
        for element in elements
    )
    _small(unpressed)
    return Event(type=event.type, template_id=event.template_id, elements=unpressed)


def _form(event: Event, _: FileCatalog) -> Event:
    if not event.form_id:
        raise invalid("event.form_id is missing.")
    fields = event.fields or ()
    if event.form_id == READBACK_FORM:
        _few_details(fields)
    _small(fields)
    return Event(type=event.type, form_id=event.form_id, form_type=event.form_type, fields=fields)


def _few_details(fields: tuple[Field, ...]) -> None:
    if len(fields) > READBACK_FIELDS:
        raise invalid(f"A form of confirmed details must not exceed {READBACK_FIELDS} fields.")
    for field in fields:
        is_short = isinstance(field.answer, str) and len(field.answer) <= READBACK_VALUE_CHARACTERS
        if not is_short or len(field.label) > READBACK_LABEL_CHARACTERS:
            raise invalid(
                f"A confirmed detail needs a label of at most {READBACK_LABEL_CHARACTERS} and"
                f" an answer of at most {READBACK_VALUE_CHARACTERS} characters."
            )


def _custom(event: Event, _: FileCatalog) -> Event:
    if event.content is None:
        raise invalid("event.content is missing.")
    _small(event.content)
    return Event(type=event.type, content=cardless(event.content))


def _small(content: object) -> None:
    if len(msgspec.json.encode(content)) > PROPERTIES_BYTES:
        raise invalid(f"The event must not exceed {PROPERTIES_BYTES} bytes.")


_CONTENT: dict[str, Callable[[Event, FileCatalog], Event]] = {
    Kind.MESSAGE: _message,
    Kind.FILE: _file,
    Kind.RICH_MESSAGE: _rich_message,
    Kind.FORM: _form,
    Kind.FILLED_FORM: _form,
    Kind.SYSTEM_MESSAGE: _system_message,
    Kind.CUSTOM: _custom,
}
