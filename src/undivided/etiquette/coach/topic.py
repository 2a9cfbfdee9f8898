"""What a chat is about: one plain line, guessed from what is known, and the words that carry it.

Source: practice 80.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from undivided.etiquette.calm_text import one_line
from undivided.etiquette.coach.answers import STEM, key_words
from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.questions import is_question
from undivided.etiquette.coach.reading import Reader, Reading, Sentence

LONGEST_TOPIC = 80
"""Characters; more is no line that is taken in at a glance."""
_LINES_LOOKED_AT = 12
"""The first lines; who has not said by then what it is about may never do so."""
_LEADS = frozenset({"greetings", "thanks"})
_PAUSES = " ,;:.!\u2013\u2014-"
_EMPTY = frozenset({"small_talk", "greetings", "thanks", "goodbyes", "yes", "no", "bare"})
"""Phrases whose words tell nothing of what a chat is about."""


def guessed_topic(
    lines: Iterable[Line], reader: Reader, *, page: str = "", tags: Sequence[str] = ()
) -> str:
    """Return what a chat seems to be about, as one short line, or "".

    It is the question that the visitor came with, or else their first words that say something,
    the tags that somebody gave, or the title of the page.

    Args:
        lines: Of the sitting, oldest first.
        page: Title of the page on which it began, or "".
        tags: Of the sitting.
    """
    told = _first_told(lines, reader)
    weighty = [part for part in told if len(topic_words(part)) > 1] or told
    first = next((part for part in weighty if part.known(is_question)), None)
    for part in (first, *weighty):
        if part is not None and (line := _without_leads(part)):
            return one_line(line, LONGEST_TOPIC)
    return one_line(", ".join(tags) or page, LONGEST_TOPIC)


def _first_told(lines: Iterable[Line], reader: Reader) -> list[Sentence]:
    """Return what the visitor said in a row when they first said something."""
    told: list[Sentence] = []
    for line in islice(lines, _LINES_LOOKED_AT):
        if line.author is Author.VISITOR:
            told += (part for part in reader.read(line.text).parts if topic_words(part))
        elif told:
            break
    return told


def topic_words(sentence: Sentence) -> frozenset[str]:
    """Return the words of a sentence that can tell what it is about, each as its stem.

    Manners, small talk and words that fit every subject are left out.
    """
    return sentence.known(_topic_words)


def all_words(reading: Reading) -> frozenset[str]:
    """Return the same of a whole text, small talk too: it may be the topic itself."""
    return frozenset[str]().union(*(part.known(_weighty) for part in reading.parts))


def _topic_words(sentence: Sentence) -> frozenset[str]:
    empty = {
        sentence.words[place].text[:STEM]
        for hit in sentence.hits
        if hit.kind in _EMPTY
        for place in range(hit.first, hit.last + 1)
    }
    return sentence.known(_weighty) - empty


def _weighty(sentence: Sentence) -> frozenset[str]:
    return sentence.known(key_words) - sentence.phrases.stems_of_kind("light_words", STEM)


def _without_leads(sentence: Sentence) -> str:
    """Return a sentence without the greeting and the thanks before what it says."""
    place = end = 0
    leads = {hit.first: hit for hit in sentence.hits if hit.kind in _LEADS}
    while place in leads:
        place, end = leads[place].last + 1, leads[place].end
    text = sentence.text[end:].lstrip(_PAUSES).strip()
    return text[:1].upper() + text[1:]
