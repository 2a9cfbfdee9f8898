"""The event loop of one simulated machine: virtual time, no threads, no sockets.

Everything that asyncio, `websockets` and `aiohttp` ask of a loop, and nothing more. Each machine
has one of its own, so that a machine can sleep or die while the others go on.
"""

import asyncio
import contextvars
import heapq
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from functools import partial
from itertools import count
from typing import Any, Protocol

DEEPEST_CLEAN_UP = 50


class Host(Protocol):
    """What a loop needs of its machine."""

    @property
    def ticks(self) -> float:
        """Seconds of the machine's monotonic clock."""
        ...

    def on_disk(self, executor: Executor | None, job: Callable[[], Any]) -> asyncio.Future[Any]:
        """Do blocking work in its turn and return its outcome later."""
        ...

    async def dial(self, factory: Callable[[], asyncio.Protocol]) -> tuple[Any, Any]:
        """Return a transport to the server and its protocol."""
        ...

    def listen(self, factory: Callable[[], asyncio.Protocol]) -> Any:
        """Take connections from now on."""
        ...

    def broke(self, context: dict[str, Any]) -> None:
        """Take note of an error that nobody handled."""
        ...


class MachineLoop(asyncio.AbstractEventLoop):
    """Runs callbacks in the order in which they became due, and never waits by itself.

    Attributes:
        is_dead: The process was killed: nothing runs any more, and what its clean-up still asks
            for is passed over.
        ready: What is due; the world looks at it, and at the timers, at every moment.
        timers: When each comes on the machine's clock, the first one first.
    """

    def __init__(self, host: Host) -> None:
        self.is_dead = False
        self._host = host
        self.ready: deque[asyncio.Handle] = deque()
        self.timers: list[tuple[float, int, asyncio.TimerHandle]] = []
        self._numbers = count()
        self._tasks: dict[asyncio.Task[Any], None] = {}

    # For the world

    @property
    def is_ready(self) -> bool:
        """Whether `turn` has something to do now."""
        return bool(self.ready) or (bool(self.timers) and self.timers[0][0] <= self._host.ticks)

    @property
    def next_timer(self) -> float | None:
        """When the next timer is due, on the machine's clock."""
        while self.timers and self.timers[0][2].cancelled():
            heapq.heappop(self.timers)
        return self.timers[0][0] if self.timers else None

    def turn(self) -> None:
        """Run what is due now; what that makes due waits for the next turn."""
        now = self._host.ticks
        while self.timers and self.timers[0][0] <= now:
            self.ready.append(heapq.heappop(self.timers)[2])
        asyncio._set_running_loop(self)
        try:
            for _ in range(len(self.ready)):
                handle = self.ready.popleft()
                if not handle.cancelled():
                    handle._run()
        finally:
            asyncio._set_running_loop(None)

    def die(self) -> None:
        """Stop as by kill -9: no callback runs any more, and clean-up reaches nothing."""
        self.is_dead = True
        self.ready.clear()
        self.timers.clear()
        for task in self._tasks:
            task._log_destroy_pending = False  # type: ignore[attr-defined] # as asyncio's own loops
            _close(task.get_coro())
        self._tasks.clear()

    # For asyncio

    def time(self) -> float:
        """Return the machine's monotonic clock."""
        return self._host.ticks

    def call_soon(  # type: ignore[override] # the types of asyncio name one overload
        self,
        callback: Callable[..., object],
        *args: Any,
        context: contextvars.Context | None = None,
    ) -> asyncio.Handle:
        """Run a callback in the next turn."""
        handle = asyncio.Handle(callback, args, self, context)
        if not self.is_dead:
            self.ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon  # type: ignore[assignment] # there is one thread

    def call_later(  # type: ignore[override]
        self,
        delay: float,
        callback: Callable[..., object],
        *args: Any,
        context: contextvars.Context | None = None,
    ) -> asyncio.TimerHandle:
        """Run a callback after `delay` seconds of the machine's clock."""
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(  # type: ignore[override]
        self,
        when: float,
        callback: Callable[..., object],
        *args: Any,
        context: contextvars.Context | None = None,
    ) -> asyncio.TimerHandle:
        """Run a callback at a moment of the machine's clock."""
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        if not self.is_dead:
            heapq.heappush(self.timers, (when, next(self._numbers), handle))
        return handle

    def create_future(self) -> asyncio.Future[Any]:
        """Return a future of this loop."""
        return asyncio.Future(loop=self)

    def create_task(  # type: ignore[override]
        self, coro: Coroutine[Any, Any, Any], **more: Any
    ) -> asyncio.Task[Any]:
        """Start a task; a dead machine starts none."""
        if self.is_dead:
            coro.close()
            raise RuntimeError("the machine is dead")
        task = asyncio.Task(coro, loop=self, **more)
        self._tasks[task] = None
        task.add_done_callback(self._forget)
        return task

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Any, *args: Any
    ) -> asyncio.Future[Any]:
        """Do blocking work on the machine's disk, in its turn."""
        return self._host.on_disk(executor, partial(func, *args))

    async def create_connection(self, protocol_factory: Any, *_: Any, **__: Any) -> Any:
        """Connect to the world's one server, whatever the address."""
        return await self._host.dial(protocol_factory)

    async def create_server(self, protocol_factory: Any, *_: Any, **__: Any) -> Any:
        """Listen as the world's one server."""
        return self._host.listen(protocol_factory)

    def get_debug(self) -> bool:
        """Return that nobody debugs."""
        return False

    def is_running(self) -> bool:
        """Return whether the process lives."""
        return not self.is_dead

    def is_closed(self) -> bool:
        """Return whether the process is gone."""
        return self.is_dead

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """Report what went wrong with nobody to handle it."""
        if not self.is_dead:
            self._host.broke(context)

    def default_exception_handler(self, context: dict[str, Any]) -> None:
        """Report it, too."""
        self.call_exception_handler(context)

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """Leave it where it is; `next_timer` and `turn` pass over it."""

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.pop(task, None)


def _close(work: Any) -> None:
    """End a coroutine whatever its clean-up says: it speaks to a dead machine.

    Clean-up that awaits something has to be ended in its turn.
    """
    for _ in range(DEEPEST_CLEAN_UP):
        try:
            work.close()
        except BaseException:  # noqa: BLE001 - "ignored GeneratorExit", "no running loop"
            continue
        return


def new_loop(host: Host) -> MachineLoop:
    """Return the loop of a new process."""
    # What nobody asks of it raises NotImplementedError; only typeshed calls that abstract.
    return MachineLoop(host)  # type: ignore[abstract]
