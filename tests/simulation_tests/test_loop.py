"""Virtual time passes in order, only while the machine is awake, and never after its death."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.simulation.machine import Machine
from tests.simulation.network import Network
from tests.simulation.soak_world import HistoryOnDisk, SoakMachine, SoakWorld
from tests.simulation.world import World

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="needs files that can be moved")


class Island:
    """One machine with no network to speak of."""

    def __init__(self, folder: Path) -> None:
        self.world = World(1)
        self.machine = Machine(self.world, Network(self.world), "island", folder / "island")
        self.seen: list[object] = []

    def run(self, work: Callable[[], Awaitable[None]], seconds: float = 10.0) -> list[object]:
        async def main() -> None:
            await work()

        self.machine.boot(main)
        self.world.run(seconds)
        return self.seen


@pytest.fixture
def island(tmp_path: Path) -> Island:
    return Island(tmp_path)


def test_an_hour_passes_at_once(island: Island) -> None:
    async def work() -> None:
        await asyncio.sleep(3_600)
        island.seen.append(island.world.now)

    assert island.run(work, 7_200) == [3_600.0]
    assert island.world.now == 7_200


def test_timers_come_in_the_order_of_their_time_and_then_of_their_asking(island: Island) -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        for delay, name in ((2.0, "c"), (1.0, "a"), (1.0, "b")):
            loop.call_later(delay, island.seen.append, name)

    assert island.run(work) == ["a", "b", "c"]


@pytest.mark.parametrize("kind", [World, SoakWorld])
def test_no_timer_comes_early_by_a_rounding(
    kind: type[World] | type[SoakWorld], tmp_path: Path
) -> None:
    world = SoakWorld(1, tmp_path / "history") if kind is SoakWorld else World(1)
    world.now = 73_208.8
    late_s: list[float] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        for part in range(2_000):
            due = loop.time() + part / 977
            woken = loop.create_future()
            loop.call_at(due, woken.set_result, None)
            await woken
            late_s.append(loop.time() - due)

    network = Network(world)
    new = SoakMachine if isinstance(world, SoakWorld) else Machine
    machine = new(world, network, "island", tmp_path / "island")  # type: ignore[arg-type]
    # Its last bit is below those of the world's clock, so that sums of both are rounded.
    machine.ahead = 50_000 + math.ulp(50_000)
    machine.boot(main)
    world.run(3_600)
    if isinstance(world.history, HistoryOnDisk):
        world.history.close()

    assert len(late_s) == 2_000
    assert 0 <= min(late_s)
    assert max(late_s) < 1e-9


def test_a_cancelled_timer_does_not_come(island: Island) -> None:
    async def work() -> None:
        asyncio.get_running_loop().call_later(1.0, island.seen.append, "no").cancel()

    assert island.run(work) == []


def test_a_limit_of_time_holds(island: Island) -> None:
    async def work() -> None:
        try:
            async with asyncio.timeout(5):
                await asyncio.sleep(60)
        except TimeoutError:
            island.seen.append(island.world.now)

    assert island.run(work) == [5.0]


def test_blocking_work_is_done_in_its_order_and_takes_time(island: Island) -> None:
    async def work() -> None:
        loop, pool = asyncio.get_running_loop(), ThreadPoolExecutor(1)
        jobs = [loop.run_in_executor(pool, island.seen.append, n) for n in range(3)]
        await asyncio.gather(*jobs)
        island.seen.append(island.world.now > 0)

    assert island.run(work) == [0, 1, 2, True]


def test_asleep_nothing_runs_and_the_monotonic_clock_stands_still(island: Island) -> None:
    async def work() -> None:
        await asyncio.sleep(4)
        island.seen.append(island.world.now)

    before = island.machine.now()
    island.world.after(1.0, island.machine.sleep)
    island.world.after(61.0, island.machine.wake)

    assert island.run(work, 100) == [64.0]
    after = island.machine.now()
    assert after.ticks - before.ticks == pytest.approx(40)
    assert (after.wall - before.wall).total_seconds() == pytest.approx(100)


def test_after_a_kill_clean_up_runs_and_reaches_nothing(island: Island) -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        try:
            await asyncio.sleep(60)
        finally:
            loop.call_soon(island.seen.append, "clean-up")
            await asyncio.sleep(0)
            island.seen.append("later")

    island.world.after(1.0, lambda: island.machine.kill("kill -9"))

    assert island.run(work) == []


@pytest.mark.parametrize(("point", "done"), [("before append", []), ("after append", ["job"])])
def test_a_process_dies_at_the_named_point(island: Island, point: str, done: list[str]) -> None:
    async def work() -> None:
        await asyncio.get_running_loop().run_in_executor(None, island.seen.append, "job")
        island.seen.append("answer")

    died: list[str] = []
    island.machine.points[point] = lambda: died.append(point)

    assert island.run(work) == done
    assert died == [point]
