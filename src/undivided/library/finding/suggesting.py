"""How well a response fits a visitor's message, by the words of both; offline, without a model.

A word that few responses hold weighs more, and a word in a title or a tag weighs more than one in
a text. A message that is met too little is met by nothing: chit-chat asks for no response.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from undivided.library.finding.vocabulary import Vocabulary
from undivided.library.folding import fold, words_in
from undivided.library.model.responses import Response

MAX_MESSAGE = 2_000
"""Code points that are looked at."""
MAX_SOUGHT = 12
"""Words that are looked up; a long message says early what it is about."""
ENOUGH_MET = 0.25
"""Share of the message's words, by their weight, that a suggestion has to meet."""
ENOUGH_FOUND = 1.0
"""Times the weight of a word that one response alone holds."""

_TITLE, _TAG, _SHORTCUT, _TEXT = 3.0, 3.0, 2.0, 1.0
_AGAIN = 0.3
"""Of its weight, for a word that is in another field too."""
_GROUP = 0.6
"""A word of the same meaning, against the word itself."""
_UNKNOWN = 0.4
"""A word that no response holds, against one that a single response holds: often a name."""
_USUAL_LENGTH = 25
"""Different words in a response; in a longer one a word says less."""

_APOSTROPHES = re.compile(r"['\u2019]")
_POLITE = frozenset({"你好", "您好", "谢谢", "謝謝", "请问", "請問", "再见", "再見"})
"""Hello, thank you, may I ask, and goodbye in Chinese, in both ways to write it."""
_BLANKS = re.compile(r"\{\{[^{}]*\}\}")
ENGLISH = (
    "ations", "ation", "ingly", "ments", "ings", "ment", "ers", "ied", "ies", "ing", "ed", "er",
    "es", "ly", "e", "s", "y",
)  # fmt: skip
"""Endings of words where a message says no language by its words."""
_SHORTEST_STEM = 4
_ENDINGS_AT_MOST = 2
"""One may stand before another, as in "Kund-in-nen", and a form without it shall be the same."""


@dataclass(frozen=True, slots=True)
class Sought:
    """One word of a message.

    Attributes:
        stems: Its stem with 1, and stems of words that mean nearly the same with less.
    """

    stems: Mapping[str, float]


def endings_in(message: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the endings of the language that most of a message's words are known in.

    Of several, when as many words are known in each; those of English when none is known.
    """
    words = set(_words(message))
    counts = [(len(words & forms.words), forms.endings) for forms in vocabulary.forms]
    most = max((count for count, _ in counts), default=0)
    if not most:
        return ENGLISH
    likely = {ending for count, endings in counts if count == most for ending in endings}
    return tuple(sorted(likely, key=lambda ending: (-len(ending), ending)))


def stem(word: str, endings: tuple[str, ...] = ENGLISH) -> str:
    """Return what a folded word has in common with its other forms, roughly.

    It is a beginning of the word, because the index looks words up by their beginnings. That is
    why no library of stemmers is asked: theirs change letters and go by the accents that visitors
    leave out. Measured with snowballstemmer on the same messages, neither answers more of them.

    Args:
        word: Folded.
        endings: Longer ones first.
    """
    for _ in range(_ENDINGS_AT_MOST):
        for ending in endings:
            shortest = _SHORTEST_STEM - 1 if ending == "s" else _SHORTEST_STEM
            if word.endswith(ending) and len(word) - len(ending) >= shortest:
                word = word.removesuffix(ending)
                break
    doubled = len(word) > _SHORTEST_STEM and word[-1] == word[-2]
    return word[:-1] if doubled else word


def sought(message: str, vocabulary: Vocabulary) -> tuple[Sought, ...]:
    """Return the words of a message that say what it is about, each once; often none."""
    endings = endings_in(message, vocabulary)
    meaning = _meanings(vocabulary, endings)
    common = vocabulary.common
    said = [word for word in _words(message) if len(word) > 1 and word not in _POLITE]
    words = [word for word in said if word not in common]
    own = list(dict.fromkeys(stem(word, endings) for word in words))[:MAX_SOUGHT]
    return tuple(Sought({**dict.fromkeys(meaning[each], _GROUP), each: 1.0}) for each in own)


def rarity(holders: int, responses: int) -> float:
    """Return the weight of a word that so many of the responses hold; the one of BM25."""
    return log(1 + (responses - holders + 0.5) / (holders + 0.5))


def weights_in(response: Response, endings: tuple[str, ...] = ENGLISH) -> dict[str, float]:
    """Return the stems of a response, each with the weight of where it stands.

    Args:
        endings: Those of the message's language: what is in another one does not meet it.
    """
    bodies = [response.body, *(variant.body for variant in response.variants)]
    fields = (
        (_TITLE, (response.title,)),
        (_TAG, response.tags),
        (_SHORTCUT, response.shortcuts),
        (_TEXT, (*response.folder, *(_BLANKS.sub(" ", body) for body in bodies))),
    )
    weights: dict[str, float] = {}
    for weight, texts in fields:
        for each in _stems(texts, endings):
            best = max(weight, weights.get(each, 0.0))
            less = min(weight, weights.get(each, 0.0))
            weights[each] = best + _AGAIN * less
    return weights


def fit(
    asked: Iterable[Sought], weights: Mapping[str, float], rarities: Mapping[str, float]
) -> float:
    """Return how well a response fits; 0 when it does not meet enough of the message.

    Args:
        asked: From `sought`.
        weights: From `weights_in`.
        rarities: The rarity of every stem that any response holds; "" has that of a stem which
            one alone holds.
    """
    found = met = whole = 0.0
    alone = rarities[""]
    for word in asked:
        own = next(each for each, share in word.stems.items() if share == 1.0)
        whole += rarities.get(own, _UNKNOWN * alone)
        best = max(
            (share * rarities[each] * weights[each], share * rarities[each])
            if each in weights and each in rarities
            else (0.0, 0.0)
            for each, share in word.stems.items()
        )
        found, met = found + best[0], met + best[1]
    found /= 0.75 + 0.25 * len(weights) / _USUAL_LENGTH
    is_enough = found >= ENOUGH_FOUND * alone and met >= ENOUGH_MET * whole
    return found if is_enough else 0.0


def _words(message: str) -> list[str]:
    return words_in(_APOSTROPHES.sub("", fold(message[:MAX_MESSAGE])))


def _stems(texts: Iterable[str], endings: tuple[str, ...]) -> set[str]:
    return {stem(word, endings) for text in texts for word in words_in(fold(text))}


@lru_cache(maxsize=8)
def _meanings(vocabulary: Vocabulary, endings: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    meanings: dict[str, dict[str, None]] = defaultdict(dict)
    for group in vocabulary.groups:
        stems = {word: stem(word, endings) for word in group}
        for word, own in stems.items():
            meanings[own] |= dict.fromkeys(stems[other] for other in group if other != word)
    return defaultdict(tuple, {own: tuple(others) for own, others in meanings.items()})
