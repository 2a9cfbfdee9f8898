"""A network of our own making between one client and the server, with every fault it can have.

It moves bytes and knows nothing of frames. Each client has a proxy of its own, so that a fault
hits one client and its return can be timed.
"""

import asyncio
import contextlib
import random
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

CHUNK = 1 << 16
SLICED_BYTES = 2_000
"""So many bytes each way leave one by one; a whole snapshot would only take longer."""
JITTER_S = 0.4
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: closing forgets what is unsent and tells the other side so."""


class Way(StrEnum):
    """Where bytes go."""

    UP = "to the server"
    DOWN = "to the client"

    @property
    def back(self) -> "Way":
        """The other one."""
        return Way.DOWN if self is Way.UP else Way.UP


class Fault(StrEnum):
    """What may happen to a connection, or to whoever wants one."""

    RESET = "reset"
    CUT_UP = "cut inside a frame to the server"
    CUT_DOWN = "cut inside a frame to the client"
    HOLE_UP = "black hole to the server"
    HOLE_DOWN = "black hole to the client"
    HOLE = "black hole both ways"
    SLICES = "slices of one byte"
    DELAY = "delay with jitter"
    REFUSAL = "connections refused"
    SHUT = "accepted and closed"


HOLES = {
    Fault.HOLE_UP: frozenset({Way.UP}),
    Fault.HOLE_DOWN: frozenset({Way.DOWN}),
    Fault.HOLE: frozenset(Way),
}
_CUTS = {Fault.CUT_UP: Way.UP, Fault.CUT_DOWN: Way.DOWN}


@dataclass(eq=False)
class Line:
    """One connection through the proxy.

    Attributes:
        holes: Ways on which everything disappears, also the news that a side hung up.
        ended: When the source of each way was seen to hang up, on the monotonic clock.
    """

    ends: dict[Way, asyncio.StreamWriter]
    holes: frozenset[Way] = frozenset()
    cut: Way | None = None
    sliced: dict[Way, int] = field(default_factory=dict)
    ended: dict[Way, float] = field(default_factory=dict)

    def break_off(self) -> None:
        """Reset both sides."""
        for end in self.ends.values():
            with contextlib.suppress(OSError):
                sock: socket.socket = end.get_extra_info("socket")
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            end.transport.abort()

    def hang_up(self, way: Way) -> None:
        """Pass on that one side is gone, where the news can pass."""
        self.ended.setdefault(way, time.monotonic())
        if way not in self.holes:
            self.ends[way].close()
        if len(self.ended) == len(Way):
            for end in self.ends.values():
                end.close()


class FaultProxy:
    """Listens for one client; `url` is what the client takes for the server.

    Args:
        port: The server's, on loopback.
        chance: Decides how long a delay is.
    """

    def __init__(self, port: int, chance: random.Random) -> None:
        self.port = 0
        self.lines: list[Line] = []
        self._server_port = port
        self._chance = chance
        self._server: asyncio.Server | None = None
        self._held: socket.socket | None = None
        self._is_shut = False
        self._is_slow = False
        self._sliced = 0
        self._pumps: set[asyncio.Task[None]] = set()
        self._met: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    @property
    def url(self) -> str:
        """The address for clients."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> Self:
        """Listen, always on the same port."""
        held = self._held or socket.create_server(("127.0.0.1", self.port), backlog=128)
        self._held = None
        self.port = held.getsockname()[1]
        self._server = await asyncio.start_server(self._meet, sock=held)
        return self

    async def aclose(self) -> None:
        """Reset every line and end."""
        if self._server is not None:
            self._server.close()
        if self._held is not None:
            self._held.close()
        self.cut_all()
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)
        # A client may be met whose way to the server is not open yet, so it is no line.
        met = tuple(self._met.items())
        for serving, _ in met:
            serving.cancel()
        await asyncio.gather(*(serving for serving, _ in met), return_exceptions=True)
        for _, writer in met:
            writer.transport.abort()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    # Faults

    def cut_all(self) -> None:
        """Reset every line."""
        for line in tuple(self.lines):
            line.break_off()

    def refuse(self) -> None:
        """Reset every line and let nobody connect until `start`."""
        assert self._server is not None
        self._server.close()
        # Bound and not listening: the port stays ours, and who dials is refused.
        self._held = socket.socket()
        self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._held.bind(("127.0.0.1", self.port))
        self.cut_all()

    def open_hole(self, ways: frozenset[Way]) -> Line | None:
        """Let the newest line swallow everything on these ways; None when there is no line."""
        line = self._line()
        if line is not None:
            line.holes = ways
        return line

    async def inflict(self, fault: Fault) -> None:
        """Let a fault happen and pass; holes are for `open_hole`."""
        if fault is Fault.RESET:
            self.cut_all()
        elif fault in _CUTS:
            await self._cut(_CUTS[fault])
        elif fault is Fault.SLICES:
            await self._slice()
        elif fault is Fault.DELAY:
            self._is_slow = True
            await asyncio.sleep(3)
            self._is_slow = False
        elif fault is Fault.SHUT:
            self._is_shut = True
            self.cut_all()
            await asyncio.sleep(self._chance.uniform(1, 3))
            self._is_shut = False
        else:
            assert fault is Fault.REFUSAL
            self.refuse()
            await asyncio.sleep(self._chance.uniform(1, 3))
            await self.start()

    async def _cut(self, way: Way) -> None:
        line = self._line()
        if line is not None:
            line.cut = way
            # At the latest the next heartbeat is cut in two.
            await _until(lambda: len(line.ended) > 0, 40)

    async def _slice(self) -> None:
        """Slice a whole return: the handshake, the sign-in and what follows."""
        self._sliced = SLICED_BYTES
        self.cut_all()
        await _until(lambda: any(any(one.sliced.values()) for one in self.lines), 40)
        self._sliced = 0

    def _line(self) -> Line | None:
        """Return the newest line; an older one may still be saying good-bye."""
        return next((line for line in reversed(self.lines) if not line.ended), None)

    # Bytes

    def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving = asyncio.ensure_future(self._serve(reader, writer))
        self._met[serving] = writer
        serving.add_done_callback(self._met.pop)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_shut:
            writer.close()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
        except OSError:
            writer.transport.abort()
            return
        line = Line({Way.UP: far_writer, Way.DOWN: writer})
        line.sliced = dict.fromkeys(Way, self._sliced)
        self.lines.append(line)
        pumps = {
            asyncio.ensure_future(self._pump(line, Way.UP, reader)),
            asyncio.ensure_future(self._pump(line, Way.DOWN, far_reader)),
        }
        self._pumps |= pumps
        await asyncio.gather(*pumps, return_exceptions=True)
        self._pumps -= pumps
        self.lines.remove(line)

    async def _pump(self, line: Line, way: Way, source: asyncio.StreamReader) -> None:
        """Carry one way's bytes until a side is gone."""
        try:
            while data := await source.read(CHUNK):
                # What is sent to a side that is gone disappears, where it cannot say so.
                if way in line.holes or way.back in line.ended:
                    continue
                if self._is_slow:
                    await asyncio.sleep(self._chance.uniform(0, JITTER_S))
                if line.cut is way and len(data) > 1:
                    line.ends[way].write(data[: self._chance.randrange(1, len(data))])
                    break
                await _write(line, way, data)
        except OSError:
            pass
        finally:
            line.hang_up(way)
            if line.cut is way:
                line.hang_up(way.back)


async def _write(line: Line, way: Way, data: bytes) -> None:
    end, count = line.ends[way], min(line.sliced.get(way, 0), len(data))
    for place in range(count):
        end.write(data[place : place + 1])
        # Each byte leaves as a segment of its own.
        await asyncio.sleep(0)
    if count:
        line.sliced[way] -= count
    end.write(data[count:])
    await end.drain()


async def _until(happened: Callable[[], bool], patience_s: float) -> None:
    end = time.monotonic() + patience_s
    while not happened() and time.monotonic() < end:
        await asyncio.sleep(0.02)
