"""The library's words of a language are one file; a new one is known by being there."""

from shutil import copytree

import pytest

from undivided import resources
from undivided.library.finding.vocabulary import (
    Vocabulary,
    VocabularyBroken,
    any_of,
    together,
    vocabulary_from,
)
from undivided.library.growing.templating import People, template_from
from undivided.resources import resource_path
from undivided.storage.coach_words import known_languages
from undivided.storage.library.words import vocabulary

FILES = sorted(resource_path("library", "words").glob("*.toml"))
MADE_UP = """
common = "la kaj mia"
groups = "pako sendo"
greetings = ["saluton"]
months = ["aŭgusto"]
clocks = ["horo"]
numbers = ["numero"]
copulas = ["estas"]
[numbered]
"mendo" = "order"
"""


def words_in(language: str) -> Vocabulary:
    path = resource_path("library", "words", f"{language}.toml")
    return vocabulary_from(path.read_bytes(), path.name)


def test_the_coach_and_the_library_know_the_same_languages() -> None:
    assert set(known_languages()) == {path.stem for path in FILES}


@pytest.mark.parametrize("language", known_languages())
def test_a_word_with_a_meaning_is_not_one_that_says_nothing(language: str) -> None:
    words = words_in(language)

    assert {word for group in words.groups for word in group} & words.common == set()
    assert all(len(group) == len(set(group)) for group in words.groups)
    assert len(words.common) > 150
    assert len(words.groups) > 50
    assert len(words.months) >= 12


def test_a_file_is_all_that_a_language_needs() -> None:
    words = together([words_in("en"), vocabulary_from(MADE_UP.encode(), "eo.toml")])
    draft = template_from("Saluton! Via mendo numero 48213 venas je 4 aŭgusto.", People(), words)

    assert "{{order number}}" in draft.body
    assert "{{date}}" in draft.body
    assert not draft.title.startswith("Saluton")


@pytest.mark.parametrize("data", [b"\xff", b"common = 7", b"greetings = 3", b"x = 1"])
def test_a_broken_file_is_told_in_a_sentence(data: bytes) -> None:
    with pytest.raises(VocabularyBroken, match=r"xx\.toml with words of the library"):
        vocabulary_from(data, "xx.toml")


def test_a_broken_file_costs_its_language_only(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder = tmp_path_factory.mktemp("resources")
    copytree(resource_path("library", "words"), folder / "library" / "words")
    (folder / "library" / "words" / "de.toml").write_text("common = 7")
    monkeypatch.setattr(resources, "resource_roots", lambda: (folder,))

    found = vocabulary.__wrapped__()

    assert "de.toml" in caplog.text
    assert "january" in found.months
    assert "januar" not in found.months
    caplog.clear()


def test_nothing_fits_no_words() -> None:
    assert any_of(()) == "(?!)"
    assert template_from("4 March", People(), Vocabulary()).body == "{{number of march}} March"
