"""The process starts, says so, refuses in one sentence and ends cleanly."""

import json
import os
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.server_process import ServerProcess, run_command
from undivided.server.accounts.account_schema import MIGRATIONS
from undivided.server.database import FILE_NAME


def serve(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run_command("serve", "--data", str(data), "--port", "0", *words)


def assert_refused(done: subprocess.CompletedProcess[str], part: str) -> None:
    assert (done.returncode, done.stdout) == (1, "")
    sentences = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    assert len(sentences) == 1, done.stderr
    assert part in sentences[0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_the_server_cleanly(server: ServerProcess, number: signal.Signals) -> None:
    os.kill(server.pid, number)

    assert server._ended() == 0


def test_who_is_gone_before_being_let_in_is_no_error(server: ServerProcess) -> None:
    handshake = (
        f"GET /v3.6/agent/rtm/ws HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    # Whether the server sees the request first is chance: with so many it does for some.
    for _ in range(100):
        with socket.create_connection(("127.0.0.1", server.port)) as made:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            made.sendall(handshake.encode())
    server.stop()
    levels = {json.loads(line)["level"] for line in server.log().splitlines()}

    assert levels == {"info"}


def test_log_is_json_lines(server: ServerProcess) -> None:
    server.stop()
    lines = [json.loads(line) for line in server.log().splitlines()]

    assert [line["event"] for line in lines] == ["listening", "stopped"]


def test_restart_keeps_port_and_accounts(server: ServerProcess) -> None:
    server.add_operator()
    port = server.port
    server.restart()

    assert server.port == port
    assert len(server.admin("operator", "list")["operators"]) == 1


def test_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run_command("serve", "--data", str(tmp_path), "--port", port)

    assert_refused(done, f"Another program already listens on 127.0.0.1 port {port}.")


def test_second_server_on_the_same_data_is_refused(server: ServerProcess) -> None:
    assert_refused(serve(server.data), "Another server already uses")


def test_data_folder_without_rights_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert_refused(serve(tmp_path / "file" / "data"), "Check its rights")


def test_damaged_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"this is not a database, whatever its name may say" * 9)

    assert_refused(serve(tmp_path), "Restore a backup")


def test_newer_database_is_one_sentence_and_untouched(server: ServerProcess) -> None:
    server.stop()
    with sqlite3.connect(server.data / FILE_NAME) as database:
        database.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)",
            (MIGRATIONS.name, "from_the_future", "2030-01-01"),
        )
    database.close()

    assert_refused(serve(server.data), "newer version")


def test_locked_database_is_one_sentence(server: ServerProcess) -> None:
    server.add_operator()
    server.stop()
    lock = sqlite3.connect(server.data / FILE_NAME, isolation_level=None)
    lock.execute("PRAGMA locking_mode=EXCLUSIVE")
    lock.execute("BEGIN EXCLUSIVE")
    done = serve(server.data)
    lock.close()

    assert_refused(done, "is being written by another program")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--host", "0.0.0.0"), "unencrypted"),
        (("--host", "192.0.2.77", "--behind-proxy"), "Check --host"),
        (("--tls-cert", "/nowhere"), "together"),
        (("--tls-cert", "/nowhere", "--tls-key", "/nowhere"), "cannot be used"),
        (("--public-url", "chat.example"), "no origin"),
    ],
)
def test_unsafe_or_impossible_address_is_one_sentence(
    tmp_path: Path, words: tuple[str, ...], part: str
) -> None:
    assert_refused(serve(tmp_path, *words), part)


def test_behind_a_proxy_every_address_may_be_served(tmp_path: Path) -> None:
    words = ["--host", "0.0.0.0", "--behind-proxy", "--public-url", "https://chat.example"]
    process = ServerProcess(tmp_path / "data", words=words).start()

    assert process.url == "https://chat.example"
    assert process.stop() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has its own rights")
def test_data_is_readable_by_its_owner_only(server: ServerProcess) -> None:
    modes = {path.name: path.stat().st_mode & 0o077 for path in server.data.iterdir()}

    assert set(modes.values()) == {0}, modes
