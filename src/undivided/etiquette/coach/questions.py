"""Which sentences of a text ask something, by their mark or by the words they begin with.

Half of the questions in chats have no mark. Kinds of phrases that tell them:

- `question_starts` at the start of a sentence: "is there", "how much";
- `question_clauses` at the start of any clause, after a comma: "sorry, where is";
- `question_phrases` anywhere: "I was wondering";
- `question_tags` at the end: "isn't it";
- `question_openers` may stand before a start: "hello", "and", "ok so";
- `no_questions` look like one of these and are none: "what a pity", "when it arrived".
"""

import re
from collections.abc import Iterator, Sequence

from undivided.etiquette.coach.advice import Span
from undivided.etiquette.coach.phrases import Hit
from undivided.etiquette.coach.reading import Reading, Sentence

_MARK_AT_END = re.compile(r"[?\uff1f\u061f][^\w?\uff1f\u061f]*\Z")
_MARK_BEFORE = "\u00bf"
"""Spanish; who writes it means it, and may leave out the one at the end."""
_PAUSE = re.compile(r"[,;:(\u2013\u2014\u2026\n]|\s-\s")
_STARTS = frozenset({"question_starts", "question_clauses"})
_KINDS = _STARTS | {"question_phrases", "question_tags", "question_openers", "no_questions"}


def questions_in(reading: Reading) -> tuple[Span, ...]:
    """Return the sentences that ask something.

    Source: practice 24.
    """
    pairs = zip(reading.sentences, reading.parts, strict=True)
    return tuple(span for span, sentence in pairs if sentence.known(is_question))


def is_question(sentence: Sentence) -> bool:
    """Return whether a sentence asks something."""
    if _MARK_BEFORE in sentence.text or _MARK_AT_END.search(sentence.text):
        return True
    hits = tuple(hit for hit in sentence.hits if hit.kind in _KINDS)
    return bool(hits) and _asks(sentence, hits)


def _asks(sentence: Sentence, hits: Sequence[Hit]) -> bool:
    """Return whether a sentence without a mark asks."""
    none = {place for hit in hits if hit.kind == "no_questions" for place in _words_of(hit)}
    leads = {hit.first: hit.last for hit in hits if hit.kind == "question_openers"}
    head = set(_after_leads(leads, 0))
    last = len(sentence.words) - 1
    asking = [hit for hit in hits if hit.kind != "no_questions" and none.isdisjoint(_words_of(hit))]
    if any(
        hit.kind == "question_phrases"
        or (hit.kind in _STARTS and hit.first in head)
        or (hit.kind == "question_tags" and hit.last == last and hit.first > 0)
        for hit in asking
    ):
        return True
    clauses = [hit.first for hit in asking if hit.kind == "question_clauses"]
    return bool(clauses) and not set(clauses).isdisjoint(_clauses(sentence, leads))


def _clauses(sentence: Sentence, leads: dict[int, int]) -> Iterator[int]:
    """Yield the indexes of words that begin a clause, or follow what leads to one."""
    words = sentence.words
    for place in range(1, len(words)):
        if _PAUSE.search(sentence.text, words[place - 1].end, words[place].start):
            yield from _after_leads(leads, place)


def _after_leads(leads: dict[int, int], place: int) -> Iterator[int]:
    yield place
    while place in leads:
        place = leads[place] + 1
        yield place


def _words_of(hit: Hit) -> range:
    return range(hit.first, hit.last + 1)
