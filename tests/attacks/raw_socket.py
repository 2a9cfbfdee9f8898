"""A WebSocket client that may break every rule: frames are made by hand and sent as they are."""

import asyncio
import json
import os
import struct
from contextlib import suppress
from dataclasses import dataclass

from tests.attacks.target import Target

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
CONTINUATION = 0
HEAD_LIMIT = 256 * 1024
GONE = (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError)
"""How a server says no at the level of the network."""


def frame(
    payload: bytes = b"",
    opcode: int = TEXT,
    *,
    is_final: bool = True,
    reserved: int = 0,
    is_masked: bool = True,
    length: int | None = None,
) -> bytes:
    """Return a frame as a client sends it, or one that no client may send.

    Args:
        reserved: The three RSV bits; 4 means "compressed".
        length: What the head says; by default the truth.
    """
    size = len(payload) if length is None else length
    head = bytes([is_final << 7 | reserved << 4 | opcode])
    bit = 0x80 if is_masked else 0
    if size < 126:
        head += bytes([bit | size])
    elif size < 65_536:
        head += bytes([bit | 126]) + struct.pack("!H", size)
    else:
        head += bytes([bit | 127]) + struct.pack("!Q", size)
    # A mask of zeros leaves the payload as it is.
    return head + (b"\0\0\0\0" if is_masked else b"") + payload


def request(action: str, number: int = 1, **payload: object) -> bytes:
    """Return a request of the protocol as one frame."""
    body = {"action": action, "request_id": str(number), "payload": payload}
    return frame(json.dumps(body).encode())


@dataclass(slots=True)
class RawSocket:
    """One connection; `status` is the answer to its upgrade, 0 before."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    status: int = 0

    async def send(self, data: bytes) -> None:
        """Write as it is, no faster than the server reads."""
        self.writer.write(data)
        await self.writer.drain()

    async def receive(self) -> tuple[int, bytes]:
        """Return the next frame's opcode and payload."""
        first, second = await self.reader.readexactly(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", await self.reader.readexactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", await self.reader.readexactly(8))
        return first & 0x0F, await self.reader.readexactly(size)

    async def answer(self) -> dict[str, object]:
        """Return the next text frame, decoded."""
        while True:
            opcode, payload = await self.receive()
            if opcode == TEXT:
                body: dict[str, object] = json.loads(payload)
                return body
            if opcode == CLOSE:
                raise ConnectionResetError(close_code(payload))

    async def ending(self) -> int:
        """Return the close code that ends this socket; 1006 when it was just cut."""
        try:
            while True:
                opcode, payload = await self.receive()
                if opcode == CLOSE:
                    return close_code(payload)
        except GONE:
            return 1006

    def cut(self) -> None:
        """Hang up without a word."""
        self.writer.transport.abort()


def close_code(payload: bytes) -> int:
    """Return the code of a close frame; 1005 when it has none."""
    return struct.unpack("!H", payload[:2])[0] if len(payload) >= 2 else 1005


async def connect(target: Target) -> RawSocket:
    """Return an open connection on which nothing was said."""
    source = (target.source, 0) if target.source else None
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", target.port, local_addr=source, limit=HEAD_LIMIT
    )
    return RawSocket(reader, writer)


async def opened(target: Target, path: str, *headers: str) -> RawSocket:
    """Return a connection after its upgrade was answered."""
    socket = await connect(target)
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{target.port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {os.urandom(8).hex()}AAAAAA==",
        *headers,
    ]
    await socket.send("\r\n".join([*lines, "", ""]).encode("latin-1"))
    socket.status = await status_of(socket)
    return socket


async def status_of(socket: RawSocket) -> int:
    """Return the status of the next HTTP answer; 0 when the connection was cut instead."""
    try:
        head = await socket.reader.readuntil(b"\r\n\r\n")
    except GONE:
        return 0
    return int(head.split(b" ", 2)[1])


async def signed_in(target: Target, token: str) -> RawSocket:
    """Return a visitor's socket after its login."""
    socket = await opened(target, target.customer_path)
    await socket.send(request("login", token=f"Bearer {token}"))
    await socket.answer()
    return socket


async def closed(socket: RawSocket) -> None:
    """Hang up and wait until the system agrees."""
    socket.cut()
    with suppress(*GONE):
        await socket.writer.wait_closed()
