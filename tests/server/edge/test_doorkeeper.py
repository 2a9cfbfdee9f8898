"""Connections that ask nothing, or are too many, are hung up."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from undivided.server.web.doorkeeper import (
    PER_ADDRESS,
    Doorkeeper,
    allow_many_connections,
    per_address_of,
)

ASK = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


@asynccontextmanager
async def door(**more: float) -> AsyncIterator[int]:
    """Give the port of a web server without pages behind a doorkeeper."""
    runner = web.AppRunner(web.Application(), access_log=None)
    await runner.setup()
    assert runner.server is not None
    keeper = Doorkeeper(runner.server, **more)  # type: ignore[arg-type]  # the test's own words
    server = await asyncio.get_running_loop().create_server(keeper, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await runner.cleanup()


async def heard(port: int, sent: bytes, source: str = "127.0.0.1") -> bytes:
    """Return what the server says until it hangs up, or the head of its first answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    writer.write(sent)
    try:
        return await reader.readuntil(b"\r\n")
    except (ConnectionResetError, asyncio.IncompleteReadError):
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: a"], ids=["silent", "half"])
async def test_connection_that_asks_nothing_is_hung_up(sent: bytes) -> None:
    async with door(patience_s=0.05) as port:
        assert await heard(port, sent) == b""


async def test_connection_that_asked_may_stay() -> None:
    # Long enough for a busy machine to bring the first request in time.
    async with door(patience_s=1.0) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(ASK)
        await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(14)  # "404: Not Found"
        await asyncio.sleep(1.1)
        writer.write(ASK)
        head = await reader.readuntil(b"\r\n\r\n")
        writer.close()

    assert head.startswith(b"HTTP/1.1 404")


@pytest.mark.skipif(sys.platform != "linux", reason="needs more than one address of this computer")
async def test_address_with_too_many_connections_is_refused_and_others_are_not() -> None:
    async with door(per_address=2) as port:
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        refused = await heard(port, ASK)
        elsewhere = await heard(port, ASK, "127.0.0.2")
        held[0][1].close()
        await held[0][1].wait_closed()
        while not (after := await heard(port, ASK)):
            await asyncio.sleep(0)
        held[1][1].close()

    assert refused == b""
    assert (elsewhere, after) == (b"HTTP/1.1 404 Not Found\r\n",) * 2


def test_a_small_limit_of_files_is_shared_among_addresses() -> None:
    assert per_address_of(1_024, is_behind_proxy=False) == 256
    assert per_address_of(1_000_000, is_behind_proxy=False) == PER_ADDRESS
    assert per_address_of(1_024, is_behind_proxy=True) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_the_limit_of_open_files_is_raised_as_far_as_it_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import resource

    told: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (1_024, 4_096))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: told.append((kind, limits)))

    assert allow_many_connections() == 4_096
    assert told == [(resource.RLIMIT_NOFILE, (4_096, 4_096))]
