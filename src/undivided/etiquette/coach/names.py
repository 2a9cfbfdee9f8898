"""Finds the name that a visitor tells: "my name is Elena", "Elena Rossi here is my number".

A wrong name is worse than none, so that what only may be a name has to look like one.
"""

import re

from undivided.etiquette.coach.phrases import Hit
from undivided.etiquette.coach.reading import Reading, Sentence

_MOST_WORDS = 2
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_GAP = re.compile(r"[^\S\n]*")
_AFTER_NAME = re.compile(r"[^\S\n]*(?:[.,;:!()\n\u2013\u2014-]|\Z)")


def told_name(reading: Reading) -> str:
    """Return the name that the writer says is theirs, at most two words of it, or ""."""
    for sentence in reading.parts:
        if not sentence.kinds.isdisjoint({"tells_name", "perhaps_name"}):
            name = sentence.known(_name_in)
            if name:
                return name
    return ""


def answered_name(reading: Reading) -> str:
    """Return the name in the answer to a question for it, or ""."""
    if not reading.parts:
        return ""
    told = told_name(reading)
    first = reading.parts[0]
    return told or _name_at(first, 0, is_certain=len(first.words) <= _MOST_WORDS)


def _name_in(sentence: Sentence) -> str:
    for hit in sentence.hits:
        if hit.kind == "tells_name":
            name = _name_at(sentence, hit.end, is_certain=True)
        elif hit.kind == "perhaps_name" and _begins_clause(sentence, hit):
            name = _name_at(sentence, hit.end, is_certain=False)
        else:
            continue
        if name:
            return name
    return ""


def _name_at(sentence: Sentence, start: int, *, is_certain: bool) -> str:
    """Return the words of a name that begin at a place.

    Args:
        is_certain: Whether small letters may be a name too.
    """
    common = sentence.phrases.words_of_kind("common_words")
    taken = {place for hit in sentence.hits for place in range(hit.start, hit.end)}
    words: list[str] = []
    end = start
    while len(words) < _MOST_WORDS:
        gap = _GAP.match(sentence.text, end)
        match = _NAME.match(sentence.text, gap.end() if gap else end)
        if match is None or match[0].casefold() in common or match.start() in taken:
            break
        if not match[0][0].isupper() and not (is_certain and not words):
            break
        words.append(match[0])
        end = match.end()
    following = next((word.text for word in sentence.words if word.start >= end), "")
    is_over = _AFTER_NAME.match(sentence.text, end) is not None or following in common
    is_likely = is_certain or is_over or len(words) == _MOST_WORDS
    name = " ".join(words)
    return name if is_likely and not _is_shouted(sentence, name) else ""


def _is_shouted(sentence: Sentence, name: str) -> bool:
    return len(name) > 1 and name.isupper() and not sentence.text.isupper()


def _begins_clause(sentence: Sentence, hit: Hit) -> bool:
    before = sentence.text[: hit.start].rstrip()
    leads = {
        place
        for lead in sentence.hits
        if lead.kind in ("question_openers", "thanks")
        for place in range(lead.first, lead.last + 1)
    }
    is_first = all(place in leads for place in range(hit.first))
    return is_first or before.endswith((",", ";", ":", "(", "-", "\u2013"))
