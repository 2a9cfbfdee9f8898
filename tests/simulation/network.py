"""The network of the world: streams of bytes between machines, with everything that breaks them.

It behaves as TCP does where programs can tell: a hole delays what is sent into it until it is
gone, a reset is lost in a hole, and who speaks to a process that ended is told by a reset. It has
no windows: a writer is never held back.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.simulation.end import End

if TYPE_CHECKING:
    from random import Random

    from tests.simulation.machine import Machine
    from tests.simulation.world import World

NEAR_S = (0.002, 0.03)
FAR_S = (0.2, 0.9)
AGAIN_S = (0.2, 1.0)
"""How long after a hole is gone the lost packets are sent again."""
LATE_S = (0.5, 5.0)
CARRYING_BYTES = 120
"""A frame of this size carries more than a ping."""
KNOCK_AGAIN_S = 1.0
Factory = Callable[[], asyncio.Protocol]


@dataclass(slots=True)
class Line:
    """The way between one machine and the server, and what is wrong with it now.

    Attributes:
        delay_s: Between which spans a packet travels.
        swallows_up: What the machine sends does not arrive; `swallows_down`: what it is sent.
        slices: Bytes arrive in small pieces.
        refuses: Nobody answers a new connection; `hangs_up`: it is taken and closed at once.
        cuts_inside: Inside the next packet both ends lose the connection.
        cuts_behind: Behind its next large packet the machine loses the connection, and the packet
            arrives much later: whatever is sent again meanwhile comes first.
    """

    delay_s: tuple[float, float] = NEAR_S
    swallows_up: bool = False
    swallows_down: bool = False
    slices: bool = False
    refuses: bool = False
    hangs_up: bool = False
    cuts_inside: bool = False
    cuts_behind: bool = False


class Listener:
    """What `create_server` returns."""

    def __init__(self, network: "Network") -> None:
        self._network = network

    def close(self) -> None:
        """Take no connection any more."""
        self._network.listener = None


@dataclass(slots=True)
class _Way:
    """One direction: packets in order, each with the moment of its arrival."""

    source: End
    target: End
    packets: list[tuple[float, bytes | None]] = field(default_factory=list)
    last: float = 0.0


class Stream:
    """A connection between a machine and the server."""

    def __init__(self, network: "Network", client: "Machine", number: int) -> None:
        self.network = network
        self.line = network.line_of(client)
        self.client = End(client, self, number)
        server = network.server
        assert server is not None
        self.server = End(server, self, number)
        self.is_cut = False
        # Something between the two told one side only, and swallows what the other one says.
        self.is_split = False
        self._up = _Way(self.client, self.server)
        self._down = _Way(self.server, self.client)

    def send(self, end: End, data: bytes) -> None:
        """Let bytes travel."""
        way = self._way_from(end)
        if self.is_cut:
            self._reset(self._way_to(end))
            return
        if self.line.cuts_behind and end is self.client and len(data) > CARRYING_BYTES:
            self.line.cuts_behind = False
            self.is_split = True
            way.last = self.network.world.now + self.network.chance.uniform(*LATE_S)
            self.network.later(NEAR_S, partial(end.lose, ConnectionResetError("reset by peer")))
        for piece in self._pieces(data):
            self._queue(way, piece)

    def left(self, end: End, *, is_rude: bool) -> None:
        """Tell the other side that this one closed: after its last bytes, or at once."""
        way = self._way_from(end)
        if is_rude:
            way.packets.clear()
            self._reset(way)
        else:
            self._queue(way, None)

    def died(self, end: End) -> None:
        """Do what the kernel does for a process that ended."""
        if end.is_gone:
            return
        end.is_gone = True
        is_rude = self.network.chance.random() < 0.5
        self.left(end, is_rude=is_rude)

    def cut(self) -> None:
        """Take the connection away from both sides; what was on its way is lost.

        A side that cannot be told now is told when it says something.
        """
        self.is_cut = True
        for way in (self._up, self._down):
            way.packets.clear()
            self._reset(way)

    def waiting_from(self, end: End) -> int:
        """Return how many bytes of this end are on their way."""
        return sum(len(data or b"") for _, data in self._way_from(end).packets)

    def stir(self) -> None:
        """Send again what was held up, if the way is free by now."""
        for way in (self._up, self._down):
            if way.packets:
                self.network.later(AGAIN_S, partial(self._arrive, way))

    @property
    def is_over(self) -> bool:
        """Whether nothing can happen on it any more."""
        ways = (self._up, self._down)
        return self.client.is_gone and self.server.is_gone and not any(w.packets for w in ways)

    def _pieces(self, data: bytes) -> list[bytes]:
        if not self.line.slices:
            return [data]
        pieces: list[bytes] = []
        # The first bytes one by one, for they say how long a frame is.
        while data and len(pieces) < 12:
            size = self.network.chance.choice((1, 1, 2, 3, 7, 40))
            pieces.append(data[:size])
            data = data[size:]
        return [*pieces, data] if data else pieces

    def _queue(self, way: _Way, data: bytes | None) -> None:
        world = self.network.world
        way.last = max(way.last, world.now + self.network.chance.uniform(*self.line.delay_s))
        way.packets.append((way.last, data))
        world.after(way.last - world.now, partial(self._arrive, way))

    def _arrive(self, way: _Way) -> None:
        while way.packets and way.packets[0][0] <= self.network.world.now and self._is_free(way):
            _, data = way.packets.pop(0)
            if way.target.is_gone:
                # Nobody is there: the sender is told, unless that is lost as well.
                way.packets.clear()
                if not self.is_split:
                    self._reset(self._way_to(way.source))
            elif data is None:
                way.target.take_end()
            elif self.line.cuts_inside and len(data) > 1:
                self.line.cuts_inside = False
                way.target.take(data[: self.network.chance.randrange(1, len(data))])
                self.cut()
            else:
                way.target.take(data)

    def _reset(self, way: _Way) -> None:
        self.network.later(self.line.delay_s, partial(self._arrive_reset, way))

    def _arrive_reset(self, way: _Way) -> None:
        if self._is_free(way):
            way.packets.clear()
            way.target.lose(ConnectionResetError("reset by peer"))

    def _is_free(self, way: _Way) -> bool:
        is_swallowed = self.line.swallows_up if way is self._up else self.line.swallows_down
        machine = way.target.machine
        return not is_swallowed and machine.is_reachable

    def _way_from(self, end: End) -> _Way:
        return self._up if end is self.client else self._down

    def _way_to(self, end: End) -> _Way:
        return self._down if end is self.client else self._up


class Network:
    """All lines to the one server."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.chance: Random = world.chance("network")
        self.server: Machine | None = None
        self.listener: Factory | None = None
        self._lines: dict[str, Line] = {}
        self._streams: list[Stream] = []
        self._opened = 0

    def line_of(self, machine: "Machine") -> Line:
        """Return the line of a machine."""
        return self._lines.setdefault(machine.name, Line())

    def listen(self, machine: "Machine", factory: Factory) -> Listener:
        """Let a machine be the server."""
        self.server, self.listener = machine, factory
        return Listener(self)

    async def dial(self, machine: "Machine", factory: Factory) -> tuple[End, Any]:
        """Open a connection, or wait in vain as long as the way is not free.

        Raises:
            ConnectionRefusedError: Nobody listens.
        """
        line = self.line_of(machine)
        await asyncio.sleep(self.chance.uniform(*line.delay_s) * 2)
        while line.swallows_up or line.swallows_down or not self._has_server:
            await asyncio.sleep(KNOCK_AGAIN_S)
        if self.listener is None or line.refuses:
            raise ConnectionRefusedError("nobody listens")
        self._opened += 1
        stream = Stream(self, machine, self._opened)
        self._streams = [each for each in self._streams if not each.is_over]
        self._streams.append(stream)
        stream.client.protocol = factory()
        stream.client.protocol.connection_made(stream.client)
        if line.hangs_up:
            stream.server.is_gone = True
            stream.left(stream.server, is_rude=self.chance.random() < 0.5)
        else:
            stream.server.loop.call_soon(_accept, stream.server, self.listener)
        return stream.client, stream.client.protocol

    @property
    def _has_server(self) -> bool:
        """Whether the server's computer answers, if only with a refusal."""
        return self.server is None or self.server.is_reachable

    def process_died(self, machine: "Machine", *, is_power_lost: bool) -> None:
        """Close the connections of a process that ended; without power nobody is told."""
        if machine is self.server:
            self.listener = None
        for stream in self._streams:
            for end in (stream.client, stream.server):
                if end.machine is machine:
                    if is_power_lost:
                        end.is_gone = True
                    else:
                        stream.died(end)

    def cut(self, machine: "Machine") -> None:
        """Cut every connection of a machine."""
        for stream in self._streams:
            if stream.client.machine is machine:
                stream.cut()

    def stir(self, machine: "Machine") -> None:
        """Send again what was held up on the lines of a machine."""
        for stream in self._streams:
            if machine in (stream.client.machine, stream.server.machine):
                stream.stir()

    def later(self, span: tuple[float, float], act: Callable[[], None]) -> None:
        """Do something after a span by chance."""
        self.world.after(self.chance.uniform(*span), act)


def _accept(end: End, factory: Factory) -> None:
    """Make the handler in the server's own turn, for it asks for the running loop."""
    end.protocol = factory()
    end.protocol.connection_made(end)
