"""A goodbye and a puzzled visitor are heard in every language that has a file."""

import pytest

from undivided.etiquette.coach.phrases import NEAR_MISS
from undivided.etiquette.tongues import KINDS, LONGEST, Tongues
from undivided.storage.coach_words import known_languages, load_coach_words, load_tongues

TONGUES = Tongues()
TONGUES.learn(load_tongues())


def test_every_language_is_known_by_these_words_alone() -> None:
    tongues = {phrases.language: phrases for phrases in load_tongues()}

    assert set(known_languages()) == set(tongues)
    for phrases in tongues.values():
        assert {kind for kind in phrases.kinds if not kind.startswith(NEAR_MISS)} == KINDS
    assert tongues["en"].words_of_kind("yes") == load_coach_words("en").phrases.words_of_kind("yes")


@pytest.mark.parametrize(
    "text",
    [
        "Bye",
        "Thanks, bye!",
        "ok thank you, goodbye",
        "That\u2019s all, thanks",
        "That is everything I needed.",
        "No, nothing else. Have a nice day!",
        "Great, take care",
        "Danke, tschüss!",
        "Das war alles, schönen Tag noch",
        "auf wiedersehen",
        "Merci, bonne journée !",
        "au revoir et merci",
        "Gracias, hasta luego",
        "eso es todo, que tenga un buen día",
        "Dziękuję, do widzenia",
        "dzieki, milego dnia",
    ],
)
def test_closing_words_are_a_goodbye(text: str) -> None:
    assert TONGUES.is_goodbye(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "",
        "Bye the way, is it blue?",
        "That's all, but one more thing",
        "I say goodbye to your shop unless somebody tells me where my parcel has been so long",
        "standby",
        "Gracias",
        "La papa no ha llegado",
        "adiós, pero una pregunta",
        "Danke, aber die Lampe fehlt",
        "Czekam do jutra rano na paczkę",
        "bye " * LONGEST,
    ],
)
def test_whatever_may_want_an_answer_is_no_goodbye(text: str) -> None:
    assert not TONGUES.is_goodbye(text)


@pytest.mark.parametrize(
    "text",
    [
        "I don’t understand",
        "Sorry, I do not really understand that.",
        "i didnt get it",
        "What do you mean?",
        "what does that mean for my order",
        "Could you please explain?",
        "I'm totally lost",
        "huh??",
        "???",
        "What?",
        "Das verstehe ich leider nicht.",
        "Was heißt das?",
        "hä?",
        "Je ne comprends pas",
        "c'est à dire ?",
        "No entiendo",
        "¿Qué significa eso?",
        "¿Cómo?",
        "Nie rozumiem",
        "Co to znaczy?",
        "o co chodzi",
        "Słucham?",
    ],
)
def test_a_puzzled_visitor_is_heard_in_the_usual_words(text: str) -> None:
    assert TONGUES.is_puzzled(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I understand, thank you",
        "What size is it?",
        "Does it arrive by Friday?",
        "Is a bulb included?",
        "Now it is clear.",
        "Got it!",
        "Ich verstehe. Danke!",
        "Ich verstehe, das geht nicht.",
        "What",
        "Je comprends, merci",
        "Ahora lo entiendo",
        "¿Qué talla es?",
        "Rozumiem, dziękuję",
        "Co to za materiał?",
        "I don't understand. " * 40,
    ],
)
def test_questions_and_thanks_are_not_puzzled(text: str) -> None:
    assert not TONGUES.is_puzzled(text)


def test_without_words_only_marks_are_heard() -> None:
    tongues = Tongues()

    assert tongues.is_puzzled("???")
    assert not tongues.is_puzzled("What do you mean?")
    assert not tongues.is_goodbye("bye")


def test_what_is_learned_later_counts_for_what_was_asked_before() -> None:
    tongues = Tongues()
    before = tongues.is_goodbye("bye")
    tongues.learn(load_tongues())

    assert (before, tongues.is_goodbye("bye")) == (False, True)
