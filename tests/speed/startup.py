"""The start: from the spawn of the process to pixels, to a page that takes input, and to the end.

Interactive is the sign-in page with its form, once the event loop handles what is typed and
clicked. Ready is the whole program, which is loaded behind the page: a sign-in leaves from then on.
"""

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.speed.pixel_watch import PixelWatch, missing_programs
from tests.speed.report import Figure, Skipped, median
from tests.support.xvfb import Screen, screen

RUNS = 12
PATIENCE_S = 30.0
STEP_S = 0.01
OURS = "from undivided.app.entry import desktop; desktop()"
BARE = """
import time
from PySide6 import QtCore, QtGui, QtWidgets
class Window(QtWidgets.QWidget):
    is_painted = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not Window.is_painted:
            Window.is_painted = True
            QtCore.QTimer.singleShot(0, lambda: print(time.monotonic(), flush=True))
app = QtWidgets.QApplication([])
window = Window()
QtWidgets.QLabel("hello", window)
window.resize(1440, 900)
window.show()
app.exec()
"""


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the spawn of the process to its first pixels and to what it can do."""

    painted: float
    interactive: float
    ready: float


def measure(*, quick: bool = False) -> list[Figure | Skipped]:
    """Compare our window with one that holds a word, started in turn."""
    name = "start to first paint"
    if quick:
        return [Skipped(name, "needs a display")]
    if missing := missing_programs():
        return [Skipped(name, f"needs {missing}")]
    ours: list[Start] = []
    bare: list[Start] = []
    with screen() as display, tempfile.TemporaryDirectory() as folder:
        # The first of each compiles the modules and warms the disk's cache; it does not count.
        for _ in range(RUNS + 1):
            bare.append(_start_bare(display, Path(folder)))
            ours.append(_start_ours(display, Path(folder)))
    return [
        _figure("start to first paint", 1.35, ours, bare, lambda start: start.painted),
        _figure("start to interactive", 1.9, ours, bare, lambda start: start.interactive),
        _figure("start to ready", 4.5, ours, bare, lambda start: start.ready),
    ]


def _figure(
    name: str, goal: float, ours: list[Start], bare: list[Start], part: Callable[[Start], float]
) -> Figure:
    mine, theirs = (median(map(part, starts[1:])) * 1e3 for starts in (ours, bare))
    return Figure(name, "ms", mine, goal, len(ours) - 1, "bare PySide6 window", theirs)


def _start_bare(display: Screen, folder: Path) -> Start:
    process, spawned, painted = _spawn(display, folder, BARE)
    with process:
        assert process.stdout is not None
        interactive = float(process.stdout.readline())
        process.kill()
    return Start(painted - spawned, interactive - spawned, interactive - spawned)


def _start_ours(display: Screen, folder: Path) -> Start:
    profile = Path(tempfile.mkdtemp(dir=folder))
    process, spawned, painted = _spawn(display, folder, OURS, "--profile", str(profile))
    with process:
        interactive, ready = _logged(profile / "undivided.log", "interactive", "ready")
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_S)
    return Start(painted - spawned, interactive - spawned, ready - spawned)


def _spawn(
    display: Screen, folder: Path, program: str, *words: str
) -> tuple["subprocess.Popen[bytes]", float, float]:
    """Return the started process, when that was, and when its window had content."""
    watch = PixelWatch(display.name)
    try:
        watch.follow_new_windows()
        # An installed program is compiled; what compiles it here stays out of the tree.
        environment = {**display.environment(), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "-c", program, *words]
        spawned = time.monotonic()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        return process, spawned, watch.first_content(PATIENCE_S)
    finally:
        watch.close()


def _logged(log: Path, *events: str) -> list[float]:
    """Return when the program logged these events, on the clock that all processes share."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        lines = log.read_text().splitlines() if log.exists() else []
        told = {line["event"]: float(line["ticks"]) for line in map(json.loads, lines)}
        if told.keys() >= set(events):
            return [told[event] for event in events]
        time.sleep(STEP_S)
    message = f"the program did not log {events}"
    raise TimeoutError(message)
