"""What stands beside a card number and belongs to it: the expiry date and the security code."""

import re
from collections.abc import Iterator
from functools import cache

from undivided.etiquette.cards.digits import BREAKS, GAP, HIDDEN_AT_LEAST, KEPT, MASK, Row
from undivided.etiquette.cards.extra_words import BETWEEN, CODES, ENDS, ENDS_BETWEEN, MONTHS

NEAR = 80
"""Characters before or behind a card number in which these are looked for."""

_DIGIT = re.compile(r"\d")
_GAP = f"{BREAKS}{{0,{GAP}}}+"
_SEPARATED = r"[^\w*]{0,4}"
_AGAINST_DATES = r"(?![0-9])(?![/.\-\u2013][0-9])"
_MMYY = r"(?:0[1-9]|1[0-2])[2-4][0-9]"


@cache
def _expiry() -> re.Pattern[str]:
    """Return what finds 12/27, 12-2027, 2027-12, December 2027, "expiry 1227"."""
    month = r"(?:0?[1-9]|1[0-2])"
    return re.compile(
        rf"(?<![0-9])(?<![0-9][/.\-]){month}\s?[/.\-\u2013]\s?(?:20)?[0-9]{{2}}"
        # A code may hang on by the same sign.
        rf"(?![0-9])(?![/.\-\u2013][0-9](?![0-9]{{2}}(?![0-9])))"
        rf"|(?<![0-9])(?<![0-9][/.\-])20[2-4][0-9][/.\-](?:0[1-9]|1[0-2]){_AGAINST_DATES}"
        rf"|\b(?:{MONTHS})[^\W\d_]{{0,9}}[^\w*]{{1,3}}(?:20)?[2-4][0-9]{_AGAINST_DATES}"
        rf"|\b(?:{ENDS})\b(?:[^\w*]{{1,4}}(?:{ENDS_BETWEEN})\b){{0,2}}[^\w*]{{1,4}}{_MMYY}(?![0-9])",
        re.IGNORECASE,
    )


@cache
def _code() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\b(?:{CODES})|security\s?number)"
        rf"(?:[^\w*]{{1,4}}(?:{BETWEEN})\b){{0,5}}{_SEPARATED}([0-9]{{3,4}})(?![0-9])",
        re.IGNORECASE,
    )


@cache
def _card() -> re.Pattern[str]:
    return re.compile(
        f"(?:{MASK}{_GAP}){{{HIDDEN_AT_LEAST},}}+(?:[0-9]{_GAP}){{0,{KEPT - 1}}}[0-9]?"
    )


@cache
def _begun() -> re.Pattern[str]:
    return re.compile(rf"(?:\d{_GAP})++(?={MASK})")


@cache
def _bare() -> re.Pattern[str]:
    gap = rf"[;:]?{_GAP}[;:]?{_GAP}"
    # A date without a sign in it comes first: 1227 123.
    return re.compile(
        rf"{gap}((?:{_MMYY}{gap}(?=[0-9]{{3,4}}(?![0-9])))?[0-9]{{3,4}})"
        r"(?=\s*(?:[,;.)|]|\Z|\n))(?![.,][0-9])"
    )


def with_begun_hidden(text: str) -> str:
    """Return a text whose digits before hidden ones are hidden too: they began the same number.

    The number of characters stays.
    """
    return _begun().sub(lambda found: _DIGIT.sub(MASK, found[0]), text)


def extra_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where expiry dates and codes stand near the masked card numbers of the text.

    Args:
        text: Its digits in ASCII and its card numbers masked.
    """
    ends = [_end_of_digits(text, *card.span()) for card in _card().finditer(text)]
    for start, end in _neighbourhoods(ends, len(text)):
        for expiry in _expiry().finditer(text, start, end):
            yield expiry.span()
            yield from _bare_code(text, expiry.end())
        for code in _code().finditer(text, start, end):
            yield code.span(1)
    for end in ends:
        yield from _bare_code(text, end)


def _end_of_digits(text: str, start: int, end: int) -> int:
    """Return where the number ends: the last match may have taken separators with it."""
    while end > start and text[end - 1] != MASK and not "0" <= text[end - 1] <= "9":
        end -= 1
    return end


def _neighbourhoods(ends: list[int], length: int) -> Iterator[tuple[int, int]]:
    """Yield what is near the numbers that end there, each part of the text once."""
    start = behind = 0
    for end in ends:
        begin = max(0, end - 2 * NEAR)
        if begin > behind:
            yield start, behind
            start = begin
        behind = min(length, end + NEAR)
    yield start, behind


def _bare_code(text: str, at: int) -> Iterator[tuple[int, int]]:
    found = _bare().match(text, at)
    if found is not None:
        yield found.span(1)


def is_extra(row: Row, first: int, last: int) -> bool:
    """Return whether the groups behind a number read as an expiry date, a code, or both."""
    groups = [row.digits[row.cuts[each] : row.cuts[each + 1]] for each in range(first, last)]
    if groups and len(groups[0]) <= 2:
        if not 1 <= int(groups[0]) <= 12:
            return False
        if len(groups) == 1:
            return True  # its year follows, or was left out
        if len(groups[1]) not in {2, 4}:
            return False
        groups = groups[2:]
    elif len(groups) > 1 and len(groups[0]) == 4 and 1 <= int(groups[0][:2]) <= 12:
        groups = groups[1:]
    return not groups or (len(groups) == 1 and len(groups[0]) in {3, 4})
