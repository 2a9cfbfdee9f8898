"""Text in capitals, shown in small letters; the record keeps it as it was. Source: practice 71.

Small letters are not always right letters, so that what is written with a capital keeps it: words
that the language's file spells, words that the chat has shown in calm lines, names that are known,
German nouns by their endings, short forms without a vowel, addresses, and anything with a digit.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from undivided.etiquette.coach.advice import Span
from undivided.etiquette.coach.phrases import Phrases, folded, words_of
from undivided.etiquette.coach.reading import Reading
from undivided.etiquette.coach.signals import capitals_share, in_capitals
from undivided.etiquette.web_addresses import find_links

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TOKEN = re.compile(r"\S+")
_CODE = re.compile(r"[\d_@]")
_AMOUNT = re.compile(r"\W*\d+(?:ST|ND|RD|TH|AM|PM|KG|CM|MM|ML|KM|GB|H)\W*")
_SENTENCE_START = re.compile(r"(?:^|[.!?…]\s+|\n\s*)\W*(\w)", re.MULTILINE)
_MANY_MARKS = re.compile(r"[!?]{3,}")
_TWO_MARKS = re.compile(r"[!?]{2,}")
_ANY_BEGINNING = "*"
_VOWELS = frozenset("aeiouy")
_LONGEST_SHORT_FORM = 5
_SHORTEST_NOUN = 6
_LONGEST_INITIALS = 3
_SHOUT_WORDS = 2
_SHOUT_LETTERS = 6
_SHOUT_SHARE = 0.8

Spellings = Mapping[str, str]
"""Folded word -> the word as it is written."""


class Calmed(Struct, frozen=True):
    """A shouted text as it is shown.

    Attributes:
        text: What is shown.
        written: What was written.
        origins: For each code point of `text` its place in `written`.
    """

    text: str
    written: str
    origins: tuple[int, ...]

    def original(self, start: int, end: int) -> str:
        """Return what was written where a part of `text` is shown."""
        if start >= end:
            return ""
        last = self.origins[end] if end < len(self.origins) else len(self.written)
        return self.written[self.origins[start] : last]


def may_shout(text: str) -> bool:
    """Return whether a text is worth looking into; most are not, and that costs nearly nothing."""
    return _MANY_MARKS.search(text) is not None or sum(map(str.isupper, text)) >= _SHOUT_LETTERS


class Calmer:
    """Shows shouted lines of one chat calmly.

    Args:
        phrases: Of the chat's language; its sentences `spellings` are words as they are written,
            where "*ung" means that words which end so begin with a capital.
        learned: Words as this chat has shown them, from `spellings_in`.
    """

    def __init__(self, phrases: Phrases, learned: Spellings | None = None) -> None:
        self._phrases = phrases
        words = phrases.sentences.get("spellings", ())
        self._spelled = {folded(word): word for word in words} | dict(learned or {})
        self._nouns = tuple(word[1:] for word in words if word.startswith(_ANY_BEGINNING))

    def calmed(self, text: str) -> Calmed | None:
        """Return a line as it is shown, or None when nothing in it is shouted."""
        cased = list(text)
        for span in _shouted(text, self._phrases):
            cased[span.start : span.end] = self.in_sentence_case(text[span.start : span.end])
        shown, done = "", 0
        origins: list[int] = []
        marks = () if self._is_glad(text) else tuple(_MANY_MARKS.finditer(text))
        for match in marks:
            fewer = "".join(dict.fromkeys(match[0]))
            shown += "".join(cased[done : match.start()]) + fewer
            origins += range(done, match.start() + len(fewer))
            done = match.end()
        shown += "".join(cased[done:])
        origins += range(done, len(text))
        return None if shown == text else Calmed(shown, text, tuple(origins))

    def in_sentence_case(self, text: str, *, begins: bool = True) -> str:
        """Return words in capitals in small letters; no letter changes its place.

        Args:
            begins: Whether the text begins a sentence.
        """
        signs = list(text)
        spelled: set[int] = set()
        for word in _words_to_case(text):
            is_unit = text[: word.start()][-1:].isdigit()
            shown = word[0].lower() if is_unit else self._cased(word[0])
            signs[word.start() : word.end()] = shown
            if shown != shown.lower():
                spelled.update(range(word.start(), word.end()))
        for start in _SENTENCE_START.finditer(text):
            place = start.start(1)
            if place not in spelled and (begins or place > 0):
                signs[place] = _same_length(signs[place], signs[place].upper())
        return "".join(signs)

    def _cased(self, word: str) -> str:
        known = self._spelled.get(folded(word))
        small = _same_length(word, word.lower())
        if known is not None and len(known) == len(word):
            pairs = zip(word, small, known, strict=True)
            return "".join(big if sign.isupper() else low for big, low, sign in pairs)
        if _is_short_form(small):
            return word
        if len(word) >= _SHORTEST_NOUN and small.endswith(self._nouns):
            return word[0] + small[1:]
        return small

    def _is_glad(self, text: str) -> bool:
        return Reading(text, self._phrases).has("thanks", "goodbyes")


def spellings_in(
    said: Iterable[str], phrases: Phrases, *, names: Iterable[str] = ()
) -> dict[str, str]:
    """Return words as a chat writes them.

    Args:
        said: Lines of the chat. What begins with a capital inside a sentence is a name or a noun;
            shouted lines teach nothing.
        names: Of people and pages, where the first word counts too.
    """
    common = phrases.words_of_kind("common_words")
    learned = {
        word.text: _as_name(name[word.start : word.end])
        for name in names
        for word in words_of(name)
        if word.text not in common
    }
    for text in said:
        if in_capitals(text):
            continue
        starts = {found.start(1) for found in _SENTENCE_START.finditer(text)}
        for word in words_of(text):
            written = text[word.start : word.end]
            is_told = word.start not in starts or written[1:] != written[1:].lower()
            if is_told and written != written.lower() and word.text not in common:
                learned.setdefault(word.text, written)
    return {word: written for word, written in learned.items() if written != written.lower()}


def _as_name(written: str) -> str:
    """Return a name that somebody typed in capitals as names are written."""
    is_shouted = len(written) > _LONGEST_INITIALS and written.isupper()
    return written.capitalize() if is_shouted else written


def _shouted(text: str, phrases: Phrases) -> Iterator[Span]:
    """Yield what of a text is shouted: all of it, or single sentences."""
    is_short_shout = (
        _TWO_MARKS.search(text) is not None
        and len(_WORD.findall(text)) >= _SHOUT_WORDS
        and sum(map(str.isupper, text)) >= _SHOUT_LETTERS
        and capitals_share(text) >= _SHOUT_SHARE
    )
    if is_short_shout or in_capitals(text):
        yield Span(0, len(text))
        return
    for span in Reading(text, phrases).sentences:
        if in_capitals(text[span.start : span.end]):
            yield span


def _words_to_case(text: str) -> Iterator[re.Match[str]]:
    """Yield the words in capitals that are neither part of an address nor of a code."""
    links = [range(link.start, link.end) for link in find_links(text)]
    for token in _TOKEN.finditer(text):
        if any(token.start() < link.stop and link.start < token.end() for link in links):
            continue
        if _CODE.search(token[0]) and not _AMOUNT.fullmatch(token[0]):
            continue
        for word in _WORD.finditer(text, token.start(), token.end()):
            if word[0] == word[0].upper():
                yield word


def _is_short_form(small: str) -> bool:
    """Return whether a word is spelled out when it is read: DHL, HDMI has a vowel and is listed."""
    return (
        2 <= len(small) <= _LONGEST_SHORT_FORM
        and small.isascii()
        and small.isalpha()
        and _VOWELS.isdisjoint(small)
    )


def _same_length(old: str, new: str) -> str:
    """Return `new` where every letter kept its place: a capital İ has no small one like it."""
    if len(new) == len(old):
        return new
    pairs = ((sign, sign.lower()) for sign in old)
    return "".join(low if len(low) == 1 else sign for sign, low in pairs)
