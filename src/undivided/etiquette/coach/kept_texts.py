"""What was made of texts, kept as long as they are met again."""

from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class KeptTexts(Generic[Made]):
    """Makes something of each text once.

    Args:
        make: Makes it.
        most_kept: Code points of texts that are kept; what was not met since about half of them
            came goes first.
    """

    def __init__(self, make: Callable[[str], Made], most_kept: int) -> None:
        self._make = make
        self._most_young = most_kept // 2
        self._young: dict[str, Made] = {}
        self._old: dict[str, Made] = {}
        self._size = 0

    def of(self, text: str) -> Made:
        """Return what was made of a text, now or before."""
        known = self._young.get(text)
        if known is None:
            known = self._old.pop(text, None)
            if known is None:
                known = self._make(text)
            self._young[text] = known
            self._size += len(text)
            if self._size > self._most_young:
                self._old, self._young, self._size = self._young, {}, 0
        return known
