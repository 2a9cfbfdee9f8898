"""Frames that break the rules: too large, never finished, too deep, malformed, compressed."""

import asyncio
import itertools
import zlib

from tests.attacks.raw_socket import (
    CONTINUATION,
    GONE,
    PING,
    TEXT,
    RawSocket,
    frame,
    opened,
    request,
    signed_in,
)
from tests.attacks.target import Attack, Tally, Target

DEEP = b'{"action":"get_chat","payload":' + b'{"a":' * 12_000 + b"1" + b"}" * 12_000 + b"}"
_PIECES = 64 * 1024


def _bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(b"a" * 30_000_000) + packer.flush(zlib.Z_SYNC_FLUSH)


MALFORMED: dict[str, bytes] = {
    "not UTF-8": frame(b'{"action":"\xff\xfe"}'),
    "no mask": frame(b"{}", is_masked=False),
    "unknown opcode": frame(b"{}", 3),
    "unknown control opcode": frame(b"", 11),
    "RSV2": frame(b"{}", reserved=2),
    "RSV3": frame(b"{}", reserved=1),
    "compressed, not agreed": frame(_bomb(), reserved=4),
    "binary": frame(b"{}", 2),
    "continues nothing": frame(b"x", CONTINUATION),
    "ping of 126 bytes": frame(b"x" * 126, PING),
    "ping in pieces": frame(b"x", PING, is_final=False),
    "close with one byte": frame(b"x", 8),
    "close with a forbidden code": frame(b"\x03\xed", 8),
    "close with bad text": frame(b"\x03\xe8\xff\xfe", 8),
    "two beginnings": frame(b"x", is_final=False) + frame(b"y", is_final=False),
    "65 KiB": frame(b"x" * 66_560),
    "says 64 KiB and one": frame(b"x", length=65_537),
    "says 2^31": frame(b"x", length=2**31),
    "says 2^63 - 1": frame(b"x", length=2**63 - 1),
    "says 2^63": frame(b"x", length=2**63),
    "says 2^64 - 1": frame(b"x", length=2**64 - 1),
}
"""Frames after which a socket has no right to stay, or only with an answer that says why."""


async def malformed(target: Target, tally: Tally) -> None:
    """Send each kind of bad frame on a socket of its own."""
    for name, data in itertools.cycle(MALFORMED.items()):
        try:
            socket = await opened(target, target.agent_path)
            await socket.send(data)
            tally.add(f"{name}: {await _ending(socket)}")
            socket.cut()
        except GONE:
            tally.add("cut")


async def fragments(target: Target, tally: Tally) -> None:
    """Begin a message and go on with tiny pieces, most of them empty, without an end."""
    empty = frame(b"", CONTINUATION, is_final=False)
    tiny = frame(b"x", CONTINUATION, is_final=False) + empty * 5_000
    while True:
        try:
            socket = await opened(target, target.agent_path)
            await socket.send(frame(b"{", is_final=False))
            while not socket.reader.at_eof():
                await socket.send(tiny)
                tally.add("pieces", 5_001)
        except GONE:
            tally.add("cut")


async def deep(target: Target, tally: Tally) -> None:
    """Send JSON that is nested twelve thousand levels deep, signed in and not."""
    await _repeat(target, tally, frame(DEEP))


async def bombs(target: Target, tally: Tally) -> None:
    """Offer compression with every parameter, and send a bomb whatever was agreed."""
    offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=15"
    bomb = frame(_bomb(), TEXT, reserved=4)
    while True:
        try:
            socket = await opened(target, target.agent_path, offer)
            await socket.send(bomb)
            async with asyncio.timeout(2):
                tally.add(str(await socket.ending()))
            socket.cut()
        except (*GONE, TimeoutError):
            tally.add("cut")


async def oversized(target: Target, tally: Tally) -> None:
    """Announce a frame of eight exabytes and send it piece by piece."""
    while True:
        try:
            socket = await opened(target, target.agent_path)
            await socket.send(frame(b"", length=2**63 - 1))
            while not socket.reader.at_eof():
                await socket.send(b"x" * _PIECES)
                tally.add("pieces")
        except GONE:
            tally.add("cut")


async def _ending(socket: RawSocket) -> str:
    try:
        async with asyncio.timeout(0.2):
            return str(await socket.ending())
    except TimeoutError:
        return "still open"


async def _repeat(target: Target, tally: Tally, data: bytes) -> None:
    for token in itertools.cycle(target.tokens):
        try:
            socket = await signed_in(target, token)
            await _until_closed(socket, data, tally)
        except GONE:
            tally.add("cut")


async def _until_closed(socket: RawSocket, data: bytes, tally: Tally) -> None:
    while not socket.reader.at_eof():
        await socket.send(data + request("get_customer", 2))
        tally.add("sent")
        await socket.receive()


ATTACKS: dict[str, Attack] = {
    "malformed frames": malformed,
    "endless fragments": fragments,
    "deep JSON": deep,
    "compression bombs": bombs,
    "endless frames": oversized,
}
