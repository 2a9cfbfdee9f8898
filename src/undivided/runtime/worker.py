"""One thread for blocking work, in the order in which it was asked for."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Worker:
    """A single thread: a SQLite connection made in it is used in it only.

    Args:
        name: Shown in stack traces.
    """

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)

    def run(self, work: Callable[..., T], *args: object) -> asyncio.Future[T]:
        """Put `work` in line at once; awaiting the result gives what it returns or raises."""
        return asyncio.get_running_loop().run_in_executor(self._pool, work, *args)

    def close(self) -> None:
        """End the thread after the work that was asked for is done."""
        self._pool.shutdown(wait=True)
