"""A chat server that means harm: it speaks the protocol and fills every field with what it likes.

It is written apart from our codec and announces none of our extensions.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from websockets import ConnectionClosed
from websockets.asyncio.server import ServerConnection, serve

OPERATOR = "ann@example.test"
MADE_AT = "2026-11-22T12:00:00.000000Z"

Json = dict[str, Any]


@dataclass
class HostileServer:
    """One operator's socket.

    Attributes:
        chats: What `get_chat` answers, by id.
        colleagues: What `list_agents_for_transfer` answers.
        me: The operator's own profile.
        refusal: The error that every `send_event` is answered with; None accepts.
    """

    url: str = ""
    chats: dict[str, Json] = field(default_factory=dict)
    colleagues: list[Json] = field(default_factory=list)
    me: Json = field(default_factory=lambda: {"name": "Ann"})
    refusal: Json | None = None
    _sockets: list[ServerConnection] = field(default_factory=list)

    async def push(self, action: str, **payload: object) -> None:
        """Tell the operator's program something it did not ask for."""
        frame = {"action": action, "type": "push", "version": "3.6", "payload": payload}
        await self.raw(json.dumps(frame))

    async def raw(self, frame: str | bytes) -> None:
        """Send a frame as it is, as text."""
        for socket in self._sockets:
            await socket.send(frame, text=True)

    async def bring(self, chat: Json) -> None:
        """Give the operator a chat."""
        self.chats[chat["id"]] = chat
        await self.push("incoming_chat", chat=chat)

    async def take(self, chat_id: str) -> None:
        """Close a chat and forget it."""
        chat = self.chats.pop(chat_id)
        thread_id = chat["thread"]["id"]
        await self.push("chat_deactivated", chat_id=chat_id, thread_id=thread_id)

    async def _serve(self, socket: ServerConnection) -> None:
        self._sockets.append(socket)
        try:
            # Ended by the program's good-bye, or by what it thinks of a frame of ours.
            async for frame in socket:
                request = json.loads(frame)
                answer = self._answer(request["action"], request.get("payload") or {})
                answer |= {"request_id": request["request_id"], "action": request["action"]}
                await socket.send(json.dumps({"type": "response", "success": True, **answer}))
        except ConnectionClosed:
            pass
        finally:
            self._sockets.remove(socket)

    def _answer(self, action: str, payload: Json) -> Json:
        answers: dict[str, Callable[[], Json]] = {
            "login": self._login,
            "get_chat": lambda: {"payload": self.chats.get(payload.get("chat_id", ""), {})},
            "list_chats": lambda: {"payload": {"chats_summary": []}},
            "list_threads": lambda: {"payload": {"threads": []}},
            "list_agents_for_transfer": lambda: {"payload": self.colleagues},
            "send_event": self._send_event,
        }
        return answers.get(action, lambda: {"payload": {}})()

    def _login(self) -> Json:
        profile = {"id": OPERATOR, "type": "agent", "routing_status": "accepting_chats", **self.me}
        licence = {"id": "1", "organization_id": "o1", "plan": "x"}
        summaries = [_summary(chat) for chat in self.chats.values()]
        return {"payload": {"license": licence, "my_profile": profile, "chats_summary": summaries}}

    def _send_event(self) -> Json:
        if self.refusal is not None:
            return {"success": False, "payload": {"error": self.refusal}}
        return {"payload": {"event_id": "E-accepted"}}


def _summary(chat: Json) -> Json:
    thread = chat["thread"]
    last = {key: thread[key] for key in ("id", "created_at", "user_ids", "active")}
    return {"id": chat["id"], "users": chat["users"], "last_thread_summary": last}


@asynccontextmanager
async def hostile_server() -> AsyncIterator[HostileServer]:
    """Listen on loopback with a server that a test fills."""
    hostile = HostileServer()
    async with serve(hostile._serve, "127.0.0.1", 0, compression=None) as listening:
        (socket,) = listening.sockets
        hostile.url = f"http://127.0.0.1:{socket.getsockname()[1]}"
        yield hostile
        await asyncio.sleep(0)
