"""A chat is about one line: the visitor's question, or else their words, the tags, the page."""

import json

import pytest

from tests.etiquette.coach.test_rules import LEFT, chat
from undivided.etiquette.coach.chat_view import Author, ChatView, Draft, Line
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.etiquette.coach.reading import Reader
from undivided.etiquette.coach.rules.topic import OFF_TOPIC
from undivided.etiquette.coach.topic import LONGEST_TOPIC, guessed_topic
from undivided.etiquette.review.reviewing import review
from undivided.etiquette.review.transcripts import read_transcript
from undivided.storage.coach_words import load_coach_words

SIDES = {"v": Author.VISITOR, "o": Author.OPERATOR}


def topic_of(*said: str, language: str = "en", page: str = "", tags: tuple[str, ...] = ()) -> str:
    lines = [Line(SIDES[text[0]], text[2:]) for text in said]
    reader = Reader(load_coach_words(language).phrases)
    return guessed_topic(lines, reader, page=page, tags=tags)


@pytest.mark.parametrize(
    ("language", "said", "topic"),
    [
        ("en", ["v Hi! I like the lamp. Does the lamp dim?"], "Does the lamp dim?"),
        ("en", ["v hello, where is my parcel"], "Where is my parcel"),
        (
            "en",
            ["v hi", "o Hello, how are you?", "v fine", "v the crib wobbles"],
            "The crib wobbles",
        ),
        ("en", ["v The crib wobbles.", "o Which leg?", "v the back leg?"], "The crib wobbles."),
        ("de", ["v Guten Tag, wo ist mein Paket?"], "Wo ist mein Paket?"),
        ("fr", ["v Bonjour, où est mon colis ?"], "Où est mon colis ?"),
        ("es", ["v no entiendo la casilla"], "No entiendo la casilla"),
        ("es", ["v ¿dónde está mi paquete?"], "¿dónde está mi paquete?"),
        ("pl", ["v nie działa mi internet"], "Nie działa mi internet"),
        ("xx", ["v hol van a csomagom?"], "Hol van a csomagom?"),
    ],
)
def test_the_topic_is_what_the_visitor_came_with(
    language: str, said: list[str], topic: str
) -> None:
    assert topic_of(*said, language=language) == topic


def test_who_has_said_nothing_yet_came_for_the_tags_or_the_page() -> None:
    assert topic_of("v hi", page="Vesper lamp", tags=("returns", "lamp")) == "returns, lamp"
    assert topic_of("v hi", page="Vesper lamp") == "Vesper lamp"
    assert topic_of("o Hello! What about the lamp?") == ""


def test_a_topic_is_one_short_line_that_turns_nothing_around() -> None:
    topic = topic_of(f"v lamp \u202e brass\n{'and more lamps ' * 30}")

    assert "\n" not in topic
    assert "\u202e" not in topic
    assert len(topic) <= LONGEST_TOPIC


def test_remedies_lead_back_to_the_topic_by_its_name() -> None:
    coach = Coach(load_coach_words("en").phrases, rules=[OFF_TOPIC])
    view = chat(*LEFT)
    plain = coach.advice(view, Draft("Haha!"))
    (named,) = coach.advice(ChatView(view.lines, topic="Can I change my order?"), Draft("Haha!"))

    assert [len(one.remedies) for one in plain] == [1]
    assert "Can I change my order?" in named.remedies[0].text
    assert named.remedies[-1].text == plain[0].remedies[0].text


def test_small_talk_is_on_topic_where_it_is_the_topic() -> None:
    coach = Coach(load_coach_words("en").phrases, rules=[OFF_TOPIC])
    about_dogs = ChatView(chat(*LEFT).lines, topic="Music for a dog")

    assert coach.advice(about_dogs, Draft("Haha!")) == []


def test_without_words_of_the_language_nothing_is_said() -> None:
    assert Coach(NO_PHRASES, rules=[OFF_TOPIC]).advice(chat(*LEFT), Draft("Haha!")) == []


def test_a_review_finds_a_chat_that_has_left_its_topic() -> None:
    sides = {"v": "visitor", "o": "operator"}
    said = [*LEFT, "v haha", "o What a song!"]
    rows = [{"author": sides[text[0]], "text": text[2:]} for text in said]
    transcript = read_transcript(json.dumps(rows).encode(), "chat.json")
    found = review(transcript, load_coach_words("en").phrases)
    (finding,) = [one for one in found.findings if one.rule == "off-topic"]

    assert finding.line == len(said)
    assert "Can I change my order?" in finding.remedy
