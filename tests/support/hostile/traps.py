"""Traps that notice what text made a program do: connect, open a file, or stand still."""

import ctypes
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from PySide6.QtCore import QTimer

from tests.support.hostile.strings import Bait

_IN_ACCESS = 0x1
_IN_OPEN = 0x20


class Traps:
    """A socket that listens and a file that is watched; nobody has any business with either.

    Attributes:
        bait: What the hostile texts name.
    """

    def __init__(self, folder: Path) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.setblocking(False)
        file = folder / "secret.png"
        # A picture that Qt could really load: a failed load would open the file too.
        file.write_bytes(_PICTURE)
        port = self._listening.getsockname()[1]
        self.bait = Bait(url=f"http://127.0.0.1:{port}", file=str(file))
        libc = ctypes.CDLL(None, use_errno=True)
        self._watch: int = libc.inotify_init1(os.O_NONBLOCK)
        number = libc.inotify_add_watch(self._watch, os.fsencode(file), _IN_OPEN | _IN_ACCESS)
        assert self._watch >= 0
        assert number >= 0

    def __enter__(self) -> Self:
        """Begin to watch."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the traps away."""
        self._listening.close()
        os.close(self._watch)

    def connections(self) -> int:
        """Return how often somebody connected since the last question."""
        count = 0
        while True:
            try:
                self._listening.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1

    def openings(self) -> int:
        """Return how many accesses to the file were noticed since the last question."""
        try:
            return len(os.read(self._watch, 4_096)) // 16
        except BlockingIOError:
            return 0


class Pulse:
    """The longest span in which the window's thread worked without looking at its events.

    It counts the thread's own processor time, so that a busy machine is not mistaken for a stall.

    Attributes:
        doing: What is going on now, in the words of the test.
        longest_s: What was going on -> the longest span in it, in seconds of processor time.
    """

    def __init__(self) -> None:
        self.doing = ""
        self.longest_s: dict[str, float] = {}
        self._last: float | None = None
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.beat)
        self._timer.start()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        """Leave out work of the test's own."""
        self.beat()
        try:
            yield
        finally:
            self._last = time.thread_time()

    def beat(self) -> None:
        """Count what was worked since the last beat as one turn of the event loop."""
        now = time.thread_time()
        if self._last is not None:
            known = self.longest_s.get(self.doing, 0.0)
            self.longest_s[self.doing] = max(known, now - self._last)
        self._last = now


_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c636060606000000005000186a0f645000000000049454e44ae426082"
)
