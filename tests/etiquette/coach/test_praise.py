"""Who is asked for a public review: a very happy visitor, once, and nobody else."""

import pytest

from undivided.etiquette.coach.chat_view import Author, ChatView, Line
from undivided.etiquette.coach.ending import ending_of
from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.etiquette.coach.praise import ReviewOffer, review_offer
from undivided.etiquette.coach.reading import Reader
from undivided.library.filling.slots import fill
from undivided.storage.coach_words import known_languages, load_coach_words

SIDES = {"v": Author.VISITOR, "o": Author.OPERATOR}
ANSWERED = ("v Is the lamp in stock?", "o Yes, the lamp is in stock.")
HAPPY = {
    "en": ("Thank you so much, you are amazing!", "Thanks! That was the best service ever."),
    "de": ("Vielen Dank, Ihr Service ist großartig!", "Danke, ich bin wirklich begeistert."),
    "fr": ("Merci beaucoup, vous êtes formidable !", "Un service exceptionnel, merci."),
    "es": ("¡Muchas gracias, excelente atención!", "Gracias, sois los mejores."),
    "pl": ("Dziękuję, jesteście niesamowici!", "Wspaniała obsługa, dzięki."),
}
NOT_SO_HAPPY = {
    "en": ("Thanks.", "Great, thank you!", "Thanks, that would be amazing service."),
    "de": ("Danke.", "Super, vielen Dank!", "Danke, aber großartiger Service ist das nicht."),
    "fr": ("Merci.", "Très bien, merci !", "Merci, mais ce n'est pas un service exceptionnel."),
    "es": ("Gracias.", "Genial, gracias.", "Gracias, pero no fue un excelente servicio."),
    "pl": ("Dziękuję.", "Super, dzięki!", "Dzięki, ale to nie jest wspaniała obsługa."),
}


def offer(*said: str, language: str = "en", draft: str = "") -> ReviewOffer | None:
    lines = tuple(Line(SIDES[text[0]], text[2:]) for text in said)
    reader = Reader(load_coach_words(language).phrases if language else NO_PHRASES)
    ending = ending_of(ChatView(lines, "", language), reader)
    assert ending is not None
    return review_offer(lines, ending, reader, draft)


def test_every_language_has_happy_visitors_here() -> None:
    assert set(HAPPY) == set(NOT_SO_HAPPY) == set(known_languages())


@pytest.mark.parametrize("language", HAPPY)
def test_thanks_with_strong_praise_are_offered_a_review_and_plain_thanks_are_not(
    language: str,
) -> None:
    for words in HAPPY[language]:
        found = offer("o Ok.", f"v {words}", language=language)
        assert found is not None, words
        assert found.praise == words
    for words in NOT_SO_HAPPY[language]:
        assert offer("o Ok.", f"v {words}", language=language) is None, words


@pytest.mark.parametrize("language", HAPPY)
def test_the_sentence_has_one_blank_and_is_known_again_once_it_is_said(language: str) -> None:
    praise = f"v {HAPPY[language][0]}"
    found = offer("o Ok.", praise, language=language)
    assert found is not None
    filled = fill(found.sentence, {})

    assert len(filled.blanks) == 1
    assert "{" not in filled.text
    assert offer("o Ok.", praise, f"o {filled.text}", praise, language=language) is None
    assert offer("o Ok.", praise, language=language, draft=filled.text) is None


@pytest.mark.parametrize(
    "said",
    [
        ("v This is ridiculous, I am still waiting.", "o It is here.", "v Thanks, you are amazing"),
        ("v You idiots", "o I am sorry. It is here.", "v Thank you, you are the best!"),
        (*ANSWERED, "v Thanks, you are amazing! Do you have a green shade?"),
        (*ANSWERED, "o I will call you tomorrow.", "v Thank you, you are amazing!"),
        (*ANSWERED, "v You are amazing!"),
        (*ANSWERED, "v Thanks, you are amazing", "o Yes.", "v Hm", "v The bulb", "v A green one"),
        (*ANSWERED, "v Thanks, you are amazing, but the bulb is missing"),
        (*ANSWERED, "v Your service is not amazing, thanks"),
        (*ANSWERED, "o Thanks, you are amazing!"),
    ],
    ids=[
        "annoyed before",
        "hostile before",
        "a question is open",
        "a promise is open",
        "no thanks",
        "not at the end",
        "a but",
        "a not",
        "said by the operator",
    ],
)
def test_what_is_no_very_happy_ending_is_offered_nothing(said: tuple[str, ...]) -> None:
    assert offer(*said) is None


def test_praise_and_thanks_may_stand_in_two_lines_before_the_goodbye() -> None:
    found = offer(*ANSWERED, "v You are amazing!", "v Thank you", "o Any time.", "v Bye")
    assert found is not None
    assert found.praise == "You are amazing!"


def test_a_language_without_words_offers_nothing() -> None:
    assert offer("o Ok.", "v Thanks, you are amazing", language="") is None
