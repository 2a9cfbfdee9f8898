"""Texts without case, accents and letters of their own, so that two spellings compare equal."""

import re
import unicodedata
from collections.abc import Iterable

_MARKS = re.compile(r"[\u0300-\u036f]")
_WORDS = re.compile(r"[^\W_]+")
_LETTERS = {
    "\u00df": "ss", "\u00e6": "ae", "\u00f0": "d", "\u00f8": "o", "\u00fe": "th", "\u0111": "d",
    "\u0127": "h", "\u0131": "i", "\u0142": "l", "\u0153": "oe", "\u0167": "t",
}  # fmt: skip
"""Letters that Unicode takes for no accented others, as those who lack the key type them."""
_TO_PLAIN = str.maketrans(_LETTERS)
_OWN = re.compile(f"[{''.join(_LETTERS)}]")


def fold(text: str) -> str:
    """Return the text without case and accents, in the letters of every keyboard."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFD", text.lower())).translate(_TO_PLAIN)


def plain_words(texts: Iterable[str]) -> str:
    """Return the folded words that a full-text index would not find by their folded form.

    SQLite's tokenizer takes accents off as `fold` does, but keeps letters such as the Polish l
    with a stroke. What is returned here is put into the index beside the texts themselves.
    """
    found: dict[str, None] = {}
    for text in texts:
        if not text.isascii() and _OWN.search(text.lower()):
            words = (word for word in _WORDS.findall(text) if _OWN.search(word.lower()))
            found |= dict.fromkeys(map(fold, words))
    return " ".join(found)
