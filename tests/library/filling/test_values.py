"""A chat offers its values; a name that is none is not used."""

from datetime import UTC, datetime

import pytest

from undivided.library.filling.slots import KNOWN_VALUES
from undivided.library.filling.values import chat_values, first_name


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Elena Rossi", "Elena"),
        ("ELENA", "Elena"),
        ("elena", "Elena"),
        ("McKenzie", "McKenzie"),
        ("Jean-Luc Picard", "Jean-Luc"),
        ("O'Brien", "O'Brien"),
        ("Zoë", "Zoë"),
        ("王芳", "王芳"),
        ("प्रिया शर्मा", "प्रिया"),
        ("অনন্যা সেন", "অনন্যা"),
        ("สมหญิง", "สมหญิง"),
        ("שָׂרָה כהן", "שָׂרָה"),
        ("گل\u200cنوش", "گل\u200cنوش"),
        ("Jose\u0301", "José"),
        ("Nguye\u0302\u0303n Anh", "Nguyễn"),
        ("Dr. Anna Smith", "Anna"),
        ("Herr Prof. Max Müller", "Max"),
        ("Smith, John", "John"),
        ("van der Berg, Jan", "Jan"),
        ("Anna Smith, Sales", "Anna"),
        ("Anna, PhD", "Anna"),
        ("Mr. van Dyke", ""),
        ("Dr. Anna", ""),
        ("Smith,", "Smith"),
        ("J. Smith", ""),
        ("H" + "\u0335" * 5 + "i", ""),
        ("\u0301a", ""),
        ("Lee, 12", ""),
        ("", ""),
        ("  ", ""),
        ("E", ""),
        ("Visitor 12", ""),
        ("asdf", ""),
        ("Mrs. Lee", ""),
        ("a@b.example", ""),
        ("123", ""),
        ("{{x}}", ""),
        ("x" * 31, ""),
    ],
)
def test_first_name_is_used_only_when_plausible(name: str, first: str) -> None:
    assert first_name(name) == first


def test_every_known_value_is_offered() -> None:
    assert chat_values().keys() == KNOWN_VALUES
    assert set(chat_values().values()) == {""}


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Mrs Lee", "Mrs Lee"),
        ("Dr. Anna Smith", "Dr. Anna Smith"),
        ("Smith, John", "Smith, John"),
        ("J. Smith", "J. Smith"),
        (" Jose\u0301 ", "José"),
        ("Anna (sales)", "Anna (sales)"),
        ("Mrs", ""),
        ("E", ""),
        ("Mr. Test", ""),
        ("guest 7", ""),
        ("a@b.example", ""),
        ("{{x}}", ""),
        ("", ""),
    ],
)
def test_name_is_offered_whole_when_it_is_one(name: str, full: str) -> None:
    assert chat_values(visitor_name=name)["visitor.name"] == full


def test_implausible_name_is_not_offered_whole_either() -> None:
    values = chat_values(visitor_name="guest 7", operator_name="Mira Holt")

    assert (values["visitor.name"], values["operator.first_name"]) == ("", "Mira")


def test_day_and_time_are_written_out() -> None:
    values = chat_values(now=datetime(2026, 3, 4, 9, 5, tzinfo=UTC))

    assert (values["today"], values["time"]) == ("4 March 2026", "09:05")


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.shop.example/cart?x=1", "shop.example"),
        ("http://Shop.Example:8080/", "shop.example"),
        ("http://[", ""),
        ("cart", ""),
        ("", ""),
    ],
)
def test_site_is_called_by_the_host_of_its_page(url: str, site: str) -> None:
    assert chat_values(page_url=url)["site.name"] == site


def test_card_number_that_was_copied_is_masked() -> None:
    assert chat_values(clipboard="4111 1111 1111 1111")["clipboard"] == (
        "\u2022\u2022\u2022\u2022 " * 3 + "1111"
    )


def test_days_are_worked_out_when_they_are_asked_for() -> None:
    values = chat_values(now=datetime(2026, 3, 4, 9, 5, tzinfo=UTC))

    assert values["today+3d"] == "7 March 2026"
    assert values["time+30min"] == "09:35"
    assert values.get("no such value", "") == ""
    assert len(values) == len(KNOWN_VALUES)
