"""Starts, names and ends every task; a task that fails is reported once."""

import asyncio
import logging
from collections.abc import Coroutine

log = logging.getLogger(__name__)


class Supervisor:
    """Owns the tasks of the program, so that none is forgotten or collected half-way."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()
        self._is_closing = False

    @property
    def is_closing(self) -> bool:
        """Whether the program ends, so that nothing can be started any more."""
        return self._is_closing

    def start(self, name: str, work: Coroutine[object, object, object]) -> asyncio.Task[object]:
        """Run `work` as a task called `name` on the running loop."""
        if self._is_closing:
            work.close()
            message = f"{name} was started while the program ends"
            raise RuntimeError(message)
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def aclose(self) -> None:
        """End every task and wait for its clean-up."""
        self._is_closing = True
        # Each task begins before it ends: what it was given to await is then awaited.
        await asyncio.sleep(0)
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("task %s failed", task.get_name(), exc_info=error)
