"""A server that speaks RTM v3.6 and nothing more, written apart from our own codec and hub.

It has no `desk` extensions: nothing is replayed, a repeated `custom_id` is stored again, and
properties that nobody declared are refused, as on the cloud. What may go wrong can be ordered.
"""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

Body = dict[str, Any]
ANN = "ann@example.com"
PATH = "/v3.6/agent/rtm/ws"


class Refused(Exception):
    """A request that is answered with an error."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass
class PlainChat:
    """One chat with its threads, the newest last."""

    id: str
    visitor: Body
    operators: list[str]
    threads: list[Body]

    @property
    def thread(self) -> Body:
        """The newest thread."""
        return self.threads[-1]

    def users(self) -> list[Body]:
        """Return everybody who is or was in the chat."""
        others = [{"id": who, "type": "agent", "name": who, "email": who} for who in [ANN]]
        present = [{**each, "present": each["id"] in self.operators} for each in others]
        return [self.visitor, *present]

    def shown(self, thread_id: str | None = None) -> Body:
        """Return the chat with one thread."""
        thread = next((each for each in self.threads if each["id"] == thread_id), self.thread)
        return {"id": self.id, "users": self.users(), "thread": thread, "properties": {}}

    def summary(self) -> Body:
        """Return the chat as it stands in a list."""
        newest: Body = {}
        for event in self.thread["events"]:
            about = {"thread_id": self.thread["id"], "thread_created_at": event["created_at"]}
            newest[event["type"]] = {**about, "event": event}
        last = {key: value for key, value in self.thread.items() if key != "events"}
        return {
            "id": self.id,
            "users": self.users(),
            "last_event_per_type": newest,
            "last_thread_summary": last,
        }

    def texts(self) -> list[str]:
        """Return the texts of the newest thread's messages."""
        return [each["text"] for each in self.thread["events"] if each["type"] == "message"]


@dataclass
class Faults:
    """What goes wrong with the next `send_event`, once each.

    Attributes:
        cut_before: The link breaks and nothing is stored.
        cut_after: It is stored, and the link breaks before the answer.
        refuse: It is refused with this error.
        delay_s: Answers come so much later.
    """

    cut_before: bool = False
    cut_after: bool = False
    refuse: str = ""
    delay_s: float = 0.0


@dataclass
class PlainRtmServer:
    """Listens on loopback; chats outlive its restarts."""

    port: int = 0
    chats: dict[str, PlainChat] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    requests: list[Body] = field(default_factory=list)
    logins: int = 0
    _links: set[ServerConnection] = field(default_factory=set)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _server: Server | None = None
    _leaving: "set[asyncio.Future[None]]" = field(default_factory=set)

    @property
    def url(self) -> str:
        """What an operator types as the server's address."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen, after a stop on the same port."""
        self._server = await serve(self._serve, "127.0.0.1", self.port, compression=None)
        self.port = next(iter(self._server.sockets)).getsockname()[1]

    async def stop(self) -> None:
        """Break every link and listen no more."""
        assert self._server is not None
        self.drop()
        self._server.close()
        await self._server.wait_closed()

    def drop(self) -> None:
        """Break every link without a word."""
        for link in tuple(self._links):
            link.transport.abort()

    # What visitors and colleagues do

    def begin(self, text: str, name: str = "Elena Marsh") -> PlainChat:
        """Let a visitor start a chat that is given to Ann."""
        number = next(self._numbers)
        visitor: Body = {"id": f"v{number}", "type": "customer", "name": name, "present": True}
        chat = PlainChat(f"C{number}", visitor, [ANN], [self._thread(f"T{number}")])
        self.chats[chat.id] = chat
        self._store(chat, {"type": "message", "text": text}, visitor["id"])
        self._push("incoming_chat", {"chat": chat.shown()})
        return chat

    def visitor_says(self, chat: PlainChat, text: str) -> None:
        """Let the chat's visitor write."""
        event = self._store(chat, {"type": "message", "text": text}, chat.visitor["id"])
        self._push("incoming_event", self._told(chat, event))

    def close(self, chat: PlainChat, *, by: str | None = None) -> None:
        """End the chat's thread."""
        chat.thread["active"] = False
        gone = {"chat_id": chat.id, "thread_id": chat.thread["id"]}
        self._push("chat_deactivated", gone if by is None else {**gone, "user_id": by})

    def give_away(self, chat: PlainChat) -> None:
        """Hand the chat to somebody else."""
        chat.operators.remove(ANN)
        self._push("user_removed_from_chat", {"chat_id": chat.id, "user_id": ANN})

    def sent(self, action: str) -> list[Body]:
        """Return the payloads of the requests of one kind so far."""
        return [each.get("payload") or {} for each in self.requests if each["action"] == action]

    # The wire

    async def _serve(self, link: ServerConnection) -> None:
        assert link.request is not None
        assert link.request.path == PATH
        self._links.add(link)
        try:
            async for frame in link:
                await self._answer(link, json.loads(frame))
        except ConnectionClosed:
            return
        finally:
            self._links.discard(link)

    async def _answer(self, link: ServerConnection, request: Body) -> None:
        self.requests.append(request)
        action = request["action"]
        answer: Body = {"action": action, "type": "response", "success": True}
        if "request_id" in request:
            answer["request_id"] = request["request_id"]
        after: list[tuple[str, Any]] = []
        try:
            payload = self._ACTIONS[action](self, request.get("payload") or {}, after)
        except Refused as refused:
            answer["success"] = False
            payload = {"error": {"type": refused.kind, "message": "No."}}
        except ConnectionAbortedError:
            link.transport.abort()
            return
        if payload is not None:
            answer["payload"] = payload
        await asyncio.sleep(self.faults.delay_s)
        await link.send(json.dumps(answer))
        for name, told in after:
            self._push(name, told)

    def _push(self, action: str, payload: Any) -> None:
        frame = json.dumps({"version": "3.6", "action": action, "type": "push", "payload": payload})
        for link in self._links:
            # Nobody waits for it: a link that is gone misses its pushes, and nothing is replayed.
            task = asyncio.ensure_future(_sent(link, frame))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    # Requests

    def _login(self, payload: Body, after: list[tuple[str, Any]]) -> Body:
        assert "desk" not in payload, "an extension that was not announced"
        self.logins += 1
        after.append(("incoming_customers", {"customer_monitoring_level": "my", "customers": []}))
        profile = {"id": ANN, "type": "agent", "name": "Ann Lee", "email": ANN, "present": True}
        return {
            "license": {"id": "1", "organization_id": "org-1"},
            "my_profile": {
                **profile,
                "routing_status": "accepting_chats",
                "permission": "normal",
            },
            # Whether it is complete for a busy operator is promised nowhere: the list is.
            "chats_summary": [],
        }

    def _list_chats(self, payload: Body, _after: list[tuple[str, Any]]) -> Body:
        assert payload["filters"] == {"active": True}
        active = [each.summary() for each in self.chats.values() if each.thread["active"]]
        return {"chats_summary": active, "found_chats": len(active)}

    def _get_chat(self, payload: Body, _after: list[tuple[str, Any]]) -> Body:
        return self._chat(payload).shown(payload.get("thread_id"))

    def _list_threads(self, payload: Body, _after: list[tuple[str, Any]]) -> Body:
        threads = list(reversed(self._chat(payload).threads))
        return {"threads": threads, "found_threads": len(threads)}

    def _send_event(self, payload: Body, after: list[tuple[str, Any]]) -> Body:
        faults, self.faults = self.faults, Faults(delay_s=self.faults.delay_s)
        chat, event = self._chat(payload), payload["event"]
        if faults.cut_before:
            raise ConnectionAbortedError
        if faults.refuse:
            raise Refused(faults.refuse)
        if event.get("properties"):
            raise Refused("validation")  # nobody has declared any
        if ANN not in chat.operators:
            raise Refused("missing_access")
        if not chat.thread["active"]:
            raise Refused("chat_inactive")
        stored = self._store(chat, event, ANN)
        if faults.cut_after:
            raise ConnectionAbortedError
        after.append(("incoming_event", self._told(chat, stored)))
        return {"event_id": stored["id"]}

    def _deactivate_chat(self, payload: Body, after: list[tuple[str, Any]]) -> Body:
        chat = self._chat({"chat_id": payload["id"]})
        chat.thread["active"] = False
        gone = {"chat_id": chat.id, "thread_id": chat.thread["id"], "user_id": ANN}
        after.append(("chat_deactivated", gone))
        return {}

    def _nothing(self, _payload: Body, _after: list[tuple[str, Any]]) -> None:
        """Answer without a payload, as `ping` is."""

    _ACTIONS: "dict[str, Callable[..., Body | None]]" = field(
        init=False,
        repr=False,
        default_factory=lambda: {
            "login": PlainRtmServer._login,
            "ping": PlainRtmServer._nothing,
            "list_chats": PlainRtmServer._list_chats,
            "get_chat": PlainRtmServer._get_chat,
            "list_threads": PlainRtmServer._list_threads,
            # Asked for by tags, and no thread has any here.
            "list_archives": lambda *_: {"chats": [], "found_chats": 0},
            "send_event": PlainRtmServer._send_event,
            "deactivate_chat": PlainRtmServer._deactivate_chat,
            "mark_events_as_seen": lambda *_: {},
            "send_typing_indicator": lambda *_: {},
            "set_routing_status": lambda *_: {},
        },
    )

    # Data

    def _chat(self, payload: Body) -> PlainChat:
        chat = self.chats.get(payload["chat_id"])
        if chat is None:
            raise Refused("not_found")
        return chat

    def _thread(self, thread_id: str) -> Body:
        return {
            "id": thread_id,
            "active": True,
            "user_ids": [ANN],
            "created_at": _now(),
            "events": [],
        }

    def _store(self, chat: PlainChat, event: Body, author: str) -> Body:
        number = len(chat.thread["events"]) + 1
        stored = {
            **event,
            "id": f"{chat.thread['id']}_{number}",
            "author_id": author,
            "created_at": _now(),
            "visibility": event.get("visibility", "all"),
        }
        chat.thread["events"].append(stored)
        return stored

    def _told(self, chat: PlainChat, event: Body) -> Body:
        return {"chat_id": chat.id, "thread_id": chat.thread["id"], "event": event}


@asynccontextmanager
async def plain_server() -> AsyncIterator[PlainRtmServer]:
    """Run a server for the length of a test."""
    server = PlainRtmServer()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


async def _sent(link: ServerConnection, frame: str) -> None:
    try:
        await link.send(frame)
    except ConnectionClosed:
        return


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
