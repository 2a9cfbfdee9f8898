"""What is said of a visitor's mood: quietly, once, and with its reason."""

import pytest

from tests.support.rows import chat
from undivided.etiquette.coach.mood import CAPITALS, Felt, Mood
from undivided.qtmodels.mood_words import head_sign, reason, row_sign, spoken_sign, with_sign

SIGNS = [
    (Felt(), "", ""),
    (Felt(Mood.WORRIED), "Worried", "seems worried"),
    (Felt(Mood.WORRIED, is_urgent=True), "Urgent", "in a hurry"),
    (Felt(Mood.HOSTILE, is_urgent=True, is_buying=True), "Hostile", "seems hostile"),
    (Felt(is_buying=True), "Buying", "wants to buy"),
]


@pytest.mark.parametrize(("felt", "row", "head"), SIGNS)
def test_the_strongest_is_said(felt: Felt, row: str, head: str) -> None:
    assert row_sign(felt) == row
    assert head_sign(felt) == head
    assert not row or spoken_sign(row) == head


def test_the_reason_quotes_the_visitor() -> None:
    assert reason(Felt(Mood.ANNOYED, ("again", CAPITALS))) == "Heard in: “again”, capitals."
    assert reason(Felt()) == ""


def test_what_waits_for_the_operator_keeps_its_place_on_the_row() -> None:
    assert with_sign(chat("Elena", meta="Checkout"), "Annoyed").meta == "Annoyed"
    assert with_sign(chat("Elena", meta="Checkout"), "").meta == "Checkout"
    assert with_sign(chat("Elena", meta="Draft", has_draft=True), "Annoyed").meta == "Draft"
    assert with_sign(chat("Elena", meta="2 to send", unsent=2), "Annoyed").meta == "2 to send"
    assert with_sign(chat("Elena", meta="Said goodbye"), "Annoyed").meta == "Said goodbye"
