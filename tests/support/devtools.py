"""Speaks the DevTools protocol to one Chromium over its debugging socket."""

import asyncio
import contextlib
import itertools
import json
from collections.abc import Callable
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

Listener = Callable[[str, str | None, dict[str, Any]], None]
"""Called with an event's name, the session it belongs to, and its parameters."""

ANSWER_LIMIT_S = 60


class DevToolsError(Exception):
    """Chromium refused a command, or the connection to it has ended."""


class DevTools:
    """A connection on which commands are answered and events are told to one listener."""

    def __init__(self, socket: ClientConnection, listener: Listener) -> None:
        self._socket = socket
        self._listener = listener
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._reader = asyncio.create_task(self._read(), name="devtools reader")

    @classmethod
    async def open(cls, url: str, listener: Listener) -> Self:
        """Connect to the browser's own socket; it is the root of all sessions."""
        socket = await connect(url, proxy=None, max_size=None, compression=None)
        return cls(socket, listener)

    async def send(
        self, method: str, session: str | None = None, **parameters: object
    ) -> dict[str, Any]:
        """Return Chromium's answer to a command.

        Raises:
            DevToolsError: It was refused, not answered in time, or the browser is gone.
        """
        number = next(self._numbers)
        message: dict[str, object] = {"id": number, "method": method, "params": parameters}
        if session is not None:
            message["sessionId"] = session
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            await self._socket.send(json.dumps(message))
            return await asyncio.wait_for(answer, ANSWER_LIMIT_S)
        except (ConnectionClosed, TimeoutError) as error:
            raise DevToolsError(f"{method} was not answered") from error
        finally:
            self._waiting.pop(number, None)

    async def close(self) -> None:
        """Close the socket first, so that the reader ends by itself."""
        await self._socket.close()
        with contextlib.suppress(asyncio.CancelledError):
            await self._reader

    async def _read(self) -> None:
        try:
            while True:
                self._take(json.loads(await self._socket.recv()))
        except ConnectionClosed:
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(DevToolsError("the browser closed the connection"))

    def _take(self, message: dict[str, Any]) -> None:
        if "id" not in message:
            self._listener(message["method"], message.get("sessionId"), message["params"])
            return
        answer = self._waiting.get(message["id"])
        if answer is None or answer.done():
            return
        if "error" in message:
            answer.set_exception(DevToolsError(message["error"]["message"]))
        else:
            answer.set_result(message["result"])
