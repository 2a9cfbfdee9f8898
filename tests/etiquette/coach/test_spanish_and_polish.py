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


def test_every_rule_that_is_heard_to_speak_is_heard_to_be_silent() -> None:
    for speaks, silent in [(SPANISH_SPEAKS, SPANISH_SILENT), (POLISH_SPEAKS, POLISH_SILENT)]:
        assert {rule for rule, *_ in speaks} == {rule for rule, *_ in silent}
