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
LONGEST_FIRST_USE_S = 0.500
"""With the first letters of a script, for which Qt looks through the fonts of the computer.

Qt does that on the window's thread, once for each size and weight of the text; the program cannot
take it apart. What the same text does when it comes again is the program's own.
"""
_AGAIN = 1_000
"""Added to the number of a round that is played again."""
ROUNDS_OF_A_WINDOW = 40
"""Rounds after which the program is started anew, so that its operator has another name."""


@dataclass
class Toll:
    """What the rounds have shown so far.

    Attributes:
        stalls_s: What went on -> its longest stall, of texts whose letters were seen before.
        first_stalls_s: The same, of texts that came for the first time and took too long.
    """

    rounds: int = 0
    connections: int = 0
    openings: int = 0
    stalls_s: dict[str, float] = field(default_factory=dict)
    first_stalls_s: dict[str, float] = field(default_factory=dict)
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
        values = dict.fromkeys(FIELDS, mixed(traps.bait, number))
        stalls_s = await _stalls_of(stage, values, number)
        if max(stalls_s.values()) > LONGEST_STALL_S:
            toll.first_stalls_s |= stalls_s
            stalls_s = await _stalls_of(stage, values, number + _AGAIN)
        toll.stalls_s |= stalls_s
        toll.rounds += 1
    toll.places += stage.places
    toll.faults += stage.faults


async def _stalls_of(stage: Stage, values: dict[str, str], number: int) -> dict[str, float]:
    """Play a round; return what went on and its longest stall."""
    stage.pulse.longest_s = {}
    await stage.play(values, number)
    stage.seen.clear()
    return stage.pulse.longest_s


def outcomes(
    toll: Toll,
    longest_stall_s: float = LONGEST_STALL_S,
    longest_first_use_s: float = LONGEST_FIRST_USE_S,
) -> list[Outcome]:
    """Return the rows of the table."""
    what = f"hostile text, {toll.rounds} rounds, {len(FIELDS)} fields, {len(toll.places)} places"
    loads = f"{toll.connections} connections, {toll.openings} files opened"
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
        _stall("longest stall of the window (processor time)", toll.stalls_s, longest_stall_s),
        _stall("longest first use of a script's fonts", toll.first_stalls_s, longest_first_use_s),
    ]


def _stall(what: str, stalls_s: dict[str, float], limit_s: float) -> Outcome:
    longest_s = max(stalls_s.values(), default=0.0)
    by_length = sorted(stalls_s.items(), key=lambda each: -each[1])
    slow = [each for each in by_length if each[1] > limit_s]
    return Outcome(
        what,
        f"{longest_s * 1000:.0f} ms",
        f"<= {limit_s * 1000:.0f} ms",
        is_met=longest_s <= limit_s,
        detail="; ".join(f"{doing} {span_s * 1000:.0f} ms" for doing, span_s in slow[:20]),
    )
