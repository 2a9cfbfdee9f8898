"""Signing in to real and to wrong servers, with and without a keyring; the token is in no file."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import keyring.core
import pytest
from websockets.asyncio.server import ServerConnection, serve

from tests.support.dbus import SessionBus, session_bus, unlocked_keyring
from tests.support.operator_desk import running
from tests.support.server_process import ServerProcess
from tests.support.visitor import visiting
from undivided.session import sentences

PASSWORD = "correct horse battery staple"
SECRET_SERVICE = "keyring.backends.SecretService.Keyring"
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno"
NO_KEYRING = "This computer has no keyring. You will sign in again next time."
PLANTED = '''
"""Stands in for keyrings.alt: writes tokens readable into a file."""
from pathlib import Path
from keyring.backend import KeyringBackend

class PlaintextKeyring(KeyringBackend):
    priority = 9
    def set_password(self, service, username, password):
        Path(__file__).with_name("planted.txt").write_text(password)
    def get_password(self, service, username):
        return None
    def delete_password(self, service, username):
        pass
'''


@pytest.fixture(autouse=True)
def fresh_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    # keyring chooses once for a process; each test here is a computer of its own.
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("not an address", "is not a server address"),
        ("http://shop.example", "would not be encrypted, so nothing was sent"),
    ],
)
async def test_a_wrong_address_is_explained_and_nothing_is_sent(
    tmp_path: Path, address: str, said: str
) -> None:
    async with running(tmp_path / "profile") as desk:
        desk.sign_in(address, "ann@example.com", "undv_token")
        await desk.problem(said)

        assert desk.window.sign_in.secret.text == ""
        assert desk.window.sign_in.email.text == "ann@example.com"


@pytest.mark.parametrize("is_token", [True, False])
async def test_an_unreachable_server_is_said_on_the_sign_in_page(
    tmp_path: Path, is_token: bool
) -> None:
    # A port that is taken, so that nobody else listens there, and on which nobody listens.
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        await _is_said_to_be_unreachable(address, tmp_path / "profile", is_token=is_token)


async def _is_said_to_be_unreachable(address: str, profile: Path, *, is_token: bool) -> None:
    async with running(profile) as desk:
        desk.sign_in(address, "ann@example.com", "undv_token", is_token=is_token)
        await desk.problem("No server answers at 127.0.0.1")


async def test_a_web_site_in_the_place_of_a_server_is_told_apart(tmp_path: Path) -> None:
    async with web_site() as address, running(tmp_path / "profile") as desk:
        desk.sign_in(address, "ann@example.com", "undv_token")
        await desk.problem("does not speak this program's protocol (answer 404)")


async def test_an_echo_in_the_place_of_a_server_is_told_apart(tmp_path: Path) -> None:
    async with echo() as address, running(tmp_path / "profile") as desk:
        desk.sign_in(address, "ann@example.com", "undv_token")
        await desk.problem(sentences.FOREIGN)


async def test_a_refused_token_brings_the_sign_in_page_back_with_the_reason(
    server: ServerProcess, tmp_path: Path
) -> None:
    ann = server.add_operator()
    async with running(tmp_path / "profile") as desk:
        desk.sign_in(server.url, ann.email, "undv_wrong")
        await desk.problem(sentences.TOKEN_REFUSED)
        desk.sign_in(server.url, ann.email, ann.token)
        await desk.live()

        assert desk.window.is_at_desk


async def test_a_wrong_password_is_said_and_the_right_one_signs_in(
    server: ServerProcess, tmp_path: Path
) -> None:
    site, ann = server.add_site(), server.add_operator(password=PASSWORD)
    async with running(tmp_path / "profile") as desk:
        desk.sign_in(server.url, ann.email, "wrong", is_token=False)
        await desk.problem("The e-mail address or the password is not right.")
        desk.sign_in(server.url, ann.email, PASSWORD, is_token=False)
        await desk.live()
        async with visiting(server, site.organization_id) as visitor:
            await visitor.start_chat("Hello")
            await desk.chat_with("Hello")

    assert files_with(tmp_path / "profile", PASSWORD) == []


async def test_without_a_keyring_it_signs_in_says_so_and_writes_no_token(
    server: ServerProcess, tmp_path: Path, planted: Path
) -> None:
    ann = server.add_operator()
    async with running(tmp_path / "profile") as desk:
        desk.sign_in(server.url, ann.email, ann.token)
        await desk.live()
        await desk.until(lambda: NO_KEYRING in desk.notices(), "the sentence")
    async with running(tmp_path / "profile") as desk:
        words = await desk.problem("no keyring")
        await desk.until(lambda: desk.window.sign_in.server.text, "the known server")

        assert desk.window.sign_in.email.text == ann.email
        assert NO_KEYRING in words
    everywhere = [tmp_path / "profile", planted, Path.home() / ".local" / "share" / "undivided"]
    assert [found for folder in everywhere for found in files_with(folder, ann.token)] == []


async def test_the_keyring_signs_in_at_the_next_start(
    server: ServerProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = server.add_operator()
    profile = tmp_path / "profile"
    async with session_bus(tmp_path) as bus, unlocked_keyring(bus):
        use_bus(monkeypatch, bus)
        async with running(profile) as desk:
            desk.sign_in(server.url, ann.email, ann.token)
            await desk.live()
        async with running(profile) as desk:
            await desk.live()
            was_asked = not desk.window.is_at_desk
            desk.program._sign_out()
            await desk.until(lambda: not desk.window.is_at_desk, "signed out")
        async with running(profile) as desk:
            await desk.until(lambda: not desk.window.is_at_desk, "asked after signing out")

        assert not was_asked
        assert files_with(profile, ann.token) == []
        assert files_with(bus.home, ann.token) == []


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a plaintext backend the one that keyring chooses."""
    folder = tmp_path / "planted"
    folder.mkdir()
    (folder / "planted_plaintext.py").write_text(PLANTED)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "planted_plaintext.PlaintextKeyring")
    yield folder
    assert not (folder / "planted.txt").exists()


def use_bus(monkeypatch: pytest.MonkeyPatch, bus: SessionBus) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", SECRET_SERVICE)


def files_with(folder: Path, secret: str) -> list[Path]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if secret.encode() in path.read_bytes()]


@asynccontextmanager
async def web_site() -> AsyncIterator[str]:
    """Answer every request as a web server does that knows no such page."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Who looks the address up may have gone again, without a question.
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(NOT_FOUND)
            await writer.drain()
        writer.close()

    site = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with site:
        yield f"http://127.0.0.1:{site.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def echo() -> AsyncIterator[str]:
    """Say back whatever is said on a WebSocket."""

    async def say_back(socket: ServerConnection) -> None:
        async for frame in socket:
            await socket.send(frame)

    async with serve(say_back, "127.0.0.1", 0, compression=None) as site:
        yield f"http://127.0.0.1:{next(iter(site.sockets)).getsockname()[1]}"
