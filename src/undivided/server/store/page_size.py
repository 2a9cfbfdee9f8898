"""How much of a list one answer holds: as many of its things as fit, and always one.

Clients close on an answer that is larger than they expect, and would ask again without end.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

import msgspec

from undivided.protocol.limits import ANSWER_BYTES

Id = TypeVar("Id")
T = TypeVar("T")

SMALL_THINGS = 1_000
"""So many places in the queue are a fifth of a megabyte."""

_encode = msgspec.json.encode


def fitting(things: Iterable[T], most_bytes: int = ANSWER_BYTES) -> list[T]:
    """Return the first things that fit together; of the others at most one is made."""
    found: list[T] = []
    for each in things:
        most_bytes -= len(_encode(each))
        if found and most_bytes < 0:
            break
        found.append(each)
    return found


def in_frames(things: Iterable[T]) -> Iterator[tuple[T, ...]]:
    """Yield all things, as many at a time as one push holds; nothing when there are none."""
    rest = list(things)
    while rest:
        shown = tuple(fitting(rest))
        yield shown
        del rest[: len(shown)]


def in_frames_by_count(things: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield all of many small things of one size, without looking at each."""
    for start in range(0, len(things), SMALL_THINGS):
        yield things[start : start + SMALL_THINGS]


class Shelf(Generic[Id, T]):
    """Makes the things of one page from their ids, as many as fit.

    Attributes:
        made: By id; those on the page are among them.
    """

    def __init__(self, make: Callable[[Id], T]) -> None:
        self._make = make
        self.made: dict[Id, T] = {}

    def measure(self, ids: Sequence[Id]) -> int:
        """Return how many of the first ids fit; see `paging.cut`."""
        found = fitting(self._make(each) for each in ids)
        self.made.update(zip(ids, found, strict=False))
        return len(found)

    def of(self, ids: Iterable[Id]) -> tuple[T, ...]:
        """Return the things of a page."""
        return tuple(self.made[each] for each in ids)
