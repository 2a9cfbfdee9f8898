"""Card numbers that an author writes over several messages, each for itself too short to tell.

When the last part comes, the parts before it are masked too: whoever keeps them changes them.
Source: promise G19.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

from undivided.etiquette.cards.brands import SHORTEST, lengths_of
from undivided.etiquette.cards.digits import (
    BREAKS,
    GAP,
    HIDDEN_AT_LEAST,
    KEPT,
    MASK,
    in_ascii,
    with_plain_digits,
)
from undivided.etiquette.cards.extras import with_begun_hidden
from undivided.etiquette.cards.light_words import without_light_words
from undivided.etiquette.cards.numbers import cards_in, hidden_at, masked

REMEMBERED = 6
"""Earlier messages of an author that a number may have begun in: 19 digits in fours, and talk."""
REACH = 128
"""Characters at the end of an earlier message that a number may have begun in."""
TALK = 48
"""Characters without a digit, between two parts of a number, that are passed over."""
LINE = "\n"

_WHOLE = MASK * HIDDEN_AT_LEAST + "0" * KEPT
"""A whole hidden number, to stand for one of which no digit was kept."""
_TOLD = re.compile(rf"[\d{MASK}]")
_DIGIT = re.compile(r"\d")


def masked_after(before: Sequence[str], text: str) -> str:
    """Return `masked(text)`, also where a number began in its author's earlier messages.

    Of such a number no digit stays: what was said before may be beyond recall.

    Args:
        before: What the author said last, oldest first, as it was kept.
        text: What follows.
    """
    return masked_split(before, text)[1]


def masked_split(before: Sequence[str], text: str) -> tuple[tuple[str, ...], str]:
    """Return an author's earlier messages and what follows, masked where a number runs through.

    Args:
        before: What the author said last, oldest first, as it was kept; the last `REMEMBERED`
            of them are looked at.
        text: What follows.
    """
    own = masked(text)
    earlier = list(before[-REMEMBERED:])
    parts = [with_plain_digits(part) for part in (*earlier, own)]
    if not may_continue(own) or not any(map(_TOLD.search, parts[:-1])):
        return tuple(before), own
    if MASK not in "".join(parts) and sum(map(_told, parts)) < SHORTEST:
        return tuple(before), own
    split = _Parts(parts).split_numbers()
    shown = [
        hidden_at(part, split.get(place, ()), MASK) for place, part in enumerate((*earlier, own))
    ]
    *changed, last = shown
    if split:
        last = _without_extras_beside(last, max(split[len(earlier)]) + 1)
    return (*before[: len(before) - len(earlier)], *changed), _without_extras_behind(earlier, last)


def _told(part: str) -> int:
    return len(_TOLD.findall(part))


def may_continue(text: str) -> bool:
    """Return whether the text can be the rest of a number: it soon comes to a digit."""
    return _TOLD.search(with_plain_digits(text[:TALK])) is not None


class _Parts:
    """Messages put together, without the talk between them; the last one is what follows."""

    def __init__(self, parts: Sequence[str]) -> None:
        self._last = len(parts) - 1
        self._places: list[tuple[int, int]] = []
        signs: list[str] = []
        for number, part in enumerate(parts):
            start, end = self._piece(part, is_last=number == self._last)
            if start == end and len(part) > TALK:
                signs, self._places = [], []
            elif start < end:
                signs.append(part[start:end] + LINE)
                self._places += [(number, place) for place in range(start, end + 1)]
            if number < self._last and len(part) - end > TALK:
                signs, self._places = [], []
        self._text = "".join(signs)

    @staticmethod
    def _piece(part: str, *, is_last: bool) -> tuple[int, int]:
        """Return which piece of a message counts: up to its last digit, and of what follows all."""
        if is_last:
            return 0, min(len(part), 2 * REACH)
        start = max(0, len(part) - REACH)
        told = [found.end() for found in _TOLD.finditer(part, start)]
        return (start, told[-1]) if told else (len(part), len(part))

    def split_numbers(self) -> dict[int, set[int]]:
        """Return by message where the digits of numbers stand that run on into the last one."""
        found: dict[int, set[int]] = {}
        for digits in (*(card.digits for card in cards_in(self._text)), *self._begun()):
            if self._is_earlier(digits[0]) and not self._is_earlier(digits[-1]):
                for number, place in (self._places[at] for at in digits):
                    found.setdefault(number, set()).add(place)
        return found

    def _is_earlier(self, at: int) -> bool:
        return self._places[at][0] != self._last

    def _begun(self) -> list[list[int]]:
        """Return the digits, and hidden ones, of numbers whose end was masked by its sender."""
        text, at = without_light_words(self._text)
        begun = []
        for found in _half_hidden().finditer(text):
            places = [place for place in range(*found.span()) if _TOLD.match(text, place)]
            digits = in_ascii("".join(text[place] for place in places if text[place] != MASK))
            if not self._is_earlier(at[places[len(digits) - 1]]):
                continue  # a number of the last message alone
            starts = (0, *(each for each in range(1, len(digits)) if _is_apart(places, each)))
            fits = (each for each in starts if len(places) - each in lengths_of(digits, each))
            begun += [[at[place] for place in places[first:]] for first in islice(fits, 1)]
        return begun


def _is_apart(places: Sequence[int], number: int) -> bool:
    return places[number - 1] + 1 != places[number]


@cache
def _half_hidden() -> re.Pattern[str]:
    gap = f"{BREAKS}{{0,{GAP}}}+"
    return re.compile(rf"(?:\d{gap})++(?:{MASK}{gap})++(?!\d)")


def _without_extras_beside(text: str, end: int) -> str:
    """Return a message without the date and the code beside a split number.

    Args:
        text: The message with its part of the number hidden.
        end: Where that part ends.
    """
    shown = masked(text[:end] + _WHOLE + text[end:])
    return shown[:end] + shown[end + len(_WHOLE) :]


def _without_extras_behind(before: Sequence[str], text: str) -> str:
    """Return what follows without the date and the code of a number in the messages before."""
    earlier = with_begun_hidden(LINE.join(before)[-REACH:])
    if MASK not in earlier:
        return text
    end = earlier.rindex(MASK) + 1
    if earlier.count(MASK) >= HIDDEN_AT_LEAST and _DIGIT.search(earlier, end) is None:
        earlier = earlier[:end] + _WHOLE + earlier[end:]
    head, rest = text[: 2 * REACH], text[2 * REACH :]
    return masked(f"{earlier}{LINE}{head}")[len(earlier) + 1 :] + rest
