"""Leaves out how a sentence begins, where what is left stands by itself in its language.

"I think that it is wool" becomes "it is wool"; "Ich denke, dass es Wolle ist" does not, because
its verb would have to move. Where there is doubt nothing is left out: better no remedy than broken
grammar. Words that tell, in the language's file:

- `joiners` lead into the clause: "that", "que"; one with an apostrophe may be part of its word, as
  in "qu'il";
- `clause_starts` begin a sentence that stands by itself: "the", "we", "it is", "l'";
- `never_first` cannot begin one: Polish "się";
- `and_words` before a second joiner show that a second clause hangs on what would be left out.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from undivided.etiquette.coach.advice import Span
from undivided.etiquette.coach.phrases import Hit, Phrases, Word
from undivided.etiquette.coach.reading import Sentence

_GAP = re.compile(r"[\s,:\u2013-]*")
_PAUSES = frozenset(",;:-\u2013\u2014")
_SHORTEST = 2
"""Words of a clause; "I believe you" is none."""


class Follows(StrEnum):
    """What has to follow an opener that may be left out; a file's openers name it."""

    CLAUSE = "clause"
    """A clause at once, or behind a comma or a joiner: "I think the rug ..."."""
    VERB = "verb"
    """The same, but it has to show its verb at once: not "I believe the seller"."""
    COMMA = "comma"
    """A clause behind a comma; without it the order of the words would have to change."""
    THAT = "that"
    """A joiner, and then anything; or a clause behind a comma."""
    ANY = "any"
    """Anything; the opener has the joiner in itself: "la verdad es que"."""


def rest_behind(sentence: Sentence, opener: Hit | Span, follows: str) -> int | None:
    """Return where the rest of a sentence begins that stands by itself, or None.

    Args:
        sentence: The one that holds the opener.
        opener: The words that would be left out; its place counts in the sentence.
        follows: One of `Follows`, or "" for an opener that is never left out.
    """
    before = sentence.text[: opener.start].rstrip()
    if not follows or (any(map(str.isalnum, before)) and before[-1] not in _PAUSES):
        return None
    words = [word for word in sentence.words if word.start >= opener.end]
    if not words:
        return None
    gap = sentence.text[opener.end : words[0].start]
    if not _GAP.fullmatch(gap):
        return None
    joined = _joined(words, sentence.phrases)
    rest = words if joined is None else joined
    if not _may_stand(rest, follows, sentence.phrases, is_joined=joined is not None, gap=gap):
        return None
    return None if _is_one_of_several(rest, sentence.phrases) else rest[0].start


def opener_with_joiner(sentence: Sentence, opener: Span) -> Span:
    """Return an opener with the comma and the joiner behind it: all that is to be said anew."""
    words = [word for word in sentence.words if word.start >= opener.end]
    if words and _GAP.fullmatch(sentence.text, opener.end, words[0].start):
        joined = _joined(words, sentence.phrases)
        if joined:
            return Span(opener.start, len(sentence.text[: joined[0].start].rstrip()))
    return opener


def _may_stand(
    rest: Sequence[Word], follows: str, phrases: Phrases, *, is_joined: bool, gap: str
) -> bool:
    if not rest or rest[0].text in phrases.words_of_kind("never_first"):
        return False
    if follows == Follows.ANY or (follows == Follows.THAT and is_joined):
        return True
    if follows in (Follows.THAT, Follows.COMMA) and not gap.strip():
        return False
    return _begins_clause(rest, phrases, shows_verb=follows == Follows.VERB)


def _begins_clause(rest: Sequence[Word], phrases: Phrases, *, shows_verb: bool) -> bool:
    starts = phrases.words_of_kind("clause_starts")
    first = rest[0].text
    if not shows_verb and any(first in phrases.words_of_kind(kind) for kind in ("yes", "no")):
        return True
    if len(rest) < _SHORTEST:
        return False
    if f"{first} {rest[1].text}" in starts:
        return True
    head, mark, _ = first.partition("'")
    is_short = bool(mark) and (first in starts or f"{head}'" in starts)
    return is_short or (not shows_verb and first in starts)


def _joined(words: Sequence[Word], phrases: Phrases) -> list[Word] | None:
    """Return what follows the joiner at the beginning of some words, or None without one."""
    length = _joiner_length(words[0], phrases)
    if not length:
        return None
    first = words[0]
    if length == len(first.text):
        return list(words[1:])
    return [Word(first.text[length:], first.start + length, first.end), *words[1:]]


def _joiner_length(word: Word, phrases: Phrases) -> int:
    joiners = phrases.words_of_kind("joiners")
    head, mark, _ = word.text.partition("'")
    if word.text in joiners:
        return len(word.text)
    return len(head) + 1 if f"{head}{mark}" in joiners else 0


def _is_one_of_several(rest: Sequence[Word], phrases: Phrases) -> bool:
    """Return whether a second clause hangs on the opener: "... and that it is warm"."""
    ands = phrases.words_of_kind("and_words")
    return any(one.text in ands and _joiner_length(other, phrases) for one, other in pairwise(rest))
