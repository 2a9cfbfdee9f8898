"""What counts as a no to a sale, and for how long."""

from datetime import date

import pytest

from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.reading import Reader
from undivided.etiquette.coach.refusals import refuses_sale, still_counts
from undivided.storage.coach_words import load_coach_words

SAID = [
    ("en", "Would you like to add a pad?", "No thanks", True),
    ("en", "Is there anything else I can do?", "No thanks", False),
    ("en", "Would you like to add a pad?", "Yes please", False),
    ("de", "Möchten Sie noch ein Kissen?", "Nein danke", True),
    ("de", "Kann ich sonst noch helfen?", "Nein danke", False),
    ("fr", "Souhaitez-vous aussi un coussin ?", "Non merci", True),
]


@pytest.mark.parametrize(("language", "offer", "answer", "refuses"), SAID)
def test_only_a_no_to_an_offer_refuses_a_sale(
    language: str, offer: str, answer: str, refuses: bool
) -> None:
    reader = Reader(load_coach_words(language).phrases)
    lines = (Line(Author.OPERATOR, offer), Line(Author.VISITOR, answer))

    assert refuses_sale(lines, reader) is refuses
    assert not refuses_sale(lines[:1], reader)
    assert not refuses_sale(lines[1:], reader)


@pytest.mark.parametrize(
    ("said", "counts"),
    [("2026-11-22", True), ("2026-10-24", True), ("2026-10-23", False), ("", False), ("?", False)],
)
def test_a_no_counts_for_some_days(said: str, counts: bool) -> None:
    assert still_counts(said, date(2026, 11, 22), 30) is counts
