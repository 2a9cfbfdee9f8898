"""What was agreed is quoted from the chat, the later word before the earlier one."""

import pytest

from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.reading import Reader
from undivided.etiquette.coach.summary import MOST_POINTS, agreed_in, summary_of
from undivided.storage.coach_words import known_languages, load_coach_words


def chat(*lines: str) -> list[Line]:
    """Return a chat; what the visitor writes begins with ">"."""
    return [
        Line(Author.VISITOR, text[1:].strip())
        if text.startswith(">")
        else Line(Author.OPERATOR, text)
        for text in lines
    ]


CHATS = [
    pytest.param(
        "en",
        [
            "> Hi, how much is the green lamp?",
            "Hello Dana, the green lamp costs 49 euros.",
            "> And do you deliver to Norway?",
            "Yes, we deliver to Norway. Would you like anything else?",
            "> I'll take it then.",
            "Great. I will send you the order link. Have a nice day!",
        ],
        [
            "The green lamp costs 49 euros.",
            "We deliver to Norway.",
            "I'll take it then.",
            "I will send you the order link.",
        ],
        id="prices, answers, wishes and promises",
    ),
    pytest.param(
        "en",
        ["The green lamp costs 49 euros.", "Sorry, the green lamp costs 45 euros this week."],
        ["The green lamp costs 45 euros this week."],
        id="the later word counts",
    ),
    pytest.param(
        "en",
        [
            "> Hello",
            "Hello! How are you?",
            "I understand that this is annoying, and it is 3 days late.",
            "Only today 20 % off!",
            "See https://shop.example/lamps/49 for it.",
        ],
        [],
        id="greetings, calm words, pressure and links agree on nothing",
    ),
    pytest.param(
        "de",
        [
            "> Was kostet die grüne Lampe?",
            "Die grüne Lampe kostet 49 Euro.",
            "Wir liefern sie morgen.",
        ],
        ["Die grüne Lampe kostet 49 Euro.", "Wir liefern sie morgen."],
        id="German",
    ),
    pytest.param(
        "fr",
        [
            "> Combien coûte la lampe verte ?",
            "La lampe verte coûte 49 euros.",
            "Elle sera livrée demain.",
        ],
        ["La lampe verte coûte 49 euros.", "Elle sera livrée demain."],
        id="French",
    ),
    pytest.param(
        "es",
        [
            "> ¿Cuánto cuesta la lámpara verde?",
            "La lámpara verde cuesta 49 euros.",
            "Llegará el lunes a casa.",
        ],
        ["La lámpara verde cuesta 49 euros.", "Llegará el lunes a casa."],
        id="Spanish",
    ),
    pytest.param(
        "pl",
        [
            "> Ile kosztuje zielona lampa?",
            "Zielona lampa kosztuje 49 euro.",
            "Przesyłka dotrze jutro.",
        ],
        ["Zielona lampa kosztuje 49 euro.", "Przesyłka dotrze jutro."],
        id="Polish",
    ),
]


@pytest.mark.parametrize(("language", "lines", "points"), CHATS)
def test_what_was_agreed_is_quoted(language: str, lines: list[str], points: list[str]) -> None:
    agreement = agreed_in(chat(*lines), Reader(load_coach_words(language).phrases))

    assert [point.text for point in agreement.points] == points


def test_of_many_points_the_firm_and_the_last_ones_count() -> None:
    reader = Reader(load_coach_words("en").phrases)
    asked = "> Is the wooden frame strong, and does the colour last?"
    soft = "The wooden frame is certainly strong."
    things = ("table", "chair", "lamp", "mirror", "shelf", "carpet")
    firm = [f"The {thing} costs 20 euros." for thing in things]

    points = agreed_in(chat(asked, firm[0], soft, *firm[1:]), reader).points

    assert len(points) == MOST_POINTS
    assert [point.text for point in points] == firm


def test_what_the_visitor_wants_is_quoted_as_the_visitors_own() -> None:
    phrases = load_coach_words("en").phrases
    points = agreed_in(chat("> I'd like to order it", "Fine, 49 euros."), Reader(phrases)).points

    assert summary_of(points, phrases).splitlines() == [
        "To sum up what we agreed:",
        "- Your words: “I'd like to order it”",
        "- 49 euros.",
        "Is that right?",
    ]


def test_a_summary_holds_until_something_else_is_agreed() -> None:
    reader = Reader(load_coach_words("en").phrases)
    said = ["The lamp costs 49 euros.", "To sum up what we agreed:\n- The lamp costs 49 euros."]

    assert not agreed_in(chat(*said[:1]), reader).is_summed_up
    assert agreed_in(chat(*said, "> Yes"), reader).is_summed_up
    assert not agreed_in(chat(*said, "Delivery takes 3 days."), reader).is_summed_up


@pytest.mark.parametrize("language", known_languages())
def test_a_summary_is_known_again_once_it_was_sent(language: str) -> None:
    phrases = load_coach_words(language).phrases
    reader = Reader(phrases)
    points = agreed_in(chat("49"), reader).points
    text = summary_of(points, phrases)
    said = agreed_in(chat(text), reader)

    assert said.is_summed_up
    assert said.points == ()
    assert len(text.splitlines()) == len(points) + 2


def test_summary_quotes_nothing_invisible() -> None:
    reader = Reader(load_coach_words("en").phrases)
    points = agreed_in(chat("The \x07lamp\x00 costs \u202e49 euros.", "> ok"), reader).points

    assert "- The lamp costs 49 euros." in summary_of(points, reader.phrases).splitlines()
