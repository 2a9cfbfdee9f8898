"""Bad input gets a sentence; nothing is lost and the program goes on."""

import gc
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import keyring.core
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.support.dbus import locked_keyring, session_bus, unlocked_keyring
from tests.support.meddler import meddling
from tests.support.operator_desk import OperatorDesk, at_desk, running
from tests.support.server_process import ServerProcess, run_command
from tests.support.visitor import visiting
from undivided.protocol.limits import MESSAGE_CHARACTERS
from undivided.storage.library.store import LibraryStore

NOT_A_DATABASE = b"this was a database once" * 400
PASTE_LIMIT_S = 2.0
GARBAGE: tuple[str | bytes, ...] = (
    "",
    "not json at all",
    "[]",
    "null",
    "{" * 5_000,
    "[" * 5_000 + "]" * 5_000,
    b"\x00\xff\xfe binary",
    '{"type": "push"}',
    '{"type": 7, "action": "incoming_event"}',
    '{"type": "push", "action": "incoming_event", "payload": {"chat_id": 5, "event": []}}',
    '{"type": "push", "action": "incoming_chat", "payload": {"chat": {"id": null}}}',
    '{"type": "push", "action": "of_the_future", "payload": {"anything": [1, 2]}}',
    '{"type": "response", "action": "login", "request_id": "99", "success": "maybe"}',
    '{"type": "response", "action": "send_event", "request_id": "nobody asked", "success": true}',
    '{"type": "push", "action": "incoming_event", "desk_seq": "x", "payload": {}}',
    "x" * 2_000_000,
)


async def test_ten_megabytes_pasted_are_cut_to_one_message_at_once(
    server: ServerProcess, tmp_path: Path
) -> None:
    site, ann = server.add_site(), server.add_operator()
    async with (
        at_desk(tmp_path / "profile", server.url, ann.email, ann.token) as desk,
        visiting(server, site.organization_id) as visitor,
    ):
        await desk.live()
        await visitor.start_chat("Hello")
        chat = await desk.chat_with("Hello")
        desk.click_tab(chat)
        QGuiApplication.clipboard().setText("word " * (2 * 1024 * 1024))
        said: list[str] = []
        desk.composer.said.connect(said.append)
        desk.type("")
        began = time.thread_time()
        QTest.keyClick(desk.composer.editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        took_s = time.thread_time() - began
        desk.press_enter()
        heard = await visitor.hear("word word")

        assert took_s < PASTE_LIMIT_S
        assert f"of {10 * 1024 * 1024:,} characters were pasted" in said[0]
        assert len(heard["text"]) in {MESSAGE_CHARACTERS, MESSAGE_CHARACTERS - 1}


async def test_malformed_frames_are_passed_over_and_the_chat_goes_on(
    server: ServerProcess, tmp_path: Path
) -> None:
    site, ann = server.add_site(), server.add_operator()
    async with (
        meddling(server, GARBAGE) as address,
        at_desk(tmp_path / "profile", address, ann.email, ann.token) as desk,
        visiting(server, site.organization_id) as visitor,
    ):
        await desk.live()
        await visitor.start_chat("Hello")
        chat = await desk.chat_with("Hello")
        await desk.say(chat, "Good morning.")
        await visitor.hear("Good morning.")
        await desk.delivered(chat, "Good morning.")

        assert desk.lines(chat) == ["Hello", "Good morning."]


async def test_a_damaged_library_is_said_kept_and_does_not_stop_the_chat(
    server: ServerProcess, tmp_path: Path
) -> None:
    profile = _profile(tmp_path)
    (profile / "library.db").write_bytes(NOT_A_DATABASE)
    await _chat_goes_on(server, profile, "damaged")

    assert (profile / "library.db.damaged-1").read_bytes() == NOT_A_DATABASE


async def test_a_library_of_a_newer_version_is_left_untouched_and_does_not_stop_the_chat(
    server: ServerProcess, tmp_path: Path
) -> None:
    profile = _profile(tmp_path)
    LibraryStore(profile / "library.db").close()
    with closing(sqlite3.connect(profile / "library.db")) as future:
        future.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " select migration_set, 'of_the_future', applied_at from _sqlite_migrations limit 1"
        )
        future.commit()
    before = (profile / "library.db").read_bytes()
    await _chat_goes_on(server, profile, "newer version")

    assert (profile / "library.db").read_bytes() == before


async def test_a_locked_library_is_said_and_works_when_it_is_free_again(
    server: ServerProcess, tmp_path: Path
) -> None:
    profile = _profile(tmp_path)
    with closing(sqlite3.connect(profile / "library.db", isolation_level=None)) as other:
        other.execute("begin exclusive")
        ann = server.add_operator()
        async with at_desk(profile, server.url, ann.email, ann.token) as desk:
            await desk.live()
            await _said(desk, "being written by another program")
            other.execute("rollback")
            QTest.keyClicks(desk.window.desk.panel.canned.search.line, "name")
            await desk.until(desk.canned.rowCount, "responses")


async def test_a_damaged_desk_file_is_replaced_said_and_kept(
    server: ServerProcess, tmp_path: Path
) -> None:
    profile = _profile(tmp_path)
    (profile / "desk.db").write_bytes(NOT_A_DATABASE)
    ann = server.add_operator()
    async with running(profile) as desk:
        desk.sign_in(server.url, ann.email, ann.token)
        await desk.live()
        await _said(desk, f"the damaged copy is at {profile / 'desk.db.damaged-1'}")

    assert (profile / "desk.db.damaged-1").read_bytes() == NOT_A_DATABASE


# The keyring library leaves its connection open when the keyring stays locked.
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
async def test_a_locked_keyring_is_said_and_signing_in_by_hand_works(
    server: ServerProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.SecretService.Keyring")
    ann = server.add_operator()
    profile = tmp_path / "profile"
    async with session_bus(tmp_path) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        async with unlocked_keyring(bus), running(profile) as desk:
            desk.sign_in(server.url, ann.email, ann.token)
            await desk.live()
        async with locked_keyring(bus), running(profile) as desk:
            await desk.problem("keyring of this computer is locked")
            desk.sign_in(server.url, ann.email, ann.token)
            await desk.live()
    gc.collect()


def test_a_port_in_use_is_said_and_the_server_ends(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        done = run_command("serve", "--data", str(tmp_path / "data"), "--port", port)

    assert done.returncode != 0
    assert f"Another program already listens on 127.0.0.1 port {port}." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_data_folder_that_is_none_is_said_and_the_server_ends(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    done = run_command("serve", "--data", str(tmp_path / "data"), "--port", "0")

    assert done.returncode != 0
    assert str(tmp_path / "data") in done.stderr
    assert "Traceback" not in done.stderr


def test_a_profile_that_cannot_be_made_is_said_and_the_program_ends(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("a file")
    done = _undivided("--profile", str(tmp_path / "profile"), QT_QPA_PLATFORM="offscreen")

    assert done.returncode == 1
    assert "cannot be opened for writing" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_display_the_program_says_what_to_do(tmp_path: Path) -> None:
    done = _undivided("--profile", str(tmp_path / "profile"))

    assert done.returncode == 1
    assert done.stderr.startswith("No display was found")
    assert "undivided tour" in done.stderr


@pytest.fixture(autouse=True)
def empty_clipboard() -> Iterator[None]:
    yield
    if isinstance(QGuiApplication.instance(), QGuiApplication):
        QGuiApplication.clipboard().clear()


async def _chat_goes_on(server: ServerProcess, profile: Path, said: str) -> None:
    site, ann = server.add_site(), server.add_operator()
    async with (
        at_desk(profile, server.url, ann.email, ann.token) as desk,
        visiting(server, site.organization_id) as visitor,
    ):
        await _said(desk, said)
        await desk.live()
        await visitor.start_chat("Hello")
        chat = await desk.chat_with("Hello")
        await desk.say(chat, "Good morning.")
        await visitor.hear("Good morning.")


async def _said(desk: OperatorDesk, part: str) -> None:
    await desk.until(lambda: any(part in one for one in desk.notices()), part)


def _profile(folder: Path) -> Path:
    made = folder / "profile"
    made.mkdir(mode=0o700)
    return made


def _undivided(*words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    screens = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    kept = {name: value for name, value in os.environ.items() if name not in screens}
    return subprocess.run(
        [sys.executable, "-m", "undivided", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**kept, **changes},
    )
