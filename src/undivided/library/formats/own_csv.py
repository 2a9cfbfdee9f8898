"""CSV for spreadsheets: `folder,title,shortcuts,tags,language,body`, without formulas."""

from collections.abc import Iterable, Iterator

from undivided.library.errors import FileRefused, ResponseRefused
from undivided.library.formats import tables
from undivided.library.importing.cells import unguarded
from undivided.library.importing.rows import Parsed, Refused, parsed
from undivided.library.model.responses import Response, folder_path, shortcut_names, tag_words

COLUMNS = ("folder", "title", "shortcuts", "tags", "language", "body")


def write(responses: Iterable[Response]) -> str:
    """Return the responses as CSV text with a header."""
    return tables.written(COLUMNS, map(_cells, responses))


def read(text: str) -> Parsed:
    """Return what the CSV text holds; commas, semicolons or tabs may separate its columns.

    Raises:
        FileRefused: There is no header with a column named body.
    """
    records = tables.records(text)
    named = (cells for _, cells in records if cells is not None and any(map(str.strip, cells)))
    header = _header(next(named, []))
    carried = frozenset(header) & frozenset(COLUMNS)
    losses = tuple(
        f"The column {name!r} was not kept." for name in header if name not in carried and name
    )
    bad: list[Refused] = []
    found = parsed(
        _good(records, bad), lambda cells: _response(header, cells), lambda _: carried, losses
    )
    refused = sorted((*found.refused, *bad), key=lambda refusal: refusal.row)
    return Parsed(found.rows, tuple(refused), found.losses)


def _good(
    records: Iterable[tuple[int, list[str] | None]], bad: list[Refused]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the records that are rows, and put the others into `bad`."""
    for number, cells in records:
        if cells is None:
            sentence = "A quotation mark in this row is not closed or not doubled."
            bad.append(Refused(number, sentence))
        elif any(cell.strip() for cell in cells):
            yield number, cells


def _header(cells: list[str]) -> list[str]:
    header = [cell.strip().casefold() for cell in cells]
    if "body" not in header:
        raise FileRefused(
            "The file has no column named body. Its first row must name the columns: "
            f"{', '.join(COLUMNS)}."
        )
    return header


def _response(header: list[str], cells: list[str]) -> Response:
    row = tables.fitted(cells, len(header))
    if row is None:
        raise ResponseRefused(f"The row has {len(cells)} cells, the header has {len(header)}.")
    cell = dict(zip(header, map(unguarded, row), strict=True))
    return Response(
        folder=folder_path(cell.get("folder", "")),
        title=cell.get("title", ""),
        shortcuts=shortcut_names(cell.get("shortcuts", "")),
        tags=tag_words(cell.get("tags", "")),
        language=cell.get("language", ""),
        body=cell["body"],
    )


def _cells(response: Response) -> tuple[str, ...]:
    return (
        "/".join(response.folder),
        response.title,
        " ".join(f"/{shortcut}" for shortcut in response.shortcuts),
        ", ".join(response.tags),
        response.language,
        response.body,
    )
