"""Finds answers that were typed by hand again and again, to be kept as responses.

Two answers are alike when they share most of the words that say something, whatever their order,
their numbers and their punctuation. The same texts always give the same proposals.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

from undivided.etiquette.cards.numbers import masked
from undivided.library.folding import fold

ALIKE_FROM = 0.55
"""Words that two answers share, of all that they have."""
AT_LEAST = 3
"""So many similar answers are worth a response."""
MAX_TEXTS = 2_000
"""The latest ones are compared."""
MAX_EXAMPLES = 5
_FEWEST_WORDS = 4
"""Shorter answers are typed as fast as they are found; common words do not count."""
_MOST_WORDS = 300
_MOST_COMPARED = 40
_MOST_TELLING = 12

_WORDS = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer that was typed often.

    Attributes:
        text: The one that is most like all the others.
        count: How often it, or one like it, was sent.
        examples: Other ways it was written, the latest first.
    """

    text: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(slots=True)
class _Group:
    """Answers that are like the first one of them."""

    words: frozenset[str]
    members: list[int] = field(default_factory=list)


def proposals(
    sent: Sequence[str], known: Iterable[str] = (), *, common: Collection[str]
) -> tuple[Proposal, ...]:
    """Return the answers that were typed often, most often first.

    Args:
        sent: Messages that were begun from no response, oldest first.
        known: What is like one of these texts is not proposed.
        common: Folded words that say nothing, and do not make two answers alike.

    Source: practice 46.
    """
    texts = [masked(text.strip()) for text in sent[-MAX_TEXTS:]]
    words = [_words(text, common) for text in texts]
    groups = _Groups(words)
    for number, own in enumerate(words):
        if len(own) >= _FEWEST_WORDS:
            groups.add(number, own)
    often = [group for group in groups.all if len(group.members) >= AT_LEAST]
    if often:
        bodies = [_words(body, common) for body in known]
        often = [
            group
            for group in often
            if not any(_alike(group.words, body) >= ALIKE_FROM for body in bodies)
        ]
    often.sort(key=lambda group: (-len(group.members), -group.members[-1]))
    return tuple(_proposal(group, texts, words) for group in often)


def are_alike(one: str, other: str, *, common: Collection[str]) -> bool:
    """Return whether two texts share most of the words that say something."""
    return _alike(_words(masked(one), common), _words(other, common)) >= ALIKE_FROM


def telling_words(text: str, *, common: Collection[str]) -> tuple[str, ...]:
    """Return the longest words of a text, folded: by them a text that is like it is found."""
    found = dict.fromkeys(_WORDS.findall(fold(text))[:_MOST_WORDS])
    telling = (word for word in found if word not in common and not _DIGITS.search(word))
    return tuple(sorted(telling, key=len, reverse=True)[:_MOST_TELLING])


class _Groups:
    """Puts each text to the group that it is most like, or begins a new one.

    Only groups that share a rare word are compared: of two sets that are alike enough, the rarest
    words of each meet.
    """

    def __init__(self, words: Iterable[frozenset[str]]) -> None:
        self._rarity = Counter(word for own in words for word in own)
        self._by_word: dict[str, list[_Group]] = defaultdict(list)
        self.all: list[_Group] = []

    def add(self, number: int, words: frozenset[str]) -> None:
        """Add a text by its number."""
        rare = self._rarest(words)
        near = {id(group): group for word in rare for group in self._by_word[word]}
        best = max(near.values(), key=lambda group: _alike(group.words, words), default=None)
        if best is None or _alike(best.words, words) < ALIKE_FROM:
            best = _Group(words)
            self.all.append(best)
            for word in rare:
                self._by_word[word].append(best)
        best.members.append(number)

    def _rarest(self, words: frozenset[str]) -> list[str]:
        ordered = sorted(words, key=lambda word: (self._rarity[word], word))
        return ordered[: len(words) - ceil(ALIKE_FROM * len(words)) + 1]


def _proposal(group: _Group, texts: Sequence[str], words: Sequence[frozenset[str]]) -> Proposal:
    """Return the group with the text that is most like the others; of equals the latest."""
    compared = group.members[-_MOST_COMPARED:]
    middle = max(
        compared,
        key=lambda one: (sum(_alike(words[one], words[other]) for other in compared), one),
    )
    others = dict.fromkeys(texts[number] for number in reversed(compared))
    others.pop(texts[middle], None)
    return Proposal(texts[middle], len(group.members), tuple(others)[:MAX_EXAMPLES])


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def _words(text: str, common: Collection[str]) -> frozenset[str]:
    """Return the words of a text that say something; every number is the same word."""
    found = _WORDS.findall(fold(text))[:_MOST_WORDS]
    return frozenset(_DIGITS.sub("0", word) for word in found).difference(common)
