"""The visitor widget's link, as `resources/widget/link.js` has it, in Python."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from random import Random
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

HEARTBEAT_S = 15.0
DEAD_AFTER = 2
ANSWER_LIMIT_S = 20.0
FIRST_DELAY_S = 0.3
LAST_DELAY_S = 30.0
PASSING = frozenset(
    {
        "too_many_requests",
        "pending_requests_limit_reached",
        "request_timeout",
        "service_unavailable",
        "internal",
    }
)
ADDRESS = "ws://localhost:8000/v3.6/customer/rtm/ws?organization_id=shop"
Payload = dict[str, Any]


class NotDone(Exception):
    """The server said no, or the link was lost before its answer.

    Attributes:
        type: The protocol's word; empty for a lost link.
    """

    def __init__(self, type_: str = "", message: str = "") -> None:
        super().__init__(message or type_)
        self.type = type_

    @property
    def is_passing(self) -> bool:
        """Whether the same may succeed later."""
        return not self.type or self.type in PASSING


class PageLink:
    """One socket that comes back by itself, with requests and pushes on it."""

    def __init__(
        self,
        token: str,
        chance: Random,
        signed_in: Callable[[Payload], None],
        pushed: Callable[[str, Payload], None],
        lost: Callable[[], None],
        *,
        address: str = ADDRESS,
    ) -> None:
        self.is_live = False
        self._address = address
        self._token = token
        self._chance = chance
        self._signed_in = signed_in
        self._pushed = pushed
        self._lost = lost
        self._socket: ClientConnection | None = None
        self._waiting: dict[str, asyncio.Future[Payload]] = {}
        self._last_id = 0
        self._unanswered = 0
        self._tasks: dict[asyncio.Task[Any], None] = {}

    async def run(self) -> None:
        """Connect, sign in and listen, again and again."""
        attempt = 0
        while True:
            try:
                async with asyncio.timeout(ANSWER_LIMIT_S):
                    socket = await connect(
                        self._address,
                        proxy=None,
                        compression=None,
                        ping_interval=None,
                        close_timeout=2,
                    )
                self._socket = socket
                reader = self.start(self._read(socket))
                await self._sign_in()
                attempt = 0
                beats = self.start(self._beat(socket))
                await reader
                beats.cancel()
            except (OSError, WebSocketException, TimeoutError, NotDone):
                pass
            self._lose()
            share = 0.5 + self._chance.random() / 2
            await asyncio.sleep(min(LAST_DELAY_S, FIRST_DELAY_S * 2**attempt) * share)
            attempt += 1

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run something beside the rest."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks[task] = None
        task.add_done_callback(lambda done: self._tasks.pop(done, None))
        return task

    async def request(self, action: str, payload: Payload) -> Payload:
        """Return the answer's payload.

        Raises:
            NotDone: It was refused, or the link went down.
        """
        if not self.is_live:
            raise NotDone
        return await self._ask(action, payload)

    async def _ask(self, action: str, payload: Payload) -> Payload:
        if self._socket is None:
            raise NotDone
        socket = self._socket
        self._last_id += 1
        request_id = str(self._last_id)
        answer = self._waiting[request_id] = asyncio.get_running_loop().create_future()
        frame = {"request_id": request_id, "action": action, "payload": payload}
        try:
            await socket.send(json.dumps(frame))
            async with asyncio.timeout(ANSWER_LIMIT_S):
                answered: Payload = await answer
                return answered
        except TimeoutError as error:
            self._drop(socket)
            raise NotDone from error
        except WebSocketException as error:
            raise NotDone from error
        finally:
            self._waiting.pop(request_id, None)
            answer.cancel()

    async def _sign_in(self) -> None:
        login: Payload = {"token": self._token, "desk": {}}
        if self._address == ADDRESS:
            login["customer"] = {"name": self._token}
        answer = await self._ask("login", login)
        self.is_live = True
        self._unanswered = 0
        self._signed_in(answer)

    async def _beat(self, socket: ClientConnection) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            if self._unanswered >= DEAD_AFTER:
                self._drop(socket)
                return
            self._unanswered += 1
            self.start(self._ping())

    async def _ping(self) -> None:
        try:
            await self._ask("ping", {})
        except NotDone:
            return

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                self._received(json.loads(frame))
                # A browser does what waits for an answer before it hands over the next frame.
                await asyncio.sleep(0)
        except WebSocketException:
            return

    def _received(self, message: Payload) -> None:
        self._unanswered = 0
        payload = message.get("payload") or {}
        if message["type"] == "push":
            self._pushed(message["action"], payload)
            return
        waiting = self._waiting.get(message["request_id"])
        if waiting is None or waiting.done():
            return
        if message["success"]:
            waiting.set_result(payload)
        else:
            error = payload["error"]
            waiting.set_exception(NotDone(error["type"], error.get("message", "")))

    def _drop(self, socket: ClientConnection) -> None:
        if socket is self._socket:
            socket.transport.abort()

    def _lose(self) -> None:
        socket, self._socket = self._socket, None
        self.is_live = False
        if socket is not None:
            socket.transport.abort()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(NotDone())
        self._lost()
