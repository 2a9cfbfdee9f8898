"""What the coach knows of a language; a file that is broken or missing costs only its own rules."""

from pathlib import Path

import pytest

from undivided.etiquette.coach.chat_view import ChatView, Draft
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.storage import coach_words
from undivided.storage.coach_words import CoachWords, load_coach_words

SHOUTED = Draft("I think THE SKU IS HERE")


def rules_of(words: CoachWords) -> set[str]:
    coach = Coach(words.phrases, glossary=words.glossary)
    return {advice.rule for advice in coach.advice(ChatView(), SHOUTED)}


def test_a_region_takes_the_words_of_its_language() -> None:
    words = load_coach_words("de-AT")

    assert words.phrases.language == "de"
    assert words.problem == ""


@pytest.mark.parametrize("language", ["", "xx", "zh-Hans", "../en"])
def test_an_unknown_language_leaves_the_rules_without_words(language: str) -> None:
    words = load_coach_words(language)

    assert words.phrases is NO_PHRASES
    assert words.problem == ""
    assert "capitals" in rules_of(words)


def test_an_own_glossary_counts_over_the_programs(tmp_path: Path) -> None:
    own = tmp_path / "glossary.toml"
    own.write_text('[en]\nSKU = "number on the label"\n')

    assert (load_coach_words("en", own).glossary or {})["sku"] == "number on the label"


@pytest.mark.parametrize("content", ["[en", "en = 5", "[en]\nsku = 5", "\xff"])
def test_a_broken_glossary_is_told_and_the_rest_works(content: str, tmp_path: Path) -> None:
    own = tmp_path / "glossary.toml"
    own.write_bytes(content.encode("latin-1"))
    words = load_coach_words("en", own)

    assert "glossary.toml cannot be read" in words.problem
    assert {"capitals", "opinion-opener", "jargon"} <= rules_of(words)


@pytest.mark.parametrize("content", [b"", b"language = 5", b"[", b"language='en'\n[a]\nb = [5]"])
def test_a_broken_language_is_told_and_the_rules_without_words_work(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "en.toml").write_bytes(content)
    monkeypatch.setattr(coach_words, "resource_path", lambda *parts: tmp_path / parts[-1])
    words = load_coach_words("en")

    assert "en.toml" in words.problem
    assert words.problem.endswith(".")
    assert rules_of(words) == {"capitals"}
