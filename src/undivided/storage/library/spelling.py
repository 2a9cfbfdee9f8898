"""What was probably meant by words that no response holds: by the words and titles there are.

Looked up only after a search that found nothing, because every word of all titles is compared.
"""

import sqlite3
from collections import Counter

from undivided.storage.library.filters import Condition

_VOCABULARY = (
    "create virtual table if not exists temp.head_terms using fts5vocab"
    " ('main', 'response_heads', 'row')"
)
_MOST_TITLES = 20_000
"""The most used; a list of closest titles need not look at every one of a huge library."""
_ALIKE = 55.0
"""Of 100; less is no help to anybody."""
_READINGS = 4
"""Words that one typed word may have meant."""


class LibrarySpelling:
    """Compares typed words with those of titles and shortcuts."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._terms: dict[str, int] | None = None

    def forget(self) -> None:
        """Read the words again."""
        self._terms = None

    def meant(self, terms: tuple[str, ...]) -> list[list[str]]:
        """Return for each typed word what it may have meant, likeliest first; [] if one is lost.

        The last word may be unfinished, so it is also compared with beginnings.
        """
        if self._terms is None:
            self._connection.execute(_VOCABULARY)
            rows = self._connection.execute("select term, doc from temp.head_terms")
            self._terms = dict(rows)
        known = self._terms
        found = []
        for number, term in enumerate(terms):
            readings = _readings(term, known)
            if not readings and number == len(terms) - 1:
                beginnings = Counter[str]()
                for word, count in known.items():
                    beginnings[word[: len(term)]] += count
                readings = _readings(term, beginnings)
            if not readings:
                return []
            found.append(readings)
        return found

    def closest(self, phrase: str, inside: Condition, limit: int) -> list[int]:
        """Return the places of the titles that look most like the phrase, nearest first."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - slow, and seldom needed

        rows = self._connection.execute(
            f"select place, ltrim(title_words) from responses where true{inside.on_rows}"  # noqa: S608 - our own text
            " order by place limit ?",
            (*inside.given, _MOST_TITLES),
        )
        titles = dict(rows.fetchall())
        found = process.extract(
            phrase, titles, scorer=fuzz.token_set_ratio, score_cutoff=_ALIKE, limit=limit
        )
        return [place for _, _, place in found]


def _readings(term: str, known: dict[str, int] | Counter[str]) -> list[str]:
    """Return the known words within the distance that a typing error makes, nearest first."""
    if term in known:
        return [term]
    allowed = _errors_in(term)
    if not allowed:
        return []
    from rapidfuzz import process  # noqa: PLC0415 - slow, and seldom needed
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    found = process.extract(
        term, known.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=None
    )
    ordered = sorted(found, key=lambda each: (each[1], each[0][:1] != term[:1], -known[each[0]]))
    return [word for word, _, _ in ordered[:_READINGS]]


def _errors_in(term: str) -> int:
    """Return how many wrong, missing, added or swapped letters are forgiven."""
    if len(term) < 4:
        return 0
    return 1 if len(term) < 8 else 2
