"""`undivided` as a process of its own: run one command, or a desk until it is told to end."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PATIENCE_S = 60.0
LOOK_S = 0.02


def run_undivided(
    *words: str, environment: Mapping[str, str] = os.environ, timeout_s: float = PATIENCE_S
) -> "subprocess.CompletedProcess[str]":
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "undivided", *words],
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )


class AppProcess:
    """A running desk.

    Attributes:
        profile: Its folder.
    """

    def __init__(self, profile: Path, *words: str) -> None:
        self.profile = profile
        self._log = profile / "undivided.log"
        self._logged_before = len(self._lines())
        self._said = profile.with_name(f"{profile.name}.said")
        with self._said.open("w", encoding="utf-8") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "undivided", *words, "--profile", str(profile)],
                stdout=said,
                stderr=said,
            )

    @property
    def said(self) -> str:
        """What it wrote to its two outputs so far."""
        return self._said.read_text(encoding="utf-8")

    def events(self) -> list[str]:
        """Return the events that it has logged so far."""
        lines = self._lines()[self._logged_before :]
        return [json.loads(line)["event"] for line in lines if line.endswith("}")]

    def is_ready(self) -> bool:
        """Return whether everything is loaded, and the first sign-in tried."""
        assert self._process.poll() is None, f"it ended: {self.said}"
        return "ready" in self.events()

    def signal(self, number: int) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def ended(self) -> int:
        """Wait for its end and return the exit code."""
        return self._process.wait(PATIENCE_S)

    def children(self) -> list[int]:
        """Return the numbers of the running processes that it started."""
        return children_of(self._process.pid)

    def close(self) -> None:
        """End it, however far it is."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _lines(self) -> list[str]:
        return self._log.read_text(encoding="utf-8").splitlines() if self._log.exists() else []


@contextmanager
def desk_process(profile: Path, *words: str) -> Iterator[AppProcess]:
    """Run a desk; it is ready when the block begins and gone after it."""
    process = AppProcess(profile, *words)
    try:
        until(process.is_ready, "the desk is ready")
        yield process
    finally:
        process.close()


def until(happened: Callable[[], object], what: str) -> None:
    """Return as soon as something is true."""
    end = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < end, f"not within {PATIENCE_S} s: {what}"
        time.sleep(LOOK_S)


def children_of(pid: int) -> list[int]:
    """Return the children of a process, from /proc."""
    # Each thread lists what it started itself.
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(word) for children in listed for word in children.read_text().split()]


def is_running(pid: int) -> bool:
    """Return whether a process works; one that only waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
