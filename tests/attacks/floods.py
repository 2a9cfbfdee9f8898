"""Too much of what is allowed: requests, pings, pages, uploads, logins, and readers that do not."""

import asyncio
import itertools
import json
from base64 import urlsafe_b64encode
from os import urandom

from tests.attacks.raw_socket import (
    GONE,
    PING,
    PONG,
    RawSocket,
    connect,
    frame,
    opened,
    request,
    signed_in,
    status_of,
)
from tests.attacks.target import Attack, Tally, Target

_MANY = 50


async def requests(target: Target, tally: Tally) -> None:
    """Ask for own and foreign things as fast as the socket takes it."""
    asked = request("get_customer") + request("get_chat", chat_id=target.chat_id)
    for token in itertools.cycle(target.tokens):
        await _pour(target, token, asked * _MANY, 2 * _MANY, tally)


async def typing(target: Target, tally: Tally) -> None:
    """Say who types in which chat, for ever."""
    asked = request("send_sneak_peek", chat_id=target.chat_id, sneak_peek_text="x" * 3_000)
    for token in itertools.cycle(target.tokens):
        await _pour(target, token, asked * 10, 10, tally)


async def pings(target: Target, tally: Tally) -> None:
    """Ping and pong without an end."""
    data = (frame(b"", PING) + frame(b"x" * 125, PONG)) * 500
    for token in itertools.cycle(target.tokens):
        await _pour(target, token, data, 1_000, tally)


async def deaf(target: Target, tally: Tally) -> None:
    """Ask for much and read nothing of it."""
    for token in itertools.cycle(target.tokens):
        try:
            socket = await signed_in(target, token)
            socket.reader._limit = 1  # type: ignore[attr-defined]  # stop reading at once
            async with asyncio.timeout(3):
                for number in itertools.count():
                    await socket.send(frame(b"x" * 125, PING) + request("get_customer", number))
                    tally.add("asked")
                    await asyncio.sleep(0.02)
        except (*GONE, TimeoutError):
            tally.add("given up")


async def pages(target: Target, tally: Tally) -> None:
    """Load pages, and addresses that are none, on connections that stay open."""
    host = f"Host: 127.0.0.1:{target.port}\r\n\r\n"
    paths = ("/health", "/widget/loader.js", "/nothing", "/files/../../etc/passwd")
    asked = "".join(f"GET {path} HTTP/1.1\r\n{host}" for path in paths).encode()
    while True:
        try:
            socket = await connect(target)
            while not socket.reader.at_eof():
                await socket.send(asked)
                tally.add("asked", len(paths))
                await socket.reader.read(64 * 1024)
        except GONE:
            tally.add("cut")


async def uploads(target: Target, tally: Tally) -> None:
    """Upload forms that never come to the file, in chunks that never come to an end."""
    path = f"/v3.6/customer/action/upload_file?organization_id={target.site}"
    part = b'--b\r\nContent-Disposition: form-data; name="other"\r\n\r\n' + b"x" * 8_000 + b"\r\n"
    chunk = b"%x\r\n%s\r\n" % (len(part), part)
    for token in itertools.cycle(target.tokens):
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{target.port}\r\n"
            f"Authorization: Bearer {token}\r\nTransfer-Encoding: chunked\r\n"
            "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
        )
        try:
            socket = await connect(target)
            await socket.send(head.encode())
            while not socket.reader.at_eof():
                await socket.send(chunk * 8)
                tally.add("KiB", 64)
        except GONE:
            tally.add("cut")


async def logins(target: Target, tally: Tally) -> None:
    """Guess operators' tokens on sockets and passwords at the web endpoint."""
    while True:
        token = "undv_" + urlsafe_b64encode(urandom(32)).decode().rstrip("=")
        try:
            tally.add(f"password: {await _try_password(target)}")
            socket = await opened(target, target.agent_path)
            await socket.send(request("login", token=f"Bearer {token}"))
            payload = (await socket.answer())["payload"]
            assert isinstance(payload, dict)
            tally.add(f"token: {payload['error']['type']}")
            socket.cut()
        except (*GONE, KeyError):
            tally.add("cut")


async def _try_password(target: Target) -> int:
    body = json.dumps({"email": "ann@example.com", "password": urandom(8).hex()}).encode()
    head = (
        f"POST /v2/agent/token HTTP/1.1\r\nHost: 127.0.0.1:{target.port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    socket = await connect(target)
    await socket.send(head.encode() + body)
    status = await status_of(socket)
    socket.cut()
    return status


async def _pour(target: Target, token: str, data: bytes, number: int, tally: Tally) -> None:
    """Send `data` again and again on one socket, reading whatever comes, until it is closed."""
    try:
        socket = await signed_in(target, token)
        reading = asyncio.ensure_future(_drain(socket))
        try:
            while not reading.done():
                await socket.send(data)
                tally.add("sent", number)
        finally:
            reading.cancel()
            socket.cut()
    except GONE:
        tally.add("cut")


async def _drain(socket: RawSocket) -> None:
    while await socket.reader.read(64 * 1024):
        pass


ATTACKS: dict[str, Attack] = {
    "requests": requests,
    "typing marks": typing,
    "pings": pings,
    "readers that do not read": deaf,
    "pages": pages,
    "uploads": uploads,
    "logins": logins,
}
