"""One attack beside one honest chat: what the attackers heard, and what the others noticed."""

import asyncio
import json
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass

import msgspec
import psutil

from tests.attacks.honest_pair import Exchange, HonestPair
from tests.attacks.target import Target
from tests.support.server_process import ServerProcess
from tests.support.visitor import token_of

WORKERS = 8
PATIENCE_S = 60.0
SOURCE = "127.0.0.66" if sys.platform == "linux" else ""
"""Attackers come from an address of their own where this computer has more than one."""


@dataclass(frozen=True, slots=True)
class Battle:
    """What came of one attack.

    Attributes:
        counts: What the attackers did and heard.
        beside: The honest chat meanwhile.
        is_up: Whether the same server process answered afterwards.
        grown_bytes: Memory of the server, afterwards less before.
        left_open: Connections that the attackers' end did not close.
    """

    name: str
    counts: dict[str, int]
    beside: Exchange
    is_up: bool
    grown_bytes: int
    left_open: int


class Attackers:
    """A process of attackers, from its first blow until it is called off.

    Args:
        niceness: How much they leave the processor to others; 19 leaves them nothing of a busy one.
    """

    def __init__(
        self, name: str, target: Target, niceness: int = 0, workers: int = WORKERS
    ) -> None:
        words = [name, str(workers), msgspec.json.encode(target).decode()]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.attacks", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if sys.platform != "win32" and niceness:
            psutil.Process(self._process.pid).nice(niceness)

    async def started(self) -> None:
        """Return when they attack."""
        assert self._process.stdout is not None
        line = await asyncio.to_thread(self._process.stdout.readline)
        assert line == "started\n", line

    async def called_off(self) -> dict[str, int]:
        """End the attack and return its counts."""
        out, _ = await asyncio.to_thread(self._process.communicate, None, PATIENCE_S)
        assert self._process.returncode == 0
        counts: dict[str, int] = json.loads(out)
        return counts

    def kill(self) -> None:
        """End it whatever it does."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


def target_of(server: ServerProcess, site: str, chat_id: str, tokens: int = 4) -> Target:
    """Return what attackers know of a server, with tokens of their own."""
    own = tuple(token_of(server.url, site) for _ in range(tokens))
    return Target(port=server.port, site=site, source=SOURCE, tokens=own, chat_id=chat_id)


async def fight(
    server: ServerProcess,
    target: Target,
    pair: HonestPair,
    name: str,
    seconds: float,
    *,
    niceness: int = 0,
) -> Battle:
    """Attack for so many seconds beside the honest pair, then look what is left."""
    process = psutil.Process(server.pid)
    before = process.memory_info().rss
    sockets = len(process.net_connections("tcp"))
    attackers = Attackers(name, target, niceness)
    try:
        await attackers.started()
        beside = await pair.chat(seconds)
        counts = await attackers.called_off()
    finally:
        attackers.kill()
    left_open = await asyncio.to_thread(_settled, process, sockets)
    return Battle(
        name=name,
        counts=counts,
        beside=beside,
        is_up=await asyncio.to_thread(_is_up, server, process),
        grown_bytes=process.memory_info().rss - before,
        left_open=left_open,
    )


def _settled(process: psutil.Process, sockets: int) -> int:
    """Wait until no more connections are open than before; return how many too many there are."""
    until = time.monotonic() + PATIENCE_S
    while (extra := len(process.net_connections("tcp")) - sockets) > 0:
        if time.monotonic() > until:
            return extra
        time.sleep(0.1)
    return 0


def _is_up(server: ServerProcess, process: psutil.Process) -> bool:
    with urllib.request.urlopen(f"{server.url}/health", timeout=PATIENCE_S) as answer:
        return bool(answer.status == 200) and process.is_running()
