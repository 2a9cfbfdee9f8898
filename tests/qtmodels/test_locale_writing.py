"""Days, numbers and amounts are written as each language does, and read again."""

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from undivided.library.filling.slot_texts import (
    amount_in,
    as_written,
    day_in,
    number_in,
    problem_with,
)
from undivided.library.filling.writing import PLAIN
from undivided.library.model.parts import Fill, SlotKind
from undivided.qtmodels.locale_writing import name_in_itself, writing_for

REGIONS = (
    *("ar-EG", "bn-BD", "ca-ES", "cs-CZ", "da-DK", "de-CH", "de-DE", "el-GR", "en-GB", "en-US"),
    *("es-ES", "eu-ES", "fa-IR", "fi-FI", "fr-FR", "he-IL", "hr-HR", "hu-HU", "it-IT", "ja-JP"),
    *("ko-KR", "lt-LT", "lv-LV", "nb-NO", "nl-NL", "pl-PL", "pt-BR", "ru-RU", "sv-SE", "th-TH"),
    *("tr-TR", "uk-UA", "vi-VN", "zh-CN"),
)
DAY = date(2026, 3, 4)


@pytest.fixture
def german_computer() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("de_AT"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("language", "day", "number", "amount"),
    [
        ("de-DE", "4. M\u00e4rz 2026", "1.250,5", "1.250,50\u00a0\u20ac"),
        ("en-US", "March 4, 2026", "1,250.5", "\u20ac1,250.50"),
        ("fr-FR", "4 mars 2026", "1\u202f250,5", "1\u202f250,50\u00a0\u20ac"),
        ("es-ES", "4 de marzo de 2026", "1250,5", "1250,50\u00a0\u20ac"),
        ("ja-JP", "2026\u5e743\u67084\u65e5", "1,250.5", "\u20ac1,250.50"),
    ],
)
def test_each_language_writes_its_own_way(
    language: str, day: str, number: str, amount: str
) -> None:
    writing = writing_for(language)

    assert writing.day(DAY) == day
    assert writing.number(Decimal("1250.5")) == number
    assert writing.money(Decimal("1250.5"), "EUR") == amount


def test_weekday_and_time_are_the_languages_own() -> None:
    assert writing_for("de-DE").weekday(DAY) == "Mittwoch"
    assert writing_for("de-DE").time(time(9, 5)) == "09:05"
    assert writing_for("en-GB").time(time(14, 30)) == "14:30"


def test_code_of_a_currency_has_a_space_and_yen_have_no_cents() -> None:
    assert writing_for("en-GB").money(Decimal(12), "CHF") == "CHF\u00a012.00"
    assert writing_for("en-GB").money(Decimal(-1250), "JPY") == "-\u00a51,250"
    assert writing_for("en-GB").money(Decimal(1250), "") == "1,250.00"


def test_english_without_a_region_is_plain() -> None:
    assert writing_for("en") is PLAIN
    assert writing_for("") is PLAIN


@pytest.mark.usefixtures("german_computer")
def test_language_of_the_computer_is_written_as_there() -> None:
    january = date(2026, 1, 4)

    assert [writing_for(tag).day(january) for tag in ("", "de", "de-DE", "en", "fr")] == [
        "4. J\u00e4nner 2026",
        "4. J\u00e4nner 2026",
        "4. Januar 2026",
        "4 January 2026",
        "4 janvier 2026",
    ]


@pytest.mark.parametrize("region", REGIONS)
def test_every_month_is_read_again(region: str) -> None:
    writing = writing_for(region)
    days = [date(2026, month, 7 + month) for month in range(1, 13)]

    assert [day_in(writing.day(day), writing) for day in days] == days


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("de-DE", "24.12.2026"),
        ("de-DE", "24.12.26"),
        ("de-DE", "24.12."),
        ("de-DE", "24. Dez"),
        ("fr-FR", "24/12/2026"),
        ("fr-FR", "24 d\u00e9c. 2026"),
        ("es-ES", "24 de diciembre"),
        ("en-US", "12/24/2026"),
        ("en-US", "12/24"),
        ("en-US", "Dec 24, 2026"),
        ("en-GB", "24/12/26"),
        ("en", "December 24"),
        ("en", "Dec 24, 2026"),
        ("en", "the 24th of December"),
        ("en", "24/12/2026"),
        ("hu-HU", "2026. 12. 24."),
        ("ja-JP", "12\u670824\u65e5"),
        ("sv-SE", "24 december 2026"),
    ],
)
def test_days_are_read_as_people_type_them(language: str, typed: str) -> None:
    assert day_in(typed, writing_for(language), date(2026, 11, 22)) == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "04/05/2026"),
        ("en-US", "24/12/2026"),
        ("de-DE", "31.6.2026"),
        ("de-DE", "24.12.026"),
        ("en", "Ju 5"),
        ("en", "Dec"),
        ("en", "5 or 6 December"),
        ("en", "Dec 100"),
        ("en", "1 2 December 2026"),
    ],
)
def test_what_could_be_another_day_is_not_read(language: str, typed: str) -> None:
    assert day_in(typed, writing_for(language), DAY) is None


def test_day_without_a_year_is_the_next_such_day() -> None:
    german = writing_for("de-DE")
    typed = ("3.3.", "4.3.", "29. Februar")

    assert [day_in(each, german, DAY) for each in typed] == [
        date(2027, 3, 3),
        DAY,
        date(2028, 2, 29),
    ]
    assert day_in("24.12.", german) is None


@pytest.mark.parametrize("region", REGIONS)
@settings(max_examples=10)
@given(amount=st.decimals(-(10**9), 10**9, places=2), currency=st.sampled_from(["EUR", "CHF", ""]))
def test_amounts_and_numbers_are_read_again(region: str, amount: Decimal, currency: str) -> None:
    writing = writing_for(region)
    slot = SlotKind(name="price", fill=Fill.MONEY, currency=currency)
    shown = as_written(slot, str(amount), writing)

    assert amount_in(shown, writing) == amount
    assert number_in(writing.number(amount), writing) == amount
    assert problem_with(slot, shown, writing) == ""


@pytest.mark.parametrize(
    ("language", "typed"),
    [("de-DE", "12,50,1"), ("de-DE", "1e5"), ("en-US", "1,25"), ("fr-FR", "--1"), ("de-DE", "")],
)
def test_what_is_no_number_is_not_read(language: str, typed: str) -> None:
    assert writing_for(language).read_number(typed) is None


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("de", "Deutsch"),
        ("en", "English"),
        ("es", "español"),
        ("ja", "日本語"),
        ("", ""),
        ("?", ""),
    ],
)
def test_a_language_is_named_as_its_speakers_name_it(language: str, name: str) -> None:
    assert name_in_itself(language) == name
