"""Responses that say nearly the same: found by the runs of words that they share."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from undivided.library.folding import fold
from undivided.library.model.responses import Response

ALIKE_FROM = 0.6
"""Share of the runs of words that two texts have in common; at 1 they are the same text."""
RUN = 3
"""Words in a row; fewer are common to texts that say different things."""
_MOST_SHARING = 60
"""A run in more texts than this is a phrase of the house, and pairs nobody."""

_WORDS = re.compile(r"[^\W_]+")


def alike(responses: Sequence[Response]) -> list[tuple[Response, ...]]:
    """Return the groups of responses with nearly the same text, in the order given.

    Case, accents, punctuation and blanks' braces do not matter. Texts in two languages are
    no duplicates.
    """
    runs = [_runs(response) for response in responses]
    leader = list(range(len(responses)))
    first_with: dict[frozenset[tuple[str, ...]], int] = {}
    for number, own in enumerate(runs):
        if own:
            _join(leader, first_with.setdefault(own, number), number)
    for (first, second), shared in _shared(runs).items():
        if shared / (len(runs[first]) + len(runs[second]) - shared) >= ALIKE_FROM:
            _join(leader, first, second)
    groups: dict[int, list[Response]] = defaultdict(list)
    for number, response in enumerate(responses):
        groups[_leader(leader, number)].append(response)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _runs(response: Response) -> frozenset[tuple[str, ...]]:
    words = _WORDS.findall(fold(response.body))
    count = max(1, len(words) - RUN + 1)
    return frozenset(
        (response.language, *words[start : start + RUN]) for start in range(count) if words
    )


def _shared(runs: Sequence[Iterable[tuple[str, ...]]]) -> Counter[tuple[int, int]]:
    """Return how many runs each pair has in common, for pairs that have any."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, own in enumerate(runs):
        for run in own:
            holders[run].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if len(numbers) <= _MOST_SHARING:
            shared.update(
                (first, second)
                for place, first in enumerate(numbers)
                for second in numbers[place + 1 :]
            )
    return shared


def _join(leader: list[int], first: int, second: int) -> None:
    one, other = _leader(leader, first), _leader(leader, second)
    leader[max(one, other)] = min(one, other)


def _leader(leader: list[int], number: int) -> int:
    while leader[number] != number:
        leader[number] = leader[leader[number]]
        number = leader[number]
    return number
