"""Stands before the real server and holds up, cuts or lets through the uploads, and only those."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum, auto

_UPLOAD = b"POST /v3.6/agent/action/upload_file"
_PIECE = 16 * 1024


class Fate(Enum):
    """What becomes of an upload."""

    PASSES = auto()
    STOPS = auto()
    """Some bytes pass, then no more, until the connection ends."""
    IS_CUT = auto()
    """Some bytes pass, then the connection breaks."""
    LOSES_ITS_ANSWER = auto()
    """All of it passes, and the connection breaks where the answer would come."""


class UploadGate:
    """A proxy; set `fates` to what happens to the next uploads, one each, then all pass.

    Attributes:
        name: Host and port of the gate.
        after: So many bytes pass before an upload stops or is cut.
        seen: How many uploads have begun.
        address: Given to every upload by the gate itself, before a server that takes none.
        is_held: Set when the first bytes of an upload that stops have passed.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self.name = ""
        self.fates: list[Fate] = []
        self.after = 200_000
        self.seen = 0
        self.address = ""
        self.is_held = asyncio.Event()

    async def serve(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """Carry one connection, however its client leaves it."""
        try:
            await self._carry(near, back)
        except (ConnectionError, asyncio.IncompleteReadError):
            await _abort(back)

    async def _carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        # The server answers to its own name only.
        own = f"127.0.0.1:{self._port}"
        first = (await near.read(_PIECE)).replace(self.name.encode(), own.encode())
        fate = Fate.PASSES
        if first.startswith(_UPLOAD):
            self.seen += 1
            fate = self.fates.pop(0) if self.fates else Fate.PASSES
        if first.startswith(_UPLOAD) and self.address:
            await self._take(near, back, first)
            return
        try:
            far, forth = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            await _abort(back)
            return
        forth.write(first)
        there = asyncio.ensure_future(self._forward(near, forth, fate, len(first)))
        home = asyncio.ensure_future(_back(far, back, fate))
        try:
            await asyncio.wait({there, home}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (there, home):
                task.cancel()
            await asyncio.gather(there, home, return_exceptions=True)
            await _abort(forth)
            await _abort(back)

    async def _take(
        self, near: asyncio.StreamReader, back: asyncio.StreamWriter, data: bytes
    ) -> None:
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        await near.readexactly(length - len(body))
        answer = json.dumps({"url": self.address}).encode()
        back.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer)
        await back.drain()
        back.close()
        await back.wait_closed()

    async def _forward(
        self, near: asyncio.StreamReader, forth: asyncio.StreamWriter, fate: Fate, passed: int
    ) -> None:
        while piece := await near.read(_PIECE):
            passed += len(piece)
            if fate in {Fate.STOPS, Fate.IS_CUT} and passed > self.after:
                if fate is Fate.IS_CUT:
                    return
                self.is_held.set()
                await asyncio.Event().wait()
            forth.write(piece)
            await forth.drain()


async def _back(far: asyncio.StreamReader, back: asyncio.StreamWriter, fate: Fate) -> None:
    while piece := await far.read(_PIECE):
        if fate is Fate.LOSES_ITS_ANSWER:
            return
        back.write(piece)
        await back.drain()


async def _abort(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()
    with suppress(OSError):
        await writer.wait_closed()


@asynccontextmanager
async def gate_before(port: int) -> AsyncIterator[UploadGate]:
    """Give a gate before the server that listens on a port of this computer."""
    gate = UploadGate(port)
    tasks: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(gate.serve(reader, writer))
        tasks[task] = writer
        task.add_done_callback(tasks.pop)

    async with await asyncio.start_server(meet, "127.0.0.1", 0) as listening:
        gate.name = f"127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        try:
            yield gate
        finally:
            met = tuple(tasks.items())
            for task, _ in met:
                task.cancel()
            await asyncio.gather(*(task for task, _ in met), return_exceptions=True)
            for _, writer in met:
                await _abort(writer)
