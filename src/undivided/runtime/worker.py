"""One thread for blocking work, in the order in which it was asked for."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Protocol, TypeVar

T = TypeVar("T")


class WorkLine(Protocol):
    """Whoever does blocking work, in the order in which it was asked for."""

    def run(self, work: Callable[..., T], *args: object) -> asyncio.Future[T]:
        """Put `work` in line at once; awaiting the result gives what it returns or raises."""
        ...

    def close(self) -> None:
        """Take no more work."""
        ...


class Worker:
    """A single thread: a SQLite connection made in it is used in it only.

    The thread is a daemon and not one of a `ThreadPoolExecutor`, for which Python waits at its
    end: a look-up that nobody wants any more would keep a program alive that was quit.

    Args:
        name: Shown in stack traces.
    """

    def __init__(self, name: str) -> None:
        self._jobs: SimpleQueue[Callable[[bool], None] | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name=name, daemon=True)
        self._is_open = True
        self._is_abandoned = False

    def run(self, work: Callable[..., T], *args: object) -> asyncio.Future[T]:
        """Put `work` in line at once; awaiting the result gives what it returns or raises.

        Raises:
            RuntimeError: The worker takes no more work.
        """
        if not self._is_open:
            raise RuntimeError("this worker takes no more work")
        future: Future[T] = Future()
        answer = asyncio.wrap_future(future)
        if self._thread.ident is None:
            self._thread.start()
        self._jobs.put(lambda is_wanted: _do(future, work, args, is_wanted=is_wanted))
        return answer

    def close(self) -> None:
        """End the thread after the work that was asked for is done."""
        self._is_open = False
        self._jobs.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    def abandon(self) -> None:
        """Wait for no work: what runs goes on by itself, what has not begun is cancelled."""
        self._is_open = False
        self._is_abandoned = True
        self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job(not self._is_abandoned)


async def on_a_thread(name: str, work: Callable[..., T], *args: object) -> T:
    """Return what `work` returns, done on a thread of its own.

    When the caller is cancelled the work goes on by itself, and nobody hears of it.
    """
    worker = Worker(name)
    try:
        return await worker.run(work, *args)
    finally:
        worker.abandon()


def _do(
    future: Future[T], work: Callable[..., T], args: tuple[object, ...], *, is_wanted: bool
) -> None:
    if not is_wanted:
        future.cancel()
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = work(*args)
    except BaseException as error:  # noqa: BLE001 - it belongs to whoever awaits the result
        future.set_exception(error)
    else:
        future.set_result(result)
