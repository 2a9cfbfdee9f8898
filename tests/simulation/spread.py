"""Plays many seeds on all cores; each process has templates and a folder of its own."""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from tests.simulation.judge import Broken
from tests.simulation.planted import PLANTS
from tests.simulation.play import Played, play
from tests.simulation.stage import Parts, Templates

RAM_DISK = Path("/dev/shm")
AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one seed came to, small enough to travel between processes."""

    seed: int
    findings: tuple[str, ...]
    broken: tuple[Broken, ...]
    faults: Counter[str]
    messages: int
    edits: int


@dataclass(slots=True)
class Totals:
    """Sums over seeds."""

    seeds: int = 0
    failed: int = 0
    messages: int = 0
    edits: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    fewest_faults: int = 0
    broken: Counter[Broken] = field(default_factory=Counter)

    def add(self, verdict: Verdict) -> None:
        """Count one seed."""
        count = verdict.faults.total()
        self.fewest_faults = min(self.fewest_faults, count) if self.seeds else count
        self.seeds += 1
        self.failed += bool(verdict.findings)
        self.messages += verdict.messages
        self.edits += verdict.edits
        self.faults += verdict.faults
        self.broken.update(verdict.broken)


def scratch() -> Path:
    """Return where worlds keep their files: in memory where the system offers that."""
    is_usable = RAM_DISK.is_dir() and os.access(RAM_DISK, os.W_OK)
    return RAM_DISK if is_usable else Path(tempfile.gettempdir())


def play_one(seed: int, plant: str = "") -> Played:
    """Play one seed in this process."""
    folder, templates = _workshop()
    return play(seed, folder, templates, PLANTS[plant] if plant else Parts())


def play_all(seeds: Sequence[int], plant: str = "", *, workers: int = 0) -> Iterator[Verdict]:
    """Yield the verdict on each seed, in their order.

    Args:
        seeds: Which ones.
        plant: The name of a planted bug; empty for the parts as they are.
        workers: How many processes; 0 for one a core.
    """
    context = get_context("spawn")
    with ProcessPoolExecutor(workers or os.cpu_count(), mp_context=context) as pool:
        yield from pool.map(_verdict, seeds, [plant] * len(seeds), chunksize=AT_ONCE)


def _verdict(seed: int, plant: str) -> Verdict:
    played = play_one(seed, plant)
    return Verdict(
        seed=seed,
        findings=tuple(str(each) for each in played.findings),
        broken=tuple({each.what: None for each in played.findings}),
        faults=played.faults,
        messages=played.messages,
        edits=played.edits,
    )


@cache
def _workshop() -> tuple[Path, Templates]:
    # Lives as long as the process: the object that removes the folder is kept with it.
    holder = tempfile.TemporaryDirectory(prefix="undivided-", dir=scratch())
    _HOLDERS.append(holder)
    folder = Path(holder.name)
    return folder, Templates.made_in(folder)


_HOLDERS: list[tempfile.TemporaryDirectory[str]] = []
