"""Three days of work in the simulated world: nothing lost, nothing twice, and no memory grows.

The parts are those of `tests/simulation`: the real app core, server core and their files under a
virtual clock. Slower than a busy day are the people: visitors look at their page for some minutes
now and then, and four operators answer about every half minute. The server and two operators'
programs are never killed, for what grows needs time; the others and the pages are.
"""

import gc
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.endurance.outcome import Outcome
from tests.simulation.history import Did
from tests.simulation.judge import Broken, Finding, judged
from tests.simulation.play import failures_logged
from tests.simulation.soak_cast import LASTING, SoakServer, SoakStage
from tests.simulation.soak_memory import MIB, Memory
from tests.simulation.soak_people import SoakFaults, SoakPeople
from tests.simulation.soak_world import SoakWorld
from tests.simulation.stage import BOOT_EVERY_S, Templates
from undivided.session.watch import MOST_OVER

RULE = "72 hours with 200 chats and 20 faults an hour: nothing is lost, and memory stays flat"
ROUNDS = 72
"""Simulated hours."""
CHATS = 200
FAULTS_AN_HOUR = 20
SEED = 72
HOUR_S = 3_600.0
SLICE_S = 300.0
"""Between two looks for garbage: the collector's own moments would not replay."""
SLICES_A_SAMPLE = 2
LONGEST_WARM_UP_H = 6.0
MOST_MIB_AN_HOUR = 1.0
KEPT_SHARE = 0.02
"""A container leaks that gains something of ended chats for more than this share of the visits."""
REMEMBERED = {".watch.over": MOST_OVER}
"""Containers that remember some chats on purpose, with the most that they may hold."""
HEALTH_S = 120.0
GOODBYE_S = 120.0
READING_S = 7_200.0


@dataclass(slots=True)
class Soak:
    """What the hours showed."""

    hours: int
    chats: int
    memory: Memory = field(default_factory=Memory)
    open_chats: list[int] = field(default_factory=list)
    visits: int = 0
    counts: Counter[Did] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    @property
    def warm_up_h(self) -> float:
        """After how many hours everything that is filled once is full."""
        return min(LONGEST_WARM_UP_H, self.hours / 2)


def endure(rounds: int, folder: Path, *, chats: int = CHATS) -> list[Outcome]:
    """Let so many simulated hours pass, and judge the history and the memory."""
    soak = Soak(rounds, chats)
    gc.disable()
    try:
        with failures_logged() as logs:
            world = SoakWorld(SEED, folder / "history.jsonl")
            logs.listen_for(world)
            stage = SoakStage(world, folder, Templates.made_in(folder), chats)
            try:
                _live(soak, world, stage)
                _end(world, stage)
            finally:
                stage.close()
        soak.counts = Counter(entry.did for entry in world.history)
        soak.findings = judged(world.history)
        world.told.close()
    finally:
        gc.enable()
    return _outcomes(soak)


def _live(soak: Soak, world: SoakWorld, stage: SoakStage) -> None:
    stage.boot()
    world.run(3.0)
    people, faults = SoakPeople(stage), SoakFaults(stage)
    for hour in range(soak.hours):
        began = time.process_time()
        faults.play(FAULTS_AN_HOUR, HOUR_S)
        for part in range(1, int(HOUR_S / SLICE_S) + 1):
            world.run(SLICE_S)
            gc.collect(1)
            if part % SLICES_A_SAMPLE == 0:
                soak.memory.take(hour + part * SLICE_S / HOUR_S, _parts(stage), people.gone)
                soak.open_chats.append(_open_chats(stage))
        _tell(soak, people, time.process_time() - began)
    soak.visits = people.visits
    faults.heal()
    people.rest()
    for _ in range(int(HEALTH_S / BOOT_EVERY_S)):
        stage.boot()
        world.run(BOOT_EVERY_S)
    people.last_words()
    world.run(GOODBYE_S)


def _end(world: SoakWorld, stage: SoakStage) -> None:
    """Let a stranger read everything, and everybody else say what they see."""
    reader = stage.read_anew()
    end = world.now + READING_S
    while not reader.is_done and world.now < end:
        world.run(SLICE_S)
    if not reader.is_done:
        world.history.note("reader", Did.BROKE, "could not read everything")
    for each in stage.operators:
        each.report_views()
    for visitor in stage.visitors:
        visitor.report_view()


def _parts(stage: SoakStage) -> dict[str, object]:
    server = stage.server
    assert isinstance(server, SoakServer)
    lasting = stage.operators[:LASTING]
    return {"server": server.driver} | {each.name: each.connection for each in lasting}


def _open_chats(stage: SoakStage) -> int:
    return sum(len(each.own_chats) for each in stage.operators)


def _tell(soak: Soak, people: SoakPeople, seconds: float) -> None:
    last = soak.memory.samples[-1]
    print(
        f"    hour {last.hour:.0f}: {last.resident / MIB:.1f} MiB, {last.objects} objects, "
        f"{sum(last.held.values())} elements, {soak.open_chats[-1]} open chats, "
        f"{people.visits} visits, {seconds:.1f} s of work",
        file=sys.stderr,
        flush=True,
    )


def _kept(memory: Memory, since_h: float, limit: float) -> dict[str, float]:
    """Return the containers that keep more and more, and those that remember too much."""
    last = memory.samples[-1].held
    allowed = {
        way
        for way, size in last.items()
        for end, most in REMEMBERED.items()
        if way.endswith(end) and size <= most
    }
    kept = memory.kept(since_h, limit)
    return {way: slope for way, slope in kept.items() if way not in allowed}


def _outcomes(soak: Soak) -> list[Outcome]:
    told, counts = Counter(each.what for each in soak.findings), soak.counts
    messages = counts[Did.ACCEPTED] + counts[Did.SAID]
    work = (
        f"{soak.hours} simulated hours, {soak.chats} chats at a time, {soak.visits} visits, "
        f"{messages} messages, {soak.hours * FAULTS_AN_HOUR} faults"
    )
    lost, doubled = told[Broken.LOST], told[Broken.DOUBLED]
    others = sum(told.values()) - lost - doubled
    since = soak.warm_up_h
    limit = KEPT_SHARE * soak.visits / soak.hours
    kept = _kept(soak.memory, since, limit)
    outcomes = [
        Outcome(
            work,
            f"{lost} lost, {doubled} doubled, {others} other broken promises",
            "0 lost, 0 doubled, all views equal",
            not soak.findings,
            "; ".join(map(str, soak.findings[:5])),
        ),
        Outcome(
            "chats open at a time, median",
            f"{statistics.median(soak.open_chats):.0f}",
            f"about {soak.chats}",
            statistics.median(soak.open_chats) >= 0.9 * soak.chats,
        ),
        Outcome(
            "containers of server and app that keep something of chats that ended",
            f"{len(kept)}",
            "0",
            not kept,
            ", ".join(f"{way} {slope:+.1f}/h" for way, slope in kept.items()),
        ),
    ]
    if soak.hours > 2 * LONGEST_WARM_UP_H:
        slope = soak.memory.slope_mib(since)
        objects = soak.memory.slope_of_objects(since)
        outcomes.append(
            Outcome(
                f"resident memory after the first {since:.0f} hours",
                f"{slope:+.2f} MiB an hour, {objects:+.0f} objects an hour",
                f"at most {MOST_MIB_AN_HOUR:.0f} MiB an hour",
                slope <= MOST_MIB_AN_HOUR,
            )
        )
    return outcomes
