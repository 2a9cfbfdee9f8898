"""Days and times counted from now."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.library.filling.day_words import day_meant, day_word, written
from undivided.library.filling.writing import PLAIN

WEDNESDAY = datetime(2026, 3, 4, 23, 50, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("today", "4 March 2026"),
        ("TODAY+3d", "7 March 2026"),
        ("today + 3 days", "7 March 2026"),
        ("tomorrow", "5 March 2026"),
        ("tomorrow+1w", "12 March 2026"),
        ("yesterday", "3 March 2026"),
        ("today-2w", "18 February 2026"),
        ("today+1m", "4 April 2026"),
        ("today-3 months", "4 December 2025"),
        ("today+1y", "4 March 2027"),
        ("today+5 workdays", "11 March 2026"),
        ("today+3workdays", "9 March 2026"),
        ("today-3workdays", "27 February 2026"),
        ("weekday", "Wednesday"),
        ("weekday+1d", "Thursday"),
        ("time", "23:50"),
        ("time+30min", "00:20"),
        ("time - 2 hours", "21:50"),
    ],
)
def test_day_is_counted_from_now(name: str, text: str) -> None:
    word = day_word(name)

    assert word is not None
    assert written(word, WEDNESDAY, PLAIN) == text


@pytest.mark.parametrize(
    "name", ["", "today+", "today3d", "today+3", "today+3x", "today+1000d", "time+3d", "someday"]
)
def test_other_names_are_no_days(name: str) -> None:
    assert day_word(name) is None


def test_month_that_is_shorter_gives_its_last_day() -> None:
    word = day_word("today+1m")

    assert word is not None
    assert day_meant(word, date(2026, 1, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize("weekend", [date(2026, 3, 7), date(2026, 3, 8)])
def test_first_workday_after_a_weekend_is_monday(weekend: date) -> None:
    word = day_word("today+1workday")

    assert word is not None
    assert day_meant(word, weekend) == date(2026, 3, 9)


@given(
    st.integers(0, 999),
    st.sampled_from(["d", "w", "m", "y", "workdays"]),
    st.dates(date(1971, 1, 1), date(2200, 1, 1)),
)
def test_later_and_earlier_never_cross(steps: int, unit: str, today: date) -> None:
    later, earlier = day_word(f"today+{steps}{unit}"), day_word(f"today-{steps}{unit}")

    assert later is not None
    assert earlier is not None
    assert day_meant(earlier, today) <= today <= day_meant(later, today)
