"""How languages write days, times, numbers and amounts, as Qt's tables know it."""

import re
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from itertools import product

from PySide6.QtCore import QDate, QLocale, QTime

from undivided.library.filling.typed_days import month_names, typed_day
from undivided.library.filling.writing import PLAIN, Writing, decimals

_SYMBOLS = {"EUR": "\u20ac", "USD": "$", "GBP": "\u00a3", "JPY": "\u00a5", "INR": "\u20b9"}
_WEEKDAY = re.compile(r"^dddd[^,\u060c\s]*(?: 'den')?[,\u060c]?\s*|[,\u060c]?\s*dddd$")
"""In a format of Qt: the day's name with what belongs to it."""
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?")
_NO_BREAK = "\u00a0"
_OF_NO_COUNTRY = {QLocale.Language.English: "English", QLocale.Language.Spanish: "español"}
"""Languages that Qt's tables name after one country, such as "American English"."""


class LocaleWriting:
    """The way of one locale; `Writing` says what each method returns.

    Args:
        language: What `writing_for` was asked for.
        locale: Its locale.
    """

    def __init__(self, language: str, locale: QLocale) -> None:
        self.language = language
        self._locale = locale
        self._day = _WEEKDAY.sub("", locale.dateFormat(QLocale.FormatType.LongFormat))
        short = locale.dateFormat(QLocale.FormatType.ShortFormat)
        self._order = "".join(dict.fromkeys(re.findall(r"[dy]|m", short.lower())))
        self._months = month_names(_months(locale))

    def day(self, day: date) -> str:
        """Return a day such as "4. M\u00e4rz 2026"."""
        return self._locale.toString(QDate(day.year, day.month, day.day), self._day)

    def weekday(self, day: date) -> str:
        """Return the name of its weekday."""
        return self._locale.dayName(day.isoweekday())

    def time(self, moment: time) -> str:
        """Return a time of day such as "09:05"."""
        clock = QTime(moment.hour, moment.minute)
        return self._locale.toString(clock, QLocale.FormatType.ShortFormat)

    def number(self, number: Decimal) -> str:
        """Return a number such as "1.250,5"."""
        whole, _, fraction = f"{abs(number):f}".partition(".")
        zero = ord(self._locale.zeroDigit())
        rest = "".join(chr(zero + int(digit)) for digit in fraction)
        mark = self._locale.decimalPoint() if rest else ""
        return f"{'-' if number < 0 else ''}{self._locale.toString(int(whole))}{mark}{rest}"

    def money(self, amount: Decimal, currency: str) -> str:
        """Return an amount such as "1.250,50 \u20ac"."""
        symbol = _SYMBOLS.get(currency, currency)
        places = decimals(amount, currency)
        if not symbol:
            return self.number(round(amount, places))
        shown = self._locale.toCurrencyString(float(abs(amount)), symbol, places)
        if symbol == currency:
            # The tables have no space for a code that stands in front.
            shown = re.sub(rf"{symbol}(?=\d)", f"{symbol}{_NO_BREAK}", shown)
        return f"{'-' if amount < 0 else ''}{shown}"

    def read_day(self, text: str, today: date | None = None) -> date | None:
        """Return the day that `day` wrote or that was typed as people do, or None."""
        found = self._locale.toDate(" ".join(text.split()), self._day)
        if found.isValid():
            return date(found.year(), found.month(), found.day())
        return typed_day(text, self._months, self._order, today)

    def read_number(self, text: str) -> Decimal | None:
        """Return the number in "1.250,5", or None."""
        group = self._locale.groupSeparator()
        typed = "".join(text.split()) if group.isspace() else text.strip()
        typed = typed.replace("\u2212", "-")
        minus, digits = typed[:1] == "-", typed.removeprefix("-")
        if not digits[:1].isdecimal() or not self._locale.toDouble(digits)[1]:
            return None
        plain = digits.replace(group, "").replace(self._locale.decimalPoint(), ".")
        if not _NUMBER.fullmatch(plain):
            return None
        return -Decimal(plain) if minus else Decimal(plain)


def _months(locale: QLocale) -> Iterator[tuple[int, str]]:
    lengths = (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
    for month, length in product(range(1, 13), lengths):
        yield month, locale.monthName(month, length)
        yield month, locale.standaloneMonthName(month, length)


def writing_for(language: str) -> Writing:
    """Return how a language writes.

    A language without a region is written as on the operator's computer when that speaks it too.
    English of no region, and a computer that is set to none, use `PLAIN`.

    Args:
        language: BCP 47 tag, or "" for the operator's own.
    """
    own = QLocale()
    locale = QLocale(language) if language else own
    if "-" not in language and locale.language() == own.language():
        locale = own
    elif locale.language() == QLocale.Language.English and "-" not in language:
        return PLAIN
    if locale.language() == QLocale.Language.C:
        return PLAIN
    return _writing(language, locale.name())


def name_in_itself(language: str) -> str:
    """Return what a language is called by those who speak it, such as "Deutsch", or "".

    Args:
        language: BCP 47 tag, or "".
    """
    locale = QLocale(language)
    if not language or locale.language() == QLocale.Language.C:
        return ""
    return _OF_NO_COUNTRY.get(locale.language()) or locale.nativeLanguageName()


@lru_cache(maxsize=32)
def _writing(language: str, name: str) -> Writing:
    return LocaleWriting(language, QLocale(name))
