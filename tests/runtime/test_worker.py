"""The thread for blocking work: in order, whole when closed, let go when abandoned."""

import asyncio
import threading

import pytest

from undivided.runtime.worker import Worker, on_a_thread


async def test_work_is_done_in_its_order_on_one_thread() -> None:
    worker = Worker("test")
    seen: list[tuple[int, str]] = []

    def note(number: int) -> int:
        seen.append((number, threading.current_thread().name))
        return number * 2

    answers = await asyncio.gather(*(worker.run(note, number) for number in range(3)))
    worker.close()

    assert answers == [0, 2, 4]
    assert seen == [(0, "test"), (1, "test"), (2, "test")]


async def test_error_belongs_to_whoever_awaits_it() -> None:
    worker = Worker("test")

    with pytest.raises(ZeroDivisionError):
        await worker.run(lambda: 1 / 0)
    assert await worker.run(lambda: "on") == "on"
    worker.close()


async def test_closing_waits_for_what_was_asked_for() -> None:
    worker, may_go = Worker("test"), threading.Event()
    seen: list[str] = []
    worker.run(may_go.wait, 20)
    last = worker.run(seen.append, "done")

    threading.Timer(0.1, may_go.set).start()
    worker.close()

    assert seen == ["done"]
    await last


async def test_abandoned_work_keeps_nobody_waiting_and_what_is_in_line_is_not_begun() -> None:
    worker, has_begun, may_go = Worker("test"), threading.Event(), threading.Event()
    seen: list[str] = []

    def slow() -> None:
        has_begun.set()
        may_go.wait(20)

    running, in_line = worker.run(slow), worker.run(seen.append, "never")
    await asyncio.to_thread(has_begun.wait, 20)

    worker.abandon()
    was_running = not running.done()
    may_go.set()
    await running
    with pytest.raises(asyncio.CancelledError):
        await in_line

    assert was_running
    assert seen == []


def test_thread_does_not_keep_the_program_alive() -> None:
    assert Worker("test")._thread.daemon


@pytest.mark.parametrize("end", ["close", "abandon"])
async def test_closed_worker_takes_no_more_work(end: str) -> None:
    worker = Worker("test")
    getattr(worker, end)()

    with pytest.raises(RuntimeError):
        worker.run(print)


async def test_work_that_nobody_awaits_any_more_is_not_begun() -> None:
    worker, may_go = Worker("test"), threading.Event()
    seen: list[str] = []
    worker.run(may_go.wait, 20)
    unwanted = worker.run(seen.append, "never")

    unwanted.cancel()
    await asyncio.sleep(0)
    may_go.set()
    worker.close()

    assert seen == []


async def test_work_on_a_thread_of_its_own_gives_its_answer_or_its_error() -> None:
    with pytest.raises(ZeroDivisionError):
        await on_a_thread("sums", divmod, 1, 0)

    assert await on_a_thread("sums", divmod, 7, 2) == (3, 1)
