"""The network between the real server, its visitors and its operators, broken in every way."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.endurance.outcome import Outcome
from tests.support.crowd import Crowd, crowd
from tests.support.desk_process import DeskProcess
from tests.support.fault_proxy import HOLES, Fault, FaultProxy, Line, Way
from tests.support.histories import Verdict
from tests.support.steady_visitor import SteadyVisitor
from undivided.protocol.limits import DEAD_AFTER_HEARTBEATS, HEARTBEAT

RULE = "a broken network loses nothing, doubles nothing, and is noticed within 2 heartbeats"
ROUNDS = 200
SEED = 16
VISITORS, DESKS = 10, 3
NOTICED_S = HEARTBEAT.total_seconds() * DEAD_AFTER_HEARTBEATS
TICK_S = 1.0
"""The server looks at its links once a second."""
GIVEN_UP_S = 90.0


@dataclass(slots=True)
class Client:
    """One visitor or operator, and the network between them and the server."""

    name: str
    proxy: FaultProxy
    is_live: Callable[[], bool]
    lost_after: Callable[[float], float | None]


@dataclass(slots=True)
class Tally:
    """What the faults showed.

    Attributes:
        noticed_s: How long each side took to notice a black hole.
    """

    faults: Counter[Fault] = field(default_factory=Counter)
    noticed_s: dict[str, list[float]] = field(default_factory=lambda: {"client": [], "server": []})
    unnoticed: list[str] = field(default_factory=list)


def endure(rounds: int, folder: Path) -> list[Outcome]:
    """Let `rounds` faults happen, every kind as often as the others."""
    return asyncio.run(_endure(rounds, folder))


async def _endure(rounds: int, folder: Path) -> list[Outcome]:
    chance = random.Random(SEED)
    tally = Tally()
    proxies: dict[str, FaultProxy] = {}

    async def address(name: str) -> str:
        proxies[name] = await FaultProxy(people.server.port, random.Random(name)).start()
        return proxies[name].url

    async with crowd(folder, SEED) as people:
        await asyncio.to_thread(people.server.start)
        await people.gather(VISITORS, DESKS, address)
        people.write()
        waiting = in_turn(rounds, chance)
        clients = _clients(people, proxies)
        await asyncio.gather(*(_suffer(client, waiting, chance, tally) for client in clients))
        await people.calm()
        verdict = await people.verdict()
        messages = people.histories.count
    for proxy in proxies.values():
        await proxy.aclose()
    return _outcomes(tally, verdict, messages)


def in_turn(rounds: int, chance: random.Random) -> list[Fault]:
    """Return so many faults, each kind before any comes again."""
    found: list[Fault] = []
    while len(found) < rounds:
        kinds = list(Fault)
        chance.shuffle(kinds)
        found += kinds
    return found[:rounds]


def _clients(people: Crowd, proxies: dict[str, FaultProxy]) -> list[Client]:
    visitors = [
        Client(one.name, proxies[one.name], _live_visitor(one), _lost_visitor(one))
        for one in people.visitors
    ]
    desks = [
        Client(one.name, proxies[one.name], _live_desk(one), _lost_desk(one))
        for one in people.desks
    ]
    # Operators first: with few faults they get theirs too.
    return desks + visitors


async def _suffer(
    client: Client, waiting: list[Fault], chance: random.Random, tally: Tally
) -> None:
    """Take one fault after the other from those that wait."""
    while waiting:
        fault = waiting.pop(0)
        await _back(client)
        await asyncio.sleep(chance.uniform(0, 1))
        tally.faults[fault] += 1
        if fault in HOLES:
            await _fall_into(client, fault, tally)
        else:
            await client.proxy.inflict(fault)


async def _fall_into(client: Client, fault: Fault, tally: Tally) -> None:
    while (line := client.proxy.open_hole(HOLES[fault])) is None:
        # It is between two attempts, and may not know yet that it is.
        await asyncio.sleep(0.05)
        await _back(client)
    began = time.monotonic()
    noticed: dict[str, float] = {}
    while len(noticed) < len(tally.noticed_s) and time.monotonic() - began < GIVEN_UP_S:
        for side, at in (("client", client.lost_after(began)), ("server", _server_left(line))):
            if at is not None:
                noticed.setdefault(side, at - began)
        await asyncio.sleep(0.05)
    for side, taken in noticed.items():
        tally.noticed_s[side].append(taken)
    tally.unnoticed += [
        f"{client.name}: {fault} not noticed by the {side}"
        for side in tally.noticed_s
        if side not in noticed
    ]


def _server_left(line: Line) -> float | None:
    return line.ended.get(Way.DOWN)


async def _back(client: Client) -> None:
    end = time.monotonic() + GIVEN_UP_S
    while not client.is_live():
        assert time.monotonic() < end, f"{client.name} did not come back"
        await asyncio.sleep(0.05)


def _live_visitor(visitor: SteadyVisitor) -> Callable[[], bool]:
    return lambda: visitor.is_live


def _lost_visitor(visitor: SteadyVisitor) -> Callable[[float], float | None]:
    return lambda began: next((at for at in visitor.lost_at if at >= began), None)


def _live_desk(desk: DeskProcess) -> Callable[[], bool]:
    return lambda: bool(desk.links) and desk.links[-1][1] == "LIVE"


def _lost_desk(desk: DeskProcess) -> Callable[[float], float | None]:
    return lambda began: next(
        (at for at, state in desk.links if at >= began and state != "LIVE"), None
    )


def _outcomes(tally: Tally, verdict: Verdict, messages: int) -> list[Outcome]:
    longest = {side: max(taken, default=0.0) for side, taken in tally.noticed_s.items()}
    holes = sum(len(taken) for taken in tally.noticed_s.values()) // len(tally.noticed_s)
    return [
        Outcome(
            f"{tally.faults.total()} network faults of {len(tally.faults)} kinds under load, "
            f"{messages:,} messages",
            str(verdict),
            "0 lost, 0 doubled",
            is_met=verdict.is_clean,
            detail=f"seed {SEED}: {verdict.first()}" if not verdict.is_clean else "",
        ),
        Outcome(
            f"a dead link noticed ({holes} black holes)",
            f"by the client within {longest['client']:.1f} s, "
            f"by the server within {longest['server']:.1f} s",
            f"<= {NOTICED_S:g} s",
            is_met=not tally.unnoticed and max(longest.values()) <= NOTICED_S + TICK_S,
            detail="; ".join(tally.unnoticed),
        ),
    ]
