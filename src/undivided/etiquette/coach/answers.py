"""Whether replies answer questions, going by the words they share. Source: practice 24.

What is not understood counts as an answer: a question is called open only when the replies say
too little to hold one.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.questions import is_question
from undivided.etiquette.coach.reading import Reader, Reading, Sentence

_SHORTEST = 3
STEM = 5
"""Letters that two forms of a word share: "deliver" and "delivery", "Lieferung" and "liefern"."""
_PAUSE = re.compile(r"[,;:()\u2013\u2014]+(?!\d)")
_YES_OR_NO = frozenset({"yes", "no"})
_MANNERS = frozenset({"question_openers", "thanks", "goodbyes", "calming"})
"""Phrases that are polite and answer nothing."""


def key_words(sentence: Sentence) -> frozenset[str]:
    """Return the words that carry a sentence's meaning, each as its stem."""
    common = sentence.phrases.words_of_kind("common_words")
    return frozenset(
        word.text[:STEM]
        for word in sentence.words
        if len(word.text) >= _SHORTEST and word.text not in common
    )


def says_something(sentence: Sentence) -> bool:
    """Return whether a sentence is more than a greeting, thanks or a calming word."""
    polite = {
        place
        for hit in sentence.hits
        if hit.kind in _MANNERS
        for place in range(hit.first, hit.last + 1)
    }
    return any(place not in polite for place in range(len(sentence.words)))


def unanswered(asked: Iterable[Reading], replies: Sequence[Reading]) -> tuple[Sentence, ...]:
    """Return the questions that replies leave open.

    Each question takes the part of the replies that names something of what was asked; the others
    take one part each of what is left. An honest "I'll find out" answers all, as does a yes or no
    that is said of nothing in particular.
    """
    questions = [part for text in asked for part in text.parts if part.known(is_question)]
    if not questions or any(reply.has("honest") for reply in replies):
        return ()
    parts = [part for reply in replies for part in reply.parts]
    if any(part.known(is_question) and "anything_else" not in part.kinds for part in parts):
        return ()  # Who asks back is on the way to an answer.
    clauses = [clause for part in parts for clause in part.known(_clauses)]
    wanted = [question.known(key_words) for question in questions]
    left = [
        question
        for question, words in zip(questions, wanted, strict=True)
        if not any(words & said for said in clauses)
    ]
    named = frozenset(chain.from_iterable(wanted))
    if len(left) == len(questions) and any(part.known(_says_yes_or_no) for part in parts):
        return ()
    spare = sum(not named & said for said in clauses)
    return tuple(left) if len(left) > spare else ()


def open_questions(lines: Iterable[Line], reader: Reader) -> tuple[str, ...]:
    """Return the visitor's questions of a whole chat that no reply since has answered.

    Source: practices 24 and 74.
    """
    left: list[Sentence] = []
    asked: list[Reading] = []
    replies: list[Reading] = []
    for line in lines:
        reading = reader.read(line.text)
        if line.author is Author.OPERATOR:
            replies.append(reading)
            said = frozenset().union(*(part.known(key_words) for part in reading.parts))
            left = [question for question in left if not question.known(key_words) & said]
            continue
        if replies:
            left += unanswered(asked, replies)
            asked, replies = [], []
        asked.append(reading)
    return tuple(question.text for question in (*left, *unanswered(asked, replies)))


def _says_yes_or_no(sentence: Sentence) -> bool:
    """Return whether a sentence begins with yes or no, or is a short form of it such as "We do"."""
    last = len(sentence.words) - 1
    return any(
        hit.first == 0 and hit.last in (0, last) for hit in sentence.hits if hit.kind in _YES_OR_NO
    )


def _clauses(sentence: Sentence) -> tuple[frozenset[str], ...]:
    """Return the key words of each part of a sentence that says something."""
    if not sentence.known(says_something) or sentence.known(is_question):
        return ()
    found = []
    start = 0
    for end in (*(match.end() for match in _PAUSE.finditer(sentence.text)), len(sentence.text)):
        part = Sentence(sentence.text[start:end], sentence.phrases)
        # One word between commas is mostly a name.
        if part.known(says_something) and len(part.words) > 1:
            found.append(part.known(key_words))
        start = end
    return tuple(found) or (sentence.known(key_words),)
