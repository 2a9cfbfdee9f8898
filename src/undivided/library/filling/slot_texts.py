"""The texts in typed slots: what stands there first, how it is written, what is wrong with it.

A date slot is filled with a day such as 2026-03-04 or as the language writes it, in numbers or
words, and shows it in words; a number and an amount may be typed as the language writes them.
Choices are offers: any other text is right too.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol

from undivided.library.filling.day_words import day_word
from undivided.library.filling.typed_days import day_of
from undivided.library.filling.writing import PLAIN, Writing
from undivided.library.model.parts import Fill

_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_PLAIN_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?")
# Spaces, direction marks, signs and codes of currencies.
_SIGNS = re.compile(
    r"[\s\u061c\u200e\u200f$\u20ac\u00a3\u00a5\u20b9\u20bd\u20ba]|[A-Z]{3}|kr|Fr\.?|z\u0142"
)


class SlotText(Protocol):
    """What has to be known about a slot: a `TypedSlot`, a `Span` and a `SlotKind` have it."""

    @property
    def fill(self) -> Fill:
        """What goes into it."""

    @property
    def currency(self) -> str:
        """ISO 4217 code for `Fill.MONEY`, or ""."""


class SlotDefault(SlotText, Protocol):
    """The same with the text that stands there first."""

    @property
    def default(self) -> str:
        """As it was written down."""


def problem_with(
    slot: SlotText, text: str, writing: Writing = PLAIN, today: date | None = None
) -> str:
    """Return the sentence why `text` does not fit into the slot, or "".

    Nothing typed is no problem of the text: an empty slot is a blank. A day without a year is
    seen from `today`.
    """
    typed = text.strip()
    if not typed:
        return ""
    if slot.fill is Fill.DATE and day_in(typed, writing, today) is None:
        return f"\u201c{_cut(typed)}\u201d is no day. Type it like 2026-03-04."
    if slot.fill is Fill.NUMBER and number_in(typed, writing) is None:
        example = writing.number(Decimal("1250.5"))
        return f"\u201c{_cut(typed)}\u201d is no number. Type it like {example}."
    if slot.fill is Fill.MONEY and amount_in(typed, writing) is None:
        example = writing.money(Decimal("1250.5"), slot.currency)
        return f"\u201c{_cut(typed)}\u201d is no amount. Type it like {example}."
    return ""


def as_written(
    slot: SlotText, text: str, writing: Writing = PLAIN, today: date | None = None
) -> str:
    """Return what was typed as the slot shows it; a text that does not fit stays as it is."""
    typed = text.strip()
    if slot.fill is Fill.DATE:
        day = day_in(typed, writing, today)
        return text if day is None else writing.day(day)
    if slot.fill is Fill.NUMBER:
        number = number_in(typed, writing)
        return text if number is None else writing.number(number)
    if slot.fill is Fill.MONEY:
        amount = amount_in(typed, writing)
        return text if amount is None else writing.money(amount, slot.currency)
    return text


def default_text(slot: SlotDefault, values: Mapping[str, str], writing: Writing) -> str:
    """Return what the slot shows before it is filled, or "".

    The default of a date may be counted from today, such as `today+3d`.
    """
    if slot.fill is Fill.DATE and day_word(slot.default) is not None:
        return values.get(slot.default.casefold(), "")
    return as_written(slot, slot.default, writing)


def day_in(text: str, writing: Writing = PLAIN, today: date | None = None) -> date | None:
    """Return the day that was typed or that the language wrote, or None."""
    match = _ISO_DAY.fullmatch(text.strip())
    if match is None:
        return writing.read_day(text.strip(), today)
    return day_of(int(match[1]), int(match[2]), int(match[3]))


def number_in(text: str, writing: Writing = PLAIN) -> Decimal | None:
    """Return the number that was typed, or None; the language's own way goes first."""
    number = writing.read_number(text.strip())
    if number is None and _PLAIN_NUMBER.fullmatch(text.strip()):
        return Decimal(text.strip())
    return number


def amount_in(text: str, writing: Writing = PLAIN) -> Decimal | None:
    """Return the amount that was typed, with or without a currency, or None."""
    return number_in(_SIGNS.sub("", text), writing)


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}\u2026"
