"""Attackers on the wire beside an honest chat: the server stays up and the chat stays quick."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from tests.attacks.__main__ import ATTACKS
from tests.attacks.battle import Battle, fight, target_of
from tests.attacks.honest_pair import honest_pair
from tests.endurance.outcome import Outcome
from tests.support.server_process import ServerProcess

RULE = "attackers on the wire do not stop, slow down or swell the server"
ROUNDS = 10
"""Seconds that each attack lasts."""
P99_S = 0.25
P99_GOAL = f"{P99_S * 1000:.0f} ms"
NICENESS = 19
"""Attackers stand for other computers, which take no processor time from the server."""
GROWTH_BYTES = 96 * 1024 * 1024
"""Beyond what the server had before all attacks: above all what the allocator keeps of the three
hashes of 16 MiB that are computed at a time, and of the largest heads."""


def endure(rounds: int, folder: Path) -> list[Outcome]:
    """Let each attack last `rounds` seconds and return what was noticed beside it."""
    battles = asyncio.run(all_battles(rounds, folder, NICENESS))
    print(*map(_line, battles), sep="\n")
    return outcomes(battles, rounds)


def outcomes(battles: Sequence[Battle], seconds: float) -> list[Outcome]:
    """Return the rows of the table."""
    slowest = max(battles, key=lambda each: each.beside.p99_s)
    said = sum(len(each.beside.delays_s) for each in battles)
    return [
        _survived(battles, seconds),
        Outcome(
            f"honest messages beside them ({said})",
            f"{sum(each.beside.lost for each in battles)} lost",
            "0 lost",
            is_met=not any(each.beside.lost for each in battles) and said > 0,
        ),
        Outcome(
            "honest messages' p99 beside the worst attack",
            f"{slowest.beside.p99_s * 1000:.0f} ms ({slowest.name})",
            P99_GOAL,
            is_met=slowest.beside.p99_s <= P99_S,
        ),
        _memory(battles),
    ]


async def all_battles(seconds: float, folder: Path, niceness: int = 0) -> list[Battle]:
    """Let each attack in turn last so long, beside one chat at one server."""
    server = ServerProcess(folder / "data").start()
    try:
        site = server.add_site().organization_id
        async with honest_pair(server, site) as pair:
            target = await asyncio.to_thread(target_of, server, site, pair.chat_id)
            await pair.chat(1)
            return [
                await fight(server, target, pair, name, seconds, niceness=niceness)
                for name in ATTACKS
            ]
    finally:
        server.kill()


def _survived(battles: Sequence[Battle], seconds: float) -> Outcome:
    fallen = [each.name for each in battles if not each.is_up]
    held = [f"{each.name}: {each.left_open}" for each in battles if each.left_open]
    tries = sum(sum(each.counts.values()) for each in battles)
    return Outcome(
        f"{len(battles)} kinds of attack, {seconds:g} s each, {tries:,} blows",
        f"{len(fallen)} stopped the server, {len(held)} left connections open",
        "0 stopped the server, 0 left connections open",
        is_met=not fallen and not held,
        detail=", ".join(fallen + held),
    )


def _memory(battles: Sequence[Battle]) -> Outcome:
    grown = sum(each.grown_bytes for each in battles)
    worst = max(battles, key=lambda each: each.grown_bytes)
    return Outcome(
        "memory of the server after all attacks",
        f"{grown / 2**20:+.1f} MiB (most by {worst.name}: {worst.grown_bytes / 2**20:+.1f})",
        f"at most +{GROWTH_BYTES // 2**20} MiB",
        is_met=grown <= GROWTH_BYTES,
    )


def _line(each: Battle) -> str:
    counts = ", ".join(f"{name} {count:,}" for name, count in sorted(each.counts.items()))
    return (
        f"{each.name}: p99 {each.beside.p99_s * 1000:.0f} ms of {len(each.beside.delays_s)}, "
        f"{each.grown_bytes / 2**20:+.1f} MiB, {each.left_open} left open; {counts}"
    )
