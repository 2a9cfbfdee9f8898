"""Lists over the library: favourites, folders, tags and languages, and what needs a look."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from undivided.library.filling.nesting import nested_names
from undivided.library.folding import fold
from undivided.library.growing.duplicates import alike
from undivided.library.model.responses import Response, Scope
from undivided.storage.library.opening import OpenLibrary

ALWAYS_FROM = 3
"""So many edited messages, and none as it stands, show that a text does not fit."""
_FACT_ENDS = "json_extract(nullif(details, ''), '$.fact.valid_until')"
_NESTS = "%{{%>%"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that holds responses.

    Attributes:
        path: From the top.
        count: Of the responses in it and below it.
    """

    path: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A tag or a language, with the number of responses that have it."""

    name: str
    count: int


class LibraryLists(OpenLibrary):
    """Answers what there is, in lists and counts."""

    def count(self) -> int:
        """Return how many responses there are."""
        with self._reading():
            return self._search.count()

    def holding(self, names: Iterable[str]) -> list[Response]:
        """Return the responses that have one of these inside: `{{> name}}` in any wording.

        Args:
            names: Shortcuts or ids; case and accents do not matter.
        """
        wanted = {fold(name) for name in names}
        if not wanted:
            return []
        rows = self._read("where body like ? or variant_bodies like ?", _NESTS, _NESTS)
        return [row for row in rows if not wanted.isdisjoint(_nested_in(row))]

    def folders(self) -> list[Folder]:
        """Return every folder that holds something, with the ones above it, by path."""
        with self._reading():
            rows = self._db.execute("select folder, count(*) from responses group by folder")
            counted = rows.fetchall()
        counts: dict[tuple[str, ...], int] = {}
        for folder, count in counted:
            parts = tuple(folder.split("/")) if folder else ()
            for depth in range(1, len(parts) + 1):
                counts[parts[:depth]] = counts.get(parts[:depth], 0) + count
        return [Folder(path, counts[path]) for path in sorted(counts)]

    def tags(self) -> list[Counted]:
        """Return every tag, most used first; spellings that differ in case only are one."""
        with self._reading():
            rows = self._db.execute(
                "select tags, count(*) from responses where tags <> '' group by tags"
            ).fetchall()
        return _counted((tag, count) for tags, count in rows for tag in tags.split(","))

    def languages(self) -> list[Counted]:
        """Return every language that a response or a variant is written in, most used first."""
        with self._reading():
            rows = self._db.execute(
                "select language_names, count(*) from responses where language_names <> ''"
                " group by language_names"
            ).fetchall()
        return _counted((name, count) for names, count in rows for name in names.split())

    def scopes(self) -> list[Scope]:
        """Return who shares some response, the narrowest first."""
        with self._reading():
            found = {scope for (scope,) in self._db.execute("select distinct scope from responses")}
        return [scope for scope in Scope if scope in found]

    def stale(self, today: date) -> list[Response]:
        """Return the responses to look at again, longest overdue first.

        Those are the ones whose day of review has come, those whose time is over, so that they
        are never offered again, and those whose fact is out of date. Source: practices 35, 48.
        """
        overdue = self._read("where review_by > '' and review_by <= ?", today.isoformat())
        timed = self._read("where active > ''")
        due = {response.id: (response.review_by, response) for response in overdue}
        for response in timed:
            last = response.active.last_day if response.active else None
            if last is not None and last < today:
                due.setdefault(response.id, (last, response))
        for response in self._read(f"where {_FACT_ENDS} < ?", today.isoformat()):
            assert response.fact is not None
            due.setdefault(response.id, (response.fact.valid_until, response))
        ordered = sorted(due.values(), key=lambda each: (each[0] or date.max, fold(each[1].title)))
        return [response for _, response in ordered]

    def facts(self, today: date) -> list[Response]:
        """Return the fact cards that hold today, most used first. Source: practice 35."""
        return self._read(f"where {_FACT_ENDS} >= ? order by place", today.isoformat())

    def never_used(self) -> list[Response]:
        """Return the responses that were never inserted, by folder and title."""
        return self._read("where uses = 0 order by folder, title_words, serial")

    def always_edited(self) -> list[Response]:
        """Return the responses that were never sent as they stand, most often edited first."""
        return self._read(
            "where sent_untouched = 0 and sent_edited >= ? order by sent_edited desc, place",
            ALWAYS_FROM,
        )

    def duplicates(self) -> list[tuple[Response, ...]]:
        """Return groups of responses that say nearly the same, the most used of each first."""
        return alike(self._read("order by place"))


def _counted(names: Iterable[tuple[str, int]]) -> list[Counted]:
    """Return how often each name is there; of several spellings the most usual stands for all."""
    spelt = Counter[str]()
    for name, count in names:
        spelt[name] += count
    counts, usual = Counter[str](), dict[str, str]()
    for name, count in spelt.most_common():
        counts[fold(name)] += count
        usual.setdefault(fold(name), name)
    found = [Counted(usual[key], count) for key, count in counts.items()]
    return sorted(found, key=lambda each: (-each.count, fold(each.name)))


def _nested_in(response: Response) -> set[str]:
    bodies = (response.body, *(variant.body for variant in response.variants))
    return {fold(name) for body in bodies for name in nested_names(body)}
