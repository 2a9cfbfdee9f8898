"""Fields of rows from elsewhere: each is what it must be, or its row is refused with a sentence."""

from collections.abc import Iterable

from undivided.library.errors import ResponseRefused

MAX_TEXT = 64_000
"""Code points of one field, with its markup; a longer one holds no response."""


class Fields(dict[str, object]):
    """A row as names and values.

    Attributes:
        doubled: A name that the row has twice, or "".
        place: Where it stands when a row's number does not say it, such as "base.yml, line 3".
    """

    doubled = ""
    place = ""


class Unread:
    """A value that was not read on purpose.

    Attributes:
        why: What it is, to go after "holds".
    """

    def __init__(self, why: str) -> None:
        self.why = why


def from_pairs(pairs: Iterable[tuple[str, object]]) -> Fields:
    """Return the fields, with a note when a name comes twice."""
    fields = Fields()
    for name, value in pairs:
        if name in fields:
            fields.doubled = name
        fields[name] = value
    return fields


def row(item: object) -> Fields:
    """Return a row's fields.

    Raises:
        ResponseRefused: It has none, or one of them twice.
    """
    if isinstance(item, Unread):
        raise ResponseRefused(f"The row holds {item.why}.")
    if not isinstance(item, Fields):
        raise ResponseRefused("The row is not an object with fields.")
    if item.doubled:
        raise ResponseRefused(f"The field {shown(item.doubled)} is there twice.")
    return item


def text(fields: Fields, name: str) -> str:
    """Return a text, "" when it is absent or null.

    Raises:
        ResponseRefused: It is something else, or far too long.
    """
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, Unread):
        raise ResponseRefused(f"The field {name!r} holds {value.why}.")
    if not isinstance(value, str):
        raise ResponseRefused(f"The field {name!r} is not text.")
    return checked(value)


def checked(value: str) -> str:
    """Return a text that is short enough to be worth reading, or raise `ResponseRefused`."""
    if len(value) > MAX_TEXT:
        raise ResponseRefused(
            f"The text has {len(value):,} characters; at most {MAX_TEXT:,} are read."
        )
    return value


def needed(fields: Fields, name: str) -> str:
    """Return a text that makes the row what it is.

    Raises:
        ResponseRefused: It is absent, not text, or blank.
    """
    value = text(fields, name)
    if not value.strip():
        raise ResponseRefused(f"The field {name!r} is missing or empty.")
    return value


def identifier(fields: Fields, name: str) -> str:
    """Return an id as text; numbers are ids too, and anything else is none."""
    value = fields.get(name)
    if isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, str | int) else ""


def one_shortcut(written: str) -> tuple[str, ...]:
    """Return what another system calls a short code as one shortcut, though it may have spaces."""
    return ("-".join(written.split()),)


def words(fields: Fields, name: str) -> tuple[str, ...]:
    """Return a list of texts, or one text as a list of one.

    Raises:
        ResponseRefused: It is something else.
    """
    value = fields.get(name)
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,) if value else ()
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ResponseRefused(f"The field {name!r} is not a list of words.")
    return tuple(value)


def items(fields: Fields, name: str) -> list[object]:
    """Return a list, empty when it is absent.

    Raises:
        ResponseRefused: It is something else.
    """
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise ResponseRefused(f"The field {name!r} is not a list.")
    return value


def is_filled(fields: Fields, *names: str) -> bool:
    """Return whether one of the fields says something."""
    return any(fields.get(name) not in (None, "", False, 0, [], {}) for name in names)


def shown(name: str) -> str:
    """Return a name from a file, short and quoted, for a sentence."""
    return repr(name if len(name) <= 60 else f"{name[:59]}…")
