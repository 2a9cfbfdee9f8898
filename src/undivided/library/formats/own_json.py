"""Our own JSON: everything a response has, so that an export imported again is the same."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType, UnionType
from typing import TypeVar, cast

from msgspec import ValidationError, convert, to_builtins

from undivided.library.errors import FileRefused, ResponseRefused
from undivided.library.formats.own_files import files_as_object, files_in, left_behind
from undivided.library.importing.rows import Parsed, parsed
from undivided.library.model.parts import ActiveTimes, Attachment, Fact, Quote, SlotKind, Variant
from undivided.library.model.responses import MAX_COUNT, Response, Scope

FORMAT = "undivided-responses"
VERSION = 5

FIELDS = frozenset(Response.__struct_fields__)
_SINCE_5 = frozenset({"quote"})
_SINCE_4 = _SINCE_5 | {"is_offer"}
_SINCE_3 = _SINCE_4 | {"fact"}
_SINCE_2 = _SINCE_3 | {
    "variants", "slots", "attachments", "active", "pages", "review_by", "owner",
    "sent_untouched", "sent_edited",
}  # fmt: skip
_UNKNOWN_TO = {1: _SINCE_2, 2: _SINCE_3, 3: _SINCE_4, 4: _SINCE_5, VERSION: frozenset[str]()}
"""What each version did not know yet; its files say nothing about these."""
NO_FILES: Mapping[str, bytes] = MappingProxyType({})
T = TypeVar("T")


def write(responses: Iterable[Response], files: Mapping[str, bytes] = NO_FILES) -> str:
    """Return the responses as JSON text; fields with nothing in them are left out.

    Args:
        responses: In the order in which they are to be read again.
        files: The bytes of what they carry, by digest.
    """
    kept = tuple(responses)
    document: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "responses": [as_object(response) for response in kept],
    }
    carried = files_as_object(kept, files)
    if carried:
        document["files"] = carried
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def read(text: str) -> Parsed:
    """Return what the JSON text holds.

    Raises:
        FileRefused: It is no JSON, not a list of responses, or of a later version.
    """
    document = _document(text)
    items = _items(document)
    rows = enumerate(items, start=1)
    found = parsed(rows, from_object, _carried_by(document), _losses(items))
    files = files_in(document)
    lost = left_behind(found.rows, files)
    return replace(found, losses=(*found.losses, *lost), files=files)


def _document(text: str) -> object:
    try:
        document: object = json.loads(text)
    except ValueError as error:
        raise FileRefused(f"The file is not JSON: {error}.") from error
    except RecursionError as error:
        raise FileRefused("The file is not a list of responses: it is nested too deep.") from error
    return document


def _items(document: object) -> list[object]:
    if isinstance(document, dict):
        version = document.get("version", VERSION)
        if not isinstance(version, int) or version > VERSION:
            raise FileRefused(
                "The file was written by a newer version of Undivided; update this program first."
            )
        document = document.get("responses")
    if not isinstance(document, list):
        raise FileRefused("The file is JSON, but it holds no list of responses.")
    return document


def _losses(items: list[object]) -> tuple[str, ...]:
    names = {str(name) for item in items if isinstance(item, dict) for name in item}
    return tuple(f"The field {name!r} was not kept." for name in sorted(names - FIELDS))


def _carried_by(document: object) -> Callable[[object], frozenset[str]]:
    """Return which fields a row speaks about.

    In our own file a field that was left out is empty; in a list from elsewhere it is unknown.
    """
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return _named
    version = document.get("version")
    known = FIELDS - _UNKNOWN_TO.get(version if isinstance(version, int) else 1, _SINCE_2)
    return lambda _: known


def _named(item: object) -> frozenset[str]:
    return FIELDS & frozenset(item) if isinstance(item, dict) else frozenset()


def as_object(response: Response) -> dict[str, object]:
    """Return a response as an object for JSON."""
    item: dict[str, object] = {
        "id": response.id,
        "title": response.title,
        "shortcuts": list(response.shortcuts),
        "variants": to_builtins(response.variants),
        "slots": to_builtins(response.slots),
        "attachments": to_builtins(response.attachments),
        "folder": list(response.folder),
        "tags": list(response.tags),
        "scope": response.scope.value,
        "language": response.language,
        "active": to_builtins(response.active),
        "pages": list(response.pages),
        "review_by": response.review_by.isoformat() if response.review_by else "",
        "fact": to_builtins(response.fact),
        "quote": to_builtins(response.quote),
        "is_offer": response.is_offer,
        "owner": response.owner,
        "source": response.source,
        "source_id": response.source_id,
        "starred": response.starred,
        "uses": response.uses,
        "sent_untouched": response.sent_untouched,
        "sent_edited": response.sent_edited,
        "last_used": response.last_used.isoformat() if response.last_used else "",
        "body": response.body,
    }
    return {name: value for name, value in item.items() if value}


def from_object(item: object) -> Response:
    """Return the response that `as_object` was given, or raise `ResponseRefused`."""
    if not isinstance(item, dict):
        raise ResponseRefused("The row is not an object with a title and a body.")
    return Response(
        id=_text(item, "id"),
        title=_text(item, "title"),
        body=_text(item, "body"),
        shortcuts=_list(item, "shortcuts"),
        variants=_part(item, "variants", tuple[Variant, ...], ()),
        slots=_part(item, "slots", tuple[SlotKind, ...], ()),
        attachments=_part(item, "attachments", tuple[Attachment, ...], ()),
        folder=_list(item, "folder"),
        tags=_list(item, "tags"),
        scope=_scope(item),
        language=_text(item, "language"),
        active=_part(item, "active", ActiveTimes | None, None),
        pages=_list(item, "pages"),
        review_by=_part(item, "review_by", date | None, None),
        fact=_part(item, "fact", Fact | None, None),
        quote=_part(item, "quote", Quote | None, None),
        is_offer=item.get("is_offer") is True,
        owner=_text(item, "owner"),
        source=_text(item, "source"),
        source_id=_text(item, "source_id"),
        starred=item.get("starred") is True,
        uses=_count(item, "uses"),
        sent_untouched=_count(item, "sent_untouched"),
        sent_edited=_count(item, "sent_edited"),
        last_used=_last_used(item),
    )


def _text(item: dict[str, object], name: str) -> str:
    value = item.get(name, "")
    if not isinstance(value, str):
        raise ResponseRefused(f"The field {name!r} is not text.")
    return value


def _list(item: dict[str, object], name: str) -> tuple[str, ...]:
    value = item.get(name, [])
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ResponseRefused(f"The field {name!r} is not a list of words.")
    return tuple(value)


def _scope(item: dict[str, object]) -> Scope:
    word = _text(item, "scope") or Scope.PERSONAL.value
    try:
        return Scope(word)
    except ValueError:
        raise ResponseRefused(f"The scope {word!r} is none of personal, team, site.") from None


def _count(item: dict[str, object], name: str) -> int:
    value = item.get(name, 0)
    if not isinstance(value, int) or not 0 <= value <= MAX_COUNT:
        raise ResponseRefused(f"The field {name!r} is not a count.")
    return int(value)


def _part(item: dict[str, object], name: str, kind: type[T] | UnionType, otherwise: T) -> T:
    value = item.get(name)
    if not value:
        return otherwise
    try:
        return cast("T", convert(value, kind))
    except ValidationError as error:
        raise ResponseRefused(f"The field {name!r} is not as it should be: {error}.") from error


def _last_used(item: dict[str, object]) -> datetime | None:
    text = _text(item, "last_used")
    try:
        instant = datetime.fromisoformat(text) if text else None
    except ValueError:
        instant = datetime.min  # noqa: DTZ901 - has no zone, so it is refused below
    if instant is None:
        return None
    if instant.tzinfo is None:
        raise ResponseRefused("The field 'last_used' is no time with its zone.")
    return instant.astimezone(UTC)
