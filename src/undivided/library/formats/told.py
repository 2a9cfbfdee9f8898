"""What an import tells besides its rows: what was lost in which rows, and unknown placeholders."""

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from undivided.library.folding import fold
from undivided.library.formats.whole import CARRIED as WHOLE
from undivided.library.importing.rows import Parsed, Row, parsed, row_words
from undivided.library.model.responses import Response

SHARED = "Who has it was not kept; everything imported is your own at first"
ATTACHED = "An attached file was left out"
CARET = "The place of the caret was not kept"
DATE = "Dates and times are written our way instead of by their own pattern"


class Told:
    """Collects what readers say about the row they are at."""

    def __init__(self) -> None:
        self._row = 0
        self._lost: dict[str, list[int]] = {}
        self._unknown: dict[str, list[int]] = {}
        self._whole: set[int] = set()

    def begin(self, row: int) -> None:
        """Say which row comes next."""
        self._row = row

    def lost(self, what: str) -> None:
        """Say what of this row a response cannot hold, as a sentence without its full stop."""
        _note(self._lost, what, self._row)

    def unknown(self, name: str) -> None:
        """Say the name of a blank that was a placeholder nobody here can fill."""
        _note(self._unknown, name, self._row)

    def whole(self) -> None:
        """Say that this row carries all of a response, as our own exports do."""
        self._whole.add(self._row)

    def is_whole(self, row: int) -> bool:
        """Whether a row carries all of a response."""
        return row in self._whole

    def losses(self, left_out: Iterable[int] = ()) -> tuple[str, ...]:
        """Return one sentence for each kind of loss, with the rows, except of those left out."""
        gone = frozenset(left_out)
        kept = {what: [row for row in rows if row not in gone] for what, rows in self._lost.items()}
        return tuple(f"{what} ({row_words(rows)})." for what, rows in kept.items() if rows)

    def unknown_names(self, left_out: Iterable[int] = ()) -> tuple[str, ...]:
        """Return the blanks that nobody here can fill, except those of rows left out."""
        gone = frozenset(left_out)
        return tuple(name for name, rows in self._unknown.items() if not gone.issuperset(rows))


def read_rows(
    records: Iterable[tuple[int, object]],
    to_response: Callable[[object, Told], Response],
    carried: frozenset[str],
    *notes: str,
) -> Parsed:
    """Return the rows that `to_response` accepts, the reasons for the others, and what was told.

    Args:
        records: Rows with their numbers.
        to_response: Raises `ResponseRefused`.
        carried: The fields that every row of this format has, see `rows.Row`.
        notes: Sentences about the whole file.
    """
    told = Told()

    def converted(record: tuple[int, object]) -> Response:
        told.begin(record[0])
        return to_response(record[1], told)

    def carries(record: tuple[int, object]) -> frozenset[str]:
        return WHOLE if told.is_whole(record[0]) else carried

    found = parsed(((record[0], record) for record in records), converted, carries)
    rows = tuple(_with_own_shortcuts(found.rows, told))
    left_out = [refusal.row for refusal in found.refused]
    return Parsed(
        rows,
        found.refused,
        (*notes, *told.losses(left_out), *found.losses),
        told.unknown_names(left_out),
    )


def _with_own_shortcuts(rows: Iterable[Row], told: Told) -> Iterator[Row]:
    """Yield the rows, each shortcut only in the first row that has it.

    Elsewhere two teams may use one shortcut; here it starts one response, and a row is worth more
    than its shortcut.
    """
    owners: dict[str, Row] = {}
    for row in rows:
        names = row.response.shortcuts
        own = tuple(name for name in names if not _is_taken(owners, name, row))
        owners.update((fold(name), row) for name in own)
        if own == names or told.is_whole(row.number):
            yield row
        else:
            told.begin(row.number)
            told.lost("A shortcut that an earlier row has too was left out")
            yield Row(row.number, replace(row.response, shortcuts=own), row.carried)


def _is_taken(owners: dict[str, Row], shortcut: str, row: Row) -> bool:
    owner = owners.get(fold(shortcut))
    # Rows that are about the same response are left to the merging, which says so.
    return owner is not None and (
        bool(row.response.source_id) and owner.response.source_id != row.response.source_id
    )


def _note(notes: dict[str, list[int]], what: str, row: int) -> None:
    rows = notes.setdefault(what, [])
    if rows[-1:] != [row]:
        rows.append(row)
