"""A real server with visitors and operators who write all the time, and what became of it all.

Visitors live in this process, on real sockets; operators are processes of their own that run the
real app. Everything that is random comes from one seed.
"""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

from tests.support.desk_process import DeskProcess
from tests.support.histories import Histories, Verdict, judge
from tests.support.server_process import ServerProcess
from tests.support.steady_visitor import SteadyVisitor
from tests.support.visitor import token_of

CALM_S = 120.0
"""How long the longest back-off and the longest look for a dead link may take together."""
LOOK_S = 0.1
AHEAD = 20
"""Nobody writes on and on into a dead window."""
SERVER = "the server's file"
Address = Callable[[str], Awaitable[str]]
"""Returns where a client of that name finds the server: itself, or a proxy of the client's own."""


class Crowd:
    """Who writes, and what was accepted from whom.

    Attributes:
        pause_s: Mean pause of each author between two messages.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.server = ServerProcess(folder / "data", words=["--behind-proxy"])
        self.histories = Histories()
        self.visitors: list[SteadyVisitor] = []
        self.desks: list[DeskProcess] = []
        self.random = random.Random(seed)
        self.pause_s = 0.25
        self._said = 0
        self._given: dict[str, list[str]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._writing: list[asyncio.Task[None]] = []

    @property
    def chats(self) -> list[str]:
        """The chats of the visitors who are known to the server."""
        return [visitor.chat_id for visitor in self.visitors if visitor.chat_id]

    async def gather(self, visitors: int, desks: int, address: Address | None = None) -> None:
        """Let operators sign in and visitors start their chats; returns when all see them."""
        address = address or self._direct
        site = self.server.add_site().organization_id
        for number in range(desks):
            name = f"op{number}"
            added = self.server.add_operator(f"{name}@shop.example", max_chats=20)
            account = (await address(name), added.email, added.token)
            self.desks.append(DeskProcess(name, self.folder / name, account, self.histories))
        await asyncio.gather(*(desk.start() for desk in self.desks))
        for number in range(visitors):
            await self._visitor(f"visitor{number}", site, address)
        async with asyncio.timeout(CALM_S):
            await asyncio.gather(*(self._in_chat(visitor) for visitor in self.visitors))
            while await self._unshown():
                await asyncio.sleep(LOOK_S)

    def second_machine(self, desk: DeskProcess) -> DeskProcess:
        """Return the same operator at another computer, who has the same chats."""
        name = f"{desk.name} elsewhere"
        self._given[name] = self.of(desk)
        return DeskProcess(name, self.folder / name, desk.account, self.histories)

    def write(self) -> None:
        """Let everybody write from now on."""
        self._writing = [
            *(self._start(self._visitor_writes(visitor)) for visitor in self.visitors),
            *(self._start(self._desk_writes(desk)) for desk in self.desks),
        ]

    def burst(self, count: int = 3) -> None:
        """Let everybody write several messages at once."""
        for _ in range(count):
            for visitor in self.visitors:
                self._say(visitor)
            for desk in self.desks:
                self._send(desk)

    async def calm(self) -> None:
        """Let nobody write any more; returns when everything accepted was confirmed.

        Raises:
            AssertionError: Something never was; it says whose.
        """
        for task in self._writing:
            task.cancel()
        end = asyncio.get_running_loop().time() + CALM_S
        while open_points := await self._open_points():
            assert asyncio.get_running_loop().time() < end, f"not within {CALM_S} s: {open_points}"
            await asyncio.sleep(LOOK_S)

    async def verdict(self) -> Verdict:
        """Return what is wrong with what everybody sees now, after `calm`."""
        for chat, texts in texts_on_disk(self.server.data).items():
            self.histories.show(SERVER, chat, texts)
        for visitor in self.visitors:
            self.histories.show(visitor.name, visitor.chat_id, visitor.texts)
        for desk in self.desks:
            view = await desk.view()
            assert not view.get("troubles"), f"{desk.name}: {view['troubles']}"
            self.histories.failed |= set(view["failed"])
            for chat in {*self.of(desk), *view["chats"]}:
                self.histories.show(desk.name, chat, view["chats"].get(chat, ()))
        return judge(self.histories, SERVER)

    async def leave(self) -> None:
        """End everybody, politely where possible."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(desk.kill() for desk in self.desks))
        await asyncio.to_thread(self.server.kill)

    def check(self) -> None:
        """Raise what went wrong with a client of the trial itself."""
        for task in self._tasks:
            if task.done() and not task.cancelled() and (error := task.exception()) is not None:
                raise error

    # Everybody's part

    async def _visitor(self, name: str, site: str, address: Address) -> None:
        token = await asyncio.to_thread(token_of, self.server.url, site)
        base = (await address(name)).replace("http", "ws", 1)
        visitor = SteadyVisitor(
            name,
            f"{base}/v3.6/customer/rtm/ws?organization_id={site}",
            token,
            self.random.randrange(1 << 30),
        )
        visitor.confirmed = self.histories.confirmed.add
        self.visitors.append(visitor)
        self._start(visitor.run())

    async def _in_chat(self, visitor: SteadyVisitor) -> None:
        hello = f"{visitor.name} hello"
        visitor.say(hello)
        while not (visitor.chat_id and visitor.shown):
            self.check()
            await asyncio.sleep(LOOK_S)
        self.histories.accept(visitor.name, visitor.chat_id, hello)

    def _say(self, visitor: SteadyVisitor) -> None:
        self._said += 1
        text = f"{visitor.name} {self._said}"
        self.histories.accept(visitor.name, visitor.chat_id, text)
        visitor.say(text)

    def _send(self, desk: DeskProcess) -> None:
        chats = self.of(desk)
        if chats:
            desk.send(self.random.choice(chats))

    def of(self, desk: DeskProcess) -> list[str]:
        """Return the chats that an operator was given."""
        return self._given.get(desk.name, [])

    async def _visitor_writes(self, visitor: SteadyVisitor) -> None:
        while True:
            await self._pause()
            if len(visitor.waiting) < AHEAD:
                self._say(visitor)

    async def _desk_writes(self, desk: DeskProcess) -> None:
        while True:
            await self._pause()
            if len(desk.unconfirmed) < AHEAD:
                self._send(desk)

    async def _pause(self) -> None:
        await asyncio.sleep(self.random.expovariate(1 / self.pause_s))

    async def _direct(self, _name: str) -> str:
        return self.server.url

    # What everybody shows

    async def _unshown(self) -> bool:
        views = [(desk.name, await desk.view()) for desk in self.desks]
        self._given = {name: sorted(view["chats"]) for name, view in views}
        given = [chat for chats in self._given.values() for chat in chats]
        return not set(self.chats) <= set(given)

    async def _open_points(self) -> list[str]:
        """Return who waits for what: nothing of this is a fault until it lasts."""
        self.check()
        found = [
            f"{one.name} {'waits' if one.is_live else 'is offline'} with {len(one.waiting)}"
            for one in self.visitors
            if one.waiting or not one.is_live
        ]
        if found:
            return found
        for desk in self.desks:
            view = await desk.view()
            state = {name: view[name] for name in ("unsent", "behind", "link")}
            if state != {"unsent": 0, "behind": 0, "link": "LIVE"}:
                found.append(f"{desk.name}: {state}")
        # The last pushes may still be on their way.
        stored = texts_on_disk(self.server.data)
        return found + [
            f"{one.name} shows {len(one.texts)} of {len(stored[one.chat_id])}"
            for one in self.visitors
            if len(one.texts) != len(stored[one.chat_id])
        ]

    def _start(self, work: Awaitable[None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        return task


def texts_on_disk(data: Path) -> dict[str, list[str]]:
    """Return every message that the server's file holds, by chat, read past the server."""
    file = f"{(data / 'undivided-server.db').as_uri()}?mode=ro"
    found: dict[str, list[str]] = {}
    with closing(sqlite3.connect(file, uri=True)) as database:
        rows = database.execute(
            "select chat_id, text from events where kind = 'message' order by chat_id, number"
        )
        for chat, text in rows:
            found.setdefault(chat, []).append(text)
    return found


def integrity(data: Path) -> str:
    """Return what SQLite says of the whole file; "ok" when nothing is damaged."""
    file = f"{(data / 'undivided-server.db').as_uri()}?mode=ro"
    with closing(sqlite3.connect(file, uri=True)) as database:
        return ", ".join(str(line) for (line,) in database.execute("pragma integrity_check"))


@asynccontextmanager
async def crowd(folder: Path, seed: int) -> AsyncIterator[Crowd]:
    """Give a crowd that leaves at the end; its server is not started yet."""
    made = Crowd(folder, seed)
    try:
        yield made
    finally:
        await made.leave()
