"""A demo shop with its real server, a visitor in a real browser, and an operator on a socket."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from aiohttp import ClientSession
from websockets.asyncio.client import ClientConnection, connect

from tests.support.browser import Browser
from tests.support.fault_proxy import FaultProxy
from tests.support.page import Page
from tests.support.server_process import ServerProcess
from tests.widget.tab import LAUNCHER, Visitor

__all__ = ["LAUNCHER", "ScriptedOperator", "ScriptedVisitor", "Shop", "Visitor"]

ANSWER_S = 60.0


class Socket:
    """One end of the wire: requests with their answers, and the pushes that came meanwhile."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._number = 0
        self.pushes: list[dict[str, Any]] = []

    async def ask(self, action: str, **payload: object) -> dict[str, Any]:
        """Return the payload of a successful answer."""
        self._number += 1
        name = f"t{self._number}"
        await self._connection.send(
            json.dumps({"request_id": name, "action": action, "payload": payload})
        )
        while True:
            frame = await self._receive()
            if frame["type"] == "response" and frame.get("request_id") == name:
                assert frame["success"], frame
                answer: dict[str, Any] = frame.get("payload") or {}
                return answer
            self.pushes.append(frame)

    async def until(self, action: str) -> dict[str, Any]:
        """Return the payload of the next push of this name, also one that came before."""
        while True:
            for index, frame in enumerate(self.pushes):
                if frame["action"] == action:
                    payload: dict[str, Any] = self.pushes.pop(index)["payload"]
                    return payload
            self.pushes.append(await self._receive())

    async def close(self) -> None:
        """Close the socket."""
        await self._connection.close()

    async def _receive(self) -> dict[str, Any]:
        async with asyncio.timeout(ANSWER_S):
            frame: dict[str, Any] = json.loads(await self._connection.recv())
            return frame


class ScriptedOperator(Socket):
    """An operator who does what a test says."""

    @classmethod
    async def sign_in(cls, server: ServerProcess, token: str) -> Self:
        """Return a signed-in operator who accepts chats."""
        address = f"{server.websocket_url}/v3.6/agent/rtm/ws"
        operator = cls(await connect(address, proxy=None, compression=None))
        await operator.ask("login", token=f"Bearer {token}", pushes={"3.6": ["all"]})
        return operator

    async def next_chat(self) -> dict[str, Any]:
        """Return the chat that comes in next."""
        chat: dict[str, Any] = (await self.until("incoming_chat"))["chat"]
        return chat

    async def send(self, chat_id: str, **event: object) -> str:
        """Send an event and return its id."""
        answer = await self.ask("send_event", chat_id=chat_id, event=event)
        return str(answer["event_id"])

    async def say(self, chat_id: str, text: str) -> None:
        """Send a message."""
        await self.send(chat_id, type="message", text=text)

    async def texts(self, chat_id: str) -> list[str]:
        """Return the messages of all threads of a chat, oldest first."""
        answer = await self.ask("list_threads", chat_id=chat_id, limit=20)
        threads = sorted(answer["threads"], key=lambda thread: str(thread["created_at"]))
        events = [event for thread in threads for event in thread["events"]]
        return [event["text"] for event in events if event["type"] == "message"]


class ScriptedVisitor(Socket):
    """A second visitor, without a browser."""

    @classmethod
    async def sign_in(cls, shop: "Shop") -> Self:
        """Return a new visitor of the demo shop."""
        body = {"grant_type": "cookie", "organization_id": shop.organization_id}
        origin = shop.server.url
        async with (
            ClientSession() as web,
            web.post(
                f"{origin}/v2/customer/token", json=body, headers={"Origin": origin}
            ) as answer,
        ):
            token = (await answer.json())["access_token"]
        address = (
            f"{shop.server.websocket_url}/v3.6/customer/rtm/ws"
            f"?organization_id={shop.organization_id}"
        )
        visitor = cls(await connect(address, proxy=None, compression=None))
        await visitor.ask("login", token=f"Bearer {token}")
        return visitor


@dataclass
class Shop:
    """The demo shop, open for visitors."""

    server: ServerProcess
    browser: Browser
    organization_id: str
    url: str
    tabs: list[Page] = field(default_factory=list)

    async def visitor(self, page: str = "") -> Visitor:
        """Return a visitor on a page of the shop; tabs of one browser are one visitor."""
        tab = await self.browser.page(self.address(page))
        self.tabs.append(tab)
        return Visitor(tab, await tab.frame("/widget/frame"))

    async def operator(self, *, max_chats: int = 3) -> ScriptedOperator:
        """Return an operator who accepts chats."""
        added = self.server.add_operator(
            "mira@example.com", name="Mira Lind", title="Lamps and deliveries", max_chats=max_chats
        )
        return await ScriptedOperator.sign_in(self.server, added.token)

    async def close(self) -> None:
        """Close every tab of this shop and clear its storage."""
        for tab in self.tabs:
            await tab.send("Storage.clearDataForOrigin", origin=self.url, storageTypes="indexeddb")
            await tab.close()

    def address(self, page: str = "") -> str:
        """Return the address of a page of the shop."""
        return f"{self.url}/demo/{page}"


@asynccontextmanager
async def open_shop(folder: Path, browser: Browser) -> AsyncIterator[Shop]:
    """Start a server of its own; at the end close the tabs and forget what they stored."""
    server = ServerProcess(folder / "data", demo=True).start()
    shop = Shop(server, browser, await organization_of(server), server.url)
    try:
        yield shop
    finally:
        await shop.close()
        server.kill()


@asynccontextmanager
async def open_shop_behind(
    folder: Path, browser: Browser, chance: random.Random
) -> AsyncIterator[tuple[Shop, FaultProxy]]:
    """Start a shop that browsers reach only through a network with faults."""
    first = ServerProcess(folder / "data", demo=True).start()
    first.kill()
    proxy = await FaultProxy(first.port, chance).start()
    server = ServerProcess(folder / "data", demo=True, words=["--public-url", proxy.url])
    server.port = first.port
    server.start()
    server.url = f"http://127.0.0.1:{first.port}"
    shop = Shop(server, browser, await organization_of(server), proxy.url)
    try:
        yield shop, proxy
    finally:
        await shop.close()
        await proxy.aclose()
        server.kill()


async def organization_of(server: ServerProcess) -> str:
    async with ClientSession() as web, web.get(f"{server.url}/demo/") as answer:
        page = await answer.text()
    return page.split('data-organization="')[1].split('"')[0]
