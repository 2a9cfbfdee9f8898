"""How long a reply is: words, and the 30-word block. Source: practice 5."""

import re
from enum import Enum, auto

BLOCK_WORDS = 30
"""A block longer than this is hard to read in a narrow window. Source: practice 5."""
MOST_BLOCKS_READ = 2
"""A reply as long as so many blocks should be sent in parts."""

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


class Pace(Enum):
    """How a reply's length reads."""

    FITS = auto()
    LONG = auto()
    TOO_LONG = auto()


def words_in(text: str) -> int:
    """Return how many words `text` has; a web address is one, a lone dash is none."""
    return len(list(filter(_LETTER_OR_DIGIT.search, text.split())))


def pace_of(words: int, limit: int = BLOCK_WORDS) -> Pace:
    """Return how a reply of so many words reads, in blocks of `limit`. Source: practice 5."""
    if words <= limit:
        return Pace.FITS
    return Pace.LONG if words < limit * MOST_BLOCKS_READ else Pace.TOO_LONG
