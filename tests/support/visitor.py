"""A visitor without a browser: token, socket and the few requests that a chat needs."""

import asyncio
import itertools
import json
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.support.server_process import ServerProcess

PATIENCE_S = 60.0


class Visitor:
    """One visitor's socket; answers are matched by request, pushes are kept in order.

    Attributes:
        heard: Every frame that the server ever sent.
    """

    def __init__(self, socket: ClientConnection, token: str) -> None:
        self._socket = socket
        self.token = token
        self._numbers = itertools.count(1)
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.pushes: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.heard: list[dict[str, Any]] = []
        self.chat_id = ""
        self.thread_id = ""

    async def ask(self, action: str, **payload: object) -> dict[str, Any]:
        """Send a request and return its answer's payload.

        Raises:
            AssertionError: The server refused.
        """
        request_id = str(next(self._numbers))
        answer = asyncio.get_running_loop().create_future()
        self._answers[request_id] = answer
        frame = {"action": action, "request_id": request_id, "payload": payload}
        await self._socket.send(json.dumps(frame))
        result: dict[str, Any] = await asyncio.wait_for(answer, PATIENCE_S)
        assert result["success"], result
        payload_back: dict[str, Any] = result.get("payload", {})
        return payload_back

    async def start_chat(self, text: str) -> None:
        """Open a chat with a first message."""
        events = [{"type": "message", "text": text}]
        started = await self.ask("start_chat", chat={"thread": {"events": events}})
        self.chat_id, self.thread_id = started["chat_id"], started["thread_id"]

    async def say(self, text: str) -> str:
        """Send a message and return its event id."""
        event = {"type": "message", "text": text}
        answer = await self.ask("send_event", chat_id=self.chat_id, event=event)
        return str(answer["event_id"])

    async def hear(self, text: str) -> dict[str, Any]:
        """Wait for a message that contains `text` and return its event."""
        while True:
            push = await self.push("incoming_event")
            event: dict[str, Any] = push["event"]
            if text in (event.get("text") or ""):
                return event

    async def push(self, action: str) -> dict[str, Any]:
        """Wait for the next push of this name and return its payload."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                push = await self.pushes.get()
                if push["action"] == action:
                    payload: dict[str, Any] = push["payload"]
                    return payload

    async def texts(self) -> list[str]:
        """Return every text of the chat's newest thread, as the server has it."""
        chat = await self.ask("get_chat", chat_id=self.chat_id)
        return [event["text"] for event in chat["thread"]["events"] if event.get("text")]

    async def read(self) -> None:
        """Sort what arrives; runs beside everything else."""
        async for frame in self._socket:
            message = json.loads(frame)
            self.heard.append(message)
            if message.get("type") == "push":
                self.pushes.put_nowait(message)
            elif (answer := self._answers.pop(message.get("request_id", ""), None)) is not None:
                answer.set_result(message)


@asynccontextmanager
async def visiting(
    server: ServerProcess,
    site: str,
    *,
    name: str = "",
    page: str = "Vesper floor lamp",
    token: str = "",
) -> AsyncIterator[Visitor]:
    """Sign a visitor in to `site` and out again; a new one, or the one who has `token`."""
    token = token or await asyncio.to_thread(token_of, server.url, site)
    address = f"{server.websocket_url}/v3.6/customer/rtm/ws?organization_id={site}"
    async with connect(address, proxy=None, compression=None) as socket:
        visitor = Visitor(socket, token)
        reading = asyncio.ensure_future(visitor.read())
        try:
            await visitor.ask(
                "login",
                token=f"Bearer {token}",
                customer={"name": name} if name else {},
                customer_page={"url": "https://shop.example/vesper", "title": page},
            )
            yield visitor
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


def token_of(url: str, site: str) -> str:
    """Return the token of a new visitor of a site."""
    body = {
        "grant_type": "cookie",
        "client_id": "tests",
        "response_type": "token",
        "organization_id": site,
    }
    request = urllib.request.Request(
        f"{url}/v2/customer/token",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Origin": "https://shop.example"},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        return str(json.load(answer)["access_token"])
