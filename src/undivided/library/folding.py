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
_UNSPACED = re.compile(r"[\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
"""Chinese and Japanese, which have no spaces between words."""
_ONLY_GRAMMAR = re.compile(r"[\u3041-\u309f\u30fb-\u30fe]+")
"""Hiragana alone seldom says what a text is about."""
_OWN = re.compile(f"[{''.join(_LETTERS)}]")


def fold(text: str) -> str:
    """Return the text without case and accents, in the letters of every keyboard."""
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.lower())).translate(_TO_PLAIN)
    # Letters of other scripts are put together again, as the index has them.
    return unicodedata.normalize("NFC", plain)


def words_in(folded: str) -> list[str]:
    """Return the words of a folded text; of scripts without spaces, each two signs in a row."""
    words = _WORDS.findall(folded)
    if folded.isascii() or not _UNSPACED.search(folded):
        return words
    return [part for word in words for part in _parts(word)]


def _parts(word: str) -> list[str]:
    spaced = [part for part in _UNSPACED.split(word) if part]
    return spaced + [pair for run in _UNSPACED.findall(word) for pair in _pairs(run)]


def _pairs(run: str) -> list[str]:
    pairs = [run[at : at + 2] for at in range(len(run) - 1)]
    return [pair for pair in pairs if not _ONLY_GRAMMAR.fullmatch(pair)]


def plain_words(texts: Iterable[str]) -> str:
    """Return the folded words that a full-text index would not find by their folded form.

    SQLite's tokenizer takes accents off as `fold` does, but keeps letters such as the Polish l
    with a stroke, and takes a sentence without spaces for one word. What is returned here is put
    into the index beside the texts themselves.
    """
    found: dict[str, None] = {}
    for text in texts:
        if not text.isascii() and _OWN.search(text.lower()):
            words = (word for word in _WORDS.findall(text) if _OWN.search(word.lower()))
            found |= dict.fromkeys(map(fold, words))
        if not text.isascii():
            runs = _UNSPACED.findall(unicodedata.normalize("NFC", text))
            found |= dict.fromkeys(pair for run in runs for pair in _pairs(run))
    return " ".join(found)
