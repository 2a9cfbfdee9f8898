"""Connections that never become sockets, or sockets that never say who they are."""

import asyncio
import itertools

from tests.attacks.raw_socket import GONE, RawSocket, connect, opened, status_of
from tests.attacks.target import Attack, Tally, Target

HALF_OPEN = 300
"""Slow connections that one attacker holds; several attackers come at once."""


async def slow_heads(target: Target, tally: Tally) -> None:
    """Hold hundreds of connections whose request comes byte by byte and never ends."""
    head = f"GET {target.agent_path} HTTP/1.1\r\nHost: 127.0.0.1:{target.port}\r\nX: ".encode()
    held: list[tuple[RawSocket, int]] = []
    for number in itertools.count():
        try:
            held.append((await connect(target), number))
            tally.add("opened")
        except GONE:
            tally.add("refused")
            await asyncio.sleep(0.1)
        held = [each for each in held if not each[0].reader.at_eof()]
        for socket, since in held[-HALF_OPEN:]:
            place = number - since
            socket.writer.write(head[place : place + 1] or b"x")
        if len(held) >= HALF_OPEN:
            await asyncio.sleep(0.5)


async def huge_heads(target: Target, tally: Tally) -> None:
    """Send a header line of a megabyte, ten thousand lines, and a request line without an end."""
    start = f"GET {target.agent_path} HTTP/1.1\r\nHost: 127.0.0.1:{target.port}\r\n".encode()
    shapes = (
        start + b"X: " + b"x" * 1_000_000,
        start + b"".join(b"X-%d: y\r\n" % number for number in range(10_000)) + b"\r\n",
        b"GET /" + b"x" * 1_000_000,
        start + b"Cookie: " + b"a=b; " * 100_000 + b"\r\n\r\n",
    )
    for shape in itertools.cycle(shapes):
        try:
            socket = await connect(target)
            await socket.send(shape)
            tally.add(str(await status_of(socket)))
            socket.cut()
        except GONE:
            tally.add("cut")


async def unsigned(target: Target, tally: Tally) -> None:
    """Open sockets of both sides and never say who it is."""
    for path in itertools.cycle((target.agent_path, target.customer_path)):
        try:
            socket = await opened(target, path)
        except GONE:
            tally.add("refused")
            continue
        tally.add(str(socket.status))
        if socket.status != 101:
            socket.cut()
            await asyncio.sleep(0.01)


async def connections(target: Target, tally: Tally) -> None:
    """Open connections and cut them, as fast as it goes."""
    while True:
        try:
            socket = await connect(target)
            socket.writer.write(b"GET / HT")
            socket.cut()
            tally.add("opened")
        except GONE:
            tally.add("refused")
            await asyncio.sleep(0.01)


ATTACKS: dict[str, Attack] = {
    "slow heads": slow_heads,
    "huge heads": huge_heads,
    "sockets that never sign in": unsigned,
    "connections": connections,
}
