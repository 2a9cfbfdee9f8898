"""Stands between the app and the real server and says things that no server should say."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from websockets.asyncio.client import connect
from websockets.asyncio.connection import Connection
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from tests.support.server_process import ServerProcess


@asynccontextmanager
async def meddling(server: ServerProcess, garbage: Iterable[str | bytes]) -> AsyncIterator[str]:
    """Give the address of a proxy that adds `garbage` after the answer to the sign-in."""
    added = tuple(garbage)

    async def meddle(near: ServerConnection) -> None:
        assert near.request is not None
        address = f"{server.websocket_url}{near.request.path}"
        async with connect(address, proxy=None, compression=None, max_size=None) as far:
            try:
                await far.send(await near.recv())
                await near.send(await far.recv())
                for frame in added:
                    await near.send(frame)
                async with asyncio.TaskGroup() as both:
                    both.create_task(_carry(near, far))
                    both.create_task(_carry(far, near))
            except (ConnectionClosed, ExceptionGroup):
                return

    async with serve(meddle, "127.0.0.1", 0, compression=None, max_size=None) as proxy:
        yield f"http://127.0.0.1:{next(iter(proxy.sockets)).getsockname()[1]}"


async def _carry(source: Connection, target: Connection) -> None:
    async for frame in source:
        await target.send(frame)
    # Whoever leaves takes the other side along.
    await target.close()
