"""One server process with a crowd on it: 2,000 idle visitors and 50 operators.

What an idle visitor takes, what a message costs while they are all there, and how many messages
a second reach their operators.
"""

import contextlib
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.speed.load import held, rest, send_round
from tests.speed.our_server import OurServer
from tests.speed.peers import Route, cpu_seconds
from tests.speed.report import Figure, Skipped, median

if sys.platform != "win32":
    import resource

IDLE_GOAL_KIB = 20.0
COST_GOAL = 1.5
"""Idle visitors are pinged and looked after, and their sockets are more to poll."""
RATE_GOAL = 1_000.0
SPARE_FILES = 500


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured; `chats` visitors write, the others are idle."""

    idle: int = 2_000
    operators: int = 50
    chats: int = 200
    rounds: int = 10
    turns: int = 5


QUICK = Extent(idle=5, operators=2, chats=3, rounds=2, turns=1)


def measure(*, quick: bool = False) -> list[Figure | Skipped]:
    """Fill one server and let a part of it write."""
    extent = QUICK if quick else Extent()
    needed = extent.idle + extent.operators + extent.chats + SPARE_FILES
    if (allowed := _open_files(needed)) < needed:
        reason = f"this system allows {allowed} open files, and the crowd needs {needed}"
        return [Skipped("a crowd on one server", f"{reason}; raise the hard limit (ulimit -Hn)")]
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        server = OurServer(Path(folder) / "data")
        stack.callback(server.stop)
        routes = server.routes(extent.chats, operators=extent.operators)
        send_round(routes)
        alone, _ = _messages(server, routes, extent)
        before = held(server)
        for _ in range(extent.idle):
            server.visitor()
        time.sleep(1)
        idle_kib = (held(server) - before) / extent.idle / 1024
        amid, rate = _messages(server, routes, extent)
    crowd = f"{extent.idle:,} idle visitors, {extent.operators} operators"
    count = extent.chats * extent.rounds * extent.turns
    return [
        Figure(f"memory of each of {crowd}", "KiB", idle_kib, IDLE_GOAL_KIB, extent.idle),
        Figure(
            f"server CPU per message amid {crowd}", "us", amid, COST_GOAL, count, "alone", alone
        ),
        Figure(
            f"messages to operators amid {crowd}", "a second", rate, RATE_GOAL, count, is_floor=True
        ),
    ]


def _messages(server: OurServer, routes: list[Route], extent: Extent) -> tuple[float, float]:
    """Return the median microseconds of processor time per message, and messages a second."""
    costs, rates = [], []
    count = len(routes) * extent.rounds
    for _ in range(extent.turns):
        rest(server, extent.rounds)
        spent_before, began = cpu_seconds(server.pids), time.perf_counter()
        for _ in range(extent.rounds):
            send_round(routes)
        costs.append((cpu_seconds(server.pids) - spent_before) / count * 1e6)
        rates.append(count / (time.perf_counter() - began))
    return median(costs), median(rates)


def _open_files(needed: int) -> int:
    """Let this process open so many files where it may; return how many it may open."""
    if sys.platform == "win32":
        return needed  # there is no such limit
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < needed <= hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]
