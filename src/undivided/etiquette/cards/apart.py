"""Card numbers whose printed groups are kept apart by any sign, the same one each time.

`4111*1111*1111*1111`, `**4111** **1111** ...`, `4111%201111...`, `<b>4111</b><b>1111</b>...`: the
rows of `digits` end at such signs. Only groups as cards print them count. Source: promise G19.
"""

import re
from collections.abc import Iterator
from functools import cache

from undivided.etiquette.cards.brands import CheckDigits, lengths_of
from undivided.etiquette.cards.digits import BREAKS, GAP, MASK, Row, in_ascii

_LONGEST = 8
"""Signs between two groups at most; a tag or an encoded sign counts as one."""


@cache
def _printed() -> re.Pattern[str]:
    sign = r"(?:%[0-9A-Fa-f]{2}|&[a-z]{2,6};|</?[a-z]{1,6}>|[xX]|[^\w])"
    apart = rf"({sign}{{1,{_LONGEST}}}?)"
    shapes = (
        rf"(?<!\d)\d{{4}}{apart}\d{{4}}\1\d{{4}}\1\d{{4}}(?:\1\d{{3}})?(?!\d)",
        rf"(?<!\d)\d{{4}}{apart}\d{{6}}\2\d{{4,5}}(?!\d)",
    )
    return re.compile("|".join(shapes))


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(f"{BREAKS}{{1,{GAP}}}")


def rows_apart(text: str) -> Iterator[Row]:
    """Yield the rows of digits that are one card number each, by their form and check digit."""
    for found in _printed().finditer(text):
        sign = found[1] or found[2]
        if _plain().fullmatch(sign) is None and not _goes_on(text, sign, *found.span()):
            row = _row(text, sign, *found.span())
            if _fits(row):
                yield row


def _goes_on(text: str, sign: str, start: int, end: int) -> bool:
    """Return whether further digits, or hidden ones, hang on by the same sign: no lone number."""
    before = text[max(0, start - len(sign) - 1) : start]
    is_tail = before[1:] == sign and (before[0].isdecimal() or before[0] == MASK)
    behind = text[end : end + len(sign) + 1]
    return is_tail or (behind.startswith(sign) and behind[len(sign) :].isalnum())


def _row(text: str, sign: str, start: int, end: int) -> Row:
    groups = text[start:end].split(sign)
    row, place, count = Row("", [], [], []), start, 0
    for group in groups:
        row.cuts.append(count)
        row.gaps.append(sign if count else "")
        row.at.extend(range(place, place + len(group)))
        count += len(group)
        place += len(group) + len(sign)
    row.cuts.append(count)
    row.digits = in_ascii("".join(groups))
    return row


def _fits(row: Row) -> bool:
    count = len(row.digits)
    return count in lengths_of(row.digits) and CheckDigits(row.digits).pass_at(0, count)
