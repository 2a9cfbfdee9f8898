"""The name that a visitor tells is found, and nothing else is taken for one."""

from functools import cache

import pytest

from undivided.etiquette.coach.chat_view import Author, ChatView, Draft, Line
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.names import answered_name, told_name
from undivided.etiquette.coach.reading import Reading
from undivided.storage.coach_words import load_coach_words

words_of = cache(load_coach_words)

TOLD = [
    ("en", "Hi, I'm Anna. Where is my order", "Anna"),
    ("en", "Hello, my name is tom and I need help", "tom"),
    ("en", "This is Anna Smith from Leeds", "Anna Smith"),
    ("en", "I'm Anna and I ordered a lamp", "Anna"),
    ("de", "Hallo, mein Name ist Petra Klein. Wann kommt es?", "Petra Klein"),
    ("de", "Guten Tag, ich heiße jonas und suche etwas", "jonas"),
    ("de", "Hi, ich bin Anna und suche eine Lampe", "Anna"),
    ("fr", "Bonjour, je m'appelle Claire. Où est-elle ?", "Claire"),
    ("fr", "je suis Claire Dubois", "Claire Dubois"),
    ("es", "Hola, soy María", "María"),
    ("pl", "Dzień dobry, nazywam się Jan Kowalski", "Jan Kowalski"),
]
NOT_TOLD = [
    ("en", "I'm looking for a lamp"),
    ("en", "I'm sorry, the rug is bad"),
    ("en", "It's Monday already"),
    ("en", "I'm German and live in Spain"),
    ("en", "my name is not on the list"),
    ("en", "It's OK."),
    ("en", "I'M ANGRY"),
    ("de", "Ich bin Kunde bei euch"),
    ("de", "hier ist die Rechnung"),
    ("fr", "je suis déçue"),
    ("es", "soy de Madrid"),
    ("pl", "jestem zła"),
]


@pytest.mark.parametrize(("language", "text", "name"), TOLD)
def test_a_name_is_found_where_it_is_told(language: str, text: str, name: str) -> None:
    assert told_name(Reading(text, words_of(language).phrases)) == name


@pytest.mark.parametrize(("language", "text"), NOT_TOLD)
def test_other_words_are_no_name(language: str, text: str) -> None:
    assert told_name(Reading(text, words_of(language).phrases)) == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tom Becker, 99812", "Tom Becker"),
        ("anna", "anna"),
        ("It's Anna", "Anna"),
        ("why do you need that", ""),
        ("", ""),
    ],
)
def test_the_answer_to_a_question_for_the_name_is_the_name(text: str, name: str) -> None:
    assert answered_name(Reading(text, words_of("en").phrases)) == name


def test_two_replies_without_the_name_are_counted_from_when_it_was_told() -> None:
    said = ["Hello.", "It is wool.", "Which size?", "Large. I'm Anna, by the way.", "Good.", "Yes."]
    sides = [Author.OPERATOR, Author.VISITOR] * 3
    coach = Coach(words_of("en").phrases)
    lines = tuple(map(Line, sides, said))

    def rules_after(*more: str) -> set[str]:
        chat = ChatView(lines + tuple(Line(Author.OPERATOR, text) for text in more))
        return {advice.rule for advice in coach.advice(chat, Draft("It is in stock."))}

    assert "no-name" not in rules_after()
    assert "no-name" in rules_after("We send it today.")
    assert "no-name" not in rules_after("We send it today, Anna.")
