"""Fact cards as the coach sees them: texts with a source, and the numbers and words in them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from undivided.etiquette.coach.phrases import words_of

NUMBER = re.compile(r"(?<!\w)(?<![^\W\d_]-)\d+(?:[.,:/'\u2019-]\d+|[ \u00a0\u202f]\d{3}(?!\d))*")
"""A number with what stands inside it; none that is part of a name, as in A4 or COVID-19."""
_GROUPS = re.compile(r"\d+")
_THOUSAND = 3


class FactCard(Struct, frozen=True):
    """A text that can be looked up.

    Attributes:
        id: Of its response.
        title: What it is called.
        source: Where it is written.
        text: What it states.
    """

    id: str
    title: str
    source: str
    text: str

    def states(self, claim: str) -> bool:
        """Return whether it says the same number or words as a claim."""
        numbers, words = _stated(self.text)
        return claim in numbers if claim[:1].isdigit() else f" {claim} " in words


class Instead(Struct, frozen=True):
    """A response about something that would do instead: its id and its title."""

    id: str
    title: str


class Unavailable(Struct, frozen=True):
    """Something that cannot be had now.

    Attributes:
        name: What it is called, its words folded, with a space between.
        instead: What to offer, the best first. Source: practice 53.
    """

    name: str
    instead: tuple[Instead, ...]


def unavailable(title: str, instead: Iterable[Instead]) -> Unavailable:
    """Return what is called by a title, and cannot be had."""
    return Unavailable(" ".join(word.text for word in words_of(title)), tuple(instead))


class FactCards:
    """The fact cards of a library, ready to be asked at every key press.

    Args:
        cards: Those that hold now.
        unavailable: What cannot be had now, and has something that would do instead.

    Attributes:
        unavailable: The same.
    """

    def __init__(
        self, cards: Iterable[FactCard] = (), unavailable: Iterable[Unavailable] = ()
    ) -> None:
        self.unavailable = tuple(unavailable)
        self._by_number: dict[str, FactCard] = {}
        self._words: list[tuple[str, FactCard]] = []
        for card in cards:
            numbers, words = _stated(card.text)
            for number in numbers:
                self._by_number.setdefault(number, card)
            self._words.append((words, card))

    def stating(self, claim: str) -> FactCard | None:
        """Return a card that says the same number or words as a claim."""
        if claim[:1].isdigit():
            return self._by_number.get(claim)
        return next((card for words, card in self._words if f" {claim} " in words), None)


NO_CARDS = FactCards()


def numbers_in(text: str) -> frozenset[str]:
    """Return the keys of all numbers in a text, whatever they mean there."""
    return frozenset(number_key(match[0]) for match in NUMBER.finditer(text))


@lru_cache(maxsize=20_000)
def number_key(digits: str) -> str:
    """Return what a number is compared by: "1.299,00" and "1299" are the same."""
    groups = [group.lstrip("0") or "0" for group in _GROUPS.findall(digits)]
    raw = _GROUPS.findall(digits)
    is_plain = not set(digits) & set(":/-")
    if is_plain and all(len(group) == _THOUSAND for group in raw[1:]):
        return "".join(raw).lstrip("0") or "0"
    is_decimal = all(len(group) == _THOUSAND for group in raw[1:-1]) and len(raw[-1]) < _THOUSAND
    if is_plain and is_decimal:
        whole, rest = "".join(raw[:-1]).lstrip("0") or "0", raw[-1].rstrip("0")
        return f"{whole}.{rest}" if rest else whole
    return "/".join(groups)


@lru_cache(maxsize=512)
def _stated(text: str) -> tuple[frozenset[str], str]:
    """Return the numbers of a text, and all its words with a space before and after each."""
    return numbers_in(text), f" {' '.join(word.text for word in words_of(text))} "
