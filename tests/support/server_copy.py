"""Real server processes that start as copies of one that has loaded the program already.

Loading it takes most of a second of a processor, and the suite starts a server hundreds of times.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerContext
from multiprocessing.reduction import DupFd
from typing import ClassVar, TextIO

CAN_COPY = "forkserver" in multiprocessing.get_all_start_methods()


class ServerCopy:
    """A process of its own, asked and ended as a `subprocess.Popen` is.

    Args:
        words: What the command line would say after `undivided-server`.
        log: Where its stderr goes, as an open file.
    """

    is_wanted: ClassVar[bool] = False
    """Whether servers start this way, as in the suite; trials and figures load each anew."""

    def __init__(self, words: Sequence[str], log: int) -> None:
        reading, writing = os.pipe()
        self.stdout: TextIO | None = os.fdopen(reading, encoding="utf-8")
        streams = _Streams(writing, log)
        self._process = _context().Process(
            target=_serve, args=(list(words), dict(os.environ), streams), daemon=True
        )
        try:
            self._process.start()
        finally:
            os.close(writing)
        assert self._process.pid is not None
        self.pid = self._process.pid

    def send_signal(self, number: int) -> None:
        """Signal the process, unless it has ended."""
        if self._process.exitcode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Return its exit code; a signal is a negative one.

        Raises:
            subprocess.TimeoutExpired: It still runs.
        """
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired("undivided-server", timeout or 0)
        return code


class _Streams:
    """Two open files on their way into the copy."""

    def __init__(self, output: int, errors: int) -> None:
        self.output, self.errors = output, errors

    def __getstate__(self) -> tuple[object, object]:
        return DupFd(self.output), DupFd(self.errors)

    def __setstate__(self, state: tuple[object, object]) -> None:
        self.output, self.errors = (each.detach() for each in state)  # type: ignore[attr-defined]


_WORDS = "tests.support.server_words"
_made: list[ForkServerContext] = []


def _context() -> ForkServerContext:
    if not _made:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(
            ["undivided.app.entry", "undivided.server.serve", _WORDS, __name__]
        )
        _made.append(context)
    return _made[0]


def _serve(words: list[str], environment: Mapping[str, str], streams: _Streams) -> None:
    from undivided.app.entry import server

    os.environ.clear()
    os.environ.update(environment)
    for number, stream in ((1, streams.output), (2, streams.errors)):
        os.dup2(stream, number)
        os.close(stream)
    sys.argv = ["undivided-server", *words]
    server()
