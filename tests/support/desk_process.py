"""An operator's app as a process that can be killed, with all that it reported before."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, Self

from tests.support.histories import Histories

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0


class DeskProcess:
    """One life of an app after the other, on the same profile.

    Args:
        name: Who signs in; author of what is sent.
        profile: The profile folder.
        account: The server's address, the e-mail address, the token.
        histories: Takes what is accepted and confirmed.
        module: What runs: the app under its window, or the whole program with it.

    Attributes:
        module: What the next life runs.
        unconfirmed: Texts that were not reported as sent.
        typed: When which draft was handed over, oldest first, as (monotonic time, chat, text).
        kept: Titles of canned responses that the app said are kept.
        links: Every state of the connection, as (monotonic time, state).
    """

    def __init__(
        self,
        name: str,
        profile: Path,
        account: tuple[str, str, str],
        histories: Histories,
        module: str = "tests.support.desk_child",
    ) -> None:
        self.name = name
        self.profile = profile
        self.histories = histories
        self.typed: list[tuple[float, str, str]] = []
        self.kept: list[str] = []
        self.links: list[tuple[float, str]] = []
        self.lives = 0
        self.sent = 0
        self.unconfirmed: set[str] = set()
        self.account = account
        self.module = module
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._started: asyncio.Future[None] | None = None
        self._said = profile.with_name(f"{profile.name}.said")
        self._asked = 0

    async def start(self) -> Self:
        """Begin a life and return when its profile is open."""
        await self.spawn()
        assert self._started is not None
        assert self._reading is not None
        await asyncio.wait(
            {self._started, self._reading}, timeout=PATIENCE_S, return_when=asyncio.FIRST_COMPLETED
        )
        if not self._started.done():
            raise ConnectionError(f"{self.name} does not start: {self.said[-2000:]}")
        return self

    async def spawn(self) -> None:
        """Begin a life; it may be killed before it opened anything."""
        self.lives += 1
        self._started = asyncio.get_running_loop().create_future()
        with self._said.open("ab") as said:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", self.module,
                str(self.profile), *self.account, str(self.lives),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=said,
                cwd=ROOT, limit=1 << 24, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            )  # fmt: skip
        self._reading = asyncio.ensure_future(self._read(self._process))

    @property
    def said(self) -> str:
        """What it wrote to standard error in all its lives."""
        return self._said.read_text(encoding="utf-8") if self._said.exists() else ""

    def send(self, chat: str, presses: int = 1) -> str:
        """Write the next message and press Send once or more often; return its text."""
        self.sent += 1
        text = f"{self.name} {self.lives}.{self.sent}"
        self.histories.maybe.add(text)
        self.unconfirmed.add(text)
        self._order(send=text, chat=chat, id=f"id of {text}", presses=presses)
        return text

    def type(self, chat: str, text: str) -> None:
        """Let the composer of a chat hold a text."""
        self._order(type=text, chat=chat)

    def add_response(self, title: str) -> None:
        """Add a canned response."""
        self._order(respond=title)

    def order(self, **facts: object) -> None:
        """Ask for anything else."""
        self._order(**facts)

    async def view(self) -> dict[str, Any]:
        """Return what is shown now.

        Raises:
            ConnectionError: It was killed.
        """
        assert self._reading is not None
        self._asked += 1
        answer = self._answers[self._asked] = asyncio.get_running_loop().create_future()
        self._order(view=self._asked)
        await asyncio.wait(
            {answer, self._reading}, timeout=PATIENCE_S, return_when=asyncio.FIRST_COMPLETED
        )
        if not answer.done():
            raise ConnectionError(f"{self.name} does not answer: {self.said[-2000:]}")
        view: dict[str, Any] = answer.result()
        return view

    async def kill(self) -> None:
        """End it as a power cut would, and take in what it had reported."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGKILL)
        await self._ended()

    async def stop(self) -> int:
        """Let it end by itself and return its exit code."""
        assert self._process is not None
        process = self._process
        assert process.stdin is not None
        process.stdin.close()
        await self._ended()
        return process.returncode or 0

    async def _ended(self) -> None:
        assert self._process is not None
        assert self._reading is not None
        await self._process.wait()
        await self._reading
        self._process = None
        for answer in self._answers.values():
            answer.cancel()
        self._answers.clear()

    def _order(self, **facts: object) -> None:
        if self._process is None or self._process.stdin is None:
            raise ConnectionError(self.name)
        self._process.stdin.write(json.dumps(facts).encode() + b"\n")

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while (line := await process.stdout.readline()).endswith(b"\n"):
            self._take(json.loads(line))

    def _take(self, fact: dict[str, Any]) -> None:
        match fact:
            case {"accepted": text, "chat": chat}:
                self._accepted(chat, text)
            case {"confirmed": text}:
                self.histories.confirmed.add(text)
                self.unconfirmed.discard(text)
            case {"typed": text, "chat": chat, "at": at}:
                self.typed.append((at, chat, text))
            case {"kept": title}:
                self.kept.append(title)
            case {"answer": number}:
                if not self._answers[number].done():
                    self._answers.pop(number).set_result(fact)
            case {"link": state, "at": at}:
                self.links.append((at, state))
            case {"started": True} if self._started is not None:
                self._started.set_result(None)

    def _accepted(self, chat: str, text: str) -> None:
        known = self.histories.accepted.get((self.name, chat), [])
        if text not in known[-50:]:
            self.histories.accept(self.name, chat, text)
