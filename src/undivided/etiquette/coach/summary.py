"""What visitor and operator agreed in a chat, as a short text for the visitor to look over.

It quotes what was said and concludes nothing: what is wrong in it, the operator changes before it
is sent. Source: practice 82.
"""

import re
from collections import deque
from collections.abc import Sequence

from msgspec import Struct

from undivided.etiquette.calm_text import one_line
from undivided.etiquette.coach.answers import key_words, says_something
from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.phrases import Phrases
from undivided.etiquette.coach.questions import is_question
from undivided.etiquette.coach.reading import Reader, Reading, Sentence

MOST_POINTS = 6
"""More is read by nobody; the last ones count."""
LONGEST_POINT = 160
"""Code points of a sentence; a longer one is a text, not a point."""

_NUMBER = re.compile(r"\d")
_TO_THE_PAUSE = re.compile(r"(?:\s+[^\W\d_]+){0,2}\s*[,;:!\u2013]+\s+")
"""What stands between "Hello" and the matter: mostly a name."""
_LEADS = frozenset({"bare", "greetings", "question_openers", "yes"})
_NO_POINTS = frozenset(
    {
        "anything_else",
        "asks_name",
        "calming",
        "goodbyes",
        "hostile",
        "offers",
        "pressure",
        "summaries",
        "warnings",
    }
)
"""Sentences with one of these agree on nothing."""


class Point(Struct, frozen=True):
    """One thing that was said.

    Attributes:
        text: The sentence.
        words: Its key words.
        is_firm: It has a number, a day or a promise, so that it can be held against somebody.
        is_wish: The visitor said it.
    """

    text: str
    words: frozenset[str]
    is_firm: bool = False
    is_wish: bool = False


class Agreement:
    """What a chat has agreed so far; every line is looked at once."""

    def __init__(self) -> None:
        self._points: deque[Point] = deque(maxlen=2 * MOST_POINTS)
        self._asked: frozenset[str] = frozenset()
        self._is_asked = False
        self.is_summed_up = False

    @property
    def points(self) -> tuple[Point, ...]:
        """What was agreed, oldest first: what is firm before what only answers."""
        if len(self._points) <= MOST_POINTS:
            return tuple(self._points)
        ranked = sorted(enumerate(self._points), key=lambda each: (each[1].is_firm, each[0]))
        return tuple(point for _, point in sorted(ranked[-MOST_POINTS:], key=lambda each: each[0]))

    def add(self, author: Author, reading: Reading) -> None:
        """Take in the next line; `reading` is how it was read."""
        if author is Author.VISITOR:
            self._hear(reading)
        else:
            self._say(reading)

    def _hear(self, reading: Reading) -> None:
        if not self._is_asked:
            self._asked = frozenset()
        self._is_asked = True
        for part in reading.parts:
            if part.known(is_question):
                self._asked |= part.known(key_words)
            elif "buying" in part.kinds:
                self._take(part, is_firm=True, is_wish=True)

    def _say(self, reading: Reading) -> None:
        self._is_asked = False
        if reading.has("summaries"):
            self.is_summed_up = True
            return
        for part in reading.parts:
            is_firm = _is_firm(part)
            if is_firm or part.known(key_words) & self._asked:
                self._take(part, is_firm=is_firm)

    def _take(self, part: Sentence, *, is_firm: bool, is_wish: bool = False) -> None:
        if not _is_point(part):
            return
        text = part.text.strip() if is_wish else _matter_of(part)
        point = Point(text, part.known(key_words), is_firm, is_wish)
        for known in tuple(self._points):
            # One says all that the other names, so the later word counts.
            if known.words <= point.words or point.words <= known.words:
                self._points.remove(known)
        self._points.append(point)
        self.is_summed_up = False


def agreed_in(lines: Sequence[Line], reader: Reader) -> Agreement:
    """Return what a whole chat agreed."""
    agreement = Agreement()
    for line in lines:
        agreement.add(line.author, reader.read(line.text))
    return agreement


def summary_of(points: Sequence[Point], phrases: Phrases) -> str:
    """Return the points as a list between the sentences that the language's file has for it."""
    opening = phrases.sentences.get("summary_opening", ())[:1]
    closing = phrases.sentences.get("summary_closing", ())[:1]
    (wish,) = phrases.sentences.get("summary_wish", ("{}",))[:1]
    # Who reads it is a visitor again, so nothing invisible of another's words goes along.
    quoted = ((point, one_line(point.text, LONGEST_POINT)) for point in points)
    told = (wish.replace("{}", text) if point.is_wish else text for point, text in quoted)
    return "\n".join((*opening, *(f"- {text}" for text in told), *closing))


def _matter_of(part: Sentence) -> str:
    """Return a sentence without "Hello Elena," or "Yes," before what it says."""
    text = part.text.strip()
    leads = {hit.first: hit for hit in part.hits if hit.kind in _LEADS}
    place = end = 0
    while place in leads:
        place, end = leads[place].last + 1, leads[place].end
    pause = _TO_THE_PAUSE.match(part.text, end) if end else None
    if pause is None or not part.text[pause.end() :]:
        return text
    matter = part.text[pause.end() :].strip()
    return matter[:1].upper() + matter[1:]


def _is_firm(part: Sentence) -> bool:
    return bool(_NUMBER.search(part.text)) or not part.kinds.isdisjoint({"dates", "promises"})


def _is_point(part: Sentence) -> bool:
    return (
        len(part.text) <= LONGEST_POINT
        and not part.links
        and part.kinds.isdisjoint(_NO_POINTS)
        and not part.known(is_question)
        and part.known(says_something)
        and bool(part.known(key_words))
    )
