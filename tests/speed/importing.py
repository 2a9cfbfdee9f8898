"""Files of 5,000 responses, from their bytes to the committed library."""

import json
import tempfile
import time
from html import escape
from pathlib import Path

from tests.speed.corpus import snippets
from tests.speed.report import Figure, Skipped
from undivided.library import formats
from undivided.library.formats import Format
from undivided.library.model.responses import Response
from undivided.storage.library.store import LibraryStore

COUNT, QUICK_COUNT = 5_000, 50
GOAL_S = 5.0


def measure(*, quick: bool = False) -> list[Figure | Skipped]:
    """Import plain cells, matches of YAML, and HTML that has to be taken apart."""
    count = QUICK_COUNT if quick else COUNT
    found = [Response(title=title, body=body) for title, body, _ in snippets(count, seed=9)]
    files = {
        "rows of CSV": formats.write(found, Format.CSV),
        "matches of espanso": formats.write(found, Format.ESPANSO),
        "macros of Intercom, in HTML": json.dumps([*map(_macro, range(count), found)]),
    }
    with tempfile.TemporaryDirectory() as folder:
        return [
            figure
            for number, (what, text) in enumerate(files.items())
            for figure in _import(
                Path(folder, f"{number}.db"), f"reading and importing {count:,} {what}", text
            )
        ]


def _macro(number: int, response: Response) -> dict[str, str]:
    body = (
        f"<p>{escape(response.body)}</p><ul><li>one</li><li><b>two</b></li></ul>"
        '<p>See <a href="https://example.org/help">our page</a>.</p>'
    )
    return {"type": "macro", "id": str(number), "name": response.title, "body": body}


def _import(path: Path, name: str, text: str) -> list[Figure]:
    """Return the time on the wall, and what of it this process worked: others work too."""
    data = text.encode()
    store = LibraryStore(path)
    start, began = time.perf_counter(), time.process_time()
    report = store.import_responses(formats.read(data))
    taken, own = time.perf_counter() - start, time.process_time() - began
    store.close()
    assert report.refused == ()
    return [
        Figure(name, "s", taken, GOAL_S, 1),
        Figure(f"{name}, of the processor", "s", own, GOAL_S, 1),
    ]
