"""Whether a chat has left what the visitor came for: its exchanges, read one by one.

An exchange is what the visitor wrote in a row and what was answered in a row. It is on topic when
it names something of the subject or of a shop's business; the subject is what the visitor came
with, and what was said of it since. Only what is surely small talk counts against a chat.

Source: practice 80.
"""

import re
from collections import deque
from collections.abc import Collection

from msgspec import Struct

from undivided.etiquette.coach.chat_view import Author
from undivided.etiquette.coach.reading import Reading, Sentence
from undivided.etiquette.coach.topic import all_words, topic_words

OFF_TOPIC_FROM = 4
"""Exchanges in a row off the topic, from which it is time to come back."""
_SURELY_SMALL = 0.5
"""Their share with words of small talk: what is only unknown may be the matter itself."""
_LOOKED_AT = 12
"""The last exchanges that are kept."""
_LINES_IN_A_ROW = 40
"""Of one exchange, the last lines that are read: who writes more in a row has long left it."""
_HELPING = frozenset({
    "anything_else", "bridges", "buying", "honest", "jargon", "offers", "promises", "puzzled",
    "unavailable",
})  # fmt: skip
"""Phrases of the work at a help desk, whatever it is about."""
_BEGINNING = 6
"""Letters that the forms of a word of business share; with fewer, "best" would be "bestellen"."""
_FIGURES = re.compile(r"\d{3}|\d[.,]\d|[€$£%]|zł|[@#]")
"""Order numbers, prices and addresses: who writes one speaks of the matter."""


class Exchange(Struct, frozen=True):
    """What both sides said before the visitor wrote again.

    Attributes:
        words: What it is about, as stems.
        small_words: The same with the words of small talk, which may be the topic itself.
        is_small: Whether there is small talk in it.
        is_business: Whether it speaks of a shop's business, or of the subject as it was then.
    """

    words: frozenset[str]
    small_words: frozenset[str]
    is_small: bool
    is_business: bool

    @property
    def says_nothing(self) -> bool:
        """Whether it is only manners, which lead neither away nor back."""
        return not (self.words or self.is_small or self.is_business)


class Drift:
    """The exchanges of one chat, built line by line.

    Attributes:
        subject: What the chat is about, as stems.
    """

    def __init__(self) -> None:
        self.subject: set[str] = set()
        self._closed: deque[Exchange] = deque(maxlen=_LOOKED_AT)
        self._open: deque[Reading] = deque(maxlen=_LINES_IN_A_ROW)
        self._waiting: Exchange | None = None
        self._is_answered = False
        self._is_first = True

    def add(self, author: Author, reading: Reading) -> None:
        """Take in the next line."""
        if author is Author.VISITOR and self._is_answered:
            self._close()
        self._is_answered = self._is_answered or author is Author.OPERATOR
        self._open.append(reading)
        self._waiting = None
        if self._is_first and author is Author.VISITOR and not self._is_answered:
            self.subject |= _words_in(reading)

    def off_topic(self, topic: frozenset[str]) -> int:
        """Return how many exchanges in a row have left the topic, or 0 while it is not sure.

        Args:
            topic: What else the chat is known to be about, as stems.
        """
        exchanges = [*self._closed]
        if self._open:
            # It is asked for at every key press, and may be very long.
            self._waiting = self._waiting or self._read(self._open)
            if self._is_answered:
                exchanges.append(self._waiting)
            elif self._is_on(self._waiting, topic):
                return 0
        off: list[Exchange] = []
        for exchange in reversed(exchanges):
            if self._is_on(exchange, topic):
                break
            if not exchange.says_nothing:
                off.append(exchange)
        is_sure = sum(exchange.is_small for exchange in off) >= _SURELY_SMALL * len(off)
        return len(off) if len(off) >= OFF_TOPIC_FROM and is_sure else 0

    def comes_back(self, reading: Reading, topic: frozenset[str]) -> bool:
        """Return whether a text names something of the topic or of the business."""
        return self._is_on(self._read([reading]), topic)

    def _close(self) -> None:
        exchange = self._read(self._open)
        self._closed.append(exchange)
        if exchange.is_business or self._is_first:
            self.subject |= exchange.words
        # Until something was said, greetings are exchanged.
        self._is_first = self._is_first and not self.subject
        self._open.clear()
        self._is_answered = False

    def _read(self, readings: Collection[Reading]) -> Exchange:
        words = frozenset[str]().union(*map(_words_in, readings))
        is_small = any(reading.has("small_talk") for reading in readings)
        names = not self.subject.isdisjoint(words) or any(map(_names_business, readings))
        # "One moment, the match is on" helps nobody.
        helps = not is_small and any(reading.has(*_HELPING) for reading in readings)
        every = frozenset[str]().union(*map(all_words, readings))
        return Exchange(words, every, is_small, is_business=names or helps)

    def _is_on(self, exchange: Exchange, topic: frozenset[str]) -> bool:
        # A later line may have told that an earlier one was of the subject all along.
        is_of_subject = not exchange.words.isdisjoint(self.subject)
        return exchange.is_business or is_of_subject or not exchange.small_words.isdisjoint(topic)


def _words_in(reading: Reading) -> frozenset[str]:
    return frozenset[str]().union(*map(topic_words, reading.parts))


def _names_business(reading: Reading) -> bool:
    return any(part.known(_is_of_business) for part in reading.parts)


def _is_of_business(sentence: Sentence) -> bool:
    if sentence.links or _FIGURES.search(sentence.text):
        return True
    business = sentence.phrases.stems_of_kind("business", _BEGINNING)
    small = {
        place
        for hit in sentence.hits
        if hit.kind == "small_talk"
        for place in range(hit.first, hit.last + 1)
    }
    return any(
        word.text[:_BEGINNING] in business and place not in small
        for place, word in enumerate(sentence.words)
    )
