"""Account numbers (IBAN) and creditor references in a text; they are no card numbers."""

import re
from collections.abc import Iterator

_LENGTHS = {
    country: length
    for length, countries in {
        15: "NO",
        16: "BE",
        18: "DK FI FK FO GL NL SD",
        19: "MK SI",
        20: "AT BA EE KZ LT LU MN XK",
        21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS VA",
        23: "AE GI IL IQ OM SO TL",
        24: "AD CZ ES MD PK RO SA SE SK TN VG",
        25: "LY PT ST",
        26: "IS TR",
        27: "BI DJ FR GR IT MC MR SM",
        28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
        29: "BR EG PS QA UA",
        30: "JO KW MU YE",
        31: "MT SC",
        32: "LC",
        33: "RU",
    }.items()
    for country in countries.split()
}
"""Signs of an IBAN by country. Source: the SWIFT registry."""
_BREAKS = r"[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\-.]"
_START = re.compile(r"(?<![0-9A-Za-z])([A-Za-z]{2})[0-9]{2}(?=[\s\-.]?[0-9A-Za-z])")
_SIGNS = re.compile(rf"(?:{_BREAKS}?[0-9A-Za-z]){{1,33}}")
_NAME = re.compile(r"\biban\W{0,3}\Z", re.IGNORECASE)
"""Behind it a number with a wrong check digit is one too: mistyped, not a card's."""
_NAME_REACH = 8
_POLAND = "PL"
_POLISH = re.compile(rf"(?<![0-9A-Za-z])[0-9]{{2}}(?:{_BREAKS}?[0-9]{{4}}){{6}}(?![0-9])")
"""Within Poland the letters are left out."""
_REFERENCE = "RF"
_REFERENCE_LENGTHS = (25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15)


def account_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where account numbers stand whose two check digits are right (ISO 7064).

    Args:
        text: Its digits in ASCII, see `digits.in_ascii`.
    """
    for start in _START.finditer(text):
        country = start[1].upper()
        lengths = _REFERENCE_LENGTHS if country == _REFERENCE else (_LENGTHS.get(country, 0),)
        signs = _SIGNS.match(text, start.start()) if lengths[0] else None
        if signs is None:
            continue
        at = [place for place in range(*signs.span()) if text[place].isalnum()]
        is_named = (
            _NAME.search(text[max(0, start.start() - _NAME_REACH) : start.start()]) is not None
        )
        for length in lengths:
            if length <= len(at) and (is_named or _is_right(text[place] for place in at[:length])):
                yield start.start(), at[length - 1] + 1
                break
    for found in _POLISH.finditer(text):
        if _is_right(iter(_POLAND + "".join(filter(str.isdigit, found[0])))):
            yield found.span()


def _is_right(signs: Iterator[str]) -> bool:
    plain = "".join(signs)
    number = int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4]))
    return number % 97 == 1
