"""Numbers that only look like a card number: what their form or the words around them show.

A number that fits a card in every way is let through here only for a reason that can be named.
When in doubt it counts as a card (promise G19).
"""

import re
from functools import cached_property
from itertools import pairwise

from undivided.etiquette.cards.account_numbers import account_spans
from undivided.etiquette.cards.brands import UATP
from undivided.etiquette.cards.digits import Row, in_ascii
from undivided.etiquette.cards.labels import Label, is_named_behind, label_before

CARD_SHAPES = frozenset({(4, 4, 4, 4), (4, 6, 5), (4, 6, 4)})
"""How cards are printed; a number in this form needs a plain label to be taken for another."""

_PHONE_DIGITS = 17
"""A phone number has at most 15 digits, and two more for a zero dialled within a country."""
_PARCEL_DIGITS = frozenset({20, 22})
_LONGEST_SPARED = 22
_UUID = re.compile(
    r"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![0-9A-Za-z])"
)
_CODE_BEFORE = re.compile(r"(?<![^\W_])(?:[0-9]{0,2}([A-Z]{1,6})[-_.#/]?|([A-Za-z]{1,12})_)\Z")
_NO_CODES = frozenset({"no", "nr", "num", "is", "number", "nummer", "ist", "n"})
_CODE_REACH = 16
_JOINTS = frozenset("-._/#")
_FORMS = frozenset(
    # orders of two big shops; serial numbers of phones (IMEI), also with their software's
    {(3, 7, 7), (2, 6, 6, 1), (2, 6, 6, 2), (6, 2, 6, 1), (6, 2, 6, 2), (8, 6, 1)}
)
_FRENCH_PHONE = 10
_PHONES = frozenset({9, _FRENCH_PHONE})
"""Digits of a phone number within Spain or Poland, and within France or Germany."""
_IN_PATH = re.compile(r"://[^\s/?#]++/(?:[^\s?#/]++/)*+[^\s?#/]*\Z")
_PATH_REACH = 96
_POINTS = frozenset({".", ","})
_DECIMALS = 9
_GOODS_LENGTHS = frozenset({13, 14, 17, 18})


class Surroundings:
    """What is known of one text apart from its digits; made once, read where a number fits."""

    def __init__(self, text: str) -> None:
        self._text = text

    def explain(self, row: Row, first: int, last: int) -> bool:
        """Return whether the groups `first` up to `last` of the row are no card number."""
        start, end = row.cuts[first], row.cuts[last]
        at, behind = row.at[start], row.at[end - 1] + 1
        if any(begin < behind and at < stop for begin, stop in self._references):
            return True
        shape = shape_of(row, first, last)
        label = label_before(self._text, at)
        if label is not Label.NOTHING:
            return label is Label.OTHER
        if row.digits.startswith(UATP, start):
            return True  # too many other numbers begin like the airlines' cards
        if shape in CARD_SHAPES:
            return False
        return (
            is_named_behind(self._text, behind)
            or _is_in_path(self._text, at, shape)
            or _is_fraction(row, first, last)
            or _is_goods_number(row.digits[start:end], shape)
            or _is_amount(row, first, last)
            or self._is_in_code(row, first, last)
        )

    @cached_property
    def _references(self) -> tuple[tuple[int, int], ...]:
        plain = in_ascii(self._text)
        return (*(each.span() for each in _UUID.finditer(plain)), *account_spans(plain))

    def _is_in_code(self, row: Row, first: int, last: int) -> bool:
        """Return whether letters stand right before the number, or before what it hangs on."""
        places = {row.at[row.cuts[first]]}
        if all(gap in _JOINTS for gap in row.gaps[1:last]):
            places.add(row.at[0])
        return any(self._has_code_before(at) for at in places)

    def _has_code_before(self, at: int) -> bool:
        found = _CODE_BEFORE.search(self._text[max(0, at - _CODE_REACH) : at])
        return found is not None and (found[1] or found[2]).casefold() not in _NO_CODES


def shape_of(row: Row, first: int, last: int) -> tuple[int, ...]:
    """Return the sizes of the groups `first` up to `last`."""
    cuts = row.cuts[first : last + 1]
    return tuple(after - before for before, after in pairwise(cuts))


def is_spared(text: str, row: Row, first: int, last: int) -> bool:
    """Return whether the groups `first` up to `last`, as a whole, are a number of another kind.

    Then no part of them is a card number either: an international phone number, a parcel's
    number in fours, or a form that only orders or phones have.
    """
    start, count = row.cuts[first], row.cuts[last] - row.cuts[first]
    if count > _LONGEST_SPARED:
        return False
    if count <= _PHONE_DIGITS and is_dialled(text, row, first):
        return True
    shape = shape_of(row, first, last)
    if _is_pair_of_phones(row, first, shape):
        return True
    is_parcel = count in _PARCEL_DIGITS and row.digits[start] in "79" and set(shape[:5]) == {4}
    return is_parcel or shape in _FORMS


def _is_pair_of_phones(row: Row, first: int, shape: tuple[int, ...]) -> bool:
    """Return whether the groups are two phone numbers, as they are written in Europe.

    Ten digits each from a zero on, or nine each in threes, apart in another way than within.
    """
    half = len(shape) // 2
    size = sum(shape[:half])
    if shape[:half] != shape[half:] or size not in _PHONES:
        return False
    starts = row.cuts[first], row.cuts[first] + size
    if size == _FRENCH_PHONE:
        return all(row.digits[start] == "0" for start in starts)
    gaps = row.gaps[first + 1 : first + len(shape)]
    is_apart = half == 1 or gaps[half - 1] not in gaps[: half - 1]
    return is_apart and all(row.digits[start] in "56789" for start in starts)


def is_dialled(text: str, row: Row, first: int) -> bool:
    """Return whether group `first` begins as a number dialled from abroad: +44, 0044."""
    start = row.cuts[first]
    before = text[max(0, row.at[start] - 2) : row.at[start]].rstrip(" (")
    return before.endswith(("+", "\uff0b")) or row.digits.startswith("00", start)


def is_loose(row: Row, first: int, last: int) -> bool:
    """Return whether groups of any sizes may be a card number written carelessly; dates are not."""
    return not any(_is_date(row, index) for index in range(first, last - 2))


def _is_date(row: Row, index: int) -> bool:
    """Return whether three groups read as 2026-11-22 or 22.11.2026."""
    one, two, three = (
        row.digits[row.cuts[each] : row.cuts[each + 1]] for each in range(index, index + 3)
    )
    if len(two) > 2 or not 1 <= int(two) <= 31:
        return False
    if len(one) == 4:
        return one[:2] in {"19", "20"} and len(three) <= 2 and 1 <= int(three) <= 31
    return len(one) <= 2 and 1 <= int(one) <= 31 and len(three) == 4 and three[:2] in {"19", "20"}


def _is_in_path(text: str, at: int, shape: tuple[int, ...]) -> bool:
    """Return whether an unbroken number stands in the path of an address: an id of something."""
    return len(shape) == 1 and _IN_PATH.search(text[max(0, at - _PATH_REACH) : at]) is not None


def _is_fraction(row: Row, first: int, last: int) -> bool:
    """Return whether the digits stand behind a decimal point, as in 52.5200066123456."""
    if row.gaps[last - 1] not in _POINTS:
        return False
    whole = row.cuts[last - 1] - row.cuts[max(0, last - 2)]
    return whole <= 3 and (last - first == 1 or (last - first == 2 and _is_long(row, last)))


def _is_long(row: Row, last: int) -> bool:
    return row.cuts[last] - row.cuts[last - 1] > _DECIMALS


def _is_amount(row: Row, first: int, last: int) -> bool:
    """Return whether the groups are thousands, as in 4,111,111,111,111,111."""
    inner = shape_of(row, first, last)[1:]
    return len(inner) > 2 and set(inner[:-1]) == {3} and set(row.gaps[first + 1 : last]) <= _POINTS


def _is_goods_number(digits: str, shape: tuple[int, ...]) -> bool:
    """Return whether a bare number has the check digit of an article or a pallet (GS1)."""
    if len(digits) not in _GOODS_LENGTHS or (len(shape) > 1 and shape != (1, 6, 6)):
        return False
    values = [int(digit) for digit in reversed(digits)]
    return (sum(values[::2]) + 3 * sum(values[1::2])) % 10 == 0
