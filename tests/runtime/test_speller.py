"""The speller answers at once, and says when it knows more."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence

import pytest

from undivided.runtime.speller import Speller, system_language
from undivided.runtime.worker import Worker
from undivided.storage.spelling.process import SpellingProcess


class TwoWords(SpellingProcess):
    """Knows that two words are wrong, and answers when it may."""

    def __init__(self) -> None:
        super().__init__([])
        self.asked: list[tuple[tuple[str, ...], str]] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def misspelt(self, words: Sequence[str], language: str) -> tuple[str, ...]:
        self.may_answer.wait(20)
        self.asked.append((tuple(words), language))
        return tuple(word for word in words if word in {"delvery", "recieve", "Recieve"})

    def suggestions(self, word: str, language: str) -> tuple[str, ...]:
        return (f"{word} in {language}",)


@pytest.fixture
def process() -> TwoWords:
    return TwoWords()


@pytest.fixture
async def speller(process: TwoWords) -> AsyncIterator[Speller]:
    made = Speller(process, Worker("spelling"), ["Zorp"])
    made.usual_language = "en_US"
    yield made
    await made.aclose()


async def judged(speller: Speller) -> None:
    """Wait until the speller says that it knows more."""
    told = asyncio.Event()
    stop = speller.listen(told.set)
    await told.wait()
    stop()


async def test_a_word_counts_as_right_until_its_answer_is_there(speller: Speller) -> None:
    assert () == speller.misspelt("a delvery")

    await judged(speller)

    (word,) = speller.misspelt("a delvery")
    assert (2, 9, "delvery") == (word.start, word.end, word.text)


async def test_a_word_is_asked_about_once_in_each_language(
    speller: Speller, process: TwoWords
) -> None:
    process.may_answer.clear()
    for _ in range(3):
        speller.misspelt("delvery delvery")
    speller.misspelt("delvery", "de")
    process.may_answer.set()
    await judged(speller)
    await speller.languages()
    speller.misspelt("delvery")

    assert [(("delvery",), "en_US"), (("delvery",), "de")] == process.asked


async def test_a_learnt_word_is_right_in_every_case(speller: Speller) -> None:
    speller.misspelt("Delvery recieve zorp")
    await judged(speller)

    speller.learn("recieve")

    assert () == speller.misspelt("Recieve zorp")


async def test_the_names_of_the_people_in_the_chat_are_right(speller: Speller) -> None:
    speller.misspelt("Recieve delvery")
    await judged(speller)

    words = speller.misspelt("Recieve delvery", names=("Ann Recieve",))

    assert ["delvery"] == [word.text for word in words]


async def test_learning_a_word_is_told_to_those_who_listen(speller: Speller) -> None:
    told: list[int] = []
    stop = speller.listen(lambda: told.append(1))

    speller.learn("recieve")
    stop()
    speller.learn("zorpish")

    assert [1] == told


async def test_a_text_without_a_language_is_in_the_usual_one(
    speller: Speller, process: TwoWords
) -> None:
    speller.speak("pl_PL")
    speller.misspelt("delvery")
    await judged(speller)

    assert [(("delvery",), "pl_PL")] == process.asked
    assert ("delvery in pl_PL",) == await speller.suggestions("delvery")
    speller.speak("")
    assert system_language() == speller.usual_language


async def test_a_speller_that_is_off_underlines_nothing(
    speller: Speller, process: TwoWords
) -> None:
    speller.misspelt("delvery")
    await judged(speller)

    speller.is_on = False

    assert () == speller.misspelt("delvery")
