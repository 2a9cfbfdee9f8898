"""The words that rules look for in one language, read from a file; and finding them in a text.

All phrases of a language are looked up in one pass over a text's words, so that neither their
number nor a hostile text makes it slow. Case, accents and kinds of apostrophes do not matter.
"""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from math import prod

from msgspec import Struct

from undivided.protocol.errors import UndividedError

LONGEST_TEXT = 4_000
"""Code points that are looked at; a message has no more."""
ANY_WORD = "*"
"""Stands for one word, whatever it is, inside a phrase."""
ANOTHER_WORD = "|"
"""Parts words that may stand for each other in a file's phrase."""
NEAR_MISS = "not_"
"""Before a kind's name: phrases of that kind count for nothing where one of these is."""

WORD_LISTS = frozenset(
    {
        "business",
        "light_words",
        "joiners",
        "clause_starts",
        "never_first",
        "and_words",
        "agreeing",
        "determiners",
        "loud_words",
        "or_words",
    }
)
"""Kinds that are asked for word by word and are no phrases: a surname may be among them."""
_MOST_CHOICES = 2_000
"""What one phrase may stand for, so that a slip of the pen does not fill the memory."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PLAIN_LETTERS = str.maketrans({"’": "'", "ł": "l", "ø": "o", "đ": "d", "ħ": "h"})
"""Unicode calls a stroke no accent, but hasty writers leave it out all the same."""


class PhrasesBroken(UndividedError):
    """A file of phrases cannot be used."""


class Word(Struct, frozen=True):
    """A word of a text.

    Attributes:
        text: Folded, for comparison.
        start: Where it begins, in code points.
        end: Behind it.
    """

    text: str
    start: int
    end: int


class Hit(Struct, frozen=True):
    """A phrase that was found.

    Attributes:
        kind: The list it stands in, such as "opinion_openers".
        phrase: As the file has it.
        plain: What to say instead, or "".
        first: Index of its first word in the text.
        last: Index of its last word.
        start: Where it begins, in code points.
        end: Behind it.
    """

    kind: str
    phrase: str
    plain: str
    first: int
    last: int
    start: int
    end: int


class _Entry(Struct, frozen=True):
    kind: str
    phrase: str
    plain: str


class _Node:
    """What may follow the words so far, and the phrases that end with them."""

    __slots__ = ("ends", "then")

    def __init__(self) -> None:
        self.then: dict[str, _Node] = {}
        self.ends: list[_Entry] = []


class Phrases:
    """What one language's file says.

    Args:
        language: BCP 47 tag.
        lists: By kind, the phrases, each with what to say instead or "".
        sentences: By name, sentences that the coach offers to write.
        trees: The lists as trees of words, if they are known.
    """

    def __init__(
        self,
        language: str,
        lists: Mapping[str, Sequence[tuple[str, str]]],
        sentences: Mapping[str, tuple[str, ...]],
        trees: "tuple[_Node, ...]" = (),
    ) -> None:
        self.language = language
        self.sentences = sentences
        self._lists = dict(lists)
        self._trees = trees or (_tree_of(lists),)
        self._single: dict[str, frozenset[str]] = {}
        self._stems: dict[tuple[str, int], frozenset[str]] = {}

    def with_list(self, kind: str, pairs: Mapping[str, str]) -> "Phrases":
        """Return the same phrases with one kind more: phrase -> what to say instead."""
        more = {kind: tuple(pairs.items())}
        trees = (*self._trees, _tree_of(more))
        return Phrases(self.language, {**self._lists, **more}, self.sentences, trees)

    def of_kinds(self, kinds: Collection[str]) -> "Phrases":
        """Return the same phrases with these kinds only."""
        lists = {kind: pairs for kind, pairs in self._lists.items() if _is_wanted(kind, kinds)}
        return Phrases(self.language, lists, self.sentences)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of phrases that this language has; rules of other kinds stay silent."""
        return frozenset(self._lists)

    def words_of_kind(self, kind: str) -> frozenset[str]:
        """Return the folded single words of a kind, such as "abbreviations"."""
        known = self._single.get(kind)
        if known is None:
            phrases = self._lists.get(kind, ())
            known = frozenset(folded(phrase.rstrip(".")) for phrase, _ in phrases)
            self._single[kind] = known
        return known

    def stems_of_kind(self, kind: str, letters: int) -> frozenset[str]:
        """Return the first letters of the single words of a kind, to meet their other forms."""
        known = self._stems.get((kind, letters))
        if known is None:
            known = frozenset(word[:letters] for word in self.words_of_kind(kind))
            self._stems[kind, letters] = known
        return known

    def find(self, words: Sequence[Word]) -> tuple[Hit, ...]:
        """Return every phrase in the words of a text, in order; of one kind the longest only."""
        texts = tuple(word.text for word in words)
        hits: list[Hit] = []
        covered: dict[str, int] = {}
        roots = [tree.then for tree in self._trees]
        for first, text in enumerate(texts):
            nodes = [node for then in roots if (node := then.get(text))]
            if not nodes:
                continue
            # Longer phrases come first, so what is inside one of its kind is covered.
            for last, entry in reversed(_ends(nodes, texts, first)):
                if covered.get(entry.kind, -1) < first:
                    covered[entry.kind] = last
                    place = (first, last, words[first].start, words[last].end)
                    hits.append(Hit(entry.kind, entry.phrase, entry.plain, *place))
        return _without_near_misses(hits)


def _ends(nodes: list[_Node], texts: Sequence[str], place: int) -> list[tuple[int, _Entry]]:
    """Return the phrases that begin at a place, with their last words, shorter ones first."""
    found: list[tuple[int, _Entry]] = []
    while nodes:
        found += [(place, entry) for node in nodes for entry in node.ends]
        place += 1
        if place == len(texts):
            break
        wanted = (texts[place], ANY_WORD)
        nodes = [then for node in nodes for word in wanted if (then := node.then.get(word))]
    return found


def _without_near_misses(hits: list[Hit]) -> tuple[Hit, ...]:
    """Return what was found without that which only looks like it: "my stupid phone"."""
    misses = [hit for hit in hits if hit.kind.startswith(NEAR_MISS)]
    if not misses:
        return tuple(hits)
    return tuple(
        hit
        for hit in hits
        if not any(
            miss.kind == NEAR_MISS + hit.kind and miss.first <= hit.last and hit.first <= miss.last
            for miss in misses
        )
    )


def _is_wanted(kind: str, kinds: Collection[str]) -> bool:
    return kind.removeprefix(NEAR_MISS) in kinds


def _tree_of(lists: Mapping[str, Sequence[tuple[str, str]]]) -> _Node:
    tree = _Node()
    for kind, phrases in lists.items():
        for phrase, plain in phrases if kind not in WORD_LISTS else ():
            node = tree
            words = _phrase_words(phrase)
            for word in words:
                node = node.then.setdefault(word, _Node())
            if words:
                node.ends.append(_Entry(kind, phrase, plain))
    return tree


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text, folded, with their places."""
    return tuple(
        Word(folded(match[0]), match.start(), match.end())
        for match in _WORD.finditer(text[:LONGEST_TEXT])
    )


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """Return a word without case and accents, with straight apostrophes."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_PLAIN_LETTERS))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def phrases_from(data: bytes, name: str, only: Collection[str] = ()) -> Phrases:
    """Return what a file of phrases says.

    Its tables are the groups of rules; in them a list holds phrases, and a table of pairs holds
    phrases with what to say instead. The table `sentences` holds what the coach may write. Words
    that may stand for each other are parted by "|": "is|are you|they" is four phrases.

    Args:
        data: The file's bytes, TOML in UTF-8.
        name: Its name, for the sentence.
        only: The kinds that are wanted, if not all of them.

    Raises:
        PhrasesBroken: It is no such file; nothing of it is used.
    """
    try:
        document = tomllib.loads(data.decode())
        lists = {
            kind: _pairs(entries)
            for group, table in document.items()
            if isinstance(table, dict) and group != "sentences"
            for kind, entries in table.items()
            if not only or _is_wanted(kind, only)
        }
        sentences = {
            key: tuple([value] if isinstance(value, str) else _texts(value))
            for key, value in document.get("sentences", {}).items()
        }
        return Phrases(_text(document["language"]), lists, sentences)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PhrasesBroken(
            f"The file {name} with phrases for the writing coach cannot be read ({error}). "
            "The rules that need its words are off; all others work."
        ) from error


def _phrase_words(phrase: str) -> tuple[str, ...]:
    parts = phrase.split()
    if parts[:1] == [ANY_WORD]:
        raise ValueError(f"the phrase {phrase!r} begins with any word")
    return tuple(word for part in parts for word in _part_words(part))


@lru_cache(maxsize=20_000)
def _part_words(part: str) -> tuple[str, ...]:
    # One part stands in hundreds of phrases once those with "|" are spelled out.
    return (part,) if part == ANY_WORD else tuple(word.text for word in words_of(part))


def _pairs(entries: object) -> tuple[tuple[str, str], ...]:
    if isinstance(entries, dict):
        pairs = [(_text(phrase), _text(plain)) for phrase, plain in entries.items()]
    else:
        pairs = [(phrase, "") for phrase in _texts(entries)]
    return tuple((one, plain) for phrase, plain in pairs for one in _spelled_out(phrase))


def _spelled_out(phrase: str) -> Iterator[str]:
    choices = [part.split(ANOTHER_WORD) for part in phrase.split()]
    if prod(map(len, choices)) > _MOST_CHOICES:
        raise ValueError(f"the phrase {phrase!r} stands for too many")
    return (" ".join(words) for words in product(*choices))


def _texts(values: object) -> list[str]:
    if not isinstance(values, list):
        raise TypeError("a list of phrases is expected")
    return [_text(value) for value in values]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


NO_PHRASES = Phrases("", {}, {})
"""Of a language without a file: only the rules without words remain."""
