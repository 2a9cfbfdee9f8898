"""Our own JSON: everything a response has, so that an export imported again is the same."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from undivided.library.errors import FileRefused, ResponseRefused
from undivided.library.responses import Response, Scope
from undivided.library.rows import Parsed, parsed

FORMAT = "undivided-responses"
VERSION = 1

_TEXTS = frozenset({"id", "title", "body", "language", "source", "source_id"})
_LISTS = frozenset({"shortcuts", "folder", "tags"})
_FIELDS = _TEXTS | _LISTS | {"scope", "starred", "uses", "last_used"}


def write(responses: Iterable[Response]) -> str:
    """Return the responses as JSON text; fields with nothing in them are left out."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "responses": [_as_object(response) for response in responses],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def read(text: str) -> Parsed:
    """Return what the JSON text holds.

    Raises:
        FileRefused: It is no JSON, not a list of responses, or of a later version.
    """
    document = _document(text)
    items = _items(document)
    # In our own file a field that was left out is empty; in a list from elsewhere it is unknown.
    is_ours = isinstance(document, dict) and document.get("format") == FORMAT
    carried = _everything if is_ours else _carried
    return parsed(enumerate(items, start=1), _from_object, carried, _losses(items))


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
    return tuple(f"The field {name!r} was not kept." for name in sorted(names - _FIELDS))


def _everything(_: object) -> frozenset[str]:
    return _FIELDS


def _carried(item: object) -> frozenset[str]:
    return _FIELDS & frozenset(item) if isinstance(item, dict) else frozenset()


def _as_object(response: Response) -> dict[str, object]:
    item: dict[str, object] = {
        "id": response.id,
        "title": response.title,
        "shortcuts": list(response.shortcuts),
        "folder": list(response.folder),
        "tags": list(response.tags),
        "scope": response.scope.value,
        "language": response.language,
        "source": response.source,
        "source_id": response.source_id,
        "starred": response.starred,
        "uses": response.uses,
        "last_used": response.last_used.isoformat() if response.last_used else "",
        "body": response.body,
    }
    return {name: value for name, value in item.items() if value}


def _from_object(item: object) -> Response:
    if not isinstance(item, dict):
        raise ResponseRefused("The row is not an object with a title and a body.")
    return Response(
        id=_text(item, "id"),
        title=_text(item, "title"),
        body=_text(item, "body"),
        shortcuts=_list(item, "shortcuts"),
        folder=_list(item, "folder"),
        tags=_list(item, "tags"),
        scope=_scope(item),
        language=_text(item, "language"),
        source=_text(item, "source"),
        source_id=_text(item, "source_id"),
        starred=item.get("starred") is True,
        uses=_uses(item),
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


def _uses(item: dict[str, object]) -> int:
    value = item.get("uses", 0)
    if not isinstance(value, int) or not 0 <= value < 2**31:
        raise ResponseRefused("The field 'uses' is not a count.")
    return int(value)


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
