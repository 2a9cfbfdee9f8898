"""Finds what a reply says about one visitor and one day: amounts, days, numbers, addresses.

Each find is a `Part` that a blank or a value of the chat can stand for. What is left is the
answer that fits the next visitor too. Dates are read in the languages of the vocabulary; others'
stay as the numbers in them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from undivided.library.filling.typed_days import day_of
from undivided.library.finding.vocabulary import Vocabulary, any_of
from undivided.library.model.parts import Fill

_CODES = "EUR|USD|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|PLN|CZK|HUF|INR|CNY|NZD"
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR"}
_SIGN = rf"(?:{_CODES}|[€$£¥₹])"
_AMOUNT = r"\d{1,3}(?:[.,'\u2019\u00a0\u202f]\d{3}){1,4}(?:[.,]\d{1,2})?|\d{1,9}(?:[.,]\d{1,2})?"
_PAST = r"(?![\w]|[.,:/-]\w)"
"""No letter or digit follows, not even behind one mark."""

_CARD = re.compile(r"[•*][•*\d \t./-]{2,60}[•*](?:[ -]?\d{1,4}\b)?")
_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_MONEY = re.compile(
    rf"(?<![\w.,])(?:(?P<before>{_SIGN})\s?(?P<one>{_AMOUNT})"
    rf"|(?P<two>{_AMOUNT})\s?(?P<after>{_SIGN})){_PAST}"
)
_ISO_DAY = re.compile(rf"\b(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_PAST}")
_NUMBER_DAY = re.compile(rf"\b\d{{1,2}}([./])\d{{1,2}}\1(?:\d{{4}}|\d{{2}})?{_PAST}")
_HOUR = r"(?:[01]?\d|2[0-3])"
_PHONE = re.compile(r"(?<![\w+])\+\d{1,3}(?:[ ()/-]{0,2}\d{1,5}){2,6}(?!\w)")
_HOME_PHONE = re.compile(
    r"(?<![\w+.,:/#-])(?=(?:[ ()/-]{0,2}\d){7,15}(?!\w))"
    r"(?:\(?0\d{2,5}\)?(?:[ /-]{1,2}\d{2,8}){1,4}|0\d(?:[ .-]\d{2}){4})(?!\w)"
)
"""With the zero that is left out from abroad: no amount and no count begins with one."""
_NAMED_CODE = r"(?P<code>(?=[A-Z-]*\d)(?=[A-Z0-9-]{3})[A-Z0-9]{1,30}(?:-[A-Z0-9]{1,20}){0,4})(?!\w)"
_CODE = re.compile(
    r"(?<![\w.,/-])#?(?P<code>[A-Z]{1,4}-?\d{4,20}(?:-[\dA-Z]{1,20}){0,4}|\d{5,20})(?!\w)"
)
_NUMBER = re.compile(rf"(?<![\w.,:/#+@-])(?P<number>\d{{1,4}}(?:[.,]\d{{1,2}})?){_PAST}")
_UNIT = re.compile(r"\s?%|\s(?:(?:working|business|calendar)\s)?([^\W\d_]{3,20})")
_LIST_MARK = re.compile(r"^[ \t]*\d{1,3}[.)](?=[ \t])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text that another chat fills with something else.

    Attributes:
        start: Position of its first character, in code points.
        end: Position behind its last one.
        name: Of the blank that stands for it.
        fill: What the blank takes.
        default: What the blank shows; "" where it belongs to this visitor or day alone.
        currency: ISO 4217 code, for amounts.
    """

    start: int
    end: int
    name: str
    fill: Fill = Fill.TEXT
    default: str = ""
    currency: str = ""


Finder = tuple[re.Pattern[str], Callable[[re.Match[str]], Part]]
"""What is looked for, and what a find of it is."""


def personal_parts(text: str, vocabulary: Vocabulary) -> Iterator[Part]:
    """Yield the parts of a text that fit no other chat; the surest finds come first.

    Later finds may overlap earlier ones. Card numbers have to be masked before.
    """
    for pattern, part_of in _finders(vocabulary):
        for match in pattern.finditer(text):
            yield part_of(match)


def left_alone(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text whose numbers count nothing: the marks of a numbered list."""
    for match in _LIST_MARK.finditer(text):
        yield match.span()


def _card(match: re.Match[str]) -> Part:
    return Part(*match.span(), "removed card number")


def _email(match: re.Match[str]) -> Part:
    return Part(*match.span(), "e-mail address")


def _phone(match: re.Match[str]) -> Part:
    return Part(*match.span(), "phone number")


def _money(match: re.Match[str]) -> Part:
    sign = match["before"] or match["after"]
    amount = plain_number(match["one"] or match["two"])
    return Part(*match.span(), "amount", Fill.MONEY, amount, _SIGNS.get(sign, sign))


def _day(match: re.Match[str]) -> Part:
    # The day of this chat is wrong in the next one, so it is no default.
    return Part(*match.span(), "date", Fill.DATE)


def _iso_day(match: re.Match[str]) -> Part:
    is_day = day_of(*map(int, match.groups())) is not None
    return _day(match) if is_day else Part(*match.span(), "number")


def _time(match: re.Match[str]) -> Part:
    return Part(*match.span(), "time of day", default=match[0])


def _code(match: re.Match[str]) -> Part:
    return Part(*match.span("code"), "reference number")


def plain_number(written: str) -> str:
    """Return a number such as "1.250,50" as "1250.50".

    The last mark is the decimal one when one or two digits follow it.
    """
    digits = re.sub(r"['\u2019\s]", "", written)
    head, mark, tail = digits.rpartition("," if digits.rfind(",") > digits.rfind(".") else ".")
    if not mark or len(tail) > 2:
        return re.sub(r"[.,]", "", digits)
    return f"{re.sub(r'[.,]', '', head)}.{tail}"


@lru_cache(maxsize=4)
def _finders(vocabulary: Vocabulary) -> tuple[Finder, ...]:
    def named(match: re.Match[str]) -> Part:
        what = vocabulary.numbered[match["what"].lower()]
        return Part(*match.span("code"), f"{what} number")

    def number(match: re.Match[str]) -> Part:
        place, written = match.span("number"), match["number"]
        if written.startswith("0") and written.isdecimal() and len(written) > 1:
            # A count would lose its zeros.
            return Part(*place, "number", default=written)
        unit = _UNIT.match(match.string, match.end())
        name = "number"
        if unit and not unit[1]:
            name = "percentage"
        elif unit and unit[1].lower() not in vocabulary.common:
            name = f"number of {unit[1].lower()}"
        return Part(*place, name, Fill.NUMBER, plain_number(written))

    return (
        (_CARD, _card),
        (_EMAIL, _email),
        (_PHONE, _phone),
        (_MONEY, _money),
        (_ISO_DAY, _iso_day),
        (_day_pattern(any_of(vocabulary.months)), _day),
        (_NUMBER_DAY, _day),
        (_time_pattern(any_of(vocabulary.clocks)), _time),
        (_named_pattern(vocabulary), named),
        (_HOME_PHONE, _phone),
        (_CODE, _code),
        (_NUMBER, number),
    )


def _day_pattern(month: str) -> re.Pattern[str]:
    """Return what "4 March 2026", "March 4th", "4. März" and "4 de marzo de 2026" fit."""
    return re.compile(
        rf"\b(?:\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s(?:of\s|de\s)?{month}"
        rf"|{month}\s\d{{1,2}}(?:st|nd|rd|th)?)(?:,?\s(?:de\s)?\d{{4}})?(?!\w)",
        re.IGNORECASE,
    )


def _time_pattern(clock: str) -> re.Pattern[str]:
    """Return what "17:30", "5 pm", "17 Uhr" and "17h30" fit."""
    return re.compile(
        rf"\b(?:{_HOUR}:[0-5]\d(?:\s?(?:[ap]\.?m|{clock})\b)?|(?:1[0-2]|[1-9])\s?[ap]m\b"
        rf"|{_HOUR}\s?{clock}\b|{_HOUR}\s?h\s?[0-5]\d){_PAST}",
        re.IGNORECASE,
    )


def _named_pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Return what "order number AB-123", "Bestellnummer: 123" and "pedido nº 123" fit."""
    return re.compile(
        rf"\b(?P<what>{any_of(vocabulary.numbered)})(?:\s{any_of(vocabulary.numbers)}\.?)?"
        rf"(?:\s{any_of(vocabulary.copulas)})?:?\s?#?{_NAMED_CODE}",
        re.IGNORECASE,
    )
