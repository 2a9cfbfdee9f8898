"""A language is one file: it says nothing twice, and a new one is known by being there."""

import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from shutil import copytree

import pytest

from undivided import resources
from undivided.app.main import main
from undivided.etiquette.coach.chat_view import Author, ChatView, Draft, Line
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.phrases import ANOTHER_WORD, ANY_WORD, words_of
from undivided.etiquette.tongues import Tongues
from undivided.resources import resource_path
from undivided.storage.coach_words import known_languages, load_coach_words, load_tongues

MADE_UP = """
language = "eo"

[questions]
question_starts = ["kie", "kiam"]

[closing]
goodbyes = ["ĝis revido"]

[understanding]
puzzled = ["ne komprenas"]

[answering]
yes = ["jes"]
no = ["ne"]
bare = ["bone"]

[person]
opinion_openers = ["mi pensas"]

[sentences]
after_yes = ["ĉar"]
"""


def lists_of(language: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the kinds of a file with their phrases as they are written."""
    document = tomllib.loads(resource_path("coach", f"{language}.toml").read_text("utf-8"))
    for group, table in document.items():
        if isinstance(table, dict) and group != "sentences":
            yield from ((kind, list(phrases)) for kind, phrases in table.items())


def columns_of(phrase: str) -> list[list[str]]:
    """Return for each place of a phrase the words that may stand there, folded."""
    return [
        [
            word if word == ANY_WORD else " ".join(part.text for part in words_of(word))
            for word in place.split(ANOTHER_WORD)
        ]
        for place in phrase.split()
    ]


@pytest.mark.parametrize("language", known_languages())
def test_no_phrase_and_no_word_in_one_says_what_was_said(language: str) -> None:
    idle = []
    for kind, phrases in lists_of(language):
        said: set[tuple[str, ...]] = set()
        for phrase in phrases:
            columns = columns_of(phrase)
            whole = set(product(*columns))
            doubled = any(len(set(column)) < len(column) for column in columns)
            if doubled or whole <= said:
                idle.append((kind, phrase))
            said |= whole

    assert idle == []


@pytest.fixture
def with_made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a language of our own beside the shipped ones; return its file."""
    copytree(resource_path("coach"), tmp_path / "coach")
    monkeypatch.setattr(resources, "resource_roots", lambda: (tmp_path,))
    path = tmp_path / "coach" / "eo.toml"
    path.write_text(MADE_UP, "utf-8")
    return path


@pytest.mark.usefixtures("with_made_up")
def test_a_file_is_all_that_a_language_needs() -> None:
    words = load_coach_words("eo-XX")
    coach = Coach(words.phrases, glossary=words.glossary)
    heard = ChatView((Line(Author.VISITOR, "kie estas mia pakaĵo"),))
    rules = {
        draft: {advice.rule for advice in coach.advice(heard, Draft(draft))}
        for draft in ("Jes", "Mi pensas, ke jes", "Bonan tagon")
    }

    assert "eo" in known_languages()
    assert words.problem == ""
    assert "bare-answer" in rules["Jes"]
    assert "opinion-opener" in rules["Mi pensas, ke jes"]
    assert rules["Bonan tagon"].isdisjoint({"bare-answer", "opinion-opener", "hostile"})


@pytest.mark.usefixtures("with_made_up")
def test_a_new_language_is_heard_where_no_chat_language_is_known() -> None:
    tongues = Tongues()
    tongues.learn(load_tongues())

    assert tongues.is_goodbye("Ĝis revido!")
    assert tongues.is_puzzled("mi ne komprenas tion")


@pytest.mark.usefixtures("with_made_up")
def test_a_review_takes_a_new_language(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "chat.txt"
    path.write_text("operator: Mi pensas, ke jes\n", "utf-8")

    assert main(["review", str(path), "--lang", "eo"]) == 0
    assert b"opinion-opener" in capsysbinary.readouterr().out


def test_a_broken_file_costs_its_language_only(with_made_up: Path) -> None:
    with_made_up.write_text("language = 7", "utf-8")

    assert "eo.toml" in load_coach_words("eo").problem
    assert {phrases.language for phrases in load_tongues()} == set(known_languages()) - {"eo"}
