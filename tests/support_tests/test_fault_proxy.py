"""The network of our own making breaks as it says, and carries everything otherwise."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.support.fault_proxy import HOLES, Fault, FaultProxy, Way

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
PATIENCE_S = 60.0


class Far:
    """The server behind the proxy: gives back what it gets, and notes how it came."""

    def __init__(self) -> None:
        self.got = b""
        self.pieces: list[int] = []
        self.ended = asyncio.Event()
        self.writers: list[asyncio.StreamWriter] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        try:
            while data := await reader.read(1 << 16):
                self.got += data
                self.pieces.append(len(data))
                writer.write(data)
        except OSError:
            pass
        finally:
            self.ended.set()
            writer.close()


class Network(FaultProxy):
    """A proxy that hangs up at the end for whoever dialled."""

    dialled: list[asyncio.StreamWriter]

    async def dial(self) -> Streams:
        streams = await asyncio.open_connection("127.0.0.1", self.port)
        self.dialled.append(streams[1])
        return streams


@asynccontextmanager
async def networked() -> AsyncIterator[tuple[Network, Far]]:
    far = Far()
    server = await asyncio.start_server(far.serve, "127.0.0.1", 0)
    proxy = Network(server.sockets[0].getsockname()[1], random.Random(1))
    proxy.dialled = []
    await proxy.start()
    try:
        yield proxy, far
    finally:
        await proxy.aclose()
        server.close()
        for writer in proxy.dialled:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


async def end_of(reader: asyncio.StreamReader) -> bytes:
    """Return what comes until the other side is gone, politely or not."""
    got = b""
    async with asyncio.timeout(PATIENCE_S):
        try:
            while data := await reader.read(100):
                got += data
        except ConnectionResetError:
            pass
    return got


async def echoed(streams: Streams, data: bytes) -> bytes:
    reader, writer = streams
    writer.write(data)
    return await asyncio.wait_for(reader.readexactly(len(data)), PATIENCE_S)


async def test_a_sound_network_carries_everything_both_ways() -> None:
    async with networked() as (proxy, far):
        streams = await proxy.dial()
        data = bytes(range(256)) * 1_000

        assert await echoed(streams, data) == data
        streams[1].close()
        await asyncio.wait_for(far.ended.wait(), PATIENCE_S)


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.REFUSAL, Fault.SHUT])
async def test_after_a_fault_that_cuts_the_way_is_free_again(fault: Fault) -> None:
    async with networked() as (proxy, far):
        streams = await proxy.dial()
        await echoed(streams, b"hello")
        await proxy.inflict(fault)

        assert await end_of(streams[0]) == b""
        await asyncio.wait_for(far.ended.wait(), PATIENCE_S)
        assert await echoed(await proxy.dial(), b"again") == b"again"


async def test_nobody_is_let_in_while_connections_are_refused() -> None:
    async with networked() as (proxy, _far):
        proxy.refuse()

        with pytest.raises(ConnectionRefusedError):
            await proxy.dial()


async def test_who_comes_while_the_door_is_shut_is_hung_up_on() -> None:
    async with networked() as (proxy, _far):
        shut = asyncio.ensure_future(proxy.inflict(Fault.SHUT))
        await asyncio.sleep(0.1)
        reader, writer = await proxy.dial()

        assert await end_of(reader) == b""
        writer.close()
        await shut


@pytest.mark.parametrize("fault", [Fault.CUT_UP, Fault.CUT_DOWN])
async def test_a_cut_lets_a_part_of_a_piece_pass_and_ends_both_sides(fault: Fault) -> None:
    async with networked() as (proxy, far):
        reader, writer = await proxy.dial()
        await echoed((reader, writer), b"hello")
        cut = asyncio.ensure_future(proxy.inflict(fault))
        await asyncio.sleep(0)
        writer.write(b"x" * 1_000)
        came_back = await end_of(reader)
        await asyncio.wait_for(far.ended.wait(), PATIENCE_S)
        await cut

        if fault is Fault.CUT_UP:
            assert 0 < len(far.got) - len(b"hello") < 1_000
        else:
            assert len(far.got) == 1_000 + len(b"hello")
            assert 0 < len(came_back) < 1_000


@pytest.mark.parametrize("fault", list(HOLES))
async def test_a_hole_swallows_bytes_and_the_end_of_its_way(fault: Fault) -> None:
    async with networked() as (proxy, far):
        reader, writer = await proxy.dial()
        await echoed((reader, writer), b"hello")
        line = proxy.open_hole(HOLES[fault])
        assert line is not None
        is_up_open, is_down_open = Way.UP not in line.holes, Way.DOWN not in line.holes
        writer.write(b"up")
        far.writers[0].write(b"down")
        # What passes is waited for; only what is swallowed takes a time.
        if is_down_open:
            async with asyncio.timeout(PATIENCE_S):
                await reader.readuntil(b"down")
        if is_up_open:
            await _happened(lambda: far.got == b"helloup")
        came_down = await _within(0.1, reader)
        writer.close()
        if is_up_open:
            await asyncio.wait_for(far.ended.wait(), PATIENCE_S)
        await asyncio.sleep(0.1)

        assert far.got == (b"helloup" if is_up_open else b"hello")
        assert b"down" not in came_down
        assert far.ended.is_set() is is_up_open


async def _happened(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():
            await asyncio.sleep(0.01)


async def _within(seconds: float, reader: asyncio.StreamReader) -> bytes:
    """Return all that comes within so long."""
    got = b""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while data := await reader.read(100):
                got += data
    return got


async def test_slices_arrive_one_byte_at_a_time_and_whole() -> None:
    async with networked() as (proxy, far):
        first = await proxy.dial()
        await echoed(first, b"hello")
        slicing = asyncio.ensure_future(proxy.inflict(Fault.SLICES))
        await end_of(first[0])
        data = bytes(range(256)) * 4
        far.pieces.clear()
        came_back = await echoed(await proxy.dial(), data)
        await slicing

        assert came_back == data
        assert len(far.pieces) > len(data) // 10


async def test_a_slow_network_delays_and_loses_nothing() -> None:
    async with networked() as (proxy, _far):
        streams = await proxy.dial()
        slow = asyncio.ensure_future(proxy.inflict(Fault.DELAY))
        await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        began = loop.time()
        echoes = [await echoed(streams, b"%d" % number) for number in range(4)]

        assert echoes == [b"0", b"1", b"2", b"3"]
        assert loop.time() - began > 0.1
        slow.cancel()
