"""Canned search: each key press against the cheapest query that FTS5 can answer at all."""

import gc
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.speed.corpus import keystrokes, snippets
from tests.speed.report import Figure, Skipped, median, percentile
from undivided.library.responses import Response
from undivided.library.rows import Parsed, Row
from undivided.storage.library_store import LibraryStore

SIZE = 10_000
QUICK_SIZE = 200
REPEATS = 5
RESULTS = 20
GOAL = 1.5
CARRIED = frozenset({"title", "body", "uses"})


def measure(*, quick: bool = False) -> list[Figure | Skipped]:
    """Compare p99 of a key press with the raw FTS5 prefix query on the same rows."""
    size, repeats = (QUICK_SIZE, 1) if quick else (SIZE, REPEATS)
    rows = list(snippets(size))
    typed = keystrokes([(title, body) for title, body, _ in rows])
    random.Random(1).shuffle(typed)
    with tempfile.TemporaryDirectory() as folder:
        floor = _floor(Path(folder) / "floor.db", rows)
        store = LibraryStore(Path(folder) / "library.db")
        store.import_responses(
            Parsed(tuple(_row(number, *row) for number, row in enumerate(rows, 1)))
        )
        taken = [
            _in_turns(lambda text: store.search(text, limit=RESULTS), floor, typed)
            for _ in range(repeats)
        ]
        store.close()
    ours, limit = (median(percentile(one[who], 99) for one in taken) * 1e3 for who in (0, 1))
    name = f"canned search, key press p99, {size:,} responses"
    against = "raw FTS5 prefix query p99"
    return [Figure(name, "ms", ours, GOAL, len(typed) * repeats, against, limit)]


def _row(number: int, title: str, body: str, uses: int) -> Row:
    return Row(number, Response(title=title, body=body, uses=uses), CARRIED)


def _floor(path: Path, rows: list[tuple[str, str, int]]) -> Callable[[str], object]:
    """Return the floor query: no ranking, first rows by rowid, laid out in order of use."""
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

    def query(text: str) -> object:
        asked = " ".join(f'"{word}"' for word in text.split()) + "*"
        return connection.execute(
            "select s.id, s.title, s.body from words join snippet s on s.id = words.rowid "
            "where words match ? order by words.rowid limit ?",
            (asked, RESULTS),
        ).fetchall()

    return query


def _in_turns(
    ours: Callable[[str], object], floor: Callable[[str], object], typed: list[str]
) -> tuple[list[float], list[float]]:
    """Return the thread's own CPU seconds of both for each key press, taken alternately."""
    times: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    gc.disable()
    for text in typed:
        for one, kept in zip((ours, floor), times, strict=True):
            start = time.thread_time()
            one(text)
            kept.append(time.thread_time() - start)
    gc.enable()
    return times
