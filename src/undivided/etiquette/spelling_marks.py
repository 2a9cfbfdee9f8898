"""Which parts of a text are words to spell-check; addresses, slots, codes and names are none."""

import re
import unicodedata
from collections import deque
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

LONGEST_WORD = 60
"""Code points; nothing longer is a word, and a dictionary would take long to look at it."""

_LETTER = "[^\\W\\d_][\\u0300-\\u036f]*"
_WORD = re.compile(f"{_LETTER}(?:{_LETTER}|['’](?={_LETTER})|-(?={_LETTER}))*")
# Each of these is skipped as a whole. A link, an address or a path may hold words, but spells none.
# None begins inside a word or gives letters back, so a text without a space takes no longer.
_NOT_WORDS = re.compile(
    r"""
    (?<!\w)\w++://\S+ | www\.\S+         # a link
    | (?<!\S)[^\s@]*+@\S+                  # an e-mail address, or somebody who is mentioned
    | (?<!\w)[/\#@][^\W\d_][\w./-]*        # a shortcut, a hashtag, a path
    | (?<!\w)\w++(?:[._\\/]\w++)+          # a host, a file's name, "and/or"
    | (?<!\w)[^\W_]*+_\w*                  # a name in code
    | (?<!\w)[^\W\d]*+\d[\w-]*             # an order number, "3rd", "A4"
    | (?<!\w)\w++-\d\w*                    # a code such as "X-200"
    """,
    re.VERBOSE,
)
# These may hold spaces: a slot with its words, and code.
_WITH_SPACES = re.compile(r"\{\{[^{}\n]*\}\}|`[^`\n]*+`")
_PIECE = re.compile(r"\S+")
_REMEMBERED = 20_000
_LONGEST_REMEMBERED = 100
_INNER_CAPITAL = re.compile(r"[^\W\d_]*[a-zß-ÿ][A-Z]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, by position in it, in code points.

    Attributes:
        text: As a dictionary knows it: composed letters, straight apostrophes.
    """

    start: int
    end: int
    text: str


Places = Iterable[tuple[int, int]]
"""Parts of a text, from a first code point to before a last one."""

Misspellings = Callable[[str, str], tuple[Word, ...]]
"""Returns the misspelt words of a text, given the text and its language as a BCP 47 tag.

It answers at once; a word whose answer is not known yet counts as right.
"""


def words_to_check(
    text: str, known: Collection[str] = (), skipped: Places = ()
) -> tuple[Word, ...]:
    """Return the words of `text` that a dictionary should know, in order.

    Words in capitals alone are short forms, and words with a capital inside are names of things.

    Args:
        text: What is written; slots may still be in braces.
        known: Casefolded words that are right whatever a dictionary says, such as the visitor's
            name and the operator's own words.
        skipped: Parts that are not looked into, such as slots that are filled.

    Source: practice 18.
    """
    others = [(match.start(), match.end()) for match in _WITH_SPACES.finditer(text)]
    ahead = deque(sorted([*others, *skipped]))
    found = []
    for match in _PIECE.finditer(text):
        at = match.start()
        for word in _words_of_piece(match[0]):
            start, end = at + word.start, at + word.end
            while ahead and ahead[0][1] <= start:
                ahead.popleft()
            if (not ahead or end <= ahead[0][0]) and not _is_known(word.text.casefold(), known):
                found.append(Word(start, end, word.text))
    return tuple(found)


def _words_of_piece(piece: str) -> tuple[Word, ...]:
    """Return the words of what stands between two spaces, which is the same wherever it stands."""
    return _remembered(piece) if len(piece) <= _LONGEST_REMEMBERED else _found_in(piece)


@lru_cache(maxsize=_REMEMBERED)
def _remembered(piece: str) -> tuple[Word, ...]:
    return _found_in(piece)


def _found_in(piece: str) -> tuple[Word, ...]:
    others = deque((match.start(), match.end()) for match in _NOT_WORDS.finditer(piece))
    found = []
    for match in _WORD.finditer(piece):
        while others and others[0][1] <= match.start():
            others.popleft()
        word = as_known(match[0])
        if (not others or match.end() <= others[0][0]) and _is_checked(word):
            found.append(Word(match.start(), match.end(), word))
    return tuple(found)


@lru_cache(maxsize=64)
def name_words(names: tuple[str, ...]) -> frozenset[str]:
    """Return the casefolded words of names, titles and addresses, to be taken as right."""
    return frozenset(
        as_known(match[0]).casefold() for name in names for match in _WORD.finditer(name)
    )


def word_at(text: str, position: int) -> Word | None:
    """Return the word that a position, in code points, lies in or touches."""
    words = words_to_check(text)
    return next((word for word in words if word.start <= position <= word.end), None)


def as_known(word: str) -> str:
    """Return a word as a dictionary writes it."""
    return unicodedata.normalize("NFC", word).replace("’", "'")


def as_written(suggestion: str, before: str) -> str:
    """Return a dictionary's word with the apostrophes of the word that it replaces."""
    return suggestion.replace("'", "’") if "’" in before else suggestion


def _is_known(word: str, known: Collection[str]) -> bool:
    return word in known or word.removesuffix("'s") in known


def _is_checked(word: str) -> bool:
    if not 1 < len(word) <= LONGEST_WORD:
        return False
    return not word.isupper() and not _INNER_CAPITAL.match(word)
