"""The disk of one machine: its files, their faults, and the queue of blocking work.

Work runs inline, in its turn and after a virtual delay; the moments before and after each piece
have names, so that a process can be killed there.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tests.support.faulty_disk import FaultyDisk

if TYPE_CHECKING:
    from tests.simulation.machine import Machine

T = TypeVar("T")
QUICK_S = (0.0005, 0.004)
SLOW_S = (0.05, 0.2)


class Disk:
    """One machine's disk.

    Attributes:
        delay_s: Between which spans a piece of work takes.
        here: The folder of the machine's files.
        faults: What SQLite's reads and writes meet there.
    """

    def __init__(self, machine: "Machine", folder: Path) -> None:
        self._machine = machine
        self._chance = machine.world.chance(f"disk of {machine.name}")
        self._free_at: dict[int | None, float] = {}
        self.delay_s = QUICK_S
        self.here = folder
        self.here.mkdir(parents=True)
        self.faults = FaultyDisk(folder)
        self.faults.__enter__()

    def end_of_process(self, *, is_power_lost: bool) -> None:
        """Let go of what the process had open; without power, of what it had not synced as well.

        What the dead process still has open is out of its reach: no clean-up changes a file.
        """
        if is_power_lost:
            self.faults.power_loss(self._chance)
        else:
            self.faults.kill()
        self._free_at.clear()

    def mend(self) -> None:
        """Be quick, have room and work."""
        self.delay_s = QUICK_S
        self.faults.heal()

    def close(self) -> None:
        """Go, at the end of the world."""
        self.faults.__exit__(None, None, None)

    def ask(self, executor: Executor | None, job: Callable[[], Any]) -> asyncio.Future[Any]:
        """Put work in line behind what this executor was asked before."""
        machine, loop = self._machine, self._machine.loop
        future: asyncio.Future[Any] = loop.create_future()
        key = id(executor)
        starts = max(self._free_at.get(key, 0.0), machine.world.now)
        ends = starts + self._chance.uniform(*self.delay_s)
        self._free_at[key] = ends
        machine.world.after(ends - machine.world.now, partial(self._work, loop, job, future))
        return future

    def _work(self, loop: Any, job: Callable[[], Any], future: asyncio.Future[Any]) -> None:
        if loop.is_dead:
            return
        name = name_of(job)
        if self._machine.reached(f"before {name}"):
            return
        try:
            result, error = job(), None
        except Exception as fault:  # noqa: BLE001 - handed to whoever waits for it
            result, error = None, fault
        if self._machine.reached(f"after {name}"):
            return
        loop.call_soon(_tell, future, result, error)


class DiskLine:
    """Work of one program on the disk of the machine it runs on; what `Worker` is otherwise."""

    def run(self, work: Callable[..., T], *args: object) -> asyncio.Future[T]:
        """Put work in line."""
        return asyncio.get_running_loop().run_in_executor(None, work, *args)

    def close(self) -> None:
        """End nothing: there is no thread."""


def _tell(future: asyncio.Future[Any], result: Any, error: Exception | None) -> None:
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)


def name_of(job: Any) -> str:
    """Return what the work is called: the function, or the method that wrote the lambda in it."""
    while isinstance(job, partial):
        job = job.args[0] if job.args and callable(job.args[0]) else job.func
    name: str = getattr(job, "__qualname__", type(job).__name__)
    return name.removesuffix(".<locals>.<lambda>").rpartition(".")[2].strip("_")
