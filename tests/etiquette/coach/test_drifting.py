"""Ordinary chats are never told to come back to their topic; chats that have left it are."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from undivided.etiquette.coach.chat_view import Author, ChatView, Draft, Line
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.rules.topic import OFF_TOPIC
from undivided.etiquette.coach.topic import guessed_topic
from undivided.storage.coach_words import load_coach_words

FILES = sorted((Path(__file__).parent / "drifting").glob("*.txt"))
LANGUAGES = [file.stem for file in FILES]
SIDES = {"v": Author.VISITOR, "o": Author.OPERATOR}


@dataclass(frozen=True)
class Chat:
    """A chat of a file, with what is said of it."""

    is_drifting: bool
    title: str
    lines: tuple[Line, ...]


@cache
def chats_of(language: str) -> tuple[Chat, ...]:
    path = Path(__file__).parent / "drifting" / f"{language}.txt"
    parts = path.read_text("utf-8").removeprefix("# ").split("\n# ")
    return tuple(_chat(part) for part in parts)


def _chat(part: str) -> Chat:
    heading, *rows = part.strip().splitlines()
    kind, _, title = heading.partition(": ")
    assert kind in ("ordinary", "drifting"), heading
    return Chat(kind == "drifting", title, tuple(Line(SIDES[row[0]], row[2:]) for row in rows))


@cache
def coach_of(language: str) -> Coach:
    return Coach(load_coach_words(language).phrases, rules=[OFF_TOPIC])


def hints_in(chat: Chat, language: str) -> Iterator[int]:
    """Yield the running numbers of the operator's lines that were told to come back."""
    coach = coach_of(language)
    history = coach.begin()
    topic = guessed_topic(chat.lines, coach.reader)
    for number, line in enumerate(chat.lines):
        is_own = line.author is Author.OPERATOR
        if is_own and coach.advice(ChatView(topic=topic), Draft(line.text), history=history):
            yield number
        history.add(line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_ordinary_chat_is_told_to_come_back(language: str) -> None:
    told = {
        chat.title: [chat.lines[number].text for number in hints]
        for chat in chats_of(language)
        if not chat.is_drifting and (hints := list(hints_in(chat, language)))
    }

    assert told == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chat_that_has_left_its_topic_is_told(language: str) -> None:
    missed = [
        chat.title
        for chat in chats_of(language)
        if chat.is_drifting and not list(hints_in(chat, language))
    ]

    assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_chats_are_many_and_long_enough_to_drift(language: str) -> None:
    chats = chats_of(language)
    turns = [
        sum(one.author is not other.author for one, other in pairwise(chat.lines)) for chat in chats
    ]

    assert sum(not chat.is_drifting for chat in chats) >= 20
    assert sum(chat.is_drifting for chat in chats) >= 5
    assert all(count >= 9 for count in turns)
