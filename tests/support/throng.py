"""Hundreds of clients in one process: visitors on real sockets and operators' real apps."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.support.crowd import SERVER, texts_on_disk
from tests.support.headless_desk import HeadlessDesk
from tests.support.histories import Histories, Verdict, judge
from tests.support.server_process import ServerProcess
from tests.support.steady_visitor import SteadyVisitor
from tests.support.visitor import token_of
from undivided.desk.values import LinkState
from undivided.protocol.limits import CHATS_PER_OPERATOR

AT_ONCE = 16
"""Clients that arrive at the same time; the storm comes later."""
LOOK_S = 0.05


class Throng:
    """Clients who all reach the server at one address.

    Attributes:
        back_at: When each client last became live, on the monotonic clock.
    """

    def __init__(self, folder: Path, server: ServerProcess, url: str, seed: int) -> None:
        self.histories = Histories()
        self.visitors: list[SteadyVisitor] = []
        self.desks: list[HeadlessDesk] = []
        self.back_at: dict[str, float] = {}
        self._folder = folder
        self._server = server
        self._url = url
        self._seed = seed
        self._said = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def gather(self, count: int) -> str:
        """Let so many clients arrive, each visitor in a chat with an operator; return the site."""
        desks = -(-count // (CHATS_PER_OPERATOR + 1))
        for number in range(desks):
            await self._desk(number)
        site = self._server.add_site().organization_id
        gate = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self._visitor(n, site, gate) for n in range(count - desks)))
        while sum(len(desk.chats) for desk in self.desks) < len(self.visitors):
            await asyncio.sleep(LOOK_S)
        return site

    async def speak(self) -> None:
        """Let every visitor write a message, and every operator one in each chat."""
        for visitor in self.visitors:
            self._said += 1
            text = f"{visitor.name} {self._said}"
            self.histories.accept(visitor.name, visitor.chat_id, text)
            visitor.say(text)
        for number, desk in enumerate(self.desks):
            for chat in desk.chats:
                self._said += 1
                text = f"op{number} {self._said}"
                await desk.accept(chat, text, f"id of {text}")
                self.histories.accept(f"op{number}", chat, text)

    def away(self, since: float) -> list[str]:
        """Return who has not become live again since then."""
        self.check()
        live = {one.name: one.live_at[-1] for one in self.visitors if one.is_live}
        live |= {
            f"op{number}": self.back_at[f"op{number}"]
            for number, desk in enumerate(self.desks)
            if desk.link.state is LinkState.LIVE
        }
        everybody = [one.name for one in self.visitors]
        everybody += [f"op{number}" for number in range(len(self.desks))]
        return [name for name in everybody if live.get(name, 0.0) < since]

    def unsent(self) -> int:
        """Return how many accepted messages are not confirmed."""
        return sum(len(one.waiting) for one in self.visitors) + sum(
            desk.unsent for desk in self.desks
        )

    def verdict(self) -> Verdict:
        """Return what is wrong with what everybody sees now."""
        for chat, texts in texts_on_disk(self._server.data).items():
            self.histories.show(SERVER, chat, texts)
        for visitor in self.visitors:
            self.histories.show(visitor.name, visitor.chat_id, visitor.texts)
        for number, desk in enumerate(self.desks):
            self.histories.failed |= set(desk.failed)
            for chat in desk.chats:
                self.histories.show(f"op{number}", chat, desk.texts(chat))
        held = {chat for desk in self.desks for chat in desk.chats}
        for visitor in self.visitors:
            if visitor.chat_id not in held:
                self.histories.show("any operator", visitor.chat_id, ())
        return judge(self.histories, SERVER)

    def check(self) -> None:
        """Raise what went wrong with a client of the trial itself."""
        for task in self._tasks:
            if task.done() and not task.cancelled() and (error := task.exception()) is not None:
                raise error

    async def leave(self) -> None:
        """End everybody."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(desk.aclose() for desk in self.desks))

    async def _desk(self, number: int) -> None:
        name = f"op{number}"
        added = self._server.add_operator(f"{name}@shop.example", max_chats=CHATS_PER_OPERATOR)
        desk = HeadlessDesk(self._folder / name, self._url, added.email, added.token, number)
        desk.on_confirmed = self.histories.confirmed.add

        def linked(state: LinkState) -> None:
            if state is LinkState.LIVE:
                self.back_at[name] = time.monotonic()

        desk.on_link = linked
        self.desks.append(await desk.start())
        while desk.link.state is not LinkState.LIVE:
            await asyncio.sleep(LOOK_S)

    async def _visitor(self, number: int, site: str, gate: asyncio.Semaphore) -> None:
        async with gate:
            name = f"visitor{number}"
            token = await asyncio.to_thread(token_of, self._server.url, site)
            socket = self._url.replace("http", "ws", 1)
            address = f"{socket}/v3.6/customer/rtm/ws?organization_id={site}"
            visitor = SteadyVisitor(name, address, token, self._seed + number)
            visitor.confirmed = self.histories.confirmed.add
            self._tasks.add(asyncio.ensure_future(visitor.run()))
            self.visitors.append(visitor)
            hello = f"{name} hello"
            visitor.say(hello)
            while not visitor.chat_id or visitor.waiting:
                self.check()
                await asyncio.sleep(LOOK_S)
            self.histories.accept(name, visitor.chat_id, hello)


@asynccontextmanager
async def throng(folder: Path, server: ServerProcess, url: str, seed: int) -> AsyncIterator[Throng]:
    """Give a throng that leaves at the end."""
    made = Throng(folder, server, url, seed)
    try:
        yield made
    finally:
        await made.leave()
