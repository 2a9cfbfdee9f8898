"""A response is offered on its days, in its hours and on its pages."""

from datetime import UTC, date, datetime, time
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.library.model.activity import fits_page, has_ended, is_active, is_due
from undivided.library.model.parts import ActiveTimes, Fact
from undivided.library.model.responses import Response


def _is_active(active: ActiveTimes | None, *now: int) -> bool:
    year, month, day, hour, minute = now
    response = Response(title="t", body="b", active=active)
    return is_active(response, datetime(year, month, day, hour, minute, tzinfo=UTC))


def test_response_without_times_is_always_active() -> None:
    assert _is_active(None, 2026, 3, 4, 0, 0)


def test_last_day_still_counts() -> None:
    days = ActiveTimes(first_day=date(2026, 3, 4), last_day=date(2026, 3, 5))

    assert [_is_active(days, 2026, 3, day, 23, 59) for day in (3, 4, 5, 6)] == [
        False,
        True,
        True,
        False,
    ]


def test_weekdays_are_the_operators_own() -> None:
    weekend = ActiveTimes(weekdays=(5, 6))

    assert [_is_active(weekend, 2026, 3, day, 12, 0) for day in (6, 7, 8, 9)] == [
        False,
        True,
        True,
        False,
    ]


def test_closing_time_is_no_longer_open() -> None:
    hours = ActiveTimes(opens=time(9), closes=time(17))

    assert [
        _is_active(hours, 2026, 3, 4, *clock) for clock in ((8, 59), (9, 0), (16, 59), (17, 0))
    ] == [False, True, True, False]


def test_one_end_of_the_hours_is_enough() -> None:
    assert not _is_active(ActiveTimes(opens=time(9)), 2026, 3, 4, 8, 0)
    assert _is_active(ActiveTimes(opens=time(9)), 2026, 3, 4, 23, 59)
    assert _is_active(ActiveTimes(closes=time(9)), 2026, 3, 4, 0, 0)
    assert not _is_active(ActiveTimes(closes=time(9)), 2026, 3, 4, 9, 0)


def test_hours_over_midnight_belong_to_the_day_they_began() -> None:
    friday_night = ActiveTimes(
        opens=time(22), closes=time(2), weekdays=(4,), last_day=date(2026, 3, 6)
    )

    assert [
        _is_active(friday_night, 2026, 3, *clock)
        for clock in ((6, 1, 0), (6, 21, 59), (6, 22, 0), (7, 1, 59), (7, 2, 0), (7, 22, 0))
    ] == [False, False, True, True, False, False]


def test_review_is_due_on_its_day() -> None:
    day = date(2026, 3, 4)

    assert [is_due(day, date(2026, 3, each)) for each in (3, 4, 5)] == [False, True, True]
    assert not is_due(None, day)


def test_fact_is_true_on_its_last_day() -> None:
    fact = Fact(source="price list", valid_until=date(2026, 3, 4))

    assert [has_ended(fact, date(2026, 3, each)) for each in (3, 4, 5)] == [False, False, True]
    assert not has_ended(None, date(2026, 3, 5))


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("*/checkout*", "https://shop.example/de/checkout?step=2"),
        ("shop.example/cart", "https://www.Shop.example/cart/?x=1#top"),
        ("https://shop.example", "https://shop.example/"),
        ("*", "anything"),
        ("*.example/a*b*c", "https://x.example/a-b-b-c"),
        ("http://[", "http://["),
    ],
)
def test_page_fits_its_pattern(pattern: str, url: str) -> None:
    assert fits_page(["nothing", pattern], url)


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("*/checkout", "https://shop.example/checkout/done"),
        ("shop.example/cart", "https://evil.example/?shop.example/cart"),
        ("a*a", "a"),
        ("", ""),
        ("[a-z]*", "b"),
        ("http://[", "http://x"),
    ],
)
def test_other_pages_do_not_fit(pattern: str, url: str) -> None:
    assert not fits_page([pattern], url)


def test_response_for_every_page_is_for_none_in_particular() -> None:
    assert not fits_page([], "https://shop.example/")


@given(st.text("ab*", max_size=12).filter(lambda text: "*" in text), st.text("ab", max_size=12))
def test_stars_mean_what_they_mean_everywhere(pattern: str, url: str) -> None:
    assert fits_page([pattern], url) == fnmatchcase(url, pattern)


def test_hostile_address_and_pattern_take_no_time() -> None:
    assert not fits_page(["*a" * 250 + "b"] * 50, "a" * 100_000)
