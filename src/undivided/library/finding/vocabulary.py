"""The words that the library goes by, of all languages together, read from one file each.

Visitors and responses name no language here, so a word counts in whichever it stands.
"""

import re
import tomllib
from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from undivided.library.errors import LibraryError
from undivided.library.folding import fold

_WORDS = re.compile(r"[^\W_]+")


class VocabularyBroken(LibraryError):
    """A file of words cannot be used."""


@dataclass(frozen=True, slots=True)
class Forms:
    """How the words of one language change.

    Attributes:
        words: Folded words that the language is known by: its common ones and its groups.
        endings: Folded ends of words that only say how a word is used, longer ones first.
    """

    words: frozenset[str]
    endings: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Vocabulary:
    """What is known of words; two of them are never compared, so one is quick to look up by.

    Attributes:
        common: Folded words that say nothing about what somebody wants.
        groups: Folded words that mean nearly the same.
        greetings: What a reply begins with.
        fillers: Greetings -> what stands behind them for a name that is not known.
        months: Names and short names.
        clocks: What follows an hour, such as "Uhr".
        numbers: What may stand between a thing and its number, such as "no".
        copulas: What may follow that, such as "is".
        numbered: What has a number, in small letters -> how its blank calls it.
        forms: How words change, for each language.
    """

    common: frozenset[str] = frozenset()
    groups: tuple[tuple[str, ...], ...] = ()
    greetings: tuple[str, ...] = ()
    fillers: Mapping[str, str] = field(default_factory=dict)
    months: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    copulas: tuple[str, ...] = ()
    numbered: Mapping[str, str] = field(default_factory=dict)
    forms: tuple[Forms, ...] = ()


def vocabulary_from(data: bytes, name: str) -> Vocabulary:
    """Return the words of one language's file.

    Args:
        data: The file's bytes, TOML in UTF-8.
        name: Its name, for the sentence.

    Raises:
        VocabularyBroken: It is no such file.
    """
    try:
        document = tomllib.loads(data.decode())
        common = frozenset(_WORDS.findall(fold(document["common"])))
        lines = document["groups"].strip().splitlines()
        groups = tuple(tuple(_WORDS.findall(fold(line))) for line in lines)
        endings = sorted(_WORDS.findall(fold(document.get("endings", ""))), key=len, reverse=True)
        return Vocabulary(
            common=common,
            groups=groups,
            forms=(Forms(common.union(*groups), tuple(endings)),),
            greetings=_texts(document["greetings"]),
            fillers=_pairs(document.get("fillers", {})),
            months=_texts(document["months"]),
            clocks=_texts(document["clocks"]),
            numbers=_texts(document["numbers"]),
            copulas=_texts(document["copulas"]),
            numbered=_pairs(document["numbered"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VocabularyBroken(
            f"The file {name} with words of the library cannot be read ({error}). Responses in its "
            "language are suggested less often; everything else works."
        ) from error


def together(languages: Iterable[Vocabulary]) -> Vocabulary:
    """Return the words of several languages; what one says of a word, another does not change."""
    known = tuple(languages)
    return Vocabulary(
        common=frozenset().union(*(each.common for each in known)),
        groups=tuple(group for each in known for group in each.groups),
        greetings=_each_once(each.greetings for each in known),
        fillers=dict(ChainMap(*(dict(each.fillers) for each in known))),
        months=_each_once(each.months for each in known),
        clocks=_each_once(each.clocks for each in known),
        numbers=_each_once(each.numbers for each in known),
        copulas=_each_once(each.copulas for each in known),
        numbered=dict(ChainMap(*(dict(each.numbered) for each in known))),
        forms=tuple(forms for each in known for forms in each.forms),
    )


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of these words, longer ones first; nothing fits none."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, longest_first)) + ")" if longest_first else "(?!)"


def _each_once(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in lists for word in words))


def _pairs(table: object) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(said, str) for said in table.values()):
        raise TypeError("a table of words is expected")
    return {word.lower(): said for word, said in table.items()}


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError("a list of words is expected")
    return tuple(values)
