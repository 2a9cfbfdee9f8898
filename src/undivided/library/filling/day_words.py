"""Placeholders that are days and times: `today+3d`, `tomorrow`, `weekday+1w`, `time+30min`.

A word is `today`, `tomorrow`, `yesterday` or `weekday` (the weekday's name), with a number of
`d`, `w`, `m`, `y` or `workdays` added or taken away; or `time` with `min` or `h`. Long forms
such as `3 days` count too. Workdays are Monday to Friday.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from undivided.library.filling.writing import Writing

EXAMPLES = ("today+3d", "today+2w", "today+5 workdays", "time+30min")
"""What to offer to somebody who does not know the language of placeholders."""

_DAYS = re.compile(
    r"(today|tomorrow|yesterday|weekday)"
    r"(?: ?([+-]) ?(\d{1,3}) ?(workdays?|days?|weeks?|months?|years?|[dwmy]))?"
)
_TIME = re.compile(r"(time)(?: ?([+-]) ?(\d{1,4}) ?(minutes?|hours?|min|h))?")
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayWord:
    """A day or a time seen from now.

    Attributes:
        base: "today", "tomorrow", "yesterday", "weekday" or "time".
        steps: How many units later; negative for earlier.
        unit: "d", "w", "m", "y", "workday", "min" or "h"; empty without steps.
    """

    base: str
    steps: int = 0
    unit: str = ""


@lru_cache(maxsize=512)
def day_word(name: str) -> DayWord | None:
    """Return what a placeholder's name says about a day or a time, or None."""
    folded = " ".join(name.casefold().split())
    match = _DAYS.fullmatch(folded) or _TIME.fullmatch(folded)
    if match is None:
        return None
    if match[2] is None:
        return DayWord(match[1])
    steps = int(match[3]) if match[2] == "+" else -int(match[3])
    return DayWord(match[1], steps, _unit(match[4]))


def written(word: DayWord, now: datetime, writing: Writing) -> str:
    """Return the word as the language writes it.

    Args:
        now: In the operator's time zone.
    """
    if word.base == "time":
        step = timedelta(hours=word.steps) if word.unit == "h" else timedelta(minutes=word.steps)
        return writing.time((now + step).time())
    day = day_meant(word, now.date())
    return writing.weekday(day) if word.base == "weekday" else writing.day(day)


def day_meant(word: DayWord, today: date) -> date:
    """Return the day that a word other than "time" means."""
    start = today + timedelta(days={"tomorrow": 1, "yesterday": -1}.get(word.base, 0))
    if word.unit in {"m", "y"}:
        return _months_later(start, word.steps * (12 if word.unit == "y" else 1))
    if word.unit == "workday":
        return _workdays_later(start, word.steps)
    return start + timedelta(days=word.steps * (7 if word.unit == "w" else 1))


def _unit(written_unit: str) -> str:
    if written_unit.startswith("work"):
        return "workday"
    return "min" if written_unit.startswith("min") else written_unit[0]


def _months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or its last one where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=64)
def _workdays_later(day: date, steps: int) -> date:
    """Return the workday so many workdays later; Saturday and Sunday count as no step."""
    one = timedelta(days=1 if steps > 0 else -1)
    left = abs(steps)
    while left:
        day += one
        left -= day.weekday() < _SATURDAY
    return day
