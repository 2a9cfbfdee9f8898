"""Which numbers can be card numbers: ranges of the card networks, their lengths, the check digit.

Source: practice 60 and promise G19; ranges as the networks publish them for merchants. Cards of
12 digits (an old Maestro) and networks without a check digit are left out.
"""

from collections.abc import Iterable
from itertools import accumulate, cycle

SHORTEST = 13
LONGEST = 19

UATP = "1"
"""The airlines' cards begin like many phone numbers, so these are never guessed at."""

_SIX = 6
_LONG = tuple(range(16, LONGEST + 1))
_RANGES: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    # first prefix, last prefix, lengths
    (UATP, UATP, (15,)),
    ("4", "4", (13, 16, 19)),  # Visa, and Dankort and Elo inside it
    ("51", "55", (16,)),  # Mastercard
    ("2221", "2720", (16,)),  # Mastercard
    ("34", "34", (15,)),  # American Express
    ("37", "37", (15,)),
    ("300", "305", (14, 16)),  # Diners Club
    ("3095", "3095", (14, 16)),
    ("36", "36", (14, 16)),
    ("38", "39", (14, 16)),
    ("3528", "3589", _LONG),  # JCB
    ("60", "60", (16,)),  # RuPay, Hipercard
    ("6011", "6011", _LONG),  # Discover
    ("644", "649", _LONG),
    ("65", "65", _LONG),  # Discover, RuPay, Elo, Troy
    ("62", "62", _LONG),  # UnionPay
    ("81", "82", _LONG),  # UnionPay, RuPay
    ("2200", "2204", _LONG),  # Mir
    ("5018", "5018", (13, 16, 18, 19)),  # Maestro
    ("5019", "5020", (16, 18, 19)),  # Dankort, Maestro
    ("5038", "5038", (13, 16, 18, 19)),
    ("504175", "504175", (16,)),  # Elo
    ("506099", "506198", (16, 18, 19)),  # Verve
    ("506699", "506778", (16,)),  # Elo
    ("507865", "507964", (16, 18, 19)),  # Verve
    ("508", "509", (16,)),  # RuPay, Elo
    ("56", "58", (13, 16, 18, 19)),  # Maestro, UzCard, mada
    ("627780", "627780", (16,)),  # Elo
    ("6304", "6304", (13, 16, 18, 19)),  # Maestro
    ("636", "636", _LONG),  # InterPayment, Elo
    ("637", "639", (16, 18, 19)),  # InstaPayment, Hipercard, Maestro
    ("67", "67", (13, 16, 18, 19)),  # Maestro
    ("8600", "8600", (16,)),  # UzCard
    ("968200", "968211", (16,)),  # mada
    ("9792", "9792", (16,)),  # Troy
    ("9860", "9860", (16,)),  # Humo
)


def _by_first_two() -> dict[str, list[tuple[int, int, frozenset[int]]]]:
    table: dict[str, list[tuple[int, int, frozenset[int]]]] = {}
    for first, last, lengths in _RANGES:
        low, high = int(first.ljust(_SIX, "0")), int(last.ljust(_SIX, "9"))
        for pair in range(low // 10_000, high // 10_000 + 1):
            table.setdefault(str(pair), []).append((low, high, frozenset(lengths)))
    return table


_TABLE = _by_first_two()
_NOTHING: list[tuple[int, int, frozenset[int]]] = []
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def lengths_of(digits: str, at: int = 0) -> frozenset[int]:
    """Return how many digits a card may have whose number begins at `at`; empty for no card.

    Args:
        digits: ASCII digits; with fewer than six left, the missing ones count as zeros.
    """
    ranges = _TABLE.get(digits[at : at + 2], _NOTHING)
    if not ranges:
        return frozenset()
    start = int(digits[at : at + _SIX].ljust(_SIX, "0"))
    found = frozenset[int]()
    for low, high, lengths in ranges:
        if low <= start <= high:
            found = found | lengths if found else lengths
    return found


def grows_into_card(digits: str, at: int) -> bool:
    """Return whether a number that begins at `at`, and is being typed, may become a card's."""
    return not digits.startswith(UATP, at) and bool(lengths_of(digits, at))


class CheckDigits:
    """Answers for any part of a row of digits whether its check digit (Luhn) is right.

    Sums are made once for the whole row, so that each answer takes the same short time.
    """

    def __init__(self, digits: str) -> None:
        values = [ord(digit) - 48 for digit in digits]
        # [0] doubles the digits at even places of the row, [1] those at odd places.
        self._sums = tuple(_running(values, first) for first in (True, False))

    def pass_at(self, start: int, end: int) -> bool:
        """Return whether the digits from `start` up to `end` pass."""
        sums = self._sums[end % 2]  # the last digit, at `end - 1`, is not doubled
        return (sums[end] - sums[start]) % 10 == 0


def _running(values: Iterable[int], doubles_first: bool) -> list[int]:  # noqa: FBT001 - two rows
    turns = cycle((doubles_first, not doubles_first))
    weighed = (
        _DOUBLED[value] if doubled else value for value, doubled in zip(values, turns, strict=False)
    )
    return list(accumulate(weighed, initial=0))
