"""How a visitor seems to feel, by their own last words; always with those words, never a figure.

It says nothing of the operator. Source: practices 72 and 79.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from undivided.etiquette.coach.reading import Reader, Reading
from undivided.etiquette.coach.signals import in_capitals

LINES_LOOKED_AT = 4
"""The visitor's last lines; who has calmed down is not held to what was said before."""
HARD_CHATS = 2
"""Hostile chats in a row after which a break is proposed. Source: practice 30."""
CAPITALS = "capitals"
_MOST_WORDS = 4


class Mood(StrEnum):
    """From calm to hostile; the names are stable."""

    CALM = "calm"
    WORRIED = "worried"
    ANNOYED = "annoyed"
    HOSTILE = "hostile"


class Felt(Struct, frozen=True):
    """What the visitor's words sound like.

    Attributes:
        words: What it was heard in, as it was written, the newest first.
        is_urgent: Whether something is wanted at once.
        is_buying: Whether the visitor speaks of buying now. Source: practice 51.
    """

    mood: Mood = Mood.CALM
    words: tuple[str, ...] = ()
    is_urgent: bool = False
    is_buying: bool = False


_BY_KIND = {"hostile": Mood.HOSTILE, "annoyed": Mood.ANNOYED, "worried": Mood.WORRIED}
_WISHES = ("urgent", "buying")
_ORDER = tuple(Mood)


def felt_in(said: Sequence[str], reader: Reader) -> Felt:
    """Return how the visitor seems to feel.

    Args:
        said: The visitor's lines, oldest first.
    """
    mood, words, wishes = Mood.CALM, list[str](), set[str]()
    for text in reversed(said[-LINES_LOOKED_AT:]):
        reading = reader.read(text)
        found = _heard(reading)
        if not found and reading.has("thanks", "goodbyes"):
            break
        for here, word in found:
            mood = max(mood, here, key=_ORDER.index)
            words.append(word)
        for hit in reading.of(*_WISHES):
            wishes.add(hit.kind)
            words.append(reading.text[hit.start : hit.end])
    told = tuple(dict.fromkeys(words))[:_MOST_WORDS]
    return Felt(mood, told, "urgent" in wishes, "buying" in wishes)


def _heard(reading: Reading) -> list[tuple[Mood, str]]:
    found = [
        (_BY_KIND[hit.kind], reading.text[hit.start : hit.end]) for hit in reading.of(*_BY_KIND)
    ]
    if in_capitals(reading.text):
        found.append((Mood.ANNOYED, CAPITALS))
    return found


class HardChats:
    """Counts hostile chats that ended one after the other. Source: practice 30."""

    def __init__(self) -> None:
        self._in_a_row = 0

    def ended(self, *, was_hostile: bool) -> bool:
        """Take in the end of a chat; return whether a break would do good."""
        self._in_a_row = self._in_a_row + 1 if was_hostile else 0
        if self._in_a_row < HARD_CHATS:
            return False
        self._in_a_row = 0
        return True
