"""Canned search against the cheapest query that FTS5 can answer at all, and what hangs on it."""

import gc
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database

from tests.speed import canned_panel
from tests.speed.child import figures_of
from tests.speed.corpus import keystrokes, snippets
from tests.speed.report import Figure, Skipped, median, percentile
from tests.support.asked_messages import make_help_desk, messages
from undivided.library.finding.search import Situation, Why, query, rank
from undivided.library.importing.rows import Parsed, Row
from undivided.library.model.responses import Response
from undivided.storage.library.rows import SEARCHABLE_COLUMNS, searchable_of
from undivided.storage.library.store import LibraryStore

SIZES, QUICK_SIZES = (10_000, 100_000), (200,)
REPEATS = 5
RESULTS = 20
RANKED_SEARCHES = 60
"""A ranked search of 100,000 takes up to a second."""
ORDERED_SEARCHES = 100
OPENINGS = 9
IMPORTED = 5_000
CARRIED = frozenset({"title", "body", "uses"})

FLOOR_GOAL, RANKED_GOAL, ORDER_GOAL = 1.5, 0.02, 0.99
OPEN_GOAL_MS, IMPORT_GOAL_S, HIT_GOAL = 5.0, 5.0, 0.85

Rows = list[tuple[str, str, int]]
Search = Callable[[str], object]


def measure(*, quick: bool = False) -> list[Figure | Skipped]:
    """Measure libraries of each size, and the panel over the largest one."""
    figures: list[Figure | Skipped] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in QUICK_SIZES if quick else SIZES:
            here = Path(folder) / f"{size}"
            here.mkdir()
            figures += _of_size(here, size, repeats=1 if quick else REPEATS)
        figures += [_import(Path(folder), 200 if quick else IMPORTED), _hits(Path(folder))]
    return figures


def _of_size(folder: Path, size: int, *, repeats: int) -> list[Figure | Skipped]:
    rows = list(snippets(size))
    typed = keystrokes([(title, body) for title, body, _ in rows])
    random.Random(1).shuffle(typed)
    floor, ranked = _floor(folder / "floor.db", rows)
    store = LibraryStore(folder / "library.db")
    store.import_responses(_parsed(rows))

    def ours(text: str) -> object:
        return store.search(text, limit=RESULTS)

    figures: list[Figure | Skipped] = [_against_floor(ours, floor, typed, size, repeats)]
    if size == max(SIZES) or size in QUICK_SIZES:
        figures.append(_against_ranked(ours, ranked, typed[:RANKED_SEARCHES], size))
    figures.append(_order(store, typed[:ORDERED_SEARCHES], size))
    store.close()
    if size == max(SIZES) or size in QUICK_SIZES:
        figures += _opening(folder / "library.db", size)
        figures += _panel(folder / "library.db", size)
    return figures


def _against_floor(
    ours: Search, floor: Search, typed: list[str], size: int, repeats: int
) -> Figure:
    taken = [_in_turns(ours, floor, typed) for _ in range(repeats)]
    own, limit = (median(percentile(one[who], 99) for one in taken) * 1e3 for who in (0, 1))
    name = f"canned search, key press p99, {size:,} responses"
    against = "raw FTS5 prefix query p99"
    return Figure(name, "ms", own, FLOOR_GOAL, len(typed) * repeats, against, limit)


def _against_ranked(ours: Search, ranked: Search, typed: list[str], size: int) -> Figure:
    taken = _in_turns(ours, ranked, typed)
    own, other = (percentile(times, 99) * 1e3 for times in taken)
    name = f"the same, {size:,} responses, against a ranked search"
    return Figure(name, "ms", own, RANKED_GOAL, len(typed), "sqlite-utils search() p99", other)


def _order(store: LibraryStore, typed: list[str], size: int) -> Figure:
    """Return how much of the first results is where a look at every hit would put it."""
    rows = store._db.execute(f"select {SEARCHABLE_COLUMNS} from responses order by -uses, serial")
    everything = {entry.response.id: entry for entry in map(searchable_of, rows)}
    right = count = 0
    for text in typed:
        asked = query(text)
        words = '"' + '" "'.join(asked.terms) + '"*'
        hits = store._db.execute(
            "select r.id from response_words w join responses r on r.place = w.rowid"
            " where response_words match ? order by r.uses desc",
            (words,),
        )
        entries = [everything[key] for (key,) in hits]
        wanted = rank(asked, entries, RESULTS, otherwise=Why.BODY)
        found = store.search(text, limit=RESULTS) if wanted else []
        count += len(wanted)
        # Of two that were used as often, either may be first.
        right += sum(
            (one.why, one.response.uses) == (other.why, other.response.uses)
            for one, other in zip(found, wanted, strict=False)
        )
    name = f"first {RESULTS} results in the exact order, {size:,} responses"
    return Figure(name, "of all", right / max(1, count), ORDER_GOAL, count, is_floor=True)


def _opening(path: Path, size: int) -> list[Figure]:
    """Return the time on the wall, and what of it this process worked: others work too."""
    taken, own = list[float](), list[float]()
    for _ in range(OPENINGS):
        start, began = time.perf_counter(), time.process_time()
        store = LibraryStore(path)
        store.search("a", limit=RESULTS)
        taken.append(time.perf_counter() - start)
        own.append(time.process_time() - began)
        store.close()
    name = f"library opened and searched, p50, {size:,} responses"
    return [
        Figure(name, "ms", median(taken) * 1e3, OPEN_GOAL_MS, OPENINGS),
        Figure(f"{name}, of the processor", "ms", median(own) * 1e3, OPEN_GOAL_MS, OPENINGS),
    ]


def _panel(path: Path, size: int) -> list[Figure | Skipped]:
    words = canned_panel.words(size, quick=size in QUICK_SIZES)
    return canned_panel.figures(figures_of("canned_panel", str(path), *words), size)


def _import(folder: Path, count: int) -> Figure:
    parsed = _parsed(list(snippets(count, seed=9)))
    store = LibraryStore(folder / "imported.db")
    start = time.perf_counter()
    store.import_responses(parsed)
    taken = time.perf_counter() - start
    store.close()
    return Figure(f"import of {count:,} rows", "s", taken, IMPORT_GOAL_S, 1)


def _hits(folder: Path) -> Figure:
    store = make_help_desk(folder / "help-desk.db")
    asked = [each for each in messages() if each.answers]
    met = [each.is_met_by(store.suggest(Situation(message=each.text))) for each in asked]
    name = f"visitors' messages answered by one of 3 suggestions of {store.count()} responses"
    store.close()
    return Figure(name, "of all", sum(met) / len(met), HIT_GOAL, len(met), is_floor=True)


def _parsed(rows: Rows) -> Parsed:
    return Parsed(
        tuple(
            Row(number, Response(title=title, body=body, uses=uses), CARRIED)
            for number, (title, body, uses) in enumerate(rows, 1)
        )
    )


def _floor(path: Path, rows: Rows) -> tuple[Search, Search]:
    """Return the floor query and sqlite-utils' ranked search over the same rows.

    The floor ranks nothing: first rows by rowid, laid out in order of use.
    """
    connection = sqlite3.connect(path)
    connection.execute("create table snippet (id integer primary key, title text, body text)")
    in_use_order = sorted(rows, key=lambda row: -row[2])
    connection.executemany(
        "insert into snippet (title, body) values (?, ?)", [row[:2] for row in in_use_order]
    )
    connection.execute(
        "create virtual table words using fts5 (title, body, content='snippet', "
        "content_rowid='id', prefix='1 2 3', tokenize='unicode61 remove_diacritics 2')"
    )
    connection.execute("insert into words (words) values ('rebuild')")
    connection.commit()
    table = Database(connection, execute_plugins=False).table("snippet")

    def query(text: str) -> object:
        return connection.execute(
            "select s.id, s.title, s.body from words join snippet s on s.id = words.rowid "
            "where words match ? order by words.rowid limit ?",
            (_words(text), RESULTS),
        ).fetchall()

    def ranked(text: str) -> object:
        if table.detect_fts() is None:
            table.enable_fts(["title", "body"], tokenize="unicode61")
        return list(table.search(_words(text), limit=RESULTS))

    return query, ranked


def _words(text: str) -> str:
    return " ".join(f'"{word}"' for word in text.split()) + "*"


def _in_turns(ours: Search, other: Search, typed: list[str]) -> tuple[list[float], list[float]]:
    """Return the thread's own CPU seconds of both for each key press, taken alternately."""
    other(typed[0])
    times: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    gc.disable()
    for text in typed:
        for one, kept in zip((ours, other), times, strict=True):
            start = time.thread_time()
            one(text)
            kept.append(time.thread_time() - start)
    gc.enable()
    return times
