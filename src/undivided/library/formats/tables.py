"""Separated values: records with the numbers that a spreadsheet shows, one bad one at a time."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from undivided.library.formats.fields import Fields, Unread, from_pairs
from undivided.library.importing.cells import guarded, unguarded

# A cell this long is refused by its own row instead of ending the whole reading.
_CELL_LIMIT = 64 * 1024 * 1024
_SEPARATORS = ",;\t"
_HINT = re.compile(r"sep=([,;\t|])\r?\n")
"""What spreadsheets write before a table to say what parts it; they do not show it as a row."""
_QUOTED = re.compile(r'"[^"]*"')


def records(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Yield each record's number with its cells, or with None for one that breaks the quoting.

    After a broken one the next line begins a record, so that it takes no other with it.
    """
    rows = list(io.StringIO(_without_hint(text), newline=""))
    parted = separator(text)
    limit = csv.field_size_limit(_CELL_LIMIT)
    try:
        number = begun = 0
        reader = csv.reader(iter(rows), delimiter=parted, strict=True)
        while begun < len(rows):
            number += 1
            before = reader.line_num
            try:
                cells = next(reader)
            except csv.Error:
                begun += 1
                reader = csv.reader(islice(rows, begun, None), delimiter=parted, strict=True)
                yield number, None
            else:
                begun += reader.line_num - before
                yield number, cells
    finally:
        csv.field_size_limit(limit)


def separator(text: str) -> str:
    """Return the separator that a table names, or that its first line has most of."""
    hint = _HINT.match(text)
    if hint:
        return hint[1]
    first_line = _QUOTED.sub("", text.lstrip("\r\n")[:1000]).partition("\n")[0]
    return max(_SEPARATORS, key=first_line.count)


def _without_hint(text: str) -> str:
    hint = _HINT.match(text)
    return text[hint.end() :] if hint else text


def first_record(text: str) -> list[str]:
    """Return the cells of the first record that is not blank, without spaces around."""
    for _, cells in records(text):
        if cells is None or any(map(str.strip, cells)):
            return [cell.strip() for cell in cells or []]
    return []


def rows_below(text: str, header: list[str]) -> Iterator[tuple[int, object]]:
    """Yield the records after the first as `rows_of` does."""
    return islice(rows_of(text, header), 1, None)


def fitted(cells: list[str], width: int) -> list[str] | None:
    """Return a row as wide as its header; None when it holds more than that.

    Spreadsheets leave out empty cells at the end of a row, or write more of them.
    """
    if any(map(str.strip, cells[width:])):
        return None
    return [*cells[:width], *[""] * (width - len(cells))]


def rows_of(text: str, names: list[str]) -> Iterator[tuple[int, object]]:
    """Yield all records but the blank ones as `Fields` by these names, or as `Unread`."""
    for number, cells in records(text):
        if cells is None:
            yield number, Unread("a quotation mark that is not closed or not doubled")
        elif any(map(str.strip, cells)):
            yield number, _fields(names, cells)


def _fields(names: list[str], cells: list[str]) -> Fields | Unread:
    row = fitted(cells, len(names))
    if row is None:
        return Unread(f"{len(cells)} cells, and the header has {len(names)}")
    return from_pairs(zip(names, map(unguarded, row), strict=True))


def written(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table as CSV text in which no spreadsheet takes a cell for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for cells in rows:
        writer.writerow(map(guarded, cells))
    return out.getvalue()
