"""A table of two columns, shortcut and text, with or without a header, and with titles or not."""

from undivided.library.errors import FileRefused
from undivided.library.formats import tables
from undivided.library.formats.fields import needed, one_shortcut, row, text
from undivided.library.formats.placeholders import double_braces
from undivided.library.formats.source import Chosen, Source
from undivided.library.formats.told import Told, read_rows
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

_DIALECT = double_braces(
    {"name": "visitor.name", "first_name": "visitor.first_name", "email": "visitor.email"}
)
_SHORTCUTS = frozenset(
    {"short_code", "shortcode", "shortcut", "trigger", "abbreviation", "code", "key", "command"}
)
_TEXTS = frozenset({"content", "text", "message", "response", "reply", "replacement", "answer"})
_TITLES = frozenset({"title", "name", "subject", "label"})
_CARRIED = frozenset({"shortcuts", "body"})


def read(chosen: Chosen) -> Parsed:
    """Return the rows; other columns are named as losses.

    Raises:
        FileRefused: There are not two columns.
    """
    header = [name.casefold() for name in chosen.header]
    columns = _columns(header)
    if columns is None:
        if len(header) != 2:
            raise FileRefused(
                "The file is no table of two columns, shortcut and text. "
                "Name two of its columns short_code and content."
            )
        # No header: the first row is a response, and is numbered 1.
        columns = ("shortcut", "text")
        rows = tables.rows_of(chosen.text, list(columns))
    else:
        rows = tables.rows_below(chosen.text, header)
    shortcut, body = columns
    title = next((name for name in header if name in _TITLES), "")
    read_names = (*columns, title)
    losses = [
        f"The column {name!r} was not kept." for name in header if name and name not in read_names
    ]

    def response(item: object, told: Told) -> Response:
        fields = row(item)
        words = _DIALECT.translated(needed(fields, body), told)
        return Response(
            title=text(fields, title) if title else "",
            body=words,
            shortcuts=one_shortcut(text(fields, shortcut)) if shortcut else (),
        )

    carried = _CARRIED | {"title"} if title else _CARRIED
    return read_rows(rows, response, carried, *chosen.notes, *(losses if len(header) > 2 else ()))


def _columns(header: list[str]) -> tuple[str, str] | None:
    """Return the columns of shortcut and text; a title may stand in the place of a shortcut."""
    shortcut = next((name for name in header if name in _SHORTCUTS), None)
    body = next((name for name in header if name in _TEXTS), None)
    if body and (shortcut or any(name in _TITLES for name in header)):
        return shortcut or "", body
    return None


def _looks_like(chosen: Chosen) -> bool:
    names = chosen.table
    return bool(names) and (_columns(sorted(names)) is not None or len(chosen.header) == 2)


TWO_COLUMNS = Source("two-columns", "Table of shortcut and text (CSV)", _looks_like, read)
