"""Hostile text in every field, through every surface of the real window, for many rounds."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.endurance.outcome import Outcome
from tests.support.hostile.fields import FIELDS
from tests.support.hostile.play import Stage, staged
from tests.support.hostile.strings import mixed, raw_frames
from tests.support.hostile.traps import Traps
from tests.support.qt_loop import qt_loop

RULE = "whatever a visitor writes is text: it loads, opens, forges and stops nothing"
ROUNDS = 120
"""Enough for every single trick and some chance mixtures of them."""
LONGEST_STALL_S = 0.100
ROUNDS_OF_A_WINDOW = 40
"""Rounds after which the program is started anew, so that its operator has another name."""


@dataclass
class Toll:
    """What the rounds have shown so far."""

    rounds: int = 0
    connections: int = 0
    openings: int = 0
    stalls_s: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    places: Counter[str] = field(default_factory=Counter)

    @property
    def checks(self) -> int:
        """How many texts were looked at."""
        return sum(self.places.values())


def endure(rounds: int, folder: Path) -> list[Outcome]:
    """Play `rounds` texts in every field; return checks, faults, loads and the longest stall."""
    loop = qt_loop()
    try:
        toll = loop.run_until_complete(play(list(range(rounds)), folder))
    finally:
        loop.close()
    return outcomes(toll)


async def play(numbers: list[int], folder: Path) -> Toll:
    """Play the rounds of these numbers, in windows of a few rounds each."""
    toll = Toll()
    with Traps(folder) as traps:
        for start in range(0, len(numbers), ROUNDS_OF_A_WINDOW):
            some = numbers[start : start + ROUNDS_OF_A_WINDOW]
            profile = folder / str(start)
            name = mixed(traps.bait, some[0])
            async with staged(profile, {"name": name, "job_title": name}) as stage:
                await _play_some(stage, some, traps, toll)
            toll.connections += traps.connections()
            toll.openings += traps.openings()
    return toll


async def _play_some(stage: Stage, numbers: list[int], traps: Traps, toll: Toll) -> None:
    for frame in raw_frames():
        await stage.server.raw(frame)
    for number in numbers:
        text = mixed(traps.bait, number)
        await stage.play(dict.fromkeys(FIELDS, text), number)
        toll.rounds += 1
        stage.seen.clear()
    toll.places += stage.places
    toll.faults += stage.faults
    toll.stalls_s |= stage.pulse.longest_s


def outcomes(toll: Toll, longest_stall_s: float = LONGEST_STALL_S) -> list[Outcome]:
    """Return the rows of the table."""
    what = f"hostile text, {toll.rounds} rounds, {len(FIELDS)} fields, {len(toll.places)} places"
    loads = f"{toll.connections} connections, {toll.openings} files opened"
    longest_s = max(toll.stalls_s.values(), default=0.0)
    stall = f"{longest_s * 1000:.0f} ms"
    slow = sorted(
        (each for each in toll.stalls_s.items() if each[1] > longest_stall_s),
        key=lambda each: -each[1],
    )
    limit = f"<= {longest_stall_s * 1000:.0f} ms"
    clean = "0 connections, 0 files opened"
    return [
        Outcome(
            what,
            f"{toll.checks:,} checks, {len(toll.faults)} faults",
            "0 faults",
            is_met=not toll.faults,
            detail="; ".join(toll.faults[:5]),
        ),
        Outcome("loads while it was shown", loads, clean, is_met=loads == clean),
        Outcome(
            "longest stall of the window (processor time)",
            stall,
            limit,
            is_met=longest_s <= longest_stall_s,
            detail="; ".join(f"{doing} {span_s * 1000:.0f} ms" for doing, span_s in slow[:20]),
        ),
    ]
