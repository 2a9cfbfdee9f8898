"""A prepared reply becomes the operator's own when a blank is filled or its words change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.library.filling.slots import Filled, fill
from undivided.library.filling.touched import Touch, stands_in, touch, touch_of_part

TEN = "One two three four five six seven eight nine ten."


def _touch(body: str, sent: str) -> Touch:
    return touch([fill(body, {"visitor.name": "Elena"})], sent)


@pytest.mark.parametrize(
    ("sent", "changed", "is_touched"),
    [
        (TEN, 0, False),
        ("one TWO three: four five six seven eight nine ten", 0, False),
        (TEN.replace("five", "six"), 0.1, True),
        (TEN + " Eleven!", 0.1, True),
        (TEN.replace(" ten", ""), 0.1, True),
        ("Something else", 1, True),
        ("", 1, True),
    ],
)
def test_a_tenth_of_the_words_makes_a_reply_ones_own(
    sent: str, changed: float, *, is_touched: bool
) -> None:
    result = _touch(TEN, sent)

    assert (result.changed, result.is_touched) == (changed, is_touched)


def test_less_than_a_tenth_is_a_prepared_text() -> None:
    assert not _touch(TEN + TEN, f"{TEN}{TEN} x").is_touched


def test_filled_blank_makes_a_reply_ones_own() -> None:
    body = f"{TEN} By {{{{day}}}} or {{{{later|soon}}}}. {TEN}"

    assert _touch(body, f"{TEN} By day or soon. {TEN}") == Touch(0, 0)
    assert _touch(body, f"{TEN} By Friday the 13th or soon. {TEN}") == Touch(1, 0)
    assert _touch(body, f"{TEN} By the day of reckoning or soon. {TEN}") == Touch(1, 0)
    assert _touch(body, f"{TEN} By Friday or Monday. {TEN}") == Touch(2, 0)


def test_value_of_the_chat_is_no_touch_of_the_operator() -> None:
    assert _touch("Hello {{visitor.name}}", "Hello Elena") == Touch(0, 0)


def test_two_responses_in_one_message_are_one_text() -> None:
    one, two = fill("First text.", {}), fill("And {{what}} text.", {})

    assert touch([one, two], "First text. And what text.") == Touch(0, 0)
    assert touch([one, two], "First text. And more text.").filled == 1


def test_reply_without_words_is_never_touched_by_chance() -> None:
    assert touch([Filled(":-)")], ":-)") == Touch(0, 0)


def test_long_texts_are_compared_at_once() -> None:
    long = "a b " * 4000

    assert touch([Filled(long)], f"x {long[:-4]} y").is_touched


@given(st.text("ab {}|", max_size=40), st.text("ab .", max_size=40))
def test_share_is_a_share(body: str, sent: str) -> None:
    result = _touch(body, sent)
    inserted = fill(body, {})

    assert 0 <= result.changed <= 1
    assert 0 <= result.filled <= len(inserted.blanks)
    assert touch([inserted], inserted.text).changed == 0


LONG = (
    "We ship every order from our own warehouse within one working day. "
    "The parcel then takes {{time}} inside the country. "
    "You get a link by mail as soon as it leaves."
)


@pytest.mark.parametrize(
    ("part", "stands"),
    [
        ("We ship every order from our own warehouse within one working day.", True),
        ("The parcel then takes two to three days inside the country.", True),
        ("A link by mail!", True),
        ("Hello and thank you for waiting. I looked it up: you get a link by mail soon.", True),
        ("Is there anything else that I can do for you today?", False),
        ("", False),
    ],
    ids=["as it is", "filled", "a few words", "more around it", "typed", "nothing"],
)
def test_a_part_is_known_for_the_response_that_it_was_made_of(part: str, *, stands: bool) -> None:
    assert stands_in(fill(LONG, {}), part) is stands


def test_a_short_part_with_blanks_is_known_by_them() -> None:
    assert stands_in(fill("On {{day}} at {{time}}. And then?", {}), "On Friday at ten.")


@pytest.mark.parametrize(
    ("part", "is_touched"),
    [
        ("We ship every order from our own warehouse within one working day.", False),
        ("The parcel then takes time inside the country.", False),
        ("The parcel then takes two days inside the country.", True),
        ("You get a link by mail as soon as it leaves.", False),
        ("You get a link by mail as soon as it leaves us, Elena.", True),
        ("You get no link by pigeon as soon as it leaves.", True),
    ],
)
def test_a_part_is_touched_by_what_changed_in_it_alone(part: str, *, is_touched: bool) -> None:
    assert touch_of_part([fill(LONG, {})], part).is_touched is is_touched
