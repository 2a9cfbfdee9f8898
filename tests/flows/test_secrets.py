"""Secrets of a whole session are in no log, file, command line or environment of ours."""

import asyncio
import os
import sys
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.support.operator_desk import at_desk
from tests.support.server_process import ServerProcess
from tests.support.visitor import visiting
from undivided.app.logs import write_logs
from undivided.runtime import web
from undivided.runtime.addresses import parse_address
from undivided.runtime.errors import SignInRefused
from undivided.server.accounts.account_store import signing_key
from undivided.server.data_folder import open_data

PASSWORD, WRONG = "canary of a password", "canary of a wrong password"
needs_rights = pytest.mark.skipif(sys.platform == "win32", reason="Windows has its own rights")


def contents(folders: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Return every file below, and what it holds."""
    for folder in folders:
        for path in folder.rglob("*") if folder.is_dir() else [folder]:
            if path.is_file():
                yield str(path), path.read_bytes()


def processes(*pids: int) -> Iterator[tuple[str, bytes]]:
    """Return what others may see of processes, where the system shows it."""
    for pid in pids:
        for name in ("cmdline", "environ"):
            path = Path(f"/proc/{pid}/{name}")
            if path.exists():
                yield str(path), path.read_bytes()


def spellings(secret: str | bytes) -> set[bytes]:
    """Return how a secret may stand in a file."""
    data = secret.encode() if isinstance(secret, str) else secret
    return {data, data.hex().encode(), b64encode(data), urlsafe_b64encode(data).rstrip(b"=")}


def found(
    secrets: dict[str, str | bytes], places: Iterable[tuple[str, bytes]]
) -> list[tuple[str, str]]:
    """Return which secret is where."""
    return [
        (name, place)
        for place, data in places
        for name, secret in secrets.items()
        if any(spelling in data for spelling in spellings(secret))
    ]


@needs_rights
async def test_no_secret_of_a_session_is_left_anywhere(
    server: ServerProcess, tmp_path: Path
) -> None:
    site = server.add_site().organization_id
    ann = server.add_operator(password=PASSWORD)
    server.add_operator("bo@example.com", name="Bo Ray")
    code = str(server.admin("operator", "invite", "bo@example.com")["code"])
    address = parse_address(server.url)
    password = web.Password(ann.email, PASSWORD)
    token = await asyncio.to_thread(web.exchange, address, password, "this computer")
    with pytest.raises(SignInRefused):
        await asyncio.to_thread(web.exchange, address, web.Password(ann.email, WRONG), "this one")
    write_logs(tmp_path / "app.log")
    async with (
        at_desk(tmp_path / "profile", server.url, ann.email, token) as desk,
        visiting(server, site, name="Eve Adams") as visitor,
    ):
        await desk.live()
        await visitor.start_chat("Hello")
        chat = await desk.chat_with("Hello")
        await desk.say(chat, "Good morning")
        await visitor.hear("Good morning")
        running = list(processes(server.pid, os.getpid()))
        visitor_token = visitor.token
        server.stop()
    database = open_data(server.data)
    key = signing_key(database, os.urandom)
    database.close()
    secrets: dict[str, str | bytes] = {
        "password": PASSWORD,
        "wrong password": WRONG,
        "first token": ann.token,
        "device token": token,
        "invitation code": code,
        "visitor's token": visitor_token,
    }
    kept = list(contents([tmp_path]))
    elsewhere = [(place, data) for place, data in kept if not place.startswith(str(server.data))]

    assert len(kept) > 5
    assert len(running) == 4
    assert found(secrets, [*kept, *running]) == []
    assert found({"signing key": key}, [*elsewhere, *running]) == []
    assert "Hello" not in server.log() + (tmp_path / "app.log").read_text()


@needs_rights
async def test_everything_that_a_session_keeps_is_for_its_owner_only(
    server: ServerProcess, tmp_path: Path
) -> None:
    site, ann = server.add_site().organization_id, server.add_operator()
    before = os.umask(0)
    try:
        async with (
            at_desk(tmp_path / "profile", server.url, ann.email, ann.token) as desk,
            visiting(server, site) as visitor,
        ):
            await desk.live()
            await visitor.start_chat("Hello")
            await desk.chat_with("Hello")
            folders = [tmp_path / "profile", server.data]
            kept = [path for each in folders for path in (each, *each.rglob("*"))]
            rights = {str(path): oct(path.stat().st_mode & 0o777) for path in kept if path.exists()}
    finally:
        os.umask(before)
    wrong = {
        name: mode
        for name, mode in rights.items()
        if mode != ("0o700" if Path(name).is_dir() else "0o600") and Path(name).exists()
    }

    assert len(rights) > 5
    assert wrong == {}


@pytest.mark.parametrize("spelt", sorted(spellings("canary")))
def test_a_secret_is_found_however_it_is_spelt(tmp_path: Path, spelt: bytes) -> None:
    (tmp_path / "file").write_bytes(b"before " + spelt + b" after")

    assert found({"it": "canary"}, contents([tmp_path])) == [("it", str(tmp_path / "file"))]
