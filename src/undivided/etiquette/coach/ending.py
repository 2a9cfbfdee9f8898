"""What is still open when a chat is about to be closed, and what was done well in it.

Nothing of it is counted for anybody: it is shown once, before the close. Source: practices 32
and 74.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from msgspec import Struct

from undivided.etiquette.coach.answers import open_questions
from undivided.etiquette.coach.chat_view import Author, ChatView, Line
from undivided.etiquette.coach.phrases import Phrases, words_of
from undivided.etiquette.coach.questions import questions_in
from undivided.etiquette.coach.reading import Reader


class Promise(Struct, frozen=True):
    """What an operator said would be done.

    Attributes:
        text: The sentence.
        at: When it was said, aware, or None.
        has_date: Whether it says until when.
    """

    text: str
    at: datetime | None = None
    has_date: bool = False


class Ending(Struct, frozen=True):
    """How a chat stands. What cannot be told in the chat's language is None.

    Attributes:
        asked: How many questions the visitor asked.
        open_questions: Those that no reply took up, as they were written.
        promises: Those that nothing in the chat has kept.
        is_greeted: Whether the operator's first words in a row hold a greeting.
        is_named: Whether the visitor was called by name; None when no name is known.
        is_thanked: Whether the operator said thank you.
        has_goodbye: Whether the operator said goodbye.
        asked_more: Whether the operator asked if there is anything else.
        asked_more_at: When that was, aware, if it is known.
    """

    asked: int = 0
    open_questions: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    is_greeted: bool | None = None
    is_named: bool | None = None
    is_thanked: bool | None = None
    has_goodbye: bool | None = None
    asked_more: bool | None = None
    asked_more_at: datetime | None = None


class Farewell(Struct, frozen=True):
    """Sentences that end a chat well, in its language, or "".

    Attributes:
        anything_else: Asks whether there is more.
        goodbye: Thanks, and says goodbye, by name if it is known.
    """

    anything_else: str = ""
    goodbye: str = ""


def ending_of(chat: ChatView, reader: Reader) -> Ending | None:
    """Return how a chat stands, or None while no operator has said anything in it."""
    replies = [line for line in chat.lines if line.author is Author.OPERATOR]
    if not replies:
        return None
    more = _last(replies, "anything_else", reader)
    return Ending(
        asked=sum(
            len(questions_in(reader.read(line.text)))
            for line in chat.lines
            if line.author is Author.VISITOR
        ),
        open_questions=open_questions(chat.lines, reader),
        promises=tuple(promises_in(chat.lines, reader)),
        is_greeted=_says(_first_turn(chat.lines), "greetings", reader),
        is_named=_is_named(replies, chat.visitor_name),
        is_thanked=_says(replies, "thanks", reader),
        has_goodbye=_says(replies, "goodbyes", reader),
        asked_more=_says(replies, "anything_else", reader),
        asked_more_at=None if more is None else more.at,
    )


def promises_in(lines: Sequence[Line], reader: Reader) -> Iterator[Promise]:
    """Yield the operator's promises that are still open, oldest first.

    "I'll check" is kept by the next reply. What names a day or a time is kept outside of the chat,
    and so are the operator's last words. A summary promises nothing anew. Source: practice 43.
    """
    said = [
        line
        for line in lines
        if line.author is Author.OPERATOR and not reader.read(line.text).has("summaries")
    ]
    for place, line in enumerate(said):
        is_last = place == len(said) - 1
        for sentence in reader.read(line.text).parts:
            has_date = "dates" in sentence.kinds
            if "promises" in sentence.kinds and (has_date or is_last):
                yield Promise(sentence.text.strip(), line.at, has_date)


def farewell_in(phrases: Phrases, name: str) -> Farewell:
    """Return the sentences that the language's file has for the end of a chat.

    Args:
        name: The visitor's, or "".
    """
    more = phrases.sentences.get("anything_else", ("",))[0]
    goodbye = phrases.sentences.get("goodbye", ("",))[0]
    if name:
        return Farewell(more, goodbye.replace("{name}", name))
    return Farewell(more, goodbye.replace(", {name}", "").replace("{name}", ""))


def _first_turn(lines: Sequence[Line]) -> list[Line]:
    """Return the operator's first lines in a row."""
    turns = groupby(lines, key=lambda line: line.author)
    return next((list(turn) for author, turn in turns if author is Author.OPERATOR), [])


def _says(replies: Sequence[Line], kind: str, reader: Reader) -> bool | None:
    if kind not in reader.phrases.kinds:
        return None
    return _last(replies, kind, reader) is not None


def _last(replies: Sequence[Line], kind: str, reader: Reader) -> Line | None:
    return next((line for line in reversed(replies) if reader.read(line.text).has(kind)), None)


def _is_named(replies: Sequence[Line], name: str) -> bool | None:
    wanted = {word.text for word in words_of(name)}
    if not wanted:
        return None
    return any(word.text in wanted for line in replies for word in words_of(line.text))
