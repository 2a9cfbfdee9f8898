"""Responses that fit the visitor's last message: found by the index, weighed in `suggesting`."""

import sqlite3
from collections.abc import Callable
from datetime import date

from undivided.library.finding.search import Searchable
from undivided.library.finding.suggesting import endings_in, fit, rarity, sought, weights_in
from undivided.library.model.activity import has_ended
from undivided.storage.library.words import vocabulary

_CANDIDATES = 60
_COMMON = 2_000
"""A word that more responses hold is not looked up where a rarer one is in the message."""

_HOLDERS = (
    "select count(*) from (select 1 from response_words where response_words match ? limit ?)"
)
_BEST = (
    "select rowid from response_words where response_words match ?"
    " order by bm25(response_words, 3.0, 2.0, 3.0, 1.0, 1.0, 1.0, 3.0, 1.0) limit ?"
)

Read = Callable[[list[int]], list[Searchable]]


class LibrarySuggestions:
    """Remembers the last message and what fitted it, until the library changes.

    Args:
        connection: To the library's file.
        read: Returns the responses at places, in their order.
        count: Returns how many responses there are.
    """

    def __init__(
        self, connection: sqlite3.Connection, read: Read, count: Callable[[], int]
    ) -> None:
        self._connection = connection
        self._read = read
        self._count = count
        self._last: tuple[str, date, dict[int, str]] | None = None

    def forget(self) -> None:
        """Look everything up again."""
        self._last = None

    def fitting(self, message: str, today: date, limit: int) -> dict[int, str]:
        """Return the places and ids of what fits a message, best first; often nothing.

        What states a fact that is out of date comes after everything else that fits, by the
        operator's date. Source: practice 35.
        """
        if not message:
            return {}
        if self._last is None or self._last[:2] != (message, today):
            self._last = message, today, self._look_up(message, today, limit)
        return self._last[2]

    def _look_up(self, message: str, today: date, limit: int) -> dict[int, str]:
        asked, endings = sought(message, vocabulary()), endings_in(message, vocabulary())
        responses = self._count()
        holders = {each: self._holders(each) for word in asked for each in word.stems}
        known = {each: count for each, count in holders.items() if count}
        if not known:
            return {}
        rarities = {each: rarity(count, responses) for each, count in known.items()}
        rarities[""] = rarity(1, responses)
        rare = [each for each, count in known.items() if count < _COMMON]
        words = " OR ".join(f'"{each}"*' for each in rare or [min(known, key=known.__getitem__)])
        places = [place for (place,) in self._connection.execute(_BEST, (words, _CANDIDATES))]
        scored = [
            (fit(asked, weights_in(entry.response, endings), rarities), place, entry.response)
            for place, entry in zip(places, self._read(places), strict=True)
        ]
        fits = [each for each in scored if each[0] > 0]
        fits.sort(key=lambda each: (has_ended(each[2].fact, today), -each[0]))
        return {place: response.id for _, place, response in fits[:limit]}

    def _holders(self, stem: str) -> int:
        rows = self._connection.execute(_HOLDERS, (f'"{stem}"*', _COMMON + 1))
        return int(rows.fetchone()[0])
