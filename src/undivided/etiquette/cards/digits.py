"""Rows of digits in a text as people break them up: by spaces, dashes, lines, unseen characters.

Positions are code points, as Python counts them. All patterns take linear time: what they
repeat is bounded or possessive.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from undivided.etiquette.cards.brands import SHORTEST

MASK = "\N{BULLET}"
"""Stands for a digit that was taken away; it is no separator, so a masked number stays apart."""
KEPT = 4
"""Digits that stay readable at the end of a card number."""
HIDDEN_AT_LEAST = SHORTEST - KEPT

UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u0300-\u036f\u0600-\u0605\u061c\u06dd\u070f\u0890"
    "\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Format characters, variation selectors, and marks that sit on a digit, such as a keycap."""
_SPACES = r"\s\u2800"
_DASHES = (
    r"\-\u058a\u05be\u1400\u1806\u2010-\u2015\u2043\u2053\u207b\u208b\u2212\u2e17\u2e1a\u2e3a\u2e3b"
    r"\u2e40\u2e5d\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d\U00010d6e\U00010ead_~"
)
_DOTS = (
    r".,\u00b7\u060c\u066b\u066c\u2024\u2027\u2219\u22c5\u3001\u3002\u30fb\uff0c\uff0e\uff61\uff65"
)
_SLASHES = r"/\\|\u2044\u2215\u29f8\uff0f\uff3c"
BREAKS = f"[{UNSEEN}{_SPACES}{_DASHES}{_DOTS}{_SLASHES}]"
GAP = 6
"""Characters between two digits of one number at most, such as " - " or an empty line."""

_ENOUGH = re.compile(rf"\d(?:\D{{0,{GAP}}}+\d){{{SHORTEST - 1}}}")
_AS_MANY = re.compile(rf"(?:\d\D*+){{{SHORTEST}}}")
_RUN = re.compile(r"\d+")
_FOREIGN = re.compile(r"(?:(?![0-9])\d)+")
_MASKED_REACH = HIDDEN_AT_LEAST * (GAP + 1)
_ONES_IN_CIRCLES = "\u2460\u2474\u2488\u24f5\u2776\u2780\u278a"
"""Each begins a run from one to nine."""
_CIRCLED_SIGNS = {
    **{chr(ord(one) + at): str(at + 1) for one in _ONES_IN_CIRCLES for at in range(9)},
    "\u24ea": "0",
    "\u24ff": "0",
}
_CIRCLED_SIGNS_TABLE = str.maketrans(_CIRCLED_SIGNS)
_CIRCLED = re.compile(f"[{''.join(_CIRCLED_SIGNS)}]")


# Large classes of signs take milliseconds to prepare, which most texts, and the start, can spare.


@cache
def _row() -> re.Pattern[str]:
    return re.compile(rf"\d(?:{BREAKS}{{0,{GAP}}}+\d){{{SHORTEST - 1},}}+")


@cache
def _unseen() -> re.Pattern[str]:
    return re.compile(f"[{UNSEEN}]+")


@cache
def _masked() -> re.Pattern[str]:
    return re.compile(rf"(?:{MASK}{BREAKS}{{0,{GAP}}}+){{{HIDDEN_AT_LEAST}}}\Z")


@dataclass(slots=True)
class Row:
    """Digits that follow each other in a text, with what stands between them.

    Attributes:
        digits: In ASCII, whatever script they were written in.
        at: Each digit's position in the text.
        cuts: Where each group begins in `digits`, and last how many digits there are.
        gaps: What stands before each group, without unseen characters; "" before the first.
    """

    digits: str
    at: list[int]
    cuts: list[int]
    gaps: list[str]


def has_enough_digits(text: str) -> bool:
    """Return whether a text has as many digits as the shortest card number, wherever they stand."""
    return _AS_MANY.search(text) is not None


def rows_in(text: str) -> Iterator[Row]:
    """Yield the rows of the text that are long enough to hold a card number.

    The kept digits of a number that is already masked are no part of any row.
    """
    if _ENOUGH.search(text) is None:
        return
    for found in _row().finditer(text):
        start, end = found.span()
        if _is_masked_before(text, start):
            start = _after_kept(text, start, end)  # a row has more than those
        row = _made(text, start, end)
        if len(row.digits) >= SHORTEST:
            yield row


def is_digit(sign: str) -> bool:
    """Return whether a sign is a digit of any script, or one in a circle."""
    return sign.isdecimal() or sign in _CIRCLED_SIGNS


def with_plain_digits(text: str) -> str:
    """Return the text, as long as before, with digits in circles as plain ones."""
    return text if _CIRCLED.search(text) is None else text.translate(_CIRCLED_SIGNS_TABLE)


def in_ascii(text: str) -> str:
    """Return the text, as long as before, with the digits of every script in ASCII."""
    if text.isascii():
        return text
    text = with_plain_digits(text)
    return _FOREIGN.sub(lambda run: "".join(str(int(digit)) for digit in run[0]), text)


def _is_masked_before(text: str, at: int) -> bool:
    if MASK not in text[max(0, at - GAP - 1) : at]:
        return False
    # A bounded piece, searched from each of its places: constant time.
    return _masked().search(text[max(0, at - _MASKED_REACH) : at]) is not None


def _after_kept(text: str, start: int, end: int) -> int:
    """Return where the first digit after the kept ones stands."""
    places = (at for at in range(start, end) if text[at].isdecimal())
    return next(islice(places, KEPT, None))


def _made(text: str, start: int, end: int) -> Row:
    row = Row("", [], [], [])
    parts: list[str] = []
    count = 0
    before = start
    for run in _RUN.finditer(text, start, end):
        first, last = run.span()
        gap = text[before:first]
        if gap and not gap.isascii():
            gap = _unseen().sub("", gap)
        if gap or not count:
            row.cuts.append(count)
            row.gaps.append(gap)
        parts.append(run[0])
        row.at.extend(range(first, last))
        count += last - first
        before = last
    row.cuts.append(count)
    row.digits = in_ascii("".join(parts))
    return row
