"""The world of one seed: its time, its chance, and everything that is still to happen."""

import heapq
import random
from collections.abc import Callable
from itertools import count
from math import inf
from typing import TYPE_CHECKING

from tests.simulation.history import History

if TYPE_CHECKING:
    from tests.simulation.machine import Machine


class World:
    """Moves time from one event to the next; the same seed gives the same history.

    Attributes:
        now: Seconds since the world began; no machine can see it.
        machines: Every machine, in the order in which they came; theirs is the order of turns.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.now = 0.0
        self.history = History(lambda: self.now)
        self.machines: list[Machine] = []
        self._agenda: list[tuple[float, int, Callable[[], object]]] = []
        self._numbers = count()

    def chance(self, subject: str) -> random.Random:
        """Return a source of chance of its own, so that one subject does not disturb another."""
        return random.Random(f"{self.seed} {subject}")

    def after(self, delay: float, act: Callable[[], object]) -> None:
        """Let something happen `delay` seconds from now."""
        heapq.heappush(self._agenda, (self.now + delay, next(self._numbers), act))

    def run(self, seconds: float) -> None:
        """Let so much time pass."""
        end = self.now + seconds
        while True:
            self._settle()
            due = self._next()
            if due is None or due > end:
                self.now = end
                return
            self.now = due
            while self._agenda and self._agenda[0][0] <= self.now:
                heapq.heappop(self._agenda)[2]()

    def _settle(self) -> None:
        """Give every machine its turns until nothing is due."""
        is_busy = True
        while is_busy:
            is_busy = False
            for machine in self.machines:
                # Nine of ten have nothing to do: no call is made to find that out.
                loop = machine.loop
                timers = loop.timers
                if loop.ready or (timers and timers[0][0] <= self.now + machine.ahead):
                    if not machine.can_run:
                        continue
                    loop.turn()
                    is_busy = True

    def _next(self) -> float | None:
        """Return when something happens next."""
        due = self._agenda[0][0] if self._agenda else None
        soonest, last = None, inf if due is None else due
        for machine in self.machines:
            # A look at the first timer is enough for most: it is later than another's.
            timers = machine.loop.timers
            if timers and timers[0][0] - machine.ahead <= last:
                turn = machine.next_turn
                if turn is not None and turn < last:
                    soonest = last = turn
        return due if soonest is None else soonest
