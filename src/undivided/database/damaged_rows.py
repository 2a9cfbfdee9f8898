"""Reads every row of a damaged table that can still be read, and says where rows are missing."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

FIRST, LAST = -(1 << 63), (1 << 63) - 1
_TRIES = 400
"""Each costs one look into the table; a gap that is not divided further counts as lost."""

Row = tuple[object, ...]
Gap = tuple[int, int]

_TYPES: dict[str, tuple[type, ...]] = {
    "TEXT": (str,),
    "INTEGER": (int,),
    "BLOB": (bytes,),
    "FLOAT": (float, int),
    "REAL": (float, int),
}


@dataclass(slots=True)
class Table:
    """A table as a restored file has it.

    Attributes:
        name: A name of ours.
        columns: Each with its declared type, upper case; generated ones are not among them.
        required: Columns that are never empty.
        number: The column that is the row's own number, or "rowid".
    """

    name: str
    columns: dict[str, str]
    required: frozenset[str] = frozenset()
    number: str = "rowid"
    gaps: list[Gap] = field(default_factory=list)

    def accepts(self, row: Sequence[object], names: Sequence[str]) -> bool:
        """Return whether every value has the type of its column."""
        return all(
            name not in self.required
            if value is None
            else isinstance(value, _TYPES.get(self.columns[name], (object,)))
            for name, value in zip(names, row, strict=True)
        )


def table_of(connection: sqlite3.Connection, name: str) -> Table:
    """Return what the whole file of `connection` says about a table."""
    info = connection.execute(f"PRAGMA table_info({name})").fetchall()
    keys = [column for column in info if column[5]]
    is_numbered = len(keys) == 1 and keys[0][2].upper() == "INTEGER"
    return Table(
        name,
        {column[1]: column[2].upper() for column in info},
        frozenset(column[1] for column in info if column[3]),
        keys[0][1] if is_numbered else "rowid",
    )


def readable_rows(
    source: sqlite3.Connection, table: Table, names: Sequence[str]
) -> Iterator[tuple[int, Row]]:
    """Yield each readable row once, with its number; what cannot be read goes to `table.gaps`.

    From both ends towards the damage, and then between damaged places by halves. Indexes are not
    asked: they may be what is damaged.
    """
    whole = _Reader(source, table.name, names, FIRST, LAST)
    yield from whole.from_both_ends()
    if not whole.is_broken or whole.low > whole.high:
        return
    whole.narrow(_numbers(source, table.name), table.gaps)
    # Beside damage a look-up may find nothing and say nothing: what is not read here is missing.
    ranges, found = list(_halves(whole.low, whole.high)), set[int]()
    for _ in range(_TRIES):
        if not ranges:
            break
        reader = _Reader(source, table.name, names, *ranges.pop())
        for number, row in reader.from_both_ends():
            found.add(number)
            yield number, row
        if reader.is_broken and reader.low < reader.high:
            ranges += _halves(reader.low, reader.high)
    low = whole.low
    for number in sorted(found):
        if low < number:
            table.gaps.append((low, number - 1))
        low = number + 1
    if low <= whole.high:
        table.gaps.append((low, whole.high))


def _halves(low: int, high: int) -> tuple[Gap, ...]:
    middle = (low + high) // 2
    return ((middle + 1, high), (low, middle)) if low < high else ((low, high),)


def expected_numbers(source: sqlite3.Connection, table: Table) -> set[int] | None:
    """Return the numbers of the rows in the table's gaps, or None if no index can say."""
    single = {low for low, high in table.gaps if low == high}
    numbers = _numbers(source, table.name)
    if not numbers and len(single) < len(table.gaps):
        return None
    inside = {each for each in numbers if any(low <= each <= high for low, high in table.gaps)}
    return single | inside


class _Reader:
    """One range of numbers, read from either end until something is broken."""

    def __init__(
        self, source: sqlite3.Connection, table: str, names: Sequence[str], low: int, high: int
    ) -> None:
        self._source = source
        self._columns = ", ".join(("rowid", *(f'"{name}"' for name in names)))
        self._table = table
        self.low, self.high = low, high
        self.is_broken = False

    def from_both_ends(self) -> Iterator[tuple[int, Row]]:
        """Yield what can be read; what is left between is broken, if anything was."""
        yield from self.rows("asc")
        if self.is_broken:
            yield from self.rows("desc")
            # From above, the damage may look like the range's end and raise nothing.
            self.is_broken = self.low <= self.high

    def rows(self, order: str) -> Iterator[tuple[int, Row]]:
        """Yield rows and move the range's end behind each.

        A row waits for the next one: where their numbers are out of order either may be wrong,
        and a wrong number would take the place of a sound row.
        """
        held: tuple[int, Row] | None = None
        before = self.low, self.high
        try:
            cursor = self._source.execute(
                f"SELECT {self._columns} FROM {self._table} NOT INDEXED"  # noqa: S608 - our names
                f" WHERE rowid BETWEEN ? AND ? ORDER BY rowid {order}",
                (self.low, self.high),
            )
            for number, *row in cursor:
                if not self.low <= number <= self.high:
                    self.low, self.high = before
                    held = None
                    self.is_broken = True
                    break
                if held is not None:
                    yield held
                held = number, tuple(row)
                before = self.low, self.high
                if order == "asc":
                    self.low = number + 1
                else:
                    self.high = number - 1
        except (sqlite3.Error, OverflowError, UnicodeDecodeError):
            self.is_broken = True
        if held is not None:
            yield held

    def narrow(self, numbers: set[int], gaps: list[Gap]) -> None:
        """Leave out what no row can have, going by an index; it may be wrong, so it is a gap."""
        inside = [each for each in numbers if self.low <= each <= self.high]
        if not inside:
            return
        first, last = min(inside), max(inside)
        if first > self.low:
            gaps.append((self.low, first - 1))
        if last < self.high:
            gaps.append((last + 1, self.high))
        self.low, self.high = first, last


def _numbers(source: sqlite3.Connection, table: str) -> set[int]:
    """Return the row numbers that the first readable whole index of the table holds."""
    try:
        indexes = source.execute(f"PRAGMA index_list({table})").fetchall()
    except (sqlite3.Error, UnicodeDecodeError):
        return set()
    for index in indexes:
        if index[4]:
            continue  # of some rows only
        try:
            rows = source.execute(f'SELECT rowid FROM {table} INDEXED BY "{index[1]}"')  # noqa: S608
            return {number for (number,) in rows}
        except (sqlite3.Error, UnicodeDecodeError):
            continue
    return set()
