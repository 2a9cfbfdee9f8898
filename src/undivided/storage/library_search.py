"""Searching the library's file: index look-ups that stop as soon as they have enough.

The order of `place` is the order of use, so that no query sorts (see `library_schema`).
Reads only. A response that was read once is kept in memory until the file changes.
"""

import sqlite3

from undivided.library.folding import fold
from undivided.library.responses import Response
from undivided.library.search import Match, Query, Searchable, Why, query, rank, searchable
from undivided.storage.library_rows import COLUMNS, response_of

_MAX_KEPT = 20_000

_SHORTCUT = (
    "select place from shortcuts join responses using (serial) where name = :shortcut "
    "and (:folder is null or folder = :folder or folder between :inside and :past)"
)
_HEADS = "select rowid from response_heads where response_heads match :words"
_WORDS = "select rowid from response_words where response_words match :words"
# "0" follows "/" in every ordering of SQLite, so this is the folder with all below it.
_IN_FOLDER = (
    " and rowid in (select place from responses where folder = :folder"
    " or folder between :inside and :past)"
)
_IN_ORDER = " order by rowid limit :limit"
_FIND_IN_TITLES = (
    "select place from responses where {found}"
    " and (:folder is null or folder = :folder or folder between :inside and :past)"
    " order by place limit :limit"
)
_BROWSE = (
    "select place from responses"
    " where (:folder is null or folder = :folder or folder between :inside and :past)"
    " order by starred desc, last_used desc nulls last, folder, title_folded limit :limit"
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
        if not typed.strip():
            places = self._places(_BROWSE, {"limit": limit, **_within(folder)})
            return [Match(entry.response) for entry in self._searchables(places)]
        asked = query(typed)
        if not asked.terms:
            return []
        given = {
            "shortcut": fold(typed.strip().lstrip("/#")),
            "words": " ".join(f'"{term}"' for term in asked.terms) + "*",
            "limit": limit,
            **_within(folder),
        }
        places = self._hits(given, limit)
        if not places and len(asked.terms) > 1:
            # Finished words come first because that is cheap; then any may be a beginning.
            given["words"] = " ".join(f'"{term}"*' for term in asked.terms)
            places = self._hits(given, limit)
        if places:
            return rank(asked, self._searchables(places), limit, otherwise=Why.BODY)
        places = self._inside_titles(asked, given)
        return rank(asked, self._searchables(places), limit, otherwise=Why.MIDDLE)

    def forget(self) -> None:
        """Read everything again; to be called after a change of our own."""
        self._kept.clear()

    def responses(self, tail: str, given: tuple[object, ...] = ()) -> list[Response]:
        """Return the responses that the end of a select asks for."""
        rows = self._connection.execute(f"select {COLUMNS} from responses {tail}", given)  # noqa: S608 - our own text
        return [response_of(row) for row in rows]

    def _hits(self, given: dict[str, object], limit: int) -> list[int]:
        """Return the places of everything that holds the words, or of the best.

        When there is more than `limit`, the words of titles and shortcuts go first.
        """
        inside = _IN_FOLDER if given["folder"] is not None else ""
        places = self._places(_WORDS + inside + _IN_ORDER, given)
        if len(places) < limit:
            return places
        exact = self._places(_SHORTCUT, given)
        heads = self._places(_HEADS + inside + _IN_ORDER, given)
        return [*dict.fromkeys((*exact, *heads, *places))][:limit]

    def _inside_titles(self, asked: Query, given: dict[str, object]) -> list[int]:
        terms = {f"term{number}": term for number, term in enumerate(asked.terms)}
        found = " and ".join(f"instr(title_folded, :{name})" for name in terms)
        return self._places(_FIND_IN_TITLES.format(found=found), {**given, **terms})

    def _places(self, sql: str, given: dict[str, object]) -> list[int]:
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
        marks = ", ".join("?" * len(places))
        rows = self._connection.execute(
            f"select {COLUMNS} from responses where place in ({marks})",  # noqa: S608 - marks only
            places,
        )
        for row in rows:
            self._kept[row[0]] = searchable(response_of(row))

    def _forget_if_changed(self) -> None:
        """Forget what was kept when another program has written to the file."""
        version = self._connection.execute("pragma data_version").fetchone()
        if version != self._version:
            self._version = version
            self._kept.clear()


def _within(folder: tuple[str, ...] | None) -> dict[str, object]:
    path = None if folder is None else "/".join(folder)
    if not path:
        return {"folder": None, "inside": None, "past": None}
    return {"folder": path, "inside": f"{path}/", "past": f"{path}0"}
