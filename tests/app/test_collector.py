"""Rules of garbage collection in the running program."""

import asyncio
import gc
import threading
from collections.abc import Iterator

import pytest

from undivided.app import collector
from undivided.app.collector import collect_on_this_thread


@pytest.fixture(autouse=True)
def collector_as_before() -> Iterator[None]:
    yield
    gc.disable()
    gc.unfreeze()


async def test_it_collects_on_the_windows_thread_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector, "PAUSE_S", 0.001)
    threads: list[str] = []
    seen = asyncio.Event()

    def note(phase: str, _info: dict[str, int]) -> None:
        threads.append(threading.current_thread().name)
        if len(threads) > 6:
            asyncio.get_running_loop().call_soon(seen.set)

    gc.enable()
    work = asyncio.ensure_future(collect_on_this_thread())
    await asyncio.sleep(0)
    gc.callbacks.append(note)
    try:
        while not seen.is_set():
            await asyncio.to_thread(litter)
            litter()
            await asyncio.sleep(0.002)
        was_on = gc.isenabled()
    finally:
        gc.callbacks.remove(note)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)

    assert (set(threads), was_on) == ({threading.main_thread().name}, False)


async def test_the_usual_collector_is_on_again_at_the_end() -> None:
    gc.enable()
    work = asyncio.ensure_future(collect_on_this_thread())
    await asyncio.sleep(0)
    during = gc.isenabled()
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)

    assert (during, gc.isenabled()) == (False, True)


_kept: list[list[object]] = []


def litter() -> None:
    """Make more new objects than a thread gets without a collection."""
    _kept[:] = [[number] for number in range(2_000)]
