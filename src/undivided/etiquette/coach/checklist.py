"""The visitor's questions as a checklist: the coach ticks what was answered, the operator corrects.

Source: practice 24 and B6.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import blake2b

from msgspec import Struct

from undivided.etiquette.coach.answers import key_words, open_questions
from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.questions import is_question
from undivided.etiquette.coach.reading import Reader

LINES_LOOKED_AT = 40
"""The last lines of a chat, in which questions are looked for while it goes on."""
MOST_SHOWN = 6
"""Questions at a glance; older ones are asked about when the chat is closed."""
_MARK_BYTES = 8


class Asked(Struct, frozen=True):
    """A question of the visitor.

    Attributes:
        text: As it was written.
        mark: By which a tick is kept.
        is_answered: Whether the replies hold its answer, or the operator says so.
        is_latest: Whether it is in the visitor's last words that asked something.
    """

    text: str
    mark: str
    is_answered: bool
    is_latest: bool = False


class Ticks(Struct, frozen=True):
    """What the operator said of questions by hand; it counts over what the coach made of them.

    Attributes:
        answered: Marks of questions that are answered.
        reopened: Marks of questions that are not.
    """

    answered: Collection[str] = ()
    reopened: Collection[str] = ()


def mark_of(text: str, at: datetime | None = None) -> str:
    """Return what a sentence is remembered by: sixteen letters that give no word of it away.

    Args:
        text: The sentence.
        at: When it was said; a question that is asked again is another one.
    """
    words = f"{'' if at is None else at.timestamp()}:{' '.join(text.split()).casefold()}"
    return blake2b(words.encode(errors="replace"), digest_size=_MARK_BYTES).hexdigest()


def checklist_of(lines: Sequence[Line], reader: Reader, ticks: Ticks) -> tuple[Asked, ...]:
    """Return every question that the visitor asked in a chat, oldest first."""
    left = Counter(open_questions(lines, reader))
    asked = [
        (place, sentence.text)
        for place, line in enumerate(lines)
        if line.author is Author.VISITOR
        for sentence in reader.read(line.text).parts
        if sentence.known(is_question)
    ]
    latest = _turn_begins(lines, asked[-1][0]) if asked else 0
    found = []
    # Of a question that was asked twice, it is the second time that waits for an answer.
    for place, text in reversed(asked):
        mark = mark_of(text, lines[place].at)
        is_open = left[text] > 0
        left[text] -= 1
        is_answered = (mark in ticks.answered) if is_open else (mark not in ticks.reopened)
        found.append(Asked(text, mark, is_answered, is_latest=place >= latest))
    return tuple(reversed(found))


def shown_of(asked: Sequence[Asked], kept: Collection[str] = ()) -> tuple[Asked, ...]:
    """Return what is shown of a checklist: open questions first, then those ticked just now.

    Args:
        asked: All of the chat.
        kept: Marks of older ones that stay in view, such as those that were just ticked.
    """
    left = [each for each in asked if not each.is_answered][-MOST_SHOWN:]
    done = [each for each in asked if each.is_answered and (each.is_latest or each.mark in kept)]
    room = MOST_SHOWN - len(left)
    return (*left, *(done[-room:] if room else ()))


def answered_by(said: str, asked: Sequence[Asked], reader: Reader) -> Asked | None:
    """Return the open question that some words answer: the likest one, or else the first."""
    left = [each for each in asked if not each.is_answered]
    words = _words(said, reader)
    return max(left, key=lambda each: len(words & _words(each.text, reader)), default=None)


def _words(text: str, reader: Reader) -> frozenset[str]:
    return frozenset().union(*(part.known(key_words) for part in reader.read(text).parts))


def _turn_begins(lines: Sequence[Line], place: int) -> int:
    """Return where the visitor's lines in a row begin that hold a place."""
    while place and lines[place - 1].author is Author.VISITOR:
        place -= 1
    return place
