"""Key presses in the responses' panel until the cards are painted, insertion, and memory."""

import gc
import os
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.speed.busy_desk import BusyDesk, PaintCounter, painted
from tests.speed.child import Figures, hand_back
from tests.speed.corpus import keystrokes, snippets
from tests.speed.memory import own_bytes
from tests.speed.report import Figure, Skipped, painting_figures
from undivided.app.responses.panel_control import About, _look_up
from undivided.library.filling.slots import fill
from undivided.library.finding.search import Situation
from undivided.library.model.responses import Response
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses.panel_filters import Asked

PHRASES, INSERTIONS = 12, 60
QUICK = ("1", "2")
Times = list[tuple[float, float]]
"""See `busy_desk.painted`."""
KNOWN = 200
"""Texts that the phrases are taken from; every library of the bench begins with them."""
PAINT_GOAL_MS, INSERT_GOAL_MS, MEMORY_GOAL_KB = 16.0, 16.0, 300.0


def figures(taken: Figures, size: int) -> list[Figure | Skipped]:
    """Return the rows of what `take` measured in a process of its own."""
    keys = taken["keys"]
    return [
        *painting_figures(
            f"key press to painted cards, {size:,} responses",
            PAINT_GOAL_MS,
            keys,
            taken["keys_own"],
        ),
        *painting_figures(
            "insertion to painted text", INSERT_GOAL_MS, taken["inserts"], taken["inserts_own"]
        ),
        Figure(
            f"memory per 1,000 responses, of {size:,}, after {len(keys)} searches",
            "KB",
            taken["bytes"][0] / size,
            MEMORY_GOAL_KB,
            1,
        ),
    ]


def words(size: int, *, quick: bool) -> tuple[str, ...]:
    """Return what `take` is told after the library's path."""
    return (f"{size}", *(QUICK if quick else (f"{PHRASES}", f"{INSERTIONS}")))


def take(path: Path, size: int, phrases: int, insertions: int) -> Figures:
    """Measure in this process, which must be nothing but this."""
    before = own_bytes(os.getpid())
    desk = _desk()
    without = own_bytes(os.getpid()) - before
    store = LibraryStore(path)
    panel = desk.window.desk.panel.canned

    def search(asked: Asked) -> None:
        # What the app does in the library's thread and in its own, one after the other.
        found = _look_up(store, asked, Situation(), About(), suggests=False)
        desk.canned.show(found.matches)
        panel.show_found(found.total)

    panel.asked.connect(search)
    panel.ask_again()
    desk.settle()
    gc.collect()
    gc.freeze()
    texts = [row[:2] for row in snippets(min(size, KNOWN))]
    keys = _press_keys(desk, keystrokes(texts, phrases))
    grown = own_bytes(os.getpid()) - before - without
    inserted = _insert(desk, [match.response for match in store.search("", limit=insertions)])
    store.close()
    return {
        "keys": [wall for wall, _ in keys],
        "keys_own": [own for _, own in keys],
        "inserts": [wall for wall, _ in inserted],
        "inserts_own": [own for _, own in inserted],
        "bytes": [float(grown)],
    }


def _desk() -> BusyDesk:
    desk = BusyDesk(1, 20)
    desk.fill()
    desk.pick(desk.chats[0])
    desk.settle()
    return desk


def _press_keys(desk: BusyDesk, texts: list[str]) -> Times:
    """Type phrase after phrase, letter by letter; return the times of each letter."""
    panel = desk.window.desk.panel.canned
    counter = PaintCounter(panel.list.viewport())
    line, typed, taken = panel.search.line, "", list[tuple[float, float]]()
    for text in texts:
        if not text.startswith(typed):
            line.clear()
            desk.settle()
            typed = ""
        taken += [
            painted(counter, partial(QTest.keyClicks, line, letter), desk.application.processEvents)
            for letter in text[len(typed) :]
        ]
        typed = text
    return taken


def _insert(desk: BusyDesk, responses: list[Response]) -> Times:
    """Insert each into an empty composer; return the times until its text is painted."""
    composer = desk.window.desk.conversation.composer
    counter = PaintCounter(composer.editor.viewport())
    taken = []
    for response in responses:
        filled = fill(response.body, {})
        act = partial(composer.insert_response, filled)
        taken.append(painted(counter, act, desk.application.processEvents))
        composer.editor.selectAll()
        QTest.keyClick(composer.editor, Qt.Key.Key_Backspace)
        desk.settle()
    return taken


if __name__ == "__main__":
    hand_back(take(Path(sys.argv[1]), *map(int, sys.argv[2:])))
