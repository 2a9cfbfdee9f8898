"""Everybody cut off at once, by the network and by the server's death, and everybody back."""

import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.endurance.outcome import Outcome
from tests.speed.report import percentile
from tests.support.fault_proxy import FaultProxy
from tests.support.histories import Histories, Verdict
from tests.support.server_process import ServerProcess
from tests.support.throng import Throng, throng

RULE = "clients cut off all at once are all back within 60 s, and nothing is lost"
ROUNDS = 500
"""Clients."""
SEED = 60
BACK_S = 60.0
OUTAGE_S = 3.0
HONEST_P99_S = 1.0
"""For a visitor who was not cut off; the storm takes seconds, and no person waits long for one."""
SETTLED_S = 120.0


@dataclass(slots=True)
class Storm:
    """What the two waves showed.

    Attributes:
        back_s: Seconds from the cut until the last client was live, by wave.
        away: Who did not come back in time.
        honest_s: How long each message of the visitor beside it took to be confirmed.
    """

    back_s: dict[str, float] = field(default_factory=dict)
    away: list[str] = field(default_factory=list)
    honest_s: list[float] = field(default_factory=list)


def endure(rounds: int, folder: Path) -> list[Outcome]:
    """Cut `rounds` clients off at once, twice."""
    return asyncio.run(_endure(rounds, folder))


async def _endure(rounds: int, folder: Path) -> list[Outcome]:
    server = ServerProcess(folder / "data", words=["--behind-proxy"])
    await asyncio.to_thread(server.start)
    proxy = await FaultProxy(server.port, random.Random(SEED)).start()
    storm = Storm()
    try:
        async with throng(folder, server, proxy.url, SEED) as people:
            site = await people.gather(rounds)
            await _network_fails(people, proxy, server, site, storm)
            await _server_dies(people, server, storm)
            verdict = people.verdict()
            messages = people.histories.count
    finally:
        await proxy.aclose()
        await asyncio.to_thread(server.kill)
    return _outcomes(rounds, storm, verdict, messages)


async def _network_fails(
    people: Throng, proxy: FaultProxy, server: ServerProcess, site: str, storm: Storm
) -> None:
    """Cut everybody but one, who goes on writing; everybody writes before, while and after."""
    beside = await Honest.start(server.url, site, people.histories)
    await people.speak()
    cut_at = time.monotonic()
    proxy.refuse()
    await people.speak()
    await asyncio.sleep(OUTAGE_S)
    await proxy.start()
    storm.back_s["network"] = await _all_back(people, cut_at, storm)
    storm.honest_s = [delay for at, delay in await beside.stop() if at >= cut_at]
    await _settled(people)


async def _server_dies(people: Throng, server: ServerProcess, storm: Storm) -> None:
    await people.speak()
    cut_at = time.monotonic()
    await asyncio.to_thread(server.kill)
    await people.speak()
    await asyncio.to_thread(server.start)
    storm.back_s["server"] = await _all_back(people, cut_at, storm)
    await _settled(people)


async def _all_back(people: Throng, cut_at: float, storm: Storm) -> float:
    while away := people.away(cut_at):
        if time.monotonic() - cut_at > BACK_S:
            storm.away += away
            break
        await asyncio.sleep(0.05)
    return time.monotonic() - cut_at


async def _settled(people: Throng) -> None:
    """Return when everything accepted was confirmed and shown, or long after it should be."""
    end = time.monotonic() + SETTLED_S
    while people.unsent() and time.monotonic() < end:
        await asyncio.sleep(0.1)
    # The last pushes may still be on their way.
    while not people.verdict().is_clean and time.monotonic() < end:
        await asyncio.sleep(0.5)


class Honest:
    """The visitor who is not cut off, in a process of their own."""

    def __init__(self, process: asyncio.subprocess.Process, histories: Histories) -> None:
        self._process = process
        self._histories = histories

    @classmethod
    async def start(cls, url: str, site: str, histories: Histories) -> "Honest":
        """Return when their chat has begun."""
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.support.honest_child", url, site,
            stdin=pipe, stdout=pipe, limit=1 << 24,
        )  # fmt: skip
        honest = cls(process, histories)
        await honest._next()
        return honest

    async def stop(self) -> list[tuple[float, float]]:
        """Return for each message when it was confirmed and how long that took."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        told = []
        while fact := await self._next():
            told.append(fact)
        await self._process.wait()
        return told

    async def _next(self) -> tuple[float, float] | None:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line:
            return None
        fact = json.loads(line)
        self._histories.accept("honest", fact["chat"], fact["accepted"])
        return fact["at"], fact["delay_s"]


def _outcomes(clients: int, storm: Storm, verdict: Verdict, messages: int) -> list[Outcome]:
    p99 = percentile(storm.honest_s, 99)
    return [
        Outcome(
            f"{clients} clients cut off at once, twice, {messages:,} messages",
            str(verdict),
            "0 lost, 0 doubled",
            is_met=verdict.is_clean,
            detail=verdict.first(),
        ),
        Outcome(
            f"all {clients} back",
            f"{storm.back_s['network']:.1f} s after a cut of {OUTAGE_S:g} s, "
            f"{storm.back_s['server']:.1f} s after the server's death",
            f"<= {BACK_S:g} s",
            is_met=not storm.away,
            detail=f"away: {', '.join(storm.away[:5])}" if storm.away else "",
        ),
        Outcome(
            f"a visitor beside the storm is answered ({len(storm.honest_s)} messages)",
            f"p99 {p99 * 1000:.0f} ms",
            f"<= {HONEST_P99_S * 1000:g} ms",
            is_met=p99 <= HONEST_P99_S,
        ),
    ]
