"""What is typed into a slot is checked and written by its kind."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.library.filling.slot_texts import (
    amount_in,
    as_written,
    day_in,
    number_in,
    problem_with,
)
from undivided.library.filling.writing import PLAIN, PlainWriting
from undivided.library.model.parts import Fill, SlotKind

DATE = SlotKind(name="day", fill=Fill.DATE)
NUMBER = SlotKind(name="count", fill=Fill.NUMBER)
MONEY = SlotKind(name="price", fill=Fill.MONEY, currency="EUR")
CHOICE = SlotKind(name="size", fill=Fill.CHOICE, choices=("S",))


@pytest.mark.parametrize(
    ("slot", "typed", "shown"),
    [
        (DATE, "2026-03-04", "4 March 2026"),
        (DATE, " 2026-3-4 ", "4 March 2026"),
        (DATE, "4 mar 2026", "4 March 2026"),
        (NUMBER, "1250.5", "1,250.5"),
        (NUMBER, "-3", "-3"),
        (NUMBER, "1,250", "1,250"),
        (MONEY, "1250.5", "EUR 1,250.50"),
        (MONEY, "\u20ac 49", "EUR 49.00"),
        (MONEY, "EUR 1,250.50", "EUR 1,250.50"),
        (CHOICE, "XXL", "XXL"),
    ],
)
def test_text_that_fits_is_written_as_the_language_does(
    slot: SlotKind, typed: str, shown: str
) -> None:
    assert problem_with(slot, typed) == ""
    assert as_written(slot, typed) == shown


@pytest.mark.parametrize(
    ("slot", "typed", "sentence"),
    [
        (DATE, "2026-02-30", "\u201c2026-02-30\u201d is no day. Type it like 2026-03-04."),
        (DATE, "31 June 2026", "is no day"),
        (DATE, "4 Foo 2026", "is no day"),
        (DATE, "Friday", "is no day"),
        (NUMBER, "12 pieces", "\u201c12 pieces\u201d is no number. Type it like 1,250.5."),
        (NUMBER, "1,25", "is no number"),
        (NUMBER, "1" * 50, "\u201c" + "1" * 39 + "\u2026\u201d is no number"),
        (MONEY, "much", "\u201cmuch\u201d is no amount. Type it like EUR 1,250.50."),
    ],
)
def test_text_that_does_not_fit_gets_a_sentence_and_stays(
    slot: SlotKind, typed: str, sentence: str
) -> None:
    assert sentence in problem_with(slot, typed)
    assert as_written(slot, typed) == typed


class _Comma(PlainWriting):
    """A language that knows no decimal point."""

    def read_number(self, text: str) -> Decimal | None:
        return None if "." in text else super().read_number(text.replace(",", "."))


def test_plain_number_is_read_in_every_language() -> None:
    assert number_in("1250.5", _Comma()) == number_in("1250,5", _Comma()) == Decimal("1250.5")


@pytest.mark.parametrize("slot", [DATE, NUMBER, MONEY, CHOICE])
def test_empty_slot_is_a_blank_and_no_mistake(slot: SlotKind) -> None:
    assert problem_with(slot, " ") == ""


@given(st.dates(date(1000, 1, 1)))
def test_day_that_was_written_is_read_again(day: date) -> None:
    assert day_in(PLAIN.day(day)) == day
    assert day_in(day.isoformat()) == day


@given(st.decimals(-(10**12), 10**12, places=4))
def test_number_that_was_written_is_read_again(number: Decimal) -> None:
    assert number_in(PLAIN.number(number)) == number


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(["", "EUR", "CHF"]))
def test_amount_that_was_written_is_read_again(amount: Decimal, currency: str) -> None:
    assert amount_in(PLAIN.money(amount, currency)) == amount


@given(st.sampled_from([DATE, NUMBER, MONEY]), st.text(max_size=40))
def test_writing_a_text_twice_is_writing_it_once(slot: SlotKind, text: str) -> None:
    once = as_written(slot, text)

    assert as_written(slot, once) == once
