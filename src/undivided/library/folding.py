"""Texts without case and accents, so that two spellings of a word compare equal."""

import re
import unicodedata

_MARKS = re.compile(r"[\u0300-\u036f]")


def fold(text: str) -> str:
    """Return the text without case and accents, as the full-text index stores its words."""
    if text.isascii():
        return text.lower()
    # Not casefold(): the index keeps the sharp s, and both must say the same.
    return _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))
