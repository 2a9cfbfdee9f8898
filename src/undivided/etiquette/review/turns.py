"""A chat as turns: what the visitor wrote in a row, and what the operator wrote back in a row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from undivided.etiquette.coach.chat_view import Author
from undivided.etiquette.coach.questions import questions_in
from undivided.etiquette.coach.reading import Reader, Reading
from undivided.etiquette.coach.rules.answer import LONG_QUESTION, SHORT_SHARE
from undivided.etiquette.coach.rules.person import is_named
from undivided.etiquette.pace import words_in
from undivided.etiquette.review.saved import Said

ABRUPT_WORDS = 5
"""A turn of no more words is short; it needs a kind word or a question not to sound abrupt."""
COURTESY = frozenset({"greetings", "thanks", "goodbyes", "calming", "anything_else"})
"""Kinds of phrases that are kind; a language without words for thanks cannot be judged."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An operator's messages in a row.

    Attributes:
        asked: The visitor's messages in a row before them; empty at the beginning of a chat.
        said: The operator's own, at least one.
    """

    asked: tuple[Said, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Effort:
    """A turn that is short beside the question that it answers.

    Attributes:
        line: Of its last message, as in the file.
        ratio: Its words by those of the question, 0 to below `SHORT_SHARE`.
    """

    line: int
    ratio: float


def turns_of(messages: Sequence[Said]) -> Iterator[Turn]:
    """Yield the operator's turns, each with what the visitor wrote before it."""
    asked: tuple[Said, ...] = ()
    for author, group in groupby(messages, key=lambda each: each.said.author):
        if author is Author.VISITOR:
            asked = tuple(group)
        else:
            yield Turn(asked, tuple(group))
            asked = ()


def little_effort(turns: Sequence[Turn], reader: Reader) -> tuple[Effort, ...]:
    """Return the turns with less than a fifth of the words of a long question.

    Source: practice 23.
    """
    found = []
    for turn in turns:
        asked = sum(words_in(each.said.text) for each in turn.asked)
        ratio = sum(words_in(each.said.text) for each in turn.said) / max(1, asked)
        asks = any(questions_in(reader.read(each.said.text)) for each in turn.asked)
        if asks and asked >= LONG_QUESTION and ratio < SHORT_SHARE:
            found.append(Effort(turn.said[-1].line, round(ratio, 2)))
    return tuple(found)


def abrupt_lines(turns: Sequence[Turn], reader: Reader, name: str) -> tuple[int, ...] | None:
    """Return the lines of turns that are short, with no courtesy and no question.

    Args:
        name: The visitor's, which is a courtesy too, or "".

    Returns:
        None where the language has no words to tell courtesy by. Source: practice 33.
    """
    if "thanks" not in reader.phrases.kinds:
        return None
    return tuple(
        turn.said[-1].line
        for turn in turns
        if sum(words_in(each.said.text) for each in turn.said) <= ABRUPT_WORDS
        and not any(_is_kind(reader.read(each.said.text), name) for each in turn.said)
    )


def _is_kind(reading: Reading, name: str) -> bool:
    if reading.has(*COURTESY) or questions_in(reading):
        return True
    # A file, a code or a lone smile is no word that could be abrupt.
    return not reading.words or bool(name and is_named(reading, name))
