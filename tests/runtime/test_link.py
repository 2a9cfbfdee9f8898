"""Rules of the socket to the server, against real sockets on loopback."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

import pytest
import trustme
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.frames import CloseCode
from websockets.http11 import Request, Response

from undivided.protocol.limits import LARGEST_FRAME_BYTES
from undivided.runtime.addresses import ServerAddress
from undivided.runtime.errors import (
    AnswerTooLarge,
    CertificateRefused,
    LinkError,
    ServerForeign,
    ServerUnreachable,
)
from undivided.runtime.link import Link, LinkEvents
from undivided.runtime.supervisor import Supervisor


@dataclass
class Heard:
    """What a link told, and a way to wait for it."""

    opened: asyncio.Event = field(default_factory=asyncio.Event)
    frames: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    lost: asyncio.Queue[LinkError] = field(default_factory=asyncio.Queue)

    def events(self) -> LinkEvents:
        return LinkEvents(self.opened.set, self.frames.put_nowait, self.lost.put_nowait)

    async def fault(self) -> LinkError:
        return await asyncio.wait_for(self.lost.get(), 60)


@asynccontextmanager
async def link_to(
    base: str, context: ssl.SSLContext | None = None
) -> AsyncIterator[tuple[Link, Heard]]:
    supervisor, heard = Supervisor(), Heard()
    link = Link(ServerAddress(base), heard.events(), supervisor, context)
    try:
        yield link, heard
    finally:
        await link.hang_up()
        await supervisor.aclose()


def base_of(server: Server, scheme: str = "http") -> str:
    return f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def echo(socket: ServerConnection) -> None:
    async for frame in socket:
        await socket.send(frame)


async def test_frames_travel_both_ways_in_order() -> None:
    async with serve(echo, "127.0.0.1", 0) as server, link_to(base_of(server)) as (link, heard):
        link.dial()
        await asyncio.wait_for(heard.opened.wait(), 60)
        for frame in (b"1", b"2", b"3"):
            link.send(frame)
        got = [await asyncio.wait_for(heard.frames.get(), 60) for _ in range(3)]

    assert got == [b"1", b"2", b"3"]


async def test_hanging_up_tells_the_server_a_normal_end_and_nobody_else() -> None:
    codes: asyncio.Queue[int | None] = asyncio.Queue()

    async def watch(socket: ServerConnection) -> None:
        await socket.wait_closed()
        codes.put_nowait(socket.close_code)

    async with serve(watch, "127.0.0.1", 0) as server, link_to(base_of(server)) as (link, heard):
        link.dial()
        await asyncio.wait_for(heard.opened.wait(), 60)
        await link.hang_up()

        assert await asyncio.wait_for(codes.get(), 60) == 1000
        assert heard.lost.empty()


async def test_a_server_that_goes_away_is_reported_once() -> None:
    async def leave(socket: ServerConnection) -> None:
        await socket.close(1001)

    async with serve(leave, "127.0.0.1", 0) as server, link_to(base_of(server)) as (link, heard):
        link.dial()

        assert isinstance(await heard.fault(), ServerUnreachable)
        assert heard.lost.empty()


async def test_a_frame_that_is_too_large_is_told_apart_from_a_cut() -> None:
    async def flood(socket: ServerConnection) -> None:
        await socket.send("x" * (LARGEST_FRAME_BYTES + 1))
        await socket.wait_closed()

    async with serve(flood, "127.0.0.1", 0) as server, link_to(base_of(server)) as (link, heard):
        link.dial()
        fault = await heard.fault()

    assert isinstance(fault, AnswerTooLarge)
    assert not fault.is_fatal


async def test_a_server_that_takes_nothing_so_large_is_a_cut() -> None:
    async def refuse(socket: ServerConnection) -> None:
        await socket.close(CloseCode.MESSAGE_TOO_BIG)

    async with serve(refuse, "127.0.0.1", 0) as server, link_to(base_of(server)) as (link, heard):
        link.dial()
        fault = await heard.fault()

    assert isinstance(fault, ServerUnreachable)


async def test_nobody_at_the_address_is_unreachable_and_worth_another_try() -> None:
    async with serve(echo, "127.0.0.1", 0) as server:
        base = base_of(server)
    async with link_to(base) as (link, heard):
        link.dial()
        fault = await heard.fault()

    assert isinstance(fault, ServerUnreachable)
    assert not fault.is_fatal


def answering(status: HTTPStatus, **headers: str) -> Callable[..., Response]:
    def answer(connection: ServerConnection, request: Request) -> Response:
        response = connection.respond(status, "")
        for name, value in headers.items():
            response.headers[name] = value
        return response

    return answer


@pytest.mark.parametrize(
    ("status", "known"),
    [
        (HTTPStatus.NOT_FOUND, ServerForeign),
        (HTTPStatus.OK, ServerForeign),
        (HTTPStatus.SERVICE_UNAVAILABLE, ServerUnreachable),
        (HTTPStatus.INTERNAL_SERVER_ERROR, ServerUnreachable),
    ],
)
async def test_another_answer_than_a_socket_is_explained(
    status: HTTPStatus, known: type[LinkError]
) -> None:
    async with (
        serve(echo, "127.0.0.1", 0, process_request=answering(status)) as server,
        link_to(base_of(server)) as (link, heard),
    ):
        link.dial()

        assert isinstance(await heard.fault(), known)


async def test_a_connection_cut_while_it_is_secured_is_worth_another_try() -> None:
    async def break_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.close()

    server = await asyncio.start_server(break_off, "127.0.0.1", 0)
    base = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, link_to(base) as (link, heard):
        link.dial()
        fault = await heard.fault()

    assert (ServerUnreachable, False) == (type(fault), fault.is_fatal)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 101 Switching"], ids=["nothing", "half a head"])
async def test_a_server_that_hangs_up_before_its_answer_is_dialled_again(said: bytes) -> None:
    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, link_to(base) as (link, heard):
        link.dial()
        fault = await heard.fault()

    assert (ServerUnreachable, False) == (type(fault), fault.is_fatal)


async def test_a_redirect_is_not_followed() -> None:
    async with serve(echo, "127.0.0.1", 0) as elsewhere:
        target = base_of(elsewhere, "ws")
        refuse = answering(HTTPStatus.FOUND, Location=target)
        async with (
            serve(echo, "127.0.0.1", 0, process_request=refuse) as server,
            link_to(base_of(server)) as (link, heard),
        ):
            link.dial()

            assert isinstance(await heard.fault(), ServerForeign)
            assert not heard.opened.is_set()


async def test_a_certificate_of_a_stranger_is_refused_before_anything_is_sent() -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(tls)
    async with (
        serve(echo, "127.0.0.1", 0, ssl=tls) as server,
        link_to(base_of(server, "https")) as (link, heard),
    ):
        link.dial()
        fault = await heard.fault()

    assert isinstance(fault, CertificateRefused)
    assert fault.is_fatal
    assert "Nothing was sent" in fault.sentence


async def test_a_certificate_of_a_trusted_authority_is_taken() -> None:
    authority, tls = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    async with (
        serve(echo, "127.0.0.1", 0, ssl=tls) as server,
        link_to(base_of(server, "https"), trusting) as (link, heard),
    ):
        link.dial()
        await asyncio.wait_for(heard.opened.wait(), 60)
        link.send(b"hello")

        assert await asyncio.wait_for(heard.frames.get(), 60) == b"hello"


async def test_a_new_dial_forgets_the_old_socket_without_a_report() -> None:
    async with serve(echo, "127.0.0.1", 0) as server, link_to(base_of(server)) as (link, heard):
        link.dial()
        await asyncio.wait_for(heard.opened.wait(), 60)
        heard.opened.clear()
        link.dial()
        await asyncio.wait_for(heard.opened.wait(), 60)
        link.send(b"new")

        assert await asyncio.wait_for(heard.frames.get(), 60) == b"new"
        assert heard.lost.empty()
