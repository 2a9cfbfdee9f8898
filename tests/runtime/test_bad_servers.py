"""Whoever cannot prove to be the server that was named gets no byte of a token or password."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import trustme
from websockets.asyncio.server import serve

from tests.runtime.bad_servers import HOST, IMPOSTORS, STRANGERS, BadServer
from tests.runtime.test_link import echo
from undivided.runtime import link as link_module
from undivided.runtime import web
from undivided.runtime.addresses import ServerAddress, parse_address
from undivided.runtime.errors import AddressWrong, CertificatesUnusable, LinkError
from undivided.runtime.link import Link, LinkEvents
from undivided.runtime.supervisor import Supervisor
from undivided.runtime.trust import Trust

TOKEN = "undv_CANARYCANARYCANARYCANARYCANARYCANARYCANARYC"
PASSWORD = web.Password("ann@example.com", "canary-of-a-password")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    """Give a context that trusts the authority of the bad servers, so that only one flaw counts."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "HANDSHAKE", timedelta(seconds=1))
    monkeypatch.setattr(web, "PATIENCE_S", 1)


@asynccontextmanager
async def telling_link(
    base: str, context: ssl.SSLContext
) -> AsyncIterator[asyncio.Future[LinkError]]:
    """Dial as a session does: the token is the first frame of an open socket."""
    supervisor = Supervisor()
    lost: asyncio.Future[LinkError] = asyncio.get_running_loop().create_future()
    events = LinkEvents(lambda: link.send(TOKEN.encode()), lambda _: None, lost.set_result)
    link = Link(ServerAddress(base), events, supervisor, context)
    try:
        link.dial()
        yield lost
    finally:
        await link.hang_up()
        await supervisor.aclose()


@pytest.mark.parametrize("name", [*IMPOSTORS, *STRANGERS])
async def test_bad_server_gets_no_byte_of_the_token(
    name: str, authority: trustme.CA, trusting: ssl.SSLContext
) -> None:
    bad = (IMPOSTORS | STRANGERS)[name](authority)
    async with bad.serving() as port, telling_link(f"https://{HOST}:{port}", trusting) as lost:
        fault = await asyncio.wait_for(lost, 60)

    assert fault.sentence.endswith(".")
    assert bad.heard, "it was dialled"
    assert b"CANARY" not in bad.heard


@pytest.mark.parametrize("name", IMPOSTORS)
async def test_bad_server_gets_no_byte_of_the_password(
    name: str, authority: trustme.CA, trusting: ssl.SSLContext
) -> None:
    bad = IMPOSTORS[name](authority)
    async with bad.serving() as port:
        address = ServerAddress(f"https://{HOST}:{port}")
        with pytest.raises(LinkError) as caught:
            await asyncio.to_thread(web.exchange, address, PASSWORD, "desk", trusting)

    assert caught.value.sentence.endswith(".")
    assert bad.heard, "it was dialled"
    assert b"canary" not in bad.heard


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("is_secure", [True, False], ids=["to https", "to http"])
async def test_no_redirect_takes_token_or_password_elsewhere(
    status: int, is_secure: bool, authority: trustme.CA, trusting: ssl.SSLContext
) -> None:
    good: Callable[[], ssl.SSLContext] = lambda: _certified(authority)  # noqa: E731
    elsewhere = BadServer(good() if is_secure else None, says=b"HTTP/1.1 200 OK\r\n\r\n")
    async with elsewhere.serving() as far:
        target = f"{'https' if is_secure else 'http'}://{HOST}:{far}/v2/agent/token"
        says = f"HTTP/1.1 {status} Moved\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
        sender = BadServer(good(), says=says.encode())
        async with sender.serving() as near:
            base = f"https://{HOST}:{near}"
            with pytest.raises(LinkError):
                await asyncio.to_thread(
                    web.exchange, ServerAddress(base), PASSWORD, "desk", trusting
                )
            async with telling_link(base, trusting) as lost:
                await asyncio.wait_for(lost, 60)

    assert not elsewhere.heard
    assert b"CANARY" not in sender.heard


def _certified(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    return context


@pytest.mark.parametrize(
    "typed",
    [
        "http://chat.example",
        "ws://chat.example",
        "http://192.0.2.7:8440",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://[::2]",
        "HTTP://chat.example",
        " http://chat.example ",
        "http://2130706434",
    ],
)
def test_open_connection_to_another_computer_is_refused_before_dialling(typed: str) -> None:
    with pytest.raises(AddressWrong):
        parse_address(typed)


@pytest.mark.parametrize("base", ["http://chat.example", "http://192.0.2.7", "ftp://127.0.0.1"])
def test_no_other_way_leads_to_an_open_connection_either(base: str) -> None:
    with pytest.raises(AddressWrong):
        ServerAddress(base)


async def test_authorities_of_a_file_are_believed_beside_the_computers_own(
    tmp_path: Path, authority: trustme.CA
) -> None:
    file = tmp_path / "ours.pem"
    authority.cert_pem.write_to_path(file)
    async with serve(echo, HOST, 0, ssl=_certified(authority)) as server:
        base = f"https://{HOST}:{server.sockets[0].getsockname()[1]}"
        refused = Trust().towards(ServerAddress(base))
        taken = Trust(file).towards(ServerAddress(base))
        assert refused is not None
        assert taken is not None
        async with telling_link(base, refused) as lost:
            fault = await asyncio.wait_for(lost, 60)
        heard: asyncio.Queue[bytes] = asyncio.Queue()
        events = LinkEvents(lambda: link.send(b"hello"), heard.put_nowait, lambda _: None)
        supervisor = Supervisor()
        link = Link(ServerAddress(base), events, supervisor, taken)
        link.dial()
        said = await asyncio.wait_for(heard.get(), 60)
        await link.hang_up()
        await supervisor.aclose()

    assert (fault.is_fatal, said) == (True, b"hello")
    assert taken.cert_store_stats()["x509_ca"] > 0


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_unusable_file_of_authorities_is_one_sentence(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "ours.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CertificatesUnusable, match="nothing was sent"):
        Trust(file).towards(ServerAddress("https://chat.example"))


def test_file_of_authorities_is_not_looked_at_on_this_computer(tmp_path: Path) -> None:
    assert Trust(tmp_path / "none").towards(ServerAddress("http://127.0.0.1:1")) is None
