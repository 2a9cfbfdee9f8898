"""What reading a file of responses gives: its good rows, and a reason for each bad one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from undivided.etiquette.cards.digits import MASK
from undivided.library.errors import ResponseRefused
from undivided.library.filling import slots
from undivided.library.model.responses import Response, cleaned

Raw = TypeVar("Raw")

_ROWS_NAMED = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A response read from a file.

    Attributes:
        number: Its row; in CSV as a spreadsheet counts, with the header as row 1.
        response: In its kept form.
        carried: The fields that the file has; the others say nothing about a response that
            is already in the library.
    """

    number: int
    response: Response
    carried: frozenset[str]


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was left out, with the sentence why."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A whole file.

    Attributes:
        rows: The good rows in order.
        refused: The others.
        losses: Sentences about what the file holds and a response cannot.
        untranslated: Names of blanks that were placeholders of another system.
        files: What the responses carry, by SHA-256 digest.
        shown: Returns what a response says in this format, for one that cannot say everything:
            what a row says as it was shown there did not change. None for a format that can.
    """

    rows: tuple[Row, ...] = ()
    refused: tuple[Refused, ...] = ()
    losses: tuple[str, ...] = ()
    untranslated: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    shown: Callable[[Response], Response] | None = field(default=None, compare=False)

    @property
    def unknown_placeholders(self) -> tuple[str, ...]:
        """Names that look like values of another program; they stay as visible blanks."""
        names = {
            slot.name
            for row in self.rows
            for body in (row.response.body, *(each.body for each in row.response.variants))
            for slot in slots.slots(body)
            if slot.is_misspelt_value
        }
        return tuple(sorted(names.union(self.untranslated)))


def parsed(
    raw_rows: Iterable[tuple[int, Raw]],
    to_response: Callable[[Raw], Response],
    carried: Callable[[Raw], frozenset[str]],
    losses: tuple[str, ...] = (),
) -> Parsed:
    """Return the rows that `to_response` accepts and the reasons for the others."""
    rows: list[Row] = []
    refused: list[Refused] = []
    masked: list[int] = []
    for number, raw in raw_rows:
        try:
            response = to_response(raw)
            clean = cleaned(response)
            rows.append(Row(number, clean, carried(raw)))
        except ResponseRefused as error:
            refused.append(Refused(number, error.sentence))
        else:
            # Only masking adds bullets; to look for cards a second time took a third of an import.
            if repr(clean).count(MASK) > repr(response).count(MASK):
                masked.append(number)
    if masked:
        losses += (f"This import was masked: card numbers in {row_words(masked)}.",)
    return Parsed(tuple(rows), tuple(refused), losses)


def row_words(rows: Sequence[int]) -> str:
    """Return which rows, such as "rows 3, 9"; of many only the first are named."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    named = ", ".join(map(str, rows[:_ROWS_NAMED]))
    more = len(rows) - _ROWS_NAMED
    if more > 0:
        return f"{len(rows):,} rows: {named} and {more:,} more"
    return f"rows {named}"
