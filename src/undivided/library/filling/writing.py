"""How a language writes days, times, numbers and amounts, and reads what was typed.

`Writing` is what a window hands in for the operator's or the response's own language;
`PlainWriting` is used where nobody does.
"""

import re
from datetime import date, time
from decimal import Decimal
from typing import Protocol

from undivided.library.filling.typed_days import month_names, typed_day

MAX_DIGITS = 15
"""Of a number before its decimal mark; more is an order number or a mistake, no quantity."""

_WHOLE = frozenset({"JPY", "KRW", "VND", "CLP", "ISK"})
"""Currencies without smaller coins."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBER = re.compile(r"([+\-\u2212]?)(\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.(\d{1,9}))?")
_MONTH_NAMES = month_names(enumerate(_MONTHS, start=1))


class Writing(Protocol):
    """A language's way to write, and to read again what it wrote."""

    @property
    def language(self) -> str:
        """BCP 47 tag, or "" for whatever the operator's computer is set to."""

    def day(self, day: date) -> str:
        """Return a day such as "4 March 2026"."""

    def weekday(self, day: date) -> str:
        """Return the name of its weekday."""

    def time(self, moment: time) -> str:
        """Return a time of day such as "09:05"."""

    def number(self, number: Decimal) -> str:
        """Return a number with its groups, such as "1,250.5"."""

    def money(self, amount: Decimal, currency: str) -> str:
        """Return an amount; `currency` is an ISO 4217 code such as "EUR", or ""."""

    def read_day(self, text: str, today: date | None = None) -> date | None:
        """Return the day that `day` wrote or that was typed as people do, or None.

        Args:
            text: What stands there.
            today: Where days without a year are seen from.
        """

    def read_number(self, text: str) -> Decimal | None:
        """Return the number that was typed without a currency, or None."""


class PlainWriting:
    """English with a 24-hour clock, the same on every computer."""

    language = ""

    def day(self, day: date) -> str:
        """Return a day such as "4 March 2026"."""
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def weekday(self, day: date) -> str:
        """Return the English name of its weekday."""
        return _WEEKDAYS[day.weekday()]

    def time(self, moment: time) -> str:
        """Return a time of day such as "09:05"."""
        return f"{moment:%H:%M}"

    def number(self, number: Decimal) -> str:
        """Return a number with its groups, such as "1,250.5"."""
        return f"{number:,f}"

    def money(self, amount: Decimal, currency: str) -> str:
        """Return an amount such as "EUR 1,250.50"."""
        return f"{currency} {amount:,.{decimals(amount, currency)}f}".strip()

    def read_day(self, text: str, today: date | None = None) -> date | None:
        """Return the day in "4 March 2026", or None; in numbers, when only one can be meant."""
        return typed_day(text, _MONTH_NAMES, today=today)

    def read_number(self, text: str) -> Decimal | None:
        """Return the number in "1,250.5", or None."""
        match = _NUMBER.fullmatch(text.strip())
        if match is None:
            return None
        sign = "-" if match[1] in {"-", "\u2212"} else ""
        return Decimal(f"{sign}{match[2].replace(',', '')}.{match[3] or '0'}".removesuffix(".0"))


PLAIN = PlainWriting()


def decimals(amount: Decimal, currency: str) -> int:
    """Return how many digits an amount has behind its decimal mark."""
    return 0 if currency in _WHOLE and amount == amount.to_integral_value() else 2
