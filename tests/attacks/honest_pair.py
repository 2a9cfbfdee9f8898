"""A visitor and an operator who chat at a steady pace, and how long each message takes."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from websockets.asyncio.client import connect

from tests.support.server_process import ServerProcess
from tests.support.visitor import Visitor, visiting

PACE_S = 0.2
"""Between two messages of one of them; a visitor may send eight a second."""
LAST_S = 20.0


@dataclass(slots=True)
class Exchange:
    """What was said while something else went on.

    Attributes:
        delays_s: From handing over a message to its arrival at the other side.
        lost: Messages that were confirmed or not, and never arrived.
    """

    delays_s: list[float] = field(default_factory=list)
    lost: int = 0

    @property
    def p99_s(self) -> float:
        """The delay that 99 of 100 messages stay below."""
        ordered = sorted(self.delays_s)
        return ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)] if ordered else 0.0


class HonestPair:
    """Both sockets of one chat."""

    def __init__(self, visitor: Visitor, operator: Visitor) -> None:
        self._sides = (visitor, operator)
        self._numbers = itertools.count()

    @property
    def chat_id(self) -> str:
        """The chat that nobody else may touch."""
        return self._sides[0].chat_id

    async def chat(self, seconds: float) -> Exchange:
        """Chat for so long and return how it went."""
        result = Exchange()
        until = time.monotonic() + seconds
        async with asyncio.TaskGroup() as both:
            for speaker, hearer in (self._sides, self._sides[::-1]):
                both.create_task(self._talk(speaker, hearer, until, result))
        return result

    async def _talk(
        self, speaker: Visitor, hearer: Visitor, until: float, result: Exchange
    ) -> None:
        while time.monotonic() < until:
            text = f"message {next(self._numbers)}"
            started = time.monotonic()
            try:
                async with asyncio.timeout(LAST_S):
                    async with asyncio.TaskGroup() as both:
                        both.create_task(speaker.say(text))
                        both.create_task(hearer.hear(text))
            except (TimeoutError, ExceptionGroup):
                result.lost += 1
                continue
            took = time.monotonic() - started
            result.delays_s.append(took)
            await asyncio.sleep(max(0.0, PACE_S - took))


@asynccontextmanager
async def honest_pair(server: ServerProcess, site: str) -> AsyncIterator[HonestPair]:
    """Give two people in one chat; the operator is added for it."""
    token = (await asyncio.to_thread(server.add_operator)).token
    address = f"{server.websocket_url}/v3.6/agent/rtm/ws"
    async with connect(address, proxy=None, compression=None) as socket:
        operator = Visitor(socket, token)
        reading = asyncio.ensure_future(operator.read())
        try:
            await operator.ask("login", token=f"Bearer {token}")
            async with visiting(server, site, name="Eve Adams") as visitor:
                await visitor.start_chat("hello")
                operator.chat_id = visitor.chat_id
                yield HonestPair(visitor, operator)
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
