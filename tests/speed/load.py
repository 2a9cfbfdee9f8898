"""The server under load: processor time of one routed message, and memory of an idle visitor.

Ours signs in, routes and stores each message durably before it answers; the relay and ejabberd
only pass it on. Everywhere a hundred visitors write the same text at once to five operators.
"""

import contextlib
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.speed.memory import own_bytes
from tests.speed.our_server import OurServer
from tests.speed.peers import MARK, Ejabberd, Peer, Relay, Route, cpu_seconds
from tests.speed.report import Figure, Skipped, median
from undivided.server.hub.flood import FloodLimits

NAMES = {"relay": "raw asyncio relay", "ejabberd": "ejabberd"}
GOALS = {"relay": 4.5, "ejabberd": 1.0}
IDLE_GOAL_KIB = 20.0


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured.

    Attributes:
        rounds: Messages of each visitor in one turn; fewer than the server allows at once.
        turns: Of every server, taken alternately.
    """

    routes: int = 100
    rounds: int = 30
    turns: int = 5
    idle: int = 1_000
    with_ejabberd: bool = True


QUICK = Extent(routes=3, rounds=2, turns=1, idle=5, with_ejabberd=False)


def measure(*, quick: bool = False) -> list[Figure | Skipped]:
    """Compare processor time per message, and take the memory of idle visitors."""
    extent = QUICK if quick else Extent()
    rows: list[Figure | Skipped] = []
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        peers: dict[str, Peer] = {"relay": Relay()}
        stack.callback(peers["relay"].stop)
        try:
            if extent.with_ejabberd:
                peers["ejabberd"] = Ejabberd()
                stack.callback(peers["ejabberd"].stop)
        except RuntimeError as reason:
            rows.append(Skipped("server CPU per routed message, ejabberd", str(reason)))
        ours = OurServer(Path(folder) / "data")
        stack.callback(ours.stop)
        costs = _costs(ours, peers, extent)
        n = extent.routes * extent.rounds * extent.turns
        rows += [
            Figure("server CPU per routed message", "us", costs["ours"], goal, n, NAMES[name], cost)
            for name, goal in GOALS.items()
            if (cost := costs.get(name)) is not None
        ]
        idle = _idle_kib(ours, extent.idle)
        rows.append(Figure("memory of an idle visitor", "KiB", idle, IDLE_GOAL_KIB, extent.idle))
    return rows


def _costs(ours: OurServer, others: dict[str, Peer], extent: Extent) -> dict[str, float]:
    """Return the median microseconds of processor time per message, taken in turn."""
    peers: dict[str, Peer] = {**others, "ours": ours}
    routes = {name: peer.routes(extent.routes) for name, peer in peers.items()}
    for each in routes.values():
        send_round(each)
    kept: dict[str, list[float]] = {name: [] for name in peers}
    for _ in range(extent.turns):
        for name, peer in peers.items():
            if peer is ours:
                rest(ours, extent.rounds)
            before = cpu_seconds(peer.pids)
            for _ in range(extent.rounds):
                send_round(routes[name])
            spent = cpu_seconds(peer.pids) - before
            kept[name].append(spent / (extent.routes * extent.rounds) * 1e6)
    return {name: median(values) for name, values in kept.items()}


def rest(ours: OurServer, messages: int) -> None:
    """Let visitors regain what the server allows them to send at once."""
    until = time.monotonic() + messages / FloodLimits().visitor.per_second
    while time.monotonic() < until:
        ours.keep_alive()
        time.sleep(0.1)


def send_round(routes: list[Route]) -> None:
    """Send one message through every route and wait until all came out."""
    wanted: dict[object, int] = {}
    for route in routes:
        wanted[route.exit] = wanted.get(route.exit, 0) + 1
        route.entry.sendall(route.frame)
    for way_out in {route.exit: None for route in routes}:
        tail, missing = b"", wanted[way_out]
        while missing > 0:
            data = way_out.recv(1 << 18)
            if not data:
                raise ConnectionError("the server closed a socket under load")
            tail += data
            missing -= tail.count(MARK)
            # What was counted must not be counted again, nor half a mark be lost.
            tail = tail[max(tail.rfind(MARK) + len(MARK), len(tail) - len(MARK) + 1) :]


def _idle_kib(ours: OurServer, count: int) -> float:
    """Return how much the server grows for one visitor who signed in and stays quiet."""
    before = held(ours)
    for _ in range(count):
        ours.visitor()
    time.sleep(1)
    grown = held(ours) - before
    ours.forget()
    return grown / count / 1024


def held(ours: OurServer) -> int:
    """Return the memory of the server in bytes."""
    return sum(own_bytes(pid) for pid in ours.pids)
