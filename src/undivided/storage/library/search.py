"""Searching the library's file: index look-ups that stop as soon as they have enough.

The order of `place` is the order of use, so that no query sorts (see `schema`).
Reads only. A response that was read once is kept in memory until the file changes.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from msgspec import structs

from undivided.library.finding.search import (
    MAX_TYPED,
    Filters,
    Match,
    Query,
    Searchable,
    Situation,
    Why,
    query,
    rank,
)
from undivided.library.folding import fold
from undivided.library.model.order_steps import OrderStep
from undivided.library.model.responses import Response
from undivided.storage.library.filters import Condition, condition
from undivided.storage.library.rows import COLUMNS, SEARCHABLE_COLUMNS, response_of, searchable_of
from undivided.storage.library.spelling import LibrarySpelling
from undivided.storage.library.suggestions import LibrarySuggestions
from undivided.storage.library.surroundings import Around, Surroundings

_MAX_KEPT = 20_000

_SHORTCUT = "select place from shortcuts join responses using (serial) where name = ?"
_HEADS = "select rowid from response_heads where response_heads match ?"
_WORDS = "select rowid from response_words where response_words match ?"
_IN_ORDER = " order by rowid limit ?"
_ANYWHERE = "select place from responses where true"
# Each part has an index of its own; one order over all would sort the whole library. A plus
# keeps the planner off an index that would be read from end to end.
_FOR_BROWSING = (
    (" and starred", " order by +last_used desc nulls last, folder, title_words limit ?"),
    (" and last_used > '' and not starred", " order by last_used desc limit ?"),
    (" and +last_used is null and not starred", " order by folder, title_words, serial limit ?"),
)
_TITLE = "{{title plain_heads}}"
# Of one word; the beginning of a phrase whose last word is a letter or two is looked up for less
# than half of the time in what the rows hold.
_BEST_PLACES = ("shortcuts : ({phrase})", f"{_TITLE} : (^ {{phrase}})", f"{_TITLE} : ({{words}})")
_SHORTCUT_STARTS = (
    "select rowid from response_heads where response_heads match ? and exists (select 1"
    " from responses where place = response_heads.rowid and instr(shortcut_words, ?)"
)
_TITLE_STARTS = "select place from responses where title_words >= ? and title_words < ?"
_LAST_SIGN = "\U0010ffff"
_AMONG = " and rowid in (select value from json_each(?))"
_THESE = " and place in (select value from json_each(?))"
_LONGEST_IN_TWO = 20
_AT_ONCE = 20
# One statement for any number of places: preparing another one costs more than running it.
_AT_PLACES = (
    f"select {SEARCHABLE_COLUMNS} from responses "  # noqa: S608 - constants
    f"where place in ({', '.join('?' * _AT_ONCE)})"
)


@dataclass(frozen=True, slots=True)
class _Question:
    """A search: what was typed, where to look, what is known around it, and how many to find."""

    asked: Query
    inside: Condition
    around: Around
    limit: int


class LibrarySearch:
    """Looks things up over an open connection to the library's file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._kept: dict[int, Searchable] = {}
        self._version: object = None
        self._count: int | None = None
        self._spelling = LibrarySpelling(connection)
        self._suggestions = LibrarySuggestions(connection, self._searchables, self.count)
        self._surroundings = Surroundings(connection, self._suggestions)

    def find(self, typed: str, filters: Filters, situation: Situation, limit: int) -> list[Match]:
        """Return the best matches first, at most `limit`.

        With nothing typed: those for the visitor's page, then starred, then last used, then by
        folder and title. With no hits: what stands inside words of titles, then what has the
        words as one or in two, such as "Wi-Fi", and then what is spelt nearly the same there.
        """
        self._forget_if_changed()
        typed = typed[:MAX_TYPED]
        asked = query(typed)
        if not asked.terms and typed.strip():
            return []
        around = self._surroundings.of(situation)
        question = _Question(asked, condition(filters), around, limit)
        if not asked.terms:
            return self._browse(question)
        # Finished words come first because that is cheap; then any may be a beginning.
        readings = [_last_beginning(asked.terms), _beginnings(asked.terms)]
        shortcut = fold(typed.strip().lstrip("/#"))
        for words in readings[: len(asked.terms)]:
            if places := self._hits(question, words, shortcut):
                return _ranked(question, self._searchables(places), Why.BODY)
        if places := self._inside_titles(question):
            return _ranked(question, self._searchables(places), Why.MIDDLE)
        if places := self._written_apart(question):
            return _ranked(question, self._searchables(places), Why.SPELLING)
        return self._spelt_alike(question)

    def closest(self, typed: str, filters: Filters, limit: int) -> list[Match]:
        """Return what comes nearest to a search that found nothing, by title."""
        self._forget_if_changed()
        asked, inside = query(typed[:MAX_TYPED]), condition(filters)
        places = self._spelling.closest(asked.phrase, inside, limit) if asked.terms else []
        return [Match(each.response, Why.CLOSEST) for each in self._searchables(places)]

    def suggest(self, situation: Situation, filters: Filters, limit: int) -> list[Match]:
        """Return what fits the visitor's last message, best first; nothing rather than a guess."""
        self._forget_if_changed()
        around = self._surroundings.of(situation)
        places = self._filtered(around.fitting, condition(filters))
        return [
            Match(each.response, is_for_page=each.response.id in around.pages.values())
            for each in self._searchables(places[:limit])
        ]

    def for_step(self, step: OrderStep, situation: Situation, limit: int) -> list[Match]:
        """Return the responses for the pages of an order's step, most used first."""
        self._forget_if_changed()
        places = self._surroundings.for_step(step, situation.at)
        return [
            Match(each.response, is_for_page=True) for each in self._searchables(places[:limit])
        ]

    def count(self) -> int:
        """Return how many responses there are; counted once, because it reads a whole index."""
        self._forget_if_changed()
        if self._count is None:
            rows = self._connection.execute("select count(*) from responses")
            self._count = int(rows.fetchone()[0])
        return self._count

    def forget(self) -> None:
        """Read everything again; to be called after a change of our own."""
        self._kept.clear()
        self._count = None
        self._surroundings.forget()
        self._spelling.forget()
        self._suggestions.forget()

    def responses(self, tail: str, given: tuple[object, ...] = ()) -> list[Response]:
        """Return the responses that the end of a select asks for."""
        rows = self._connection.execute(f"select {COLUMNS} from responses {tail}", given)  # noqa: S608 - our own text
        return [response_of(row) for row in rows]

    def _browse(self, question: _Question) -> list[Match]:
        inside, around, limit = question.inside, question.around, question.limit
        places = dict.fromkeys(self._filtered(around.pages, inside)[:limit])
        for part, order in _FOR_BROWSING:
            if len(places) < limit:
                sql = _ANYWHERE + part + inside.on_rows + order
                places |= dict.fromkeys(self._awake(sql, inside.given, around.asleep, limit))
        return [
            Match(
                each.response,
                is_for_page=each.response.id in around.pages.values(),
                fits_message=each.response.id in around.fitting.values(),
            )
            for each in self._searchables([*places][:limit])
        ]

    def _hits(self, question: _Question, words: str, shortcut: str) -> list[int]:
        """Return the places of everything that holds the words, or of the best.

        When there is more than the limit, titles, shortcuts, tags and folders go first. Which
        index is asked first decides how often the other one is needed at all: one word is
        often enough in titles alone, several words are seldom in more than `limit` texts.
        """
        inside, asleep, limit = question.inside, question.around.asleep, question.limit
        whole, given = _WORDS + inside.on_index("response_words"), (words, *inside.given)
        places: list[int] = []
        if len(question.asked.terms) > 1:
            places = self._awake(whole + _IN_ORDER, given, asleep, limit)
            if len(places) < limit:
                return places
        first: list[int] = []
        if lifted := question.around.lifted:
            among = (*given, json.dumps(lifted))
            first += self._awake(whole + _AMONG + _IN_ORDER, among, asleep, limit)
        if " " not in shortcut:
            owner = _SHORTCUT + inside.on_rows + " limit ?"
            first += self._awake(owner, (shortcut, *inside.given), asleep, 1)
        heads = _HEADS + inside.on_index("response_heads") + _IN_ORDER
        found = self._awake(heads, given, asleep, limit)
        if len(found) == limit:
            # There are more than can be shown, and the most used need not be the best.
            first += self._best(question, words)
        first += found
        if len(first) < limit and not places:
            places = self._awake(whole + _IN_ORDER, given, asleep, limit)
        return [*dict.fromkeys(first + places)]

    def _best(self, question: _Question, words: str) -> list[int]:
        """Return the places that titles and shortcuts give, the most used of each kind."""
        asked, inside, asleep = question.asked, question.inside, question.around.asleep
        heads = _HEADS + inside.on_index("response_heads") + _IN_ORDER
        looks: list[tuple[str, tuple[str, ...]]]
        if len(asked.terms) == 1:
            looks = [(heads, (best.format(phrase=words, words=words),)) for best in _BEST_PLACES]
        else:
            start = f" {asked.phrase}"
            looks = [
                (
                    _SHORTCUT_STARTS + inside.on_rows + ")" + _IN_ORDER,
                    (f'shortcuts : "{asked.terms[0]}"', asked.line),
                ),
                (
                    _TITLE_STARTS + inside.on_rows + " order by +place limit ?",
                    (start, start + _LAST_SIGN),
                ),
                (heads, (_BEST_PLACES[-1].format(words=words),)),
            ]
        found = (self._awake(sql, (*g, *inside.given), asleep, question.limit) for sql, g in looks)
        return [place for places in found for place in places]

    def _inside_titles(self, question: _Question) -> list[int]:
        inside, terms = question.inside, question.asked.terms
        found = " and instr(title_words, ?)" * len(terms)
        sql = _ANYWHERE + found + inside.on_rows + " order by place limit ?"
        given = (*terms, *inside.given)
        return self._awake(sql, given, question.around.asleep, question.limit)

    def _written_apart(self, question: _Question) -> list[int]:
        """Return where words that were typed as one stand as two, or the other way round."""
        inside, terms = question.inside, question.asked.terms
        readings = [" AND ".join(f"({_in_two(term)})" for term in terms)]
        if len(terms) > 1:
            readings.append(_beginning("".join(terms)))
        sql = _WORDS + inside.on_index("response_words") + _IN_ORDER
        given = (" OR ".join(f"({each})" for each in readings), *inside.given)
        return self._awake(sql, given, question.around.asleep, question.limit)

    def _spelt_alike(self, question: _Question) -> list[Match]:
        meant = self._spelling.meant(question.asked.terms)
        if not meant:
            return []
        inside = question.inside
        words = " AND ".join(f"({' OR '.join(map(_beginning, each))})" for each in meant)
        sql = _HEADS + inside.on_index("response_heads") + _IN_ORDER
        given = (words, *inside.given)
        places = self._awake(sql, given, question.around.asleep, question.limit)
        likely = replace(question, asked=query(" ".join(each[0] for each in meant)))
        found = _ranked(likely, self._searchables(places), Why.SPELLING)
        return [structs.replace(match, why=Why.SPELLING) for match in found]

    def _filtered(self, places: Iterable[int], inside: Condition) -> list[int]:
        """Return those of the places that the filters let through, in their order."""
        places = [*places]
        if not inside.on_rows or not places:
            return places
        sql = _ANYWHERE + _THESE + inside.on_rows
        rows = self._connection.execute(sql, (json.dumps(places), *inside.given))
        through = {place for (place,) in rows}
        return [place for place in places if place in through]

    def _awake(
        self, sql: str, given: tuple[str, ...], asleep: Collection[int], limit: int
    ) -> list[int]:
        """Return the first places that are offered now; the limit is the statement's last mark."""
        rows = self._connection.execute(sql, (*given, limit + len(asleep)))
        if not asleep:
            return [place for (place,) in rows]
        return [place for (place,) in rows if place not in asleep][:limit]

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
            self.forget()


def _ranked(question: _Question, found: list[Searchable], otherwise: Why) -> list[Match]:
    around = question.around
    return rank(
        question.asked,
        found,
        question.limit,
        otherwise=otherwise,
        for_page=frozenset(around.pages.values()),
        fitting=frozenset(around.fitting.values()),
    )


def _beginning(term: str) -> str:
    return f'"{term}"*'


def _in_two(term: str) -> str:
    """Return a term as it is, or as two words in a row; a part has two letters at least."""
    cuts = range(2, len(term) - 1) if len(term) <= _LONGEST_IN_TWO else ()
    two = (f'"{term[:cut]} {term[cut:]}"*' for cut in cuts)
    return " OR ".join((_beginning(term), *two))


def _beginnings(terms: Iterable[str]) -> str:
    return " ".join(map(_beginning, terms))


def _last_beginning(terms: Iterable[str]) -> str:
    return '"' + '" "'.join(terms) + '"*'
