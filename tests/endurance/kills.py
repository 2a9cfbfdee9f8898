"""The server killed again and again while visitors and operators write."""

import asyncio
import random
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.endurance.outcome import Outcome
from tests.speed.report import percentile
from tests.support.crowd import Crowd, crowd, integrity
from tests.support.histories import Verdict, united
from tests.support.server_process import ServerProcess
from tests.support.worlds import play_worlds

RULE = "a server killed under load loses nothing, doubles nothing, and is back within 2 s"
ROUNDS = 500
SEED = 20_261_122
READY_S = 2.0
KILLS_A_WORLD = 50
"""A new data folder after so many, so that the operators' views stay whole."""
VISITORS, DESKS = 6, 2
IN_VAIN = 2
"""Kills of a world's first start, in the middle of making its tables."""
GIVE_UP_AFTER = 2
"""Worlds that did not come to an end."""
STARTING_S = 0.8
"""Within so long a start is killed: before, while and after it looks at its file."""


@dataclass(slots=True)
class Tally:
    """What all worlds together showed."""

    kills: int = 0
    messages: int = 0
    ready_s: list[float] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)


def endure(rounds: int, folder: Path) -> list[Outcome]:
    """Kill the server `rounds` times, spread over worlds of their own."""
    tally = Tally()
    play_worlds(
        _world, tally, folder, seed=SEED, rounds=rounds, each=KILLS_A_WORLD, most=GIVE_UP_AFTER
    )
    return _outcomes(tally)


async def _world(folder: Path, seed: int, until: int, tally: Tally) -> None:
    """Go on killing until the tally has so many."""
    chance = random.Random(seed)
    async with crowd(folder, seed) as people:
        server = people.server
        for _ in range(IN_VAIN):
            await _kill_while_starting(server, chance.uniform(0, STARTING_S), tally)
        await _ready(server, tally)
        await people.gather(VISITORS, DESKS)
        people.write()
        while tally.kills < until:
            await _wait_for_load(people)
            await _kill(people, chance, tally)
            await _ready(server, tally)
        await people.calm()
        verdict = await people.verdict()
        server.stop()
        tally.messages += people.histories.count
        tally.verdicts.append(verdict)
        # It takes long, and whoever waits for it wants to know.
        print(f"  {tally.kills} kills: {verdict}", file=sys.stderr, flush=True)
        if (found := integrity(server.data)) != "ok":
            tally.damaged.append(f"seed {seed}: {found}")
        if not verdict.is_clean:
            tally.details.append(f"seed {seed}: {verdict.first()}")


async def _kill(people: Crowd, chance: random.Random, tally: Tally) -> None:
    """Kill at one of the points that matter: in the flow, after a burst, while it ends."""
    server = people.server
    point = chance.choice(("flow", "flow", "burst", "start", "end"))
    if point == "burst":
        people.burst()
        await asyncio.sleep(chance.uniform(0, 0.05))
    elif point == "end":
        server.begin_to_stop()
        await asyncio.sleep(chance.uniform(0, 0.1))
    else:
        await asyncio.sleep(chance.uniform(0, 0.5))
    await asyncio.to_thread(server.kill)
    tally.kills += 1
    if point == "start":
        await _kill_while_starting(server, chance.uniform(0, STARTING_S), tally)


async def _kill_while_starting(server: ServerProcess, after_s: float, tally: Tally) -> None:
    server.spawn()
    await asyncio.sleep(after_s)
    await asyncio.to_thread(server.kill)
    tally.kills += 1


async def _ready(server: ServerProcess, tally: Tally) -> None:
    began = time.monotonic()
    await asyncio.to_thread(server.start)
    tally.ready_s.append(time.monotonic() - began)


async def _wait_for_load(people: Crowd) -> None:
    """Return when most are back, so that the next kill meets messages in flight."""
    for _ in range(50):
        people.check()
        if sum(visitor.is_live for visitor in people.visitors) > len(people.visitors) // 2:
            return
        await asyncio.sleep(0.05)


def _outcomes(tally: Tally) -> list[Outcome]:
    done = f"server killed {tally.kills} times under load, {tally.messages:,} messages"
    p50, worst = percentile(tally.ready_s, 50), max(tally.ready_s)
    verdict = united(tally.verdicts)
    return [
        Outcome(
            done,
            f"{verdict}; integrity {'ok' if not tally.damaged else 'broken'}",
            "0 lost, 0 doubled; integrity ok",
            is_met=verdict.is_clean and not tally.damaged and not tally.given_up,
            detail="; ".join((*tally.damaged, *tally.details, *tally.given_up)),
        ),
        Outcome(
            f"ready again after a kill ({len(tally.ready_s)} starts)",
            f"p50 {p50:.2f} s, longest {worst:.2f} s",
            f"<= {READY_S:g} s",
            is_met=worst <= READY_S,
        ),
    ]
