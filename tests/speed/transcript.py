"""The conversation among many long chats: a message in the shown chat, and the way to another."""

import gc
import os
import random
import sys
import time
from collections.abc import Callable

from tests.speed.child import Figures, figures_of, hand_back
from tests.speed.memory import own_bytes
from tests.speed.report import Figure, Skipped, percentile

CHATS, LENGTH = 200, 500
APPENDS, ROUNDS = 300, 2
QUICK = ("5", "20", "5", "1")
PATIENCE_S = 2.0
APPEND_GOAL_MS, SWITCH_GOAL_MS, MESSAGE_GOAL_BYTES = 3.0, 16.0, 500.0


def measure(*, quick: bool = False) -> list[Figure | Skipped]:
    """Take the times until the transcript is painted, and the memory of all messages."""
    words = QUICK if quick else (str(CHATS), str(LENGTH), str(APPENDS), str(ROUNDS))
    taken = figures_of("transcript", *words)
    appends, switches = taken["appends"], taken["switches"]
    size = f"{words[0]} chats x {words[1]} messages"
    return [
        Figure(
            "message to the shown chat, painted, p50",
            "ms",
            percentile(appends, 50) * 1e3,
            APPEND_GOAL_MS,
            len(appends),
        ),
        Figure(
            f"chat switch, painted, p99, {size}",
            "ms",
            percentile(switches, 99) * 1e3,
            SWITCH_GOAL_MS,
            len(switches),
        ),
        Figure(
            f"memory of a message, {size}",
            "bytes",
            taken["bytes"][0],
            MESSAGE_GOAL_BYTES,
            int(words[0]) * int(words[1]),
        ),
    ]


def take(chats: int, length: int, appends: int, rounds: int) -> Figures:
    """Measure in this process, which must be nothing but this."""
    from tests.speed.busy_desk import BusyDesk, PaintCounter

    desk = BusyDesk(chats, length)
    desk.settle()
    before = own_bytes(os.getpid())
    desk.fill()
    desk.pick(desk.chats[0])
    desk.settle()
    counter = PaintCounter(desk.window.desk.conversation.transcript.viewport())
    # As the app does once it is interactive.
    gc.collect()
    gc.freeze()

    def painted(act: Callable[[], None]) -> float:
        known, start = counter.count, time.perf_counter()
        act()
        while counter.count == known and time.perf_counter() - start < PATIENCE_S:
            # Paints what was changed; what timers do later is not waited for.
            desk.application.sendPostedEvents()
        assert counter.count > known, "the transcript was not painted"
        return time.perf_counter() - start

    rng = random.Random(3)
    switches: list[float] = []
    for _ in range(rounds):
        for chat_id in rng.sample(desk.chats, len(desk.chats)):
            if chat_id != desk.window.desk.conversation.chat_id:
                switches.append(painted(lambda each=chat_id: desk.pick(each)))  # type: ignore[misc]
                desk.settle()
    own = own_bytes(os.getpid()) - before
    desk.pick(desk.chats[0])
    desk.settle()
    times: list[float] = []
    for _ in range(appends):
        times.append(painted(lambda: desk.hear(desk.chats[0])))
        desk.settle()
    return {"appends": times, "switches": switches, "bytes": [own / (chats * length)]}


if __name__ == "__main__":
    hand_back(take(*map(int, sys.argv[1:])))
