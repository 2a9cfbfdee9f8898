"""Rules of the plain HTTP questions, against real servers on loopback."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
import trustme

from tests.support.server_process import ServerProcess, server
from undivided.runtime import web
from undivided.runtime.addresses import ServerAddress, parse_address
from undivided.runtime.errors import (
    CertificateRefused,
    LinkError,
    ServerForeign,
    ServerUnreachable,
    SignInRefused,
)
from undivided.runtime.web import Password

__all__ = ["server"]

ANN = Password("ann@example.com", "correct horse battery staple")
HEALTH = b'{"name": "Undivided", "version": "1"}'


class Site:
    """A web server that says the same to everybody, and remembers what it was asked."""

    def __init__(self, status: str, body: bytes, headers: str) -> None:
        self.asked: list[bytes] = []
        self.address = ServerAddress("http://127.0.0.1")
        length = f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        self._answer = f"HTTP/1.1 {status}\r\n{headers}{length}".encode() + body

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(self._answer)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def site(
    status: str = "200 OK",
    body: bytes = HEALTH,
    headers: str = "",
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[Site]:
    made = Site(status, body, headers)
    listening = await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=tls)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        made.address = ServerAddress(f"{'https' if tls else 'http'}://127.0.0.1:{port}")
        yield made


def own_certificate() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return a server's context and a context that trusts it."""
    authority, serving = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(serving)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    return serving, trusting


def test_the_bundled_server_is_found_and_gives_a_token_for_the_password(
    server: ServerProcess,
) -> None:
    server.add_operator(ANN.email, password=ANN.secret)
    address = parse_address(server.url)

    assert web.look_up(address).name
    assert web.exchange(address, ANN, "laptop")


def test_a_wrong_password_is_refused_until_too_many_tries(server: ServerProcess) -> None:
    server.add_operator(ANN.email, password=ANN.secret)
    address, wrong = parse_address(server.url), Password(ANN.email, "wrong")
    said: list[str] = []
    while len(said) < 30 and "too many" not in "".join(said):
        with pytest.raises(SignInRefused) as refusal:
            web.exchange(address, wrong, "laptop")
        said.append(refusal.value.sentence)

    assert said[0] == "The e-mail address or the password is not right."
    assert "wait a few minutes" in said[-1]


@pytest.mark.parametrize(
    ("status", "known", "part"),
    [
        ("401 Unauthorized", SignInRefused, "is not right"),
        ("429 Too Many Requests", SignInRefused, "too many wrong tries"),
        ("503 Service Unavailable", ServerUnreachable, "too busy"),
        ("404 Not Found", ServerForeign, "answer 404"),
    ],
)
async def test_each_refusal_of_a_password_is_explained(
    status: str, known: type[LinkError], part: str
) -> None:
    async with site(status) as where:
        with pytest.raises(known, match=part):
            await asyncio.to_thread(web.exchange, where.address, ANN, "laptop")


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
async def test_a_password_does_not_follow_a_redirect(status: str) -> None:
    async with site() as elsewhere:
        moved = f"Location: {elsewhere.address.base}/v2/agent/token\r\n"
        async with site(status, headers=moved) as where:
            with pytest.raises(ServerForeign):
                await asyncio.to_thread(web.exchange, where.address, ANN, "laptop")

    assert elsewhere.asked == []


@pytest.mark.parametrize(
    "body", [b"<html>", b"", b"{}", b'{"name": 1}', b"[" * 100_000], ids=lambda body: body[:9]
)
async def test_another_answer_than_ours_is_foreign(body: bytes) -> None:
    async with site(body=body) as where:
        with pytest.raises(ServerForeign, match="not a chat server"):
            await asyncio.to_thread(web.look_up, where.address)


async def test_nobody_at_the_address_is_unreachable() -> None:
    async with site() as where:
        pass
    with pytest.raises(ServerUnreachable, match="No server answers"):
        await asyncio.to_thread(web.look_up, where.address)


async def test_a_certificate_of_a_trusted_authority_is_taken() -> None:
    serving, trusting = own_certificate()
    async with site(tls=serving) as where:
        found = await asyncio.to_thread(web.look_up, where.address, trusting)

    assert found.name == "Undivided"


async def test_a_password_does_not_reach_a_server_that_cannot_prove_itself() -> None:
    serving, _ = own_certificate()
    async with site(tls=serving) as where:
        with pytest.raises(CertificateRefused, match="Nothing was sent"):
            await asyncio.to_thread(web.exchange, where.address, ANN, "laptop")

    assert where.asked == []


async def test_a_photo_of_the_own_server_is_fetched() -> None:
    async with site(body=b"picture") as where:
        url = f"{where.address.base}/photos/1.png"
        data = await asyncio.to_thread(web.fetch_photo, where.address, url)

    assert data == b"picture"


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/1.png",
        "file:///etc/passwd",
        "{base}.elsewhere.example/1.png",
        "{base}@elsewhere.example/1.png",
        "//elsewhere.example/1.png",
    ],
)
async def test_a_photo_from_elsewhere_is_not_fetched(url: str) -> None:
    async with site() as where:
        with pytest.raises(ServerForeign, match="not on this server"):
            await asyncio.to_thread(
                web.fetch_photo, where.address, url.format(base=where.address.base)
            )

    assert where.asked == []


@pytest.mark.parametrize(
    ("status", "known"),
    [("404 Not Found", ServerForeign), ("302 Found", ServerForeign)],
)
async def test_a_photo_that_is_not_given_is_explained(status: str, known: type[LinkError]) -> None:
    async with site(status, headers="Location: https://elsewhere.example/\r\n") as where:
        with pytest.raises(known):
            await asyncio.to_thread(web.fetch_photo, where.address, f"{where.address.base}/1.png")


@pytest.mark.parametrize("path", ["fotó.png", "with space.png", "line\nbreak.png"])
async def test_an_address_of_a_photo_that_is_none_is_explained(path: str) -> None:
    async with site() as where:
        with pytest.raises(ServerForeign):
            await asyncio.to_thread(web.fetch_photo, where.address, f"{where.address.base}/{path}")


async def test_a_photo_of_more_than_two_megabytes_is_refused() -> None:
    async with site(body=bytes(web.LARGEST_PHOTO_BYTES + 1)) as where:
        with pytest.raises(ServerForeign, match="larger than two megabytes"):
            await asyncio.to_thread(web.fetch_photo, where.address, f"{where.address.base}/1.png")


def test_a_password_is_not_in_what_a_traceback_shows() -> None:
    assert ANN.secret not in repr(ANN)


class Dripping:
    """A server that sends one byte after the other and never comes to an end."""

    def __init__(self, first: bytes) -> None:
        self._first = first
        self.ended = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # On a busy machine the time may be up before the question was asked.
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
        writer.write(self._first)
        while not reader.at_eof():
            writer.write(b"x")
            try:
                await asyncio.wait_for(reader.read(1), 0.02)
            except TimeoutError:
                continue
            except ConnectionError:
                break
        writer.close()
        self.ended.set()


@pytest.mark.parametrize(
    "first",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n"],
    ids=["its head", "its body"],
)
async def test_a_server_that_drips_its_answer_is_given_up(
    first: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "WHOLE_S", 0.2)
    dripping = Dripping(first)
    async with await asyncio.start_server(dripping.serve, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        with pytest.raises(ServerUnreachable, match="did not answer in time"):
            await asyncio.to_thread(web.look_up, ServerAddress(f"http://127.0.0.1:{port}"))
        await dripping.ended.wait()


async def test_a_handshake_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await reader.read()
        writer.close()
        ended.set()

    monkeypatch.setattr(web, "WHOLE_S", 0.2)
    async with await asyncio.start_server(silent, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        with pytest.raises(ServerUnreachable, match="did not answer in time"):
            await asyncio.to_thread(web.look_up, ServerAddress(f"https://127.0.0.1:{port}"))
        await ended.wait()
