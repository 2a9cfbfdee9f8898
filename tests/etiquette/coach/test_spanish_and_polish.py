"""The rules speak Spanish and Polish, with accents and without, formally and among friends."""

from functools import cache

import pytest

from tests.etiquette.coach.tongue_cases import (
    POLISH_SILENT,
    POLISH_SPEAKS,
    SPANISH_SILENT,
    SPANISH_SPEAKS,
)
from undivided.etiquette.coach.chat_view import Author, ChatView, Draft, Line
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.rules.every import RULES
from undivided.storage.coach_words import load_coach_words

SPEAKS = [*(("es", *case) for case in SPANISH_SPEAKS), *(("pl", *case) for case in POLISH_SPEAKS)]
SILENT = [*(("es", *case) for case in SPANISH_SILENT), *(("pl", *case) for case in POLISH_SILENT)]


@cache
def coach_in(language: str) -> Coach:
    words = load_coach_words(language)
    return Coach(words.phrases, glossary=words.glossary)


def rules_of(language: str, draft: str, heard: str) -> set[str]:
    lines = (Line(Author.VISITOR, heard),) if heard else ()
    return {advice.rule for advice in coach_in(language).advice(ChatView(lines), Draft(draft))}


@pytest.mark.parametrize(("language", "rule", "draft", "heard"), SPEAKS)
def test_rule_speaks_the_language(language: str, rule: str, draft: str, heard: str) -> None:
    assert rule in rules_of(language, draft, heard)


@pytest.mark.parametrize(("language", "rule", "draft", "heard"), SILENT)
def test_rule_stays_silent_in_the_language(
    language: str, rule: str, draft: str, heard: str
) -> None:
    assert rule not in rules_of(language, draft, heard)


@pytest.mark.parametrize(
    ("language", "asks", "tells"),
    [
        ("es", "¿Con quién hablo?", "Es de lana."),
        ("es", "¿Me dice su nombre, por favor?", "Tarda tres días."),
        ("pl", "Z kim mam przyjemność?", "Jest z wełny."),
        ("pl", "Jak ma Pani na imię?", "Trwa trzy dni."),
    ],
)
def test_a_name_is_asked_for_once(language: str, asks: str, tells: str) -> None:
    chat = ChatView((Line(Author.OPERATOR, tells), Line(Author.VISITOR, "ok")))
    found = {
        draft: {advice.rule for advice in coach_in(language).advice(chat, Draft(draft))}
        for draft in (asks, tells)
    }

    assert "ask-name" not in found[asks]
    assert "ask-name" in found[tells]


@pytest.mark.parametrize(
    ("language", "asked", "answer", "rest"),
    [
        ("es", "¿El envío es gratis?", "El envío es gratis.", "Nos alegra su visita. "),
        ("pl", "Czy dostawa jest darmowa?", "Dostawa jest darmowa.", "Cieszy nas wizyta. "),
    ],
)
def test_the_answer_comes_first(language: str, asked: str, answer: str, rest: str) -> None:
    late, early = f"{rest * 10}{answer}", f"{answer} {rest * 10}"

    assert "answer-first" in rules_of(language, late, asked)
    assert "answer-first" not in rules_of(language, early, asked)


def test_every_rule_that_needs_words_is_heard_to_speak_and_to_be_silent() -> None:
    # Both sides of a chat tell whether it left its topic or agreed on something; see test_drifting
    # and test_tongues.
    elsewhere = {"ask-name", "answer-first", "off-topic", "no-summary"}
    needed = {rule.name for rule in RULES if rule.needs} - elsewhere
    for speaks, silent in [(SPANISH_SPEAKS, SPANISH_SILENT), (POLISH_SPEAKS, POLISH_SILENT)]:
        assert {rule for rule, *_ in speaks} == {rule for rule, *_ in silent}
        assert needed <= {rule for rule, *_ in speaks}
