"""What in a chat can be filled in for confirmation: well-formed, the last of each kind."""

import time

import pytest

from undivided.etiquette.details import Detail, details_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "write to elena.rossi+shop@mail.example.co.uk, please",
            [("E-mail", "elena.rossi+shop@mail.example.co.uk")],
        ),
        ("call +44 20 7946 0018.", [("Phone", "+44 20 7946 0018")]),
        ("Tel. 030/555 01 99", [("Phone", "030/555 01 99")]),
        ("(0171) 555-0199", [("Phone", "(0171) 555-0199")]),
        ("my order number is 4711-B!", [("Order number", "4711-B")]),
        ("Bestellnummer: A-100200", [("Order number", "A-100200")]),
        ("order #88123 for me@a.example", [("E-mail", "me@a.example"), ("Order number", "88123")]),
        ("on 2026-11-22 at 14:30 I paid 19.99", []),
        ("DE89 3704 0044 0532 0130 00", []),
        ("in order to pay", []),
        ("order tomorrow", []),
        ("me@localhost or @name", []),
        ("", []),
    ],
)
def test_only_what_is_well_formed_is_found(text: str, found: list[tuple[str, str]]) -> None:
    assert [(each.label, each.value) for each in details_in([text])] == found


def test_the_last_of_each_kind_counts() -> None:
    said = ["a@b.example and 0171 555 0100", "no: c@d.example"]

    assert details_in(said) == (Detail("E-mail", "c@d.example"), Detail("Phone", "0171 555 0100"))


@pytest.mark.parametrize("piece", ["a@", "0 ", "order ", "+0(", "a.", "order number is "])
def test_hostile_text_takes_no_time(piece: str) -> None:
    started = time.process_time()

    details_in([piece * 4_000] * 5)

    assert time.process_time() - started < 2
