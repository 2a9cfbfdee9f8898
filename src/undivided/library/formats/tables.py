"""Separated values: records with the numbers that a spreadsheet shows, one bad one at a time."""

import csv
import io
from collections.abc import Iterable, Iterator

from undivided.library.formats.fields import Fields, Unread, from_pairs
from undivided.library.importing.cells import guarded, unguarded

# A cell this long is refused by its own row instead of ending the whole reading.
_CELL_LIMIT = 64 * 1024 * 1024
_SEPARATORS = ",;\t"


def records(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Yield each record's number with its cells, or with None for one that breaks the quoting."""
    limit = csv.field_size_limit(_CELL_LIMIT)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
        number = 0
        while True:
            number += 1
            try:
                yield number, next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield number, None
    finally:
        csv.field_size_limit(limit)


def separator(text: str) -> str:
    """Return the separator that the first line has most of."""
    first_line = text[:1000].partition("\n")[0]
    return max(_SEPARATORS, key=first_line.count)


def first_record(text: str) -> list[str]:
    """Return the cells of the first record without spaces around, or nothing."""
    for _, cells in records(text):
        return [cell.strip() for cell in cells or []]
    return []


def rows_below(text: str, header: list[str]) -> Iterator[tuple[int, object]]:
    """Yield the records after the first as `rows_of` does."""
    return (record for record in rows_of(text, header) if record[0] > 1)


def rows_of(text: str, names: list[str]) -> Iterator[tuple[int, object]]:
    """Yield all records but the blank ones as `Fields` by these names, or as `Unread`."""
    for number, cells in records(text):
        if cells is None:
            yield number, Unread("a quotation mark that is not closed or not doubled")
        elif any(map(str.strip, cells)):
            yield number, _fields(names, cells)


def _fields(names: list[str], cells: list[str]) -> Fields | Unread:
    if len(cells) != len(names):
        return Unread(f"{len(cells)} cells, and the header has {len(names)}")
    return from_pairs(zip(names, map(unguarded, cells), strict=True))


def written(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table as CSV text in which no spreadsheet takes a cell for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for cells in rows:
        writer.writerow(map(guarded, cells))
    return out.getvalue()
