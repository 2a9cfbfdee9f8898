"""Which account numbers and references are recognised."""

import pytest

from undivided.etiquette.cards.account_numbers import account_spans


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("DE89 3704 0044 0532 0130 00", ["DE89 3704 0044 0532 0130 00"]),
        ("to gb29nwbk60161331926819 please", ["gb29nwbk60161331926819"]),
        ("RF18 5390 0754 7034 and more", ["RF18 5390 0754 7034"]),
        ("DE88 3704 0044 0532 0130 00", []),
        ("RF19 5390 0754 7034", []),
        ("DE89 3704", []),
        ("ZZ89 3704 0044 0532 0130 00", []),
        ("no account", []),
    ],
    ids=["grouped", "small", "reference", "wrong", "wrong reference", "short", "nowhere", "none"],
)
def test_account_number_needs_its_length_and_check_digits(text: str, found: list[str]) -> None:
    assert found == [text[start:end] for start, end in account_spans(text)]
