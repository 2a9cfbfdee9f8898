"""One simulated machine: its loop, its clocks, its disk, and the process that runs on it."""

import asyncio
import math
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.simulation.disk import Disk
from tests.simulation.history import Did
from tests.simulation.loop import MachineLoop, new_loop
from tests.simulation.network import Listener, Network
from tests.simulation.world import World
from undivided.protocol.moments import Moment

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


class Machine:
    """A computer in the world; `boot` starts its one process.

    Asleep it does what Linux does: nothing runs, and CLOCK_MONOTONIC stands still while the wall
    clock goes on.

    Attributes:
        points: Names of moments at which the process is to be killed, with what follows then.
        ahead: By how many seconds its monotonic clock is ahead of the world's while it is awake.
        is_on: The process runs. `has_power`: somebody answers for it, if only with a reset.
    """

    def __init__(self, world: World, network: Network, name: str, folder: Path) -> None:
        self.world = world
        self.name = name
        self.network = network
        self.points: dict[str, Callable[[], None]] = {}
        self.is_on = False
        self.has_power = True
        self.is_asleep = False
        self.wall_ahead = timedelta()
        # Ticks of different machines have nothing to do with each other.
        self.ahead = world.chance(f"ticks of {name}").uniform(1_000, 100_000)
        self._asleep_since = 0.0
        self.disk = Disk(self, folder)
        self.loop = self.make_loop()
        world.machines.append(self)

    # Time

    @property
    def ticks(self) -> float:
        """Seconds of the monotonic clock."""
        return self.ahead + (self._asleep_since if self.is_asleep else self.world.now)

    def now(self) -> Moment:
        """Return what both clocks of this machine show."""
        return Moment(START + timedelta(seconds=self.world.now) + self.wall_ahead, self.ticks)

    @property
    def can_run(self) -> bool:
        """Whether the process gets turns."""
        return self.is_on and not self.is_asleep

    @property
    def is_reachable(self) -> bool:
        """Whether packets find somebody, if only a kernel."""
        return self.has_power and not self.is_asleep

    @property
    def next_turn(self) -> float | None:
        """When the process has something to do, in the world's time."""
        timer = self.loop.next_timer if self.can_run else None
        if timer is None:
            return None
        turn = timer - self.ahead
        # Rounded down, the timer would never be due and the world would stand still.
        while turn + self.ahead < timer:
            turn += math.ulp(timer)
        return turn

    def sleep(self) -> None:
        """Close the lid."""
        self.is_asleep = True
        self._asleep_since = self.world.now

    def wake(self) -> None:
        """Open the lid."""
        self.ahead -= self.world.now - self._asleep_since
        self.is_asleep = False
        self.network.stir(self)

    # The process

    def make_loop(self) -> MachineLoop:
        """Return the loop of a new process."""
        return new_loop(self)

    def boot(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Start the process."""
        self.loop = self.make_loop()
        self.is_on = self.has_power = True
        # Under the running loop, as `asyncio.run` does it.
        self.loop.call_soon(self._start, work)
        self.world.history.note(self.name, Did.BEGAN)
        self.network.stir(self)

    def _start(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self.loop.create_task(work(), name=self.name).add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.broke({"message": "the process failed", "exception": error})

    def kill(self, why: str, *, is_power_lost: bool = False) -> None:
        """End the process without a word; its files stay as they are at this moment."""
        if not self.is_on:
            return
        if self.is_asleep:
            self.wake()
        self.is_on = False
        self.has_power = not is_power_lost
        self.points.clear()
        self.world.history.note(self.name, Did.ENDED, why)
        self.network.process_died(self, is_power_lost=is_power_lost)
        self.disk.end_of_process(is_power_lost=is_power_lost)
        self.loop.die()

    def reached(self, point: str) -> bool:
        """Return whether the process was killed at this named point."""
        follow = self.points.pop(point, None)
        if follow is None:
            return False
        self.kill(point)
        follow()
        return True

    # What its loop asks for

    def on_disk(self, executor: Executor | None, job: Callable[[], Any]) -> asyncio.Future[Any]:
        """Do blocking work in its turn."""
        return self.disk.ask(executor, job)

    async def dial(self, factory: Callable[[], asyncio.Protocol]) -> tuple[Any, Any]:
        """Connect to the server."""
        return await self.network.dial(self, factory)

    def listen(self, factory: Callable[[], asyncio.Protocol]) -> Listener:
        """Be the server."""
        return self.network.listen(self, factory)

    def broke(self, context: dict[str, Any]) -> None:
        """Take note of an error that nobody handled: no fault of the world excuses one."""
        error = context.get("exception")
        self.world.history.note(self.name, Did.BROKE, f"{context.get('message')}: {error!r}")
