"""Searching the library's file: index look-ups that stop as soon as they have enough.

The order of `place` is the order of use, so that no query sorts (see `library_schema`).
Reads only. A response that was read once is kept in memory until the file changes.
"""

import sqlite3

from undivided.library.folding import fold
from undivided.library.responses import Response
from undivided.library.search import MAX_TYPED, Match, Query, Searchable, Why, query, rank
from undivided.storage.library_rows import COLUMNS, SEARCHABLE_COLUMNS, response_of, searchable_of

_MAX_KEPT = 20_000

_SHORTCUT = "select place from shortcuts join responses using (serial) where name = ?"
_HEADS = "select rowid from response_heads where response_heads match ?"
_WORDS = "select rowid from response_words where response_words match ?"
_IN_ORDER = " order by rowid limit ?"
_ANYWHERE = "select place from responses where true"
# "0" follows "/" in every ordering of SQLite, so this is the folder with all below it.
_IN_FOLDER = " and (folder = ? or folder between ? || '/' and ? || '0')"
_ROW_IN_FOLDER = f" and rowid in (select place from responses where true{_IN_FOLDER})"  # noqa: S608 - constants
_FOR_BROWSING = " order by starred desc, last_used desc nulls last, folder, title_words limit ?"
_AT_ONCE = 20
# One statement for any number of places: preparing another one costs more than running it.
_AT_PLACES = (
    f"select {SEARCHABLE_COLUMNS} from responses "  # noqa: S608 - constants
    f"where place in ({', '.join('?' * _AT_ONCE)})"
)


class LibrarySearch:
    """Looks things up over an open connection to the library's file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._kept: dict[int, Searchable] = {}
        self._version: object = None

    def find(self, typed: str, folder: tuple[str, ...] | None, limit: int) -> list[Match]:
        """Return the best matches first, at most `limit`.

        With nothing typed: starred, then last used, then by folder and title.
        """
        self._forget_if_changed()
        typed = typed[:MAX_TYPED]
        asked = query(typed)
        inside: tuple[str | int, ...] = ("/".join(folder),) * 3 if folder else ()
        if not asked.terms:
            if typed.strip():
                return []
            sql = _ANYWHERE + (_IN_FOLDER if inside else "") + _FOR_BROWSING
            return [
                Match(entry.response)
                for entry in self._searchables(self._places(sql, (*inside, limit)))
            ]
        shortcut = fold(typed.strip().lstrip("/#"))
        words = '"' + '" "'.join(asked.terms) + '"*'
        places = self._hits(len(asked.terms), words, shortcut, inside, limit)
        if not places and len(asked.terms) > 1:
            # Finished words come first because that is cheap; then any may be a beginning.
            words = '"' + '"* "'.join(asked.terms) + '"*'
            places = self._hits(len(asked.terms), words, shortcut, inside, limit)
        if places:
            return rank(asked, self._searchables(places), limit, otherwise=Why.BODY)
        places = self._inside_titles(asked, inside, limit)
        return rank(asked, self._searchables(places), limit, otherwise=Why.MIDDLE)

    def forget(self) -> None:
        """Read everything again; to be called after a change of our own."""
        self._kept.clear()

    def responses(self, tail: str, given: tuple[object, ...] = ()) -> list[Response]:
        """Return the responses that the end of a select asks for."""
        rows = self._connection.execute(f"select {COLUMNS} from responses {tail}", given)  # noqa: S608 - our own text
        return [response_of(row) for row in rows]

    def _hits(
        self, terms: int, words: str, shortcut: str, inside: tuple[str | int, ...], limit: int
    ) -> list[int]:
        """Return the places of everything that holds the words, or of the best.

        When there is more than `limit`, the words of titles and shortcuts go first. Which
        index is asked first decides how often the other one is needed at all: one word is
        often enough in titles alone, several words are seldom in more than `limit` texts.
        """
        ending = (_ROW_IN_FOLDER if inside else "") + _IN_ORDER
        given = (words, *inside, limit)
        places: list[int] = []
        if terms > 1:
            places = self._places(_WORDS + ending, given)
            if len(places) < limit:
                return places
        first = self._places(_SHORTCUT + (_IN_FOLDER if inside else ""), (shortcut, *inside))
        first += self._places(_HEADS + ending, given)
        if len(first) < limit and not places:
            places = self._places(_WORDS + ending, given)
        return [*dict.fromkeys(first + places)][:limit]

    def _inside_titles(self, asked: Query, inside: tuple[str | int, ...], limit: int) -> list[int]:
        found = " and instr(title_words, ?)" * len(asked.terms)
        sql = _ANYWHERE + found + (_IN_FOLDER if inside else "") + " order by place limit ?"
        return self._places(sql, (*asked.terms, *inside, limit))

    def _places(self, sql: str, given: tuple[str | int, ...]) -> list[int]:
        return [place for (place,) in self._connection.execute(sql, given)]

    def _searchables(self, places: list[int]) -> list[Searchable]:
        """Return what is at the places, in their order."""
        missing = [place for place in places if place not in self._kept]
        if missing:
            self._read(missing)
        return [self._kept[place] for place in places if place in self._kept]

    def _read(self, places: list[int]) -> None:
        if len(self._kept) > _MAX_KEPT:
            self._kept.clear()
        for start in range(0, len(places), _AT_ONCE):
            some: list[int | None] = [*places[start : start + _AT_ONCE]]
            some += [None] * (_AT_ONCE - len(some))
            for row in self._connection.execute(_AT_PLACES, some):
                self._kept[row[0]] = searchable_of(row)

    def _forget_if_changed(self) -> None:
        """Forget what was kept when another program has written to the file."""
        version = self._connection.execute("pragma data_version").fetchone()
        if version != self._version:
            self._version = version
            self._kept.clear()
