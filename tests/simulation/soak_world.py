"""A world of hundreds of machines for days: looks only at those that woke, keeps no history.

What happens is the same as in `World` and `Machine`; only what it costs is not: a look at every
machine for every event, and every line of the history in memory, are too dear for three days.
"""

import heapq
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import msgspec

from tests.simulation.history import Did, Entry, History
from tests.simulation.loop import MachineLoop
from tests.simulation.machine import Machine
from tests.simulation.network import Network
from tests.simulation.world import World


class HistoryOnDisk(History):
    """A history in a file, so that what it takes is no part of the memory that is measured."""

    def __init__(self, world: World, path: Path) -> None:
        super().__init__(lambda: world.now)
        self._file = path.open("w+b")

    def add(self, entry: Entry) -> None:
        """Write down an entry as it is."""
        self._file.write(msgspec.json.encode(entry) + b"\n")

    def note(
        self, who: str, did: Did, text: str = "", *, chat: str = "", lines: tuple[str, ...] = ()
    ) -> None:
        """Write down what happened now."""
        self.add(Entry(self._now(), who, did, chat, text, lines))

    def __iter__(self) -> Iterator[Entry]:
        self._file.flush()
        self._file.seek(0)
        decoder = msgspec.json.Decoder(Entry)
        return (decoder.decode(line) for line in self._file)

    def of(self, *kinds: Did) -> list[Entry]:
        """Return the entries of these kinds."""
        return [entry for entry in self if entry.did in kinds]

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class SoakWorld(World):
    """Gives turns to machines with something to do, in the order in which they came."""

    def __init__(self, seed: int, history: Path) -> None:
        super().__init__(seed)
        self.history = self.told = HistoryOnDisk(self, history)
        self._woken: set[int] = set()
        self._planned: dict[int, float] = {}
        self._timers: list[tuple[float, int]] = []
        self._places = count()

    def place(self) -> int:
        """Return the place in the order of turns of the machine that comes now."""
        return next(self._places)

    def woke(self, place: int) -> None:
        """Take note that a machine may have something to do."""
        self._woken.add(place)

    def _settle(self) -> None:
        while self._timers and self._timers[0][0] <= self.now:
            _, place = heapq.heappop(self._timers)
            self._planned.pop(place, None)
            self._woken.add(place)
        while self._woken:
            places, self._woken = sorted(self._woken), set()
            for place in places:
                self._take_turn(place)

    def _take_turn(self, place: int) -> None:
        machine = self.machines[place]
        if not machine.can_run:
            return  # it wakes again, or boots
        if machine.loop.is_ready:
            machine.loop.turn()
            self._woken.add(place)
            return
        due, planned = machine.next_turn, self._planned.get(place)
        if due is not None and (planned is None or due < planned):
            self._planned[place] = due
            heapq.heappush(self._timers, (due, place))

    def _next(self) -> float | None:
        times = [heap[0][0] for heap in (self._timers, self._agenda) if heap]
        return min(times, default=None)


class _WakingLoop(MachineLoop):
    """Says when there is something new to do."""

    def __init__(self, machine: "SoakMachine") -> None:
        super().__init__(machine)
        self._wake = machine.woke

    def call_soon(self, *args: object, **more: object) -> object:  # type: ignore[override]
        """Run a callback in the next turn."""
        self._wake()
        return super().call_soon(*args, **more)  # type: ignore[arg-type]

    call_soon_threadsafe = call_soon  # type: ignore[assignment] # there is one thread

    def call_at(self, *args: object, **more: object) -> object:  # type: ignore[override]
        """Run a callback at a moment of the machine's clock."""
        self._wake()
        return super().call_at(*args, **more)  # type: ignore[arg-type]


class SoakMachine(Machine):
    """A machine that says when it has something to do."""

    def __init__(self, world: SoakWorld, network: Network, name: str, folder: Path) -> None:
        self._place = world.place()
        self._soak_world = world
        super().__init__(world, network, name, folder)

    def woke(self) -> None:
        """Ask for a turn."""
        self._soak_world.woke(self._place)

    def make_loop(self) -> MachineLoop:
        """Return the loop of a new process."""
        # What nobody asks of it raises NotImplementedError; only typeshed calls that abstract.
        return _WakingLoop(self)  # type: ignore[abstract]

    def wake(self) -> None:
        """Open the lid."""
        super().wake()
        self.woke()
