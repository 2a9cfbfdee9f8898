"""The bundled server as a child process, for "Try it on this computer" and the tour.

Blocking: call it from a worker thread or before the window is shown.
"""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from undivided.protocol.errors import UndividedError

PATIENCE_S = 20
DEMO_EMAIL = "you@demo.invalid"
DEMO_NAME = "Robin Hale"
DEMO_TITLE = "Lamps and deliveries"
NO_PHOTO = "demo on this computer"


class BundledServerError(UndividedError):
    """The bundled server did not start, or refused a command."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Whom to make on the bundled server."""

    email: str = DEMO_EMAIL
    name: str = DEMO_NAME
    title: str = DEMO_TITLE
    max_chats: int = 6
    photo: Path | None = None


class BundledServer:
    """One `undivided-server serve` on loopback, with its data in one folder.

    Args:
        data: The server's data folder; made when missing.
        port: 0 takes any free one.
    """

    def __init__(self, data: Path, *, port: int = 0) -> None:
        self._data = data
        self._port = port
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> None:
        """Start the process and wait until it listens; one that runs already is kept.

        Raises:
            BundledServerError: It ended or did not answer in time; with its own sentence.
        """
        if self._process is not None and self._process.poll() is None:
            return
        self.stop()
        self._process = process = self._spawn()
        ready = self._first_line(process)
        if not ready:
            self.stop()
            raise BundledServerError(self._why())
        said = json.loads(ready)
        self.url = str(said["url"]).rstrip("/")
        # A second start is found at the same address.
        self._port = int(said["port"])

    def start_for(self, operator: Operator) -> str:
        """Start the process and return a fresh token of `operator`.

        Raises:
            BundledServerError: As for `start` and `new_token`.
        """
        if not self._data.exists():
            self.start()
            return self.new_token(operator)
        # The tables are there, so both may go on at once: each takes about a second.
        with ThreadPoolExecutor(1, thread_name_prefix="token") as beside:
            token = beside.submit(self.new_token, operator)
            self.start()
            return token.result()

    def stop(self) -> None:
        """End the process cleanly; it also ends by itself when this program is gone."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()

    def new_token(self, operator: Operator) -> str:
        """Return a fresh token of `operator`, who is made when missing.

        Raises:
            BundledServerError: The command was refused.
        """
        known = self._administer("operator", "token", operator.email, "--json")
        if known.returncode == 0:
            return _token(known.stdout)
        added = self._administer(
            "operator",
            "add",
            operator.email,
            *("--name", operator.name, "--title", operator.title),
            *("--max-chats", operator.max_chats),
            *(("--photo", operator.photo) if operator.photo else ("--no-photo-reason", NO_PHOTO)),
            "--json",
        )
        if added.returncode != 0:
            raise BundledServerError(added.stderr.strip())
        return _token(added.stdout)

    def demo_site(self) -> str:
        """Return the organization id of the demo shop."""
        listed = self._administer("site", "list", "--json")
        sites = json.loads(listed.stdout)["sites"] if listed.returncode == 0 else []
        if not sites:
            message = "The bundled server has no demo shop; start it once more."
            raise BundledServerError(message)
        return str(sites[0]["organization_id"])

    def _spawn(self) -> subprocess.Popen[str]:
        place = ("--data", self._data, "--port", self._port)
        try:
            self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (self._data / "server.log").open("w", encoding="utf-8") as log:
                return subprocess.Popen(
                    _command("serve", *place, "--demo", "--until-stdin-closes"),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
        except OSError as error:
            message = (
                f"The bundled server cannot keep its data in {self._data} ({error.strerror}). "
                "Check that it is a folder of yours."
            )
            raise BundledServerError(message) from error

    def _administer(self, *words: object) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run(
                _command(*words, "--data", self._data),
                capture_output=True,
                text=True,
                timeout=PATIENCE_S,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            message = "The bundled server did not answer in time. Try again."
            raise BundledServerError(message) from error

    def _first_line(self, process: subprocess.Popen[str]) -> str:
        """Return the ready line, or nothing when the process ends or stays silent."""
        lines: list[str] = []
        output = process.stdout
        assert output is not None
        reader = threading.Thread(target=lambda: lines.append(output.readline()))
        reader.start()
        reader.join(PATIENCE_S)
        return lines[0] if lines else ""

    def _why(self) -> str:
        said = (self._data / "server.log").read_text(encoding="utf-8").strip().splitlines()
        reason = next((line for line in reversed(said) if not line.startswith("{")), "")
        return f"The bundled server did not start. {reason}".strip()


def _command(*words: object) -> list[str]:
    # A frozen build has no interpreter to give a module to; it is the program itself.
    program = [] if getattr(sys, "frozen", False) else ["-m", "undivided"]
    return [sys.executable, *program, "server", *map(str, words)]


def _token(answer: str) -> str:
    return str(json.loads(answer)["token"])
