"""Running focus timers: one tick for all chats, against a timer for each."""

import sys
import time
from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from tests.speed.child import Figures, figures_of, hand_back
from tests.speed.report import Figure, Skipped

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

CHATS = 200
SECONDS = 15.0
QUICK_SECONDS = 1.0
GOAL_PERCENT = 0.25
PEER_GOAL = 0.25


def measure(*, quick: bool = False) -> list[Figure | Skipped]:
    """Take what a running second costs, beyond an idle window of the same run."""
    seconds = str(QUICK_SECONDS if quick else SECONDS)
    ours, peer = (figures_of("timers", who, seconds)["percent"][0] for who in ("ours", "peer"))
    n = round(float(seconds))
    name = f"{CHATS} running focus timers"
    return [
        Figure(f"{name}, processor", "% of a core", ours, GOAL_PERCENT, n),
        Figure(f"{name}, processor", "% of a core", ours, PEER_GOAL, n, "a QTimer each", peer),
    ]


def ours(seconds: float) -> Figures:
    """Measure the real desk and the real window, whose visitors all wait."""
    from PySide6.QtCore import QTimer

    from tests.speed.busy_desk import BusyDesk

    desk = BusyDesk(CHATS, 4)
    desk.fill()
    timer = QTimer()
    timer.timeout.connect(desk.tick)
    rest = _share(seconds)
    timer.start(1000)
    return {"percent": [100 * (_share(seconds) - rest)]}


def peer(seconds: float) -> Figures:
    """Measure a label and a timer for each chat."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

    application = QApplication([])
    area, inside = QScrollArea(), QWidget()
    column = QVBoxLayout(inside)
    timers = []
    for _ in range(CHATS):
        label, timer, seconds_of = QLabel("0:00"), QTimer(inside), count()
        timer.timeout.connect(partial(_count_on, label, seconds_of))
        column.addWidget(label)
        timers.append(timer)
    area.setWidget(inside)
    area.resize(280, 800)
    area.show()
    application.processEvents()
    rest = _share(seconds)
    for timer in timers:
        timer.start(1000)
    return {"percent": [100 * (_share(seconds) - rest)]}


def _count_on(label: "QLabel", seconds: Iterator[int]) -> None:
    minutes, second = divmod(next(seconds), 60)
    label.setText(f"{minutes}:{second:02}")


def _share(seconds: float) -> float:
    """Run the event loop that long; return the part of it that the processor worked."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    start, began = time.process_time(), time.monotonic()
    loop.exec()
    return (time.process_time() - start) / (time.monotonic() - began)


if __name__ == "__main__":
    hand_back({"ours": ours, "peer": peer}[sys.argv[1]](float(sys.argv[2])))
