"""The speller answers at once, and says when it knows more."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence

import pytest

from undivided.etiquette.own_words import OwnWord
from undivided.runtime.speller import Speller, system_language
from undivided.runtime.worker import Worker
from undivided.storage.spelling.dictionaries import Trouble
from undivided.storage.spelling.process import Checked, SpellingProcess


class TwoWords(SpellingProcess):
    """Knows that two words are wrong, and answers when it may."""

    def __init__(self) -> None:
        super().__init__([])
        self.asked: list[tuple[tuple[str, ...], str]] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def misspelt(self, words: Sequence[str], language: str) -> Checked:
        self.may_answer.wait(20)
        self.asked.append((tuple(words), language))
        if language == "ja":
            return Checked(trouble=Trouble.MISSING)
        return Checked(tuple(word for word in words if word in {"delvery", "recieve", "Recieve"}))

    def names(self) -> tuple[str, ...]:
        return ("de", "en_US")

    def suggestions(self, word: str, language: str) -> tuple[str, ...]:
        return (f"{word} in {language}",)


@pytest.fixture
def process() -> TwoWords:
    return TwoWords()


@pytest.fixture
async def speller(process: TwoWords) -> AsyncIterator[Speller]:
    made = Speller(process, Worker("spelling"), [OwnWord("Zorp")])
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

    speller.take_as_right([*speller.own_words, OwnWord("recieve", "en")])

    assert () == speller.misspelt("Recieve zorp")


async def test_the_names_of_the_people_in_the_chat_are_right(speller: Speller) -> None:
    speller.misspelt("Recieve delvery")
    await judged(speller)

    words = speller.misspelt("Recieve delvery", names=("Ann Recieve",))

    assert ["delvery"] == [word.text for word in words]


async def test_learning_a_word_is_told_to_those_who_listen(speller: Speller) -> None:
    told: list[int] = []
    stop = speller.listen(lambda: told.append(1))

    speller.take_as_right([OwnWord("recieve")])
    stop()
    speller.take_as_right([])

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

    speller.switch(is_on=False)

    assert () == speller.misspelt("delvery")


async def test_a_word_is_right_in_the_language_that_it_was_learnt_in(speller: Speller) -> None:
    speller.take_as_right([OwnWord("recieve", "de")])
    speller.misspelt("recieve")
    await judged(speller)

    assert ["recieve"] == [word.text for word in speller.misspelt("recieve")]
    assert () == speller.misspelt("recieve", "de-AT")


async def test_all_words_are_known_when_a_text_is_judged(speller: Speller) -> None:
    words = await speller.judged("a delvery: recieve it", names=("Recieve",))

    assert ["delvery"] == [word.text for word in words]


async def test_a_language_of_no_region_is_checked_in_the_usual_one(speller: Speller) -> None:
    speller.usual_language = "en_GB"

    assert ["en_GB", "en_GB", "de", "en-US"] == [
        speller.spoken(language) for language in ("", "en", "de", "en-US")
    ]


async def test_what_cannot_be_checked_is_told_once_and_every_word_is_right(
    speller: Speller, process: TwoWords
) -> None:
    told: list[tuple[Trouble, str]] = []
    speller.troubled = lambda trouble, language: told.append((trouble, language))

    first = await speller.judged("delvery", "ja")
    second = await speller.judged("delvery recieve", "ja")

    assert () == first == second
    assert [(Trouble.MISSING, "ja")] == told
