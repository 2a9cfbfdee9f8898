"""What counts as a no to a sale, and for how long."""

from datetime import date

import pytest

from undivided.etiquette.coach.chat_view import Author, ChatView, Draft, Line
from undivided.etiquette.coach.coach import Coach
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


OFFERS = {
    "en": ("Would you like the insurance with it?", "no thanks", "Shall I add the set as well?"),
    "de": ("Möchten Sie das Pflegeset dazu?", "nein danke", "Darf ich Ihnen Birnen anbieten?"),
    "fr": ("Voulez-vous aussi la housse ?", "non merci", "Je peux vous proposer le kit."),
    "es": ("¿Quiere también la funda?", "no gracias", "Le puedo ofrecer el kit."),
    "pl": ("Może do tego poduszka?", "nie dziękuję", "A może nasz pakiet?"),
}


@pytest.mark.parametrize("language", OFFERS)
def test_only_a_no_to_an_offer_holds_back_the_next_one(language: str) -> None:
    words = load_coach_words(language)
    asked, no, offer = OFFERS[language]
    (more, *_) = words.phrases.sentences["anything_else"]

    def is_held(*lines: Line) -> bool:
        found = Coach(words.phrases).advice(ChatView(lines), Draft(offer))
        return "sales-after-refusal" in {advice.rule for advice in found}

    said = Line(Author.VISITOR, no)
    bought = (said, Line(Author.OPERATOR, "OK."), Line(Author.VISITOR, "OK"))
    assert is_held(Line(Author.OPERATOR, asked), *bought)
    assert not is_held(Line(Author.OPERATOR, more), *bought)
    assert not is_held(*bought)


def test_who_asks_to_be_left_alone_refuses_every_sale() -> None:
    reader = Reader(load_coach_words("en").phrases)

    assert refuses_sale([Line(Author.VISITOR, "please stop trying to sell me things")], reader)
    assert not refuses_sale([Line(Author.OPERATOR, "Stop selling.")], reader)


@pytest.mark.parametrize(
    ("said", "counts"),
    [("2026-11-22", True), ("2026-10-24", True), ("2026-10-23", False), ("", False), ("?", False)],
)
def test_a_no_counts_for_some_days(said: str, counts: bool) -> None:
    assert still_counts(said, date(2026, 11, 22), 30) is counts
