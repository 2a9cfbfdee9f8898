"""What the coach recognises in lines that people labelled: one file of lines per language."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from undivided.etiquette.coach.chat_view import ChatView, Draft
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.phrases import Phrases
from undivided.etiquette.coach.reading import Reading
from undivided.etiquette.coach.signals import Signal, signals_in
from undivided.storage.coach_words import load_coach_words

BARE = "bare-answer"
NONE = "none"
LABELS = frozenset({*Signal, BARE, NONE})
FILES = sorted((Path(__file__).parent / "labelled").glob("*.tsv"))
LANGUAGES = [file.stem for file in FILES]
FLOORS = {
    Signal.GOODBYE: (0.95, 0.95),
    Signal.REFUSAL: (0.95, 0.95),
    Signal.HOSTILE: (0.95, 0.95),
    Signal.THANKS: (0.8, 0.8),
    Signal.PROMISE: (0.9, 0.95),
    Signal.BUYING: (0.8, 0.95),
    Signal.CAPITALS: (0.95, 0.9),
}
"""Precision and recall of the signals that are too rare to be measured in each language alone."""
words_of = cache(load_coach_words)


@dataclass(frozen=True)
class Figures:
    """How well one label is recognised; a line is right, invented or missed."""

    label: str
    right: int
    invented: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.invented))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))

    def __str__(self) -> str:
        return (
            f"{self.label}: precision {self.precision:.3f}, recall {self.recall:.3f} "
            f"({self.right} right, {len(self.invented)} invented, {len(self.missed)} missed)"
        )


def lines_of(language: str) -> list[tuple[str, frozenset[str]]]:
    """Return the lines of a file with their labels, in its order."""
    text = (Path(__file__).parent / "labelled" / f"{language}.tsv").read_text(encoding="utf-8")
    pairs = (line.rsplit("\t", 1) for line in text.splitlines())
    return [(said, frozenset(labels.split(","))) for said, labels in pairs]


def recognised(text: str, phrases: Phrases, coach: Coach) -> frozenset[str]:
    """Return the labels that the coach would give a line."""
    advice = coach.advice(ChatView(), Draft(text))
    bare = {BARE for found in advice if found.rule == BARE}
    return frozenset({*signals_in(Reading(text, phrases)), *bare})


def figures(language: str, label: str, *, odd: bool) -> Figures:
    """Measure a label on the odd lines, counted from one, or on the even ones."""
    phrases = words_of(language).phrases
    coach = Coach(phrases)
    right, invented, missed = 0, [], []
    for said, labels in lines_of(language)[0 if odd else 1 :: 2]:
        is_found, is_so = label in recognised(said, phrases, coach), label in labels
        right += is_found and is_so
        if is_found and not is_so:
            invented.append(said)
        if is_so and not is_found:
            missed.append(said)
    return Figures(label, right, tuple(invented), tuple(missed))


@pytest.mark.parametrize("odd", [False, True], ids=["tuned", "measured"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_of_ten_questions_are_recognised_and_few_are_invented(
    language: str, odd: bool
) -> None:
    found = figures(language, Signal.QUESTION, odd=odd)

    assert found.precision >= 0.9, str(found)
    assert found.recall >= 0.9, str(found)


@pytest.mark.parametrize("odd", [False, True], ids=["tuned", "measured"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_bare_answers_are_hardly_ever_invented(language: str, odd: bool) -> None:
    found = figures(language, BARE, odd=odd)

    assert found.precision >= 0.95, str(found)
    assert found.recall >= 0.8, str(found)


@cache
def signals_of(language: str) -> list[tuple[frozenset[Signal], frozenset[str]]]:
    """Return what is recognised in each line of a file, beside its labels."""
    phrases = words_of(language).phrases
    return [(signals_in(Reading(said, phrases)), labels) for said, labels in lines_of(language)]


@pytest.mark.parametrize("odd", [False, True], ids=["tuned", "measured"])
@pytest.mark.parametrize("signal", FLOORS)
def test_rarer_signals_are_recognised_in_all_languages_together(signal: Signal, odd: bool) -> None:
    lines = [line for one in LANGUAGES for line in signals_of(one)[0 if odd else 1 :: 2]]
    found = sum(signal in signals for signals, _ in lines)
    meant = sum(signal in labels for _, labels in lines)
    right = sum(signal in signals and signal in labels for signals, labels in lines)
    precision, recall = FLOORS[signal]

    assert meant >= 20
    assert right / found >= precision
    assert right / meant >= recall


@pytest.mark.parametrize("language", LANGUAGES)
def test_labelled_lines_are_many_and_of_all_kinds(language: str) -> None:
    lines = lines_of(language)
    questions = [said for said, labels in lines if Signal.QUESTION in labels]

    assert len(lines) >= 320
    assert len({said for said, _ in lines}) == len(lines)
    assert {label for _, labels in lines for label in labels} == LABELS
    assert all(labels == {NONE} or NONE not in labels for _, labels in lines)
    assert len(questions) >= 110
    assert sum("?" not in said for said in questions) >= len(questions) / 3
    assert sum(BARE in labels for _, labels in lines) >= 60
    assert sum(labels == {NONE} for _, labels in lines) >= 120
