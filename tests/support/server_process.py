"""The real server as a process of its own: start it, kill it, start it again on the same port."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest

from tests.support.server_copy import CAN_COPY, ServerCopy
from undivided.server import cli

READY_S = 60.0
STOP_S = 60.0
_PROGRAM = "from undivided.app.entry import server; server()"


@dataclass(frozen=True)
class AddedOperator:
    """An operator that `operator add` made."""

    email: str
    token: str


@dataclass(frozen=True)
class AddedSite:
    """A site that `site add` made."""

    organization_id: str
    snippet: str


class ServerProcess:
    """`undivided-server serve` on loopback.

    Args:
        data: The data folder; it may be new.
        demo: Serve the demo shop too.
        words: More words for the command line.
    """

    def __init__(self, data: Path, *, demo: bool = False, words: Sequence[str] = ()) -> None:
        self.data = data
        self.port = 0
        self.url = ""
        self.log_path = data.with_name(f"{data.name}.log")
        self._words = [*(["--demo"] if demo else []), *words]
        self._process: subprocess.Popen[str] | ServerCopy | None = None

    @property
    def pid(self) -> int:
        """The number of the running process."""
        assert self._process is not None
        return self._process.pid

    @property
    def websocket_url(self) -> str:
        """The address with the scheme of sockets."""
        return self.url.replace("http", "ws", 1)

    def spawn(self) -> None:
        """Start without waiting for anything."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        words = ["serve", "--data", str(self.data), "--port", str(self.port), *self._words]
        with self.log_path.open("ab") as log:
            if ServerCopy.is_wanted and CAN_COPY:
                self._process = ServerCopy(words, log.fileno())
                return
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, *words],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def start(self) -> Self:
        """Return when the server said that it listens."""
        self.spawn()
        ready = json.loads(self._first_line() or "{}")
        if not ready.get("ready"):
            self.kill()
            raise AssertionError(f"The server did not start:\n{self.log()}")
        self.port, self.url = ready["port"], ready["url"]
        return self

    def begin_to_stop(self) -> None:
        """Ask the server to end, and wait for nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)

    def stop(self) -> int:
        """End the server politely and return its exit code."""
        self.begin_to_stop()
        return self._ended()

    def kill(self) -> None:
        """End the server as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._ended()

    def restart(self) -> Self:
        """Start again on the same port with the same data."""
        self.kill()
        return self.start()

    def log(self) -> str:
        """Return everything that the server wrote to stderr so far."""
        return self.log_path.read_text(encoding="utf-8") if self.log_path.exists() else ""

    def admin(self, *words: str, stdin: str = "") -> dict[str, Any]:
        """Run one administration command in this process and return its JSON object."""
        return admin(self.data, *words, stdin=stdin)

    def add_operator(
        self,
        email: str = "ann@example.com",
        *,
        name: str = "Ann Lee",
        title: str = "",
        role: str = "normal",
        max_chats: int = 3,
        password: str | None = None,
    ) -> AddedOperator:
        """Return a new operator who may accept chats."""
        words = ["--name", name, "--title", title, "--role", role, "--max-chats", str(max_chats)]
        if password is not None:
            words.append("--password-stdin")
        made = self.admin(
            "operator", "add", email, *words, "--no-photo-reason", "made for a test",
            stdin=f"{password or ''}\n",
        )  # fmt: skip
        return AddedOperator(made["email"], made["token"])

    def add_site(
        self, name: str = "Shop", origins: Sequence[str] = ("https://shop.example",)
    ) -> AddedSite:
        """Return a new site."""
        words = [word for origin in origins for word in ("--origin", origin)]
        made = self.admin("site", "add", name, *words)
        return AddedSite(made["organization_id"], made["snippet"])

    def _first_line(self) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        # Reading blocks, and a server that hangs would hang the test.
        timer = threading.Timer(READY_S, self._process.kill)
        timer.start()
        try:
            return self._process.stdout.readline()
        finally:
            timer.cancel()

    def _ended(self) -> int:
        assert self._process is not None
        process, self._process = self._process, None
        try:
            return process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        finally:
            if process.stdout is not None:
                process.stdout.close()


def admin(data: Path, *words: str, stdin: str = "") -> dict[str, Any]:
    """Run one administration command on `data` and return its JSON object."""
    output = io.StringIO()
    before, sys.stdin = sys.stdin, io.StringIO(stdin)
    try:
        with contextlib.redirect_stdout(output):
            code = cli.main([*words, "--data", str(data), "--json"])
    finally:
        sys.stdin = before
    assert code == 0, f"{words} failed; run with -s to see why"
    answer: dict[str, Any] = json.loads(output.getvalue())
    return answer


def run_command(
    *words: str, stdin: str = "", timeout_s: float = 60.0
) -> subprocess.CompletedProcess[str]:
    """Run `undivided-server` with these words in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM, *words],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
        env={**os.environ, "COLUMNS": "200"},
    )


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """Give a running server with an empty data folder."""
    process = ServerProcess(tmp_path / "data")
    process.start()
    yield process
    process.kill()
