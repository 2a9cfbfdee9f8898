"""Finds card numbers in a text and masks them; the last four digits stay (promise G19).

A number counts when its digits, however they are broken up, belong to a card network, are as many
as its cards have, and end in the right check digit, unless its form or the words before it show
that it is something else. Positions are code points. Source: practice 60.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from undivided.etiquette.cards.brands import LONGEST, SHORTEST, CheckDigits, lengths_of
from undivided.etiquette.cards.digits import HIDDEN_AT_LEAST, KEPT, MASK, Row, in_ascii, rows_in
from undivided.etiquette.cards.extras import extra_spans, is_extra, with_begun_hidden
from undivided.etiquette.cards.labels import Label, label_before
from undivided.etiquette.cards.lookalikes import (
    Surroundings,
    is_dialled,
    is_loose,
    is_spared,
    shape_of,
)

LINE = "\n"
REACH = 128
"""Characters at the end of earlier messages that a number may have begun in."""
ROUNDS = 8
"""Masking one number can make its neighbour stand out; more often than this is an attack."""

_DIGIT = re.compile(r"\d")
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


def cards_in(text: str) -> tuple[Card, ...]:
    """Return the card numbers of the text, from left to right; takes linear time."""
    if len(text) < SHORTEST:
        return ()
    surroundings = Surroundings(text)
    found = [card for row in rows_in(text) for card in _Search(text, row, surroundings).cards()]
    return tuple(sorted(found, key=lambda card: card.start))


def masked(text: str) -> str:
    """Return the text, as long as before, with the digits of card numbers hidden.

    The last four digits stay, and so does everything else. A card's expiry date and its
    security code are hidden with it. Masked again, the result stays as it is; a text without
    card numbers is returned itself.
    """
    for _ in range(ROUNDS):
        shown = _without_numbers(text)
        hidden = _without_extras(shown)
        # Between two numbers every digit has been looked at; only a date that goes joins others.
        if hidden == shown:
            return shown
        text = hidden
    # Nobody writes like this by chance; no digit of it is worth a risk.
    return "".join(MASK if sign.isdecimal() else sign for sign in text)


def masked_after(before: Sequence[str], text: str) -> str:
    """Return `masked(text)`, also where a number began in its author's earlier messages.

    Of such a number no digit stays, because the earlier part can be read already.

    Args:
        before: What the author said last, oldest first, as it was kept.
        text: What follows.
    """
    own = masked(text)
    earlier = LINE.join(before)[-REACH:]
    if not earlier or not may_continue(own) or _DIGIT.search(earlier) is None:
        return own
    head, rest = own[: 2 * REACH], own[2 * REACH :]
    whole = f"{earlier}{LINE}{head}"
    border = len(earlier) + 1
    split = {
        place
        for card in cards_in(whole)
        if card.start < border < card.end
        for place in card.digits
        if place >= border
    }
    # What belongs to a number that was split before stands near its hidden half.
    joined = masked(f"{with_begun_hidden(earlier)}{LINE}{head}")[border:]
    signs = (MASK if place in split else sign for place, sign in enumerate(joined, start=border))
    return "".join((*signs, rest))


def may_continue(text: str) -> bool:
    """Return whether the text can be the rest of a number: it begins with digits, or nearly so."""
    return _DIGIT.search(text, 0, LONGEST) is not None


def masked_unfinished(text: str) -> str:
    """Return `masked(text)` for a text that is still being typed.

    A number at its end that may grow into a card number is hidden already, unless the words
    before it say what it is, or it is dialled from abroad.
    """
    own = masked(text)
    tail = own[-REACH:]
    # Filled up with as many digits as may still come, the end of the text is always a row.
    *_, row = rows_in(tail + "0" * (LONGEST - 1))
    typed = [place for place in row.at if place < len(tail)]
    group = next((cut for cut in row.cuts if lengths_of(row.digits, cut)), None)
    if group is None or len(typed) - group < _TELLING:
        return own
    if is_dialled(tail, row, 0) or label_before(tail, row.at[group]) is Label.OTHER:
        return own
    hidden = {len(own) - len(tail) + place for place in typed[group:]}
    return _with(own, hidden, MASK)


_TELLING = 8
"""Digits of an unfinished number that say more of a card than its bank does."""


class _Search:
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
        first, last = self._row.cuts[start], self._row.cuts[end]
        places = tuple(self._row.at[first:last])
        return Card(places[0], places[-1] + 1, places, self._row.digits[last - KEPT : last])


def _without_numbers(text: str) -> str:
    cards = cards_in(text)
    if not cards:
        return text
    return _with(text, (place for card in cards for place in card.digits[:-KEPT]), MASK)


def _without_extras(text: str) -> str:
    if text.count(MASK) < HIDDEN_AT_LEAST:
        return text
    extras = extra_spans(in_ascii(text))
    return _with(text, (place for start, end in extras for place in range(start, end)), "*")


def _with(text: str, places: Iterable[int], sign: str) -> str:
    signs = list(text)
    for place in places:
        if signs[place].isdecimal():
            signs[place] = sign
    return "".join(signs)
