"""Rules of the keyring: real services on a bus of their own, and a planted plaintext file."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from tests.support.dbus import SessionBus, session_bus, unlocked_keyring
from tests.support.parts import needs_program
from undivided.storage import token_keyring
from undivided.storage.token_keyring import KeyringAbsent, TokenKeyring, allowed_backend

ACCOUNT = "mira@shop.example@https://chat.shop.example"
SECRET = "undv_canary-5f1c"

PROGRAM = """
import sys
from undivided.storage.token_keyring import KeyringError, TokenKeyring
verb, account, *rest = sys.argv[1:]
try:
    answer = getattr(TokenKeyring(), verb)(account, *rest)
    print("answer", answer)
except KeyringError as error:
    print(type(error).__name__, error.sentence)
"""

PLANTED = '''
"""Stands in for keyrings.alt: writes tokens readable into the home folder."""
from pathlib import Path
from keyring.backend import KeyringBackend

class PlaintextKeyring(KeyringBackend):
    priority = 0.5
    def set_password(self, service, username, password):
        Path.home().joinpath("planted.txt").write_text(password)
    def get_password(self, service, username):
        file = Path.home() / "planted.txt"
        return file.read_text() if file.exists() else None
    def delete_password(self, service, username):
        Path.home().joinpath("planted.txt").unlink()
'''


def plant(home: Path) -> Path:
    """Make a plaintext backend importable and known to keyring, as keyrings.alt would be."""
    site = home / "planted"
    (site / "planted_keyring-1.dist-info").mkdir(parents=True)
    (site / "planted_keyring.py").write_text(PLANTED)
    (site / "planted_keyring-1.dist-info" / "METADATA").write_text("Name: planted\nVersion: 1\n")
    (site / "planted_keyring-1.dist-info" / "entry_points.txt").write_text(
        "[keyring.backends]\nplanted = planted_keyring\n"
    )
    return site


async def ask(environment: dict[str, str], *words: str) -> str:
    """Run one keyring call in a process of its own, as the program would."""
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", PROGRAM, *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


def with_planted(bus: SessionBus) -> dict[str, str]:
    return {**bus.environment(), "PYTHONPATH": str(plant(bus.home))}


def files_with_secret(home: Path) -> list[Path]:
    return [
        path for path in home.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()
    ]


async def test_a_token_is_kept_by_the_real_keyring_and_read_by_an_outside_program(
    tmp_path: Path,
) -> None:
    look_up = needs_program("secret-tool")
    async with session_bus(tmp_path) as bus, unlocked_keyring(bus):
        environment = with_planted(bus)
        await ask(environment, "keep", ACCOUNT, SECRET)
        read = await ask(environment, "read", ACCOUNT)
        outside = await asyncio.to_thread(
            subprocess.run,
            [look_up, "lookup", "service", "Undivided", "username", ACCOUNT],
            env=bus.environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        await ask(environment, "forget", ACCOUNT)
        gone = await ask(environment, "read", ACCOUNT)

        assert read == f"answer {SECRET}"
        assert outside.stdout == SECRET
        assert gone == "answer None"
        assert files_with_secret(bus.home) == []


async def test_a_planted_plaintext_backend_is_never_used(tmp_path: Path) -> None:
    async with session_bus(tmp_path) as bus:
        said = await ask(with_planted(bus), "keep", ACCOUNT, SECRET)

        assert said.startswith("KeyringAbsent This computer has no keyring.")
        assert files_with_secret(bus.home) == []


async def test_a_backend_chosen_by_the_environment_is_not_trusted(tmp_path: Path) -> None:
    async with session_bus(tmp_path) as bus, unlocked_keyring(bus):
        environment = with_planted(bus)
        environment["PYTHON_KEYRING_BACKEND"] = "planted_keyring.PlaintextKeyring"
        said = await ask(environment, "keep", ACCOUNT, SECRET)

        assert said.startswith("KeyringAbsent")
        assert files_with_secret(bus.home) == []


class Empty(KeyringBackend):
    """A keyring without any item, from a place that nobody allowed."""

    def __init__(self) -> None:
        """Take no options."""

    def get_password(self, service: str, username: str) -> None:
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError


class Allowed(Empty):
    """The same from a place on the list."""

    __module__ = "keyring.backends.SecretService"


class Chain(Empty):
    """What keyring makes of several backends."""

    backends = (Empty(), Allowed())


def test_forgetting_what_was_never_kept_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", Allowed)

    TokenKeyring().forget(ACCOUNT)


def test_without_any_service_there_is_no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    with pytest.raises(KeyringAbsent):
        allowed_backend()


def test_of_a_chain_only_an_allowed_part_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", Chain)

    assert isinstance(allowed_backend(), Allowed)


def test_the_list_names_no_backend_that_writes_files() -> None:
    assert not any("file" in name or "alt" in name for name in token_keyring.ALLOWED)
    assert os.environ.get("PYTHON_KEYRING_BACKEND") is not None, "tests never touch a real keyring"
