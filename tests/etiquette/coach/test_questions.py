"""Questions are recognised by their words where the mark is missing; statements are left alone."""

import pytest

from undivided.etiquette.coach.phrases import PhrasesBroken, phrases_from
from undivided.etiquette.coach.questions import questions_in
from undivided.etiquette.coach.reading import Reading

PHRASES = phrases_from(
    b"""
    language = "xx"
    [questions]
    question_openers = ["hello", "ok|and|but so"]
    question_starts = ["is", "when"]
    question_clauses = ["where|when is|are"]
    question_phrases = ["i wonder"]
    question_tags = ["isn't it"]
    no_questions = ["is fine", "when it"]
    """,
    "xx.toml",
)


def asked(text: str) -> list[str]:
    reading = Reading(text, PHRASES)
    return [reading.says(span) for span in questions_in(reading)]


@pytest.mark.parametrize(
    "text",
    [
        "is it wool",
        "IS IT WOOL",
        "Hello is it wool",
        "hello, but so when does it come",
        "it is late, where is it",
        "late: hello where is it",
        "well I wonder about wool",
        "it is wool isn't it",
        "“Wool?”",
        "何ですか\uff1f",
        "¿la grande también",
        "vale, ¿y en rojo",
    ],
)
def test_words_or_a_mark_ask(text: str) -> None:
    assert asked(text) == [text]


def test_what_stands_behind_the_mark_does_not_hide_it() -> None:
    assert asked("really?😊") == ["really?😊"]
    assert asked("Wool? 😊") == ["Wool?"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "it is wool",
        "is fine",
        "when it came, it was open",
        "it came, is late",
        "isn't it",
    ],
)
def test_statements_do_not_ask(text: str) -> None:
    assert asked(text) == []


def test_each_sentence_is_looked_at_by_itself() -> None:
    assert asked("It came. Is it wool. When it came. Is it red") == ["Is it wool.", "Is it red"]


def test_words_for_each_other_are_spelled_out() -> None:
    words = Reading("and so, but so", PHRASES).of("question_openers")

    assert [hit.phrase for hit in words] == ["and so", "but so"]


def test_a_phrase_that_stands_for_too_many_is_refused() -> None:
    slip = " ".join(["a|b|c|d|e|f|g|h"] * 9)

    with pytest.raises(PhrasesBroken, match="stands for too many"):
        phrases_from(f'language = "xx"\n[a]\nb = ["{slip}"]'.encode(), "xx.toml")
