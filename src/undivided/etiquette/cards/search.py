"""Looks for card numbers in one row of digits, and what is known of a number that was found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from undivided.etiquette.cards.brands import LONGEST, SHORTEST, CheckDigits, lengths_of
from undivided.etiquette.cards.digits import KEPT, Row
from undivided.etiquette.cards.extras import is_extra
from undivided.etiquette.cards.lookalikes import (
    CARD_SHAPES,
    Surroundings,
    is_loose,
    is_spared,
    shape_of,
)

_EXTRA_GROUPS = 3
"""Month, year and code behind a number."""
_NARROW = 4
"""Groups smaller than this are a number's only when nothing else is in their row."""


def _regular_shapes() -> frozenset[tuple[int, ...]]:
    shapes = {(4, 6, 5), (4, 6, 4), (6, 13), (6, 4, 4, 5), (4, 4, 4, 4, 3), (4, 3, 3, 3), (4, 5, 4)}
    for total in range(SHORTEST, LONGEST + 1):
        for size in (*range(1, 11), total):
            rest = total % size
            shapes.add((size,) * (total // size) + ((rest,) if rest else ()))
    return frozenset(shapes)


_SHAPES = _regular_shapes()
"""Sizes of groups that a number is written in on purpose."""
_PRINTED = [
    (sizes, frozenset(accumulate(sizes)))
    for sizes in (*CARD_SHAPES, (4, 4, 4, 4, 3), *((4, 4, 4, rest) for rest in (1, 2, 3)))
]


@dataclass(frozen=True, slots=True)
class Card:
    """A card number in a text.

    Attributes:
        start: Position of its first digit, in code points.
        end: Position behind its last digit.
        digits: The position of each digit.
        last_four: As ASCII digits.
    """

    start: int
    end: int
    digits: tuple[int, ...]
    last_four: str


class Search:
    """Looks through one row of digits; each piece between two finds is looked at on its own."""

    def __init__(self, text: str, row: Row, surroundings: Surroundings) -> None:
        self._text = text
        self._row = row
        self._surroundings = surroundings
        self._checks = CheckDigits(row.digits)
        self._cut_at = {cut: group for group, cut in enumerate(row.cuts)}

    def cards(self) -> Iterator[Card]:
        """Yield the row's cards."""
        first, last = 0, len(self._row.cuts) - 1
        while self._digits(first, last) >= SHORTEST:
            if is_spared(self._text, self._row, first, last):
                return
            window = self._whole(first, last) or self._window(first, last)
            if window is None:
                return
            start, end = window
            yield self._card(start, end)
            before = self._whole(first, start)
            if before is not None:
                yield self._card(*before)
            first = end

    def _digits(self, first: int, last: int) -> int:
        return self._row.cuts[last] - self._row.cuts[first]

    def _whole(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the piece itself, or what is left of it without an expiry date and a code."""
        for end in range(last, max(first, last - _EXTRA_GROUPS - 1), -1):
            digits = self._digits(first, end)
            if digits < SHORTEST:
                return None
            if digits > LONGEST or not (end == last or is_extra(self._row, end, last)):
                continue
            if self._is_card(first, end) and is_loose(self._row, first, end):
                return first, end
        return None

    def _window(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the first part of the piece that is written like a card number."""
        row = self._row
        for start in range(first, last):
            cut = row.cuts[start]
            for length in sorted(lengths_of(row.digits, cut), reverse=True):
                end = self._cut_at.get(cut + length)
                if end is None or end > last or not self._stands_out(start, end, first, last):
                    continue
                if shape_of(row, start, end) in _SHAPES and self._is_card(start, end):
                    return start, end
        return None

    def _stands_out(self, start: int, end: int, first: int, last: int) -> bool:
        """Return whether the groups differ from what is beside them, on one side at least."""
        if start == first or end == last or end - start == 1:
            return True
        row = self._row
        size = row.cuts[start + 1] - row.cuts[start]
        if size < _NARROW:
            return False
        gap = row.gaps[start + 1]
        return (
            row.gaps[start] != gap
            or row.gaps[end] != gap
            or row.cuts[start] - row.cuts[start - 1] != size
            or row.cuts[end + 1] - row.cuts[end] != size
        )

    def _is_card(self, start: int, end: int) -> bool:
        row = self._row
        first, last = row.cuts[start], row.cuts[end]
        return (
            last - first in lengths_of(row.digits, first)
            and self._checks.pass_at(first, last)
            and not self._surroundings.explain(row, start, end)
        )

    def _card(self, start: int, end: int) -> Card:
        return card_of(self._row, start, end)


def card_of(row: Row, start: int, end: int) -> Card:
    """Return the card whose number is the groups `start` up to `end` of a row."""
    first, last = row.cuts[start], row.cuts[end]
    places = tuple(row.at[first:last])
    return Card(places[0], places[-1] + 1, places, row.digits[last - KEPT : last])


def is_printed(digits: Sequence[int]) -> bool:
    """Return whether digits at these places stand in a card's printed groups, or in wholes of them.

    A half of 4-4-4-4 may be written as eight digits.
    """
    ends = frozenset(
        number for number, (one, other) in enumerate(pairwise(digits), 1) if other - one > 1
    )
    return any(len(digits) == sum(sizes) and ends <= cuts for sizes, cuts in _PRINTED)
