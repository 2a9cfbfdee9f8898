"""First messages are sorted by why somebody writes, and the steps of each are seen when done."""

from functools import cache
from pathlib import Path

import pytest

from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.etiquette.coach.playbooks import Mark, Reason, done_in, playbook_of, reason_of
from undivided.etiquette.coach.reading import Reader
from undivided.storage.coach_words import load_coach_words

FOLDER = Path(__file__).parent / "first_messages"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.tsv"))
ROOM = 44
"""Letters that the card shows at its usual width."""


@cache
def reader_of(language: str) -> Reader:
    return Reader(load_coach_words(language).phrases)


def done(first: str, *replies: str, name: str = "Elena", language: str = "en") -> set[str]:
    reader = reader_of(language)
    found = done_in([reader.read(first)], [reader.read(text) for text in replies], name)
    return {str(mark) for mark in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_of_ten_first_messages_are_sorted_rightly(language: str) -> None:
    rows = (FOLDER / f"{language}.tsv").read_text("utf-8").splitlines()
    labelled = [row.split("\t") for row in rows]
    wrong = [text for why, text in labelled if reason_of([text], reader_of(language)) != why]

    assert {why for why, _ in labelled} == set(Reason)
    assert len(labelled) >= 30
    assert len(wrong) <= len(labelled) / 10, wrong


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (["hello", "the vase is broken", "how much is a new one?"], Reason.COMPLAINT),
        (["how do I pay?", "it is in my cart"], Reason.BUYING),
        (["I can't find it", "do you have it in blue?"], Reason.CONFUSED),
        (["I am worried"], Reason.CONFUSED),
        (["hi"], Reason.OTHER),
        ([], Reason.OTHER),
    ],
)
def test_a_complaint_goes_before_what_else_is_said(said: list[str], why: Reason) -> None:
    assert reason_of(said, reader_of("en")) == why


def test_without_words_of_the_language_a_chat_is_just_new_and_has_no_steps() -> None:
    why = reason_of(["was kostet das"], Reader(NO_PHRASES))

    assert why == Reason.OTHER
    assert playbook_of(why, NO_PHRASES).steps == ()


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_short_steps_that_can_be_seen_done(language: str, reason: Reason) -> None:
    playbook = playbook_of(reason, reader_of(language).phrases)
    marks = [step.mark for step in playbook.steps]

    assert playbook.title
    assert 2 <= len(marks) <= 4
    assert len(set(marks)) == len(marks)
    assert marks[0] is Mark.GREETING
    assert all(step.words and len(step.words) <= ROOM for step in playbook.steps)
    assert marks == [step.mark for step in playbook_of(reason, reader_of("en").phrases).steps]


@pytest.mark.parametrize(
    ("replies", "marks"),
    [
        ([], set()),
        (["Hello!"], set()),
        (["Hello Elena!"], {"greeting"}),
        (["Hello.", "I'm sorry, Elena."], {"greeting", "sorry"}),
        (["Which lamp is it?"], {"question"}),
        (["Thank you for the picture."], {"thanks"}),
        (["A new lamp leaves today."], {"answer", "next"}),
        (["I'll send a new lamp."], {"answer", "next"}),
        (["Which lamp is it?", "Is the box broken too?"], {"question", "check"}),
        (["Anything else I can do?"], {"question", "check"}),
    ],
)
def test_steps_are_seen_when_they_are_done(replies: list[str], marks: set[str]) -> None:
    assert done("My lamp is broken.", *replies) == marks


def test_a_greeting_is_enough_where_no_name_is_known() -> None:
    assert "greeting" in done("Where is it?", "Hello!", name="")


def test_a_question_of_the_visitor_is_open_until_it_is_answered() -> None:
    assert "answer" not in done("How long is delivery to Spain?", "Hello Elena!")
    assert "answer" in done("How long is delivery to Spain?", "Delivery takes two days.")


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        ("de", "Guten Tag Elena, das tut mir leid. Welche Lampe ist es?"),
        ("fr", "Bonjour Elena, je suis désolée. Quelle lampe est-ce ?"),
        ("es", "Hola Elena, lo siento mucho. ¿Qué lámpara es?"),
        ("pl", "Dzień dobry Elena, przepraszam. Która to lampa?"),
    ],
)
def test_a_complaint_is_met_in_each_language(language: str, reply: str) -> None:
    assert done("x", reply, language=language) >= {"greeting", "sorry", "question"}
