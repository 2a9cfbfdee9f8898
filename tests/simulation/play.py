"""One seed, from an empty world to the judge's verdict."""

import gc
import logging
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.simulation.faults import Faults
from tests.simulation.history import Did, History
from tests.simulation.judge import Finding, judged
from tests.simulation.people import People
from tests.simulation.sharing import Sharing, is_shared
from tests.simulation.stage import OPERATORS, VISITORS, Parts, Stage, Templates
from tests.simulation.world import World
from undivided.database.errors import StorageError

STORM_S = (35.0, 75.0)
FAULTS = (12, 16)
HEALTH_S = 50.0
CLOCKS_IN = 4
"""One seed in so many goes on to set clocks in calm: that takes a third of a seed's time."""
STEPPED_S = 12.0
SWALLOWED_S = 33.0
AGAIN_S = 45.0
GOODBYE_S = 8.0
READING_S = 5.0


@dataclass(slots=True)
class Played:
    """What became of one seed."""

    seed: int
    history: History
    findings: list[Finding] = field(default_factory=list)

    @property
    def faults(self) -> Counter[str]:
        """How often each kind of fault came."""
        kinds = (entry.text for entry in self.history.of(Did.FAULT))
        return Counter(_kind(text) for text in kinds)

    @property
    def messages(self) -> int:
        """How many messages people sent."""
        return len(self.history.of(Did.ACCEPTED, Did.SAID))

    @property
    def edits(self) -> int:
        """How many changes of canned responses operators were told are saved."""
        return len(self.history.of(Did.SAVED))


def play(seed: int, folder: Path, templates: Templates, parts: Parts | None = None) -> Played:
    """Play one seed; everything it leaves behind is in `folder`."""
    gc.disable()
    try:
        with tempfile.TemporaryDirectory(dir=folder) as here, failures_logged() as logs:
            world = World(seed)
            logs.listen_for(world)
            _perform(world, Path(here), templates, parts or Parts())
    finally:
        gc.enable()
    return Played(seed, world.history, judged(world.history))


def _perform(world: World, folder: Path, templates: Templates, parts: Parts) -> None:
    chance = world.chance("play")
    is_sharing = is_shared(world)
    stage = Stage(
        world,
        folder,
        templates,
        parts,
        operators=OPERATORS[: max(chance.choice((1, 2)), 2 if is_sharing else 1)],
        visitors=VISITORS[: chance.choice((2, 3))],
    )
    sharing = Sharing(stage) if is_sharing else None
    try:
        stage.boot()
        world.run(3.0)
        people, faults = People(stage), Faults(stage)
        storm_s = chance.uniform(*STORM_S)
        if sharing is not None:
            sharing.begin(storm_s)
        faults.play(chance.randint(*FAULTS), storm_s)
        world.run(storm_s)
        faults.heal()
        people.rest()
        if sharing is None:
            stage.get_well(HEALTH_S)
        else:
            sharing.settle()
        if chance.randrange(CLOCKS_IN) == 0:
            _try_clocks(world, faults)
        people.last_words()
        world.run(GOODBYE_S)
        reader = stage.read_anew()
        world.run(READING_S)
        if not reader.is_done:
            world.history.note("reader", Did.BROKE, "could not read everything")
        for each in stage.operators:
            each.report_views()
        for visitor in stage.visitors:
            visitor.report_view()
        if sharing is not None:
            sharing.end()
        for each in stage.operators:
            stage.kill(each, "kill -9")
            each.report_drafts()
            if each.library is not None:
                each.library.report()
    finally:
        stage.close()


def _try_clocks(world: World, faults: Faults) -> None:
    """Set all clocks in calm: no link may fall; then take the lines: every link must."""
    world.history.note("world", Did.CALM, "begins")
    faults.strike_clocks()
    world.run(STEPPED_S)
    world.history.note("world", Did.CALM, "ends")
    faults.swallow_operators(is_on=True)
    world.run(SWALLOWED_S)
    faults.swallow_operators(is_on=False)
    world.run(AGAIN_S)


class Logs(logging.Handler):
    """Writes what the parts log as their own failure into the history."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._world: World | None = None

    def listen_for(self, world: World) -> None:
        """Write into the history of this world from now on."""
        self._world = world

    def emit(self, record: logging.LogRecord) -> None:
        """Write down a failure, with its place."""
        if self._world is None:
            return
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, sqlite3.Error | StorageError):
            return  # the disk's fault, not a part's
        place = _place(error)
        self._world.history.note("log", Did.BROKE, f"{record.getMessage()}: {error!r} {place}")


def _place(error: BaseException | None) -> str:
    trace = None if error is None else error.__traceback__
    where = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        where = f"({Path(code.co_filename).name} {code.co_name})"
        trace = trace.tb_next
    return where


@contextmanager
def failures_logged() -> Iterator[Logs]:
    """Let the parts log into the history of the world that is named, and nowhere else."""
    handler, root = Logs(), logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers[:] = [handler]
    # What is not asked for is not even written: a line for each frame takes most of the time.
    root.setLevel(logging.ERROR)
    try:
        yield handler
    finally:
        root.handlers[:] = before
        root.setLevel(level)


def _kind(text: str) -> str:
    return "clock step" if text.startswith("clock") else text
