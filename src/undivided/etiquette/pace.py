"""How long a reply is: words, and the 30-word block. Source: practice 5."""

import re
from enum import Enum, auto

BLOCK_WORDS = 30
"""A block longer than this is hard to read in a narrow window. Source: practice 5."""
LONG_WORDS = 60
"""Twice a block: the reply should be sent in parts."""

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


class Pace(Enum):
    """How a reply's length reads."""

    FITS = auto()
    LONG = auto()
    TOO_LONG = auto()


def words_in(text: str) -> int:
    """Return how many words `text` has; a web address is one, a lone dash is none."""
    return len(list(filter(_LETTER_OR_DIGIT.search, text.split())))


def pace_of(words: int) -> Pace:
    """Return how a reply of so many words reads. Source: practice 5."""
    if words <= BLOCK_WORDS:
        return Pace.FITS
    return Pace.LONG if words < LONG_WORDS else Pace.TOO_LONG
