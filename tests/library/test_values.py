"""A chat offers its values; a name that is none is not used."""

from datetime import UTC, datetime

import pytest

from undivided.library.slots import KNOWN_VALUES
from undivided.library.values import chat_values, first_name


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


def test_implausible_name_is_not_offered_whole_either() -> None:
    values = chat_values(visitor_name="guest 7", operator_name="Mira Holt")

    assert (values["visitor.name"], values["operator.first_name"]) == ("", "Mira")


def test_day_and_time_are_written_out() -> None:
    values = chat_values(now=datetime(2026, 3, 4, 9, 5, tzinfo=UTC))

    assert (values["today"], values["time"]) == ("4 March 2026", "09:05")
