"""A visitor who keeps to the widget's rules without a browser: comes back, sends again, once.

The rules are those of `resources/widget`: what was written is kept until the server has it, one
message at a time, always under the same custom id; a lost link is dialled again after 0.3 s
doubling to 30 s with jitter; two heartbeats without an answer are a lost link.
"""

import asyncio
import itertools
import json
import random
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from undivided.protocol.limits import (
    DEAD_AFTER_HEARTBEATS,
    HEARTBEAT,
    RECONNECT_FIRST,
    RECONNECT_LAST,
)

ANSWER_S = 20.0
AGAIN_S = 0.5
LOST = (OSError, WebSocketException, TimeoutError, EOFError)
_OUTDATED = frozenset({"chat_inactive", "chat_already_active", "chat_limit_reached", "not_found"})


class SteadyVisitor:
    """One visitor, from the first message to the end of the trial.

    Args:
        name: Part of every custom id.
        address: The socket, with its site.
        token: Who the visitor is.
        seed: For the jitter.

    Attributes:
        waiting: What the server has not confirmed, as (custom id, text).
        shown: Every message in view, by event id, as (running number, text).
        lost_at: When links were given up, on the monotonic clock.
    """

    def __init__(self, name: str, address: str, token: str, seed: int) -> None:
        self.name = name
        self.address = address
        self.chat_id = ""
        self.waiting: deque[tuple[str, str]] = deque()
        self.shown: dict[str, tuple[int, str]] = {}
        self.lost_at: list[float] = []
        self.live_at: list[float] = []
        self.confirmed: Callable[[str], None] = lambda _text: None
        self._token = token
        self._random = random.Random(seed)
        self._ids = itertools.count(1)
        self._more = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._unanswered = 0
        self._is_active = False
        self.is_live = False

    @property
    def texts(self) -> list[str]:
        """What the visitor sees, in order."""
        return [text for _, text in sorted(self.shown.values())]

    def say(self, text: str) -> None:
        """Write a message; from here on it is kept until the server has it."""
        self.waiting.append((f"{self.name}-{text}", text))
        self._more.set()

    async def run(self) -> None:
        """Stay connected until cancelled."""
        attempt = 0
        while True:
            try:
                async with connect(
                    self.address, proxy=None, compression=None, open_timeout=ANSWER_S,
                    close_timeout=0.1, ping_interval=None,
                ) as socket:  # fmt: skip
                    attempt = await self._use(socket, attempt)
            except LOST:
                pass
            span = min(RECONNECT_FIRST.total_seconds() * 2**attempt, RECONNECT_LAST.total_seconds())
            attempt += 1
            await asyncio.sleep(span * (0.5 + self._random.random() / 2))

    async def ask(self, action: str, **payload: object) -> dict[str, Any]:
        """Send a request and return its answer.

        Raises:
            ConnectionError, TimeoutError: The link is gone; what became of it is unknown.
        """
        if self._socket is None:
            raise ConnectionError(action)
        request_id = str(next(self._ids))
        answer = self._answers[request_id] = asyncio.get_running_loop().create_future()
        frame = {"action": action, "request_id": request_id, "payload": payload}
        await self._socket.send(json.dumps(frame))
        return await asyncio.wait_for(answer, ANSWER_S)

    # One link

    async def _use(self, socket: ClientConnection, attempt: int) -> int:
        """Work on an open socket until it is lost; return the number of the next attempt."""
        self._socket, self._unanswered = socket, 0
        reading = asyncio.ensure_future(self._read(socket))
        working = asyncio.ensure_future(self._work())
        try:
            await asyncio.wait({reading, working}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            was_live, self.is_live, self._socket = self.is_live, False, None
            if was_live:
                self.lost_at.append(time.monotonic())
            for answer in self._answers.values():
                answer.cancel()
            self._answers.clear()
            reading.cancel()
            working.cancel()
            # Looking at the results also says that they were expected.
            results = await asyncio.gather(reading, working, return_exceptions=True)
        _raise_surprises(results)
        return 0 if was_live else attempt

    async def _work(self) -> None:
        page = {"url": "https://shop.example/vesper", "title": "Vesper floor lamp"}
        login = await self.ask("login", token=f"Bearer {self._token}", customer_page=page, desk={})
        if not login["success"]:
            raise ConnectionError(str(login))
        await self._snapshot()
        self.is_live = True
        self.live_at.append(time.monotonic())
        beating = asyncio.ensure_future(self._beat())
        delivering = asyncio.ensure_future(self._deliver())
        try:
            await asyncio.wait({beating, delivering}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            beating.cancel()
            delivering.cancel()
            results = await asyncio.gather(beating, delivering, return_exceptions=True)
        _raise_surprises(results)

    async def _beat(self) -> None:
        """Return when two heartbeats in a row had no answer."""
        while True:
            await asyncio.sleep(HEARTBEAT.total_seconds())
            if self._unanswered >= DEAD_AFTER_HEARTBEATS - 1:
                return
            self._unanswered += 1
            if self._socket is not None:
                # Nobody waits for the answer: anything that arrives is a sign of life.
                await self._socket.send(json.dumps({"action": "ping", "request_id": "ping"}))

    async def _snapshot(self) -> None:
        chats = (await self.ask("list_chats", limit=10))["payload"]["chats_summary"]
        if not chats:
            return
        self.chat_id = chats[0]["id"]
        answer = await self.ask("list_threads", chat_id=self.chat_id, limit=3)
        threads = answer["payload"]["threads"]
        self._is_active = bool(threads) and threads[0]["active"]
        for thread in threads:
            for event in thread["events"]:
                self._show(event)

    async def _deliver(self) -> None:
        """Bring what waits to the server, the oldest first."""
        while True:
            while not self.waiting:
                self._more.clear()
                await self._more.wait()
            custom_id, text = self.waiting[0]
            answer = await self._send({"type": "message", "text": text, "custom_id": custom_id})
            if answer["success"]:
                self._done(custom_id)
                continue
            error = answer["payload"]["error"]["type"]
            if error in _OUTDATED:
                await self._snapshot()
            await asyncio.sleep(AGAIN_S)

    async def _send(self, event: dict[str, Any]) -> dict[str, Any]:
        if self.chat_id and self._is_active:
            return await self.ask("send_event", chat_id=self.chat_id, event=event)
        thread = {
            "events": [event],
            "properties": {"desk": {"request_key": event["custom_id"]}},
        }
        if self.chat_id:
            answer = await self.ask("resume_chat", chat={"id": self.chat_id, "thread": thread})
        else:
            answer = await self.ask("start_chat", chat={"thread": thread})
        if answer["success"]:
            self.chat_id = self.chat_id or answer["payload"]["chat_id"]
            self._is_active = True
        return answer

    # What arrives

    async def _read(self, socket: ClientConnection) -> None:
        async for frame in socket:
            self._unanswered = 0
            message = json.loads(frame)
            if message.get("type") == "push":
                self._pushed(message["action"], message["payload"])
                continue
            answer = self._answers.pop(message.get("request_id", ""), None)
            if answer is not None and not answer.done():
                answer.set_result(message)

    def _pushed(self, action: str, payload: dict[str, Any]) -> None:
        if action == "incoming_event":
            self._show(payload["event"])
        elif action == "incoming_chat":
            self.chat_id, self._is_active = payload["chat"]["id"], True
            for event in payload["chat"].get("thread", {}).get("events", ()):
                self._show(event)
        elif action == "chat_deactivated":
            self._is_active = False

    def _show(self, event: dict[str, Any]) -> None:
        if event["type"] != "message":
            return
        self.shown[event["id"]] = (event["desk_seq"], event["text"])
        if event.get("custom_id"):
            self._done(event["custom_id"])

    def _done(self, custom_id: str) -> None:
        # An event in the chat proves its message sent, whatever happened to the answer.
        for entry in self.waiting:
            if entry[0] == custom_id:
                self.waiting.remove(entry)
                self.confirmed(entry[1])
                return


def _raise_surprises(results: Iterable[object]) -> None:
    """Raise what is not a lost link: a mistake of the trial or of the server."""
    for one in results:
        if isinstance(one, Exception) and not isinstance(one, LOST):
            raise one
