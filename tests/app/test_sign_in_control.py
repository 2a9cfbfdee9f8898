"""Rules of signing in with each kind of keyring; flows/test_sign_in.py has the real ones."""

import asyncio
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.app.fakes import MemoryKeyring, NoKeyring, SilentKeyring
from tests.support.operator_desk import running
from tests.support.server_process import ServerProcess
from undivided.app import program
from undivided.app.sign_in_control import Account
from undivided.runtime.addresses import parse_address
from undivided.runtime.token_vault import TokenVault
from undivided.storage.settings import SettingsFile
from undivided.storage.token_keyring import TokenKeyring

PASSWORD = "correct horse battery staple"


def use(monkeypatch: pytest.MonkeyPatch, keyring: TokenKeyring) -> None:
    monkeypatch.setattr(program, "TokenKeyring", lambda: keyring)


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[SilentKeyring]:
    keyring = SilentKeyring()
    use(monkeypatch, keyring)
    monkeypatch.setattr(program, "TokenVault", partial(TokenVault, patience_s=0.2))
    yield keyring
    keyring.released.set()


@pytest.mark.parametrize("scheme", ["", "Bearer "])
async def test_a_token_signs_in_with_and_without_its_scheme(
    tmp_path: Path, server: ServerProcess, scheme: str
) -> None:
    ann = server.add_operator()
    async with running(tmp_path / "profile") as desk:
        await desk.until(lambda: not desk.window.is_at_desk, "the sign-in page")
        desk.sign_in(server.url, ann.email, scheme + ann.token)
        await desk.live()


@pytest.mark.parametrize(
    ("token", "sent"),
    [("abc", "Bearer abc"), ("Bearer abc", "Bearer abc"), ("Basic eA==", "Basic eA==")],
)
def test_a_token_is_sent_with_one_scheme(token: str, sent: str) -> None:
    account = Account(parse_address("a.example"), "ann@a.example", token)

    assert account.authorization == sent
    assert token not in repr(account)


async def test_the_keyring_keeps_the_token_of_a_password_and_never_the_password(
    tmp_path: Path, server: ServerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = MemoryKeyring()
    use(monkeypatch, keyring)
    ann = server.add_operator(password=PASSWORD)
    async with running(tmp_path / "profile") as desk:
        await desk.until(lambda: not desk.window.is_at_desk, "the sign-in page")
        desk.sign_in(server.url, ann.email, PASSWORD, is_token=False)
        await desk.live()
        await desk.until(lambda: keyring.tokens, "the token")
    async with running(tmp_path / "profile") as desk:
        await desk.live()
        (token,) = keyring.tokens.values()
        desk.program._sign_out()
        await desk.until(lambda: not desk.window.is_at_desk, "signed out")
        await desk.until(lambda: not keyring.tokens, "forgotten")

    assert PASSWORD not in token
    assert files_with(tmp_path / "profile", PASSWORD, token) == []


async def test_a_token_that_is_not_to_be_kept_is_in_no_keyring(
    tmp_path: Path, server: ServerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = MemoryKeyring()
    use(monkeypatch, keyring)
    ann = server.add_operator()
    async with running(tmp_path / "profile") as desk:
        await desk.until(lambda: not desk.window.is_at_desk, "the sign-in page")
        desk.sign_in(server.url, ann.email, ann.token, keep=False)
        await desk.live()

    assert keyring.tokens == {}


async def test_a_token_that_is_no_longer_to_be_kept_is_forgotten(
    tmp_path: Path, server: ServerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = MemoryKeyring()
    use(monkeypatch, keyring)
    ann = server.add_operator()
    async with running(tmp_path / "profile") as desk:
        await desk.until(lambda: not desk.window.is_at_desk, "the sign-in page")
        desk.sign_in(server.url, ann.email, ann.token)
        await desk.until(lambda: keyring.tokens, "the token")
        await desk.program._shift.end()
        desk.program._sign_in.ask()
        desk.sign_in(server.url, ann.email, ann.token, keep=False)
        await desk.until(lambda: not keyring.tokens, "forgotten")
    settings, _ = SettingsFile(tmp_path / "profile" / "settings.json").load()

    assert not settings.stay_signed_in


async def test_without_a_keyring_a_sentence_says_so_and_the_desk_works(
    tmp_path: Path, server: ServerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, NoKeyring())
    ann = server.add_operator()
    async with running(tmp_path / "profile") as desk:
        await desk.until(lambda: not desk.window.is_at_desk, "the sign-in page")
        desk.sign_in(server.url, ann.email, ann.token)
        await desk.live()
        await desk.until(lambda: "keyring" in " ".join(desk.notices()), "the sentence")

    assert files_with(tmp_path / "profile", ann.token) == []


async def test_a_silent_keyring_does_not_hold_up_the_sign_in(
    tmp_path: Path, server: ServerProcess, silent: SilentKeyring
) -> None:
    ann = server.add_operator()
    async with running(tmp_path / "profile") as desk:
        await desk.until(lambda: not desk.window.is_at_desk, "the sign-in page")
        desk.sign_in(server.url, ann.email, ann.token)
        await desk.live()
        await desk.until(lambda: "in time" in " ".join(desk.notices()), "the sentence")
    async with running(tmp_path / "profile") as desk:
        await desk.problem("did not answer in time")

    assert files_with(tmp_path / "profile", ann.token) == []


async def test_an_empty_secret_asks_nobody(tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        await desk.until(lambda: not desk.window.is_at_desk, "the sign-in page")
        desk.sign_in("chat.shop.example", "ann@example.com", "   ")

        assert not desk.window.sign_in.sign_in_button.isEnabled()


def files_with(folder: Path, *secrets: str) -> list[Path]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [p for p in files if any(one.encode() in p.read_bytes() for one in secrets)]


async def test_quitting_does_not_wait_for_a_server_that_says_nothing(tmp_path: Path) -> None:
    asked, silence = asyncio.Event(), asyncio.Event()

    async def say_nothing(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await silence.wait()
        writer.close()

    listener = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    async with running(tmp_path / "profile") as desk:
        await desk.until(lambda: not desk.window.is_at_desk, "the sign-in page")
        desk.window.sign_in.server.line.setText(f"http://127.0.0.1:{port}")
        desk.window.sign_in.address_changed.emit(f"http://127.0.0.1:{port}")
        await asyncio.wait_for(asked.wait(), 20)

    looking = [each for each in threading.enumerate() if each.name == "sign-in"]
    assert any(each.is_alive() for each in looking)
    silence.set()
    listener.close()
    for each in looking:
        await asyncio.to_thread(each.join)
