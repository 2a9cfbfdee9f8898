"""Days as people type them: in numbers, or with the name of a month; the year may be missing.

Which of two numbers is the day goes by the language. Where that is not known, only what can be
read in one way is read: no date is better than a wrong one.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from undivided.library.folding import fold

_EAST_ASIAN = str.maketrans(
    dict.fromkeys("\u5e74\u6708\ub144\uc6d4", "/") | dict.fromkeys("\u65e5\uc77c")
)
_NUMBERS = re.compile(r"(\d{1,4})([./-])\s?(\d{1,4})(?:\2\s?(\d{1,4}))?\.?")
_NAMED = re.compile(r"[\w\s.,'\u2019-]+")
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_BETWEEN = frozenset({"st", "nd", "rd", "th", "of", "the", "de", "del", "er", "den"})
"""Words that may stand around a day and a month."""
_SHORTEST_MONTH = 3
_FIRST_YEAR, _CENTURY = 1000, 2000
_YEARS_TO_LEAP = 8


def month_names(names: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Return the numbers of months by their folded names, for `typed_day`."""
    return {fold(name).strip("."): month for month, name in names}


def typed_day(
    text: str, months: Mapping[str, int], order: str = "", today: date | None = None
) -> date | None:
    """Return the day that was typed, or None.

    Args:
        text: Such as "24.12.2026", "12/24" or "Dec 24".
        months: From `month_names`; at least three letters of a name say which month.
        order: How the language writes a day in numbers: "dmy", "mdy" or "ymd"; "" for unknown.
        today: A day without a year is the next such day from here on; without it there is none.
    """
    numbers = _NUMBERS.fullmatch(text.strip().translate(_EAST_ASIAN))
    if numbers is not None:
        return _in_numbers([each for each in numbers.group(1, 3, 4) if each], order, today)
    return _with_name(text, months, today) if _NAMED.fullmatch(text) else None


def _in_numbers(numbers: list[str], order: str, today: date | None) -> date | None:
    if len(numbers) == len("dmy") and len(numbers[0]) == len("yyyy"):
        order = "ymd"
    orders = [order] if order else ["dmy", "mdy"]
    found = {_ordered(numbers, each, today) for each in orders} - {None}
    return found.pop() if len(found) == 1 else None


def _ordered(numbers: list[str], order: str, today: date | None) -> date | None:
    if len(numbers) < len(order):
        order = order.replace("y", "")
    part = dict(zip(order, numbers, strict=True))
    return _day(part.get("y", ""), int(part["m"]), part["d"], today)


def _with_name(text: str, months: Mapping[str, int], today: date | None) -> date | None:
    parts = _PARTS.findall(fold(text))
    numbers = [part for part in parts if part.isdecimal()]
    words = [part for part in parts if not part.isdecimal() and part not in _BETWEEN]
    if len(words) != 1 or not 1 <= len(numbers) <= len("dy"):
        return None
    month = _month(words[0], months)
    if month is None:
        return None
    if len(numbers[0]) == len("yyyy"):
        numbers.reverse()
    return _day(numbers[1] if len(numbers) > 1 else "", month, numbers[0], today)


def _month(word: str, months: Mapping[str, int]) -> int | None:
    if word in months:
        return months[word]
    found = {month for name, month in months.items() if name.startswith(word)}
    return found.pop() if len(found) == 1 and len(word) >= _SHORTEST_MONTH else None


def _day(year: str, month: int, day: str, today: date | None) -> date | None:
    """Return the day, or None when the calendar has none such."""
    if len(year) in (1, 3) or len(day) > len("dd"):
        return None
    if not year:
        if today is None:
            return None
        days = (day_of(today.year + more, month, int(day)) for more in range(_YEARS_TO_LEAP + 1))
        return next((each for each in days if each is not None and each >= today), None)
    whole = int(year)
    return day_of(whole if whole >= _FIRST_YEAR else _CENTURY + whole, month, int(day))


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day, or None when the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
