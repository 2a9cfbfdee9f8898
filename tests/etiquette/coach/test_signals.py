"""What a line is recognised as, where phrases of two kinds share their words."""

import pytest

from undivided.etiquette.coach.phrases import phrases_from
from undivided.etiquette.coach.reading import Reading
from undivided.etiquette.coach.signals import Signal, signals_in

PHRASES = phrases_from(
    b"""
    language = "xx"
    [lists]
    refusals = ["no thanks", "no thank you"]
    thanks = ["thanks", "thank you"]
    """,
    "xx.toml",
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no thanks", {Signal.REFUSAL}),
        ("No, thank you.", {Signal.REFUSAL}),
        ("Thanks, that helped", {Signal.THANKS}),
        ("Thanks, but no thanks", {Signal.REFUSAL, Signal.THANKS}),
    ],
)
def test_a_refusal_is_thankful_only_beside_its_own_words(text: str, found: set[Signal]) -> None:
    assert signals_in(Reading(text, PHRASES)) == found
