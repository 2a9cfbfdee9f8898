"""`undivided-server` as one of the servers under load: visitors who write, operators who read."""

import base64
import contextlib
import ipaddress
import json
import os
import socket
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.speed.peers import TEXT, Route, connect, read_until
from tests.support.server_process import ServerProcess
from undivided.protocol.limits import CHATS_PER_OPERATOR, HEARTBEAT

SHOP = "https://shop.example"
ALIVE_S = HEARTBEAT.total_seconds() / 3
PONG = b"\x8a\x80" + bytes(4)
"""A frame that says "I am here" without being asked."""


class OurServer:
    """The real process, with operators who accept chats and visitors who have one each."""

    def __init__(self, data: Path) -> None:
        # Behind a proxy every visitor has an address of his own, as in the world.
        self._server = ServerProcess(data, words=["--behind-proxy"]).start()
        self._addresses = (str(address) for address in ipaddress.ip_network("10.0.0.0/16").hosts())
        self._site = self._server.add_site(origins=(SHOP,)).organization_id
        self._operators: dict[str, socket.socket] = {}
        self._visitors: list[socket.socket] = []
        self._alive_at = time.monotonic()
        self.pids = [self._server.pid]
        self.url = self._server.url.rstrip("/")

    def routes(self, count: int, operators: int | None = None) -> list[Route]:
        """Return visitors whose chats are with an operator, with a message each.

        Args:
            count: How many.
            operators: Who take them in turn; None for as few as can.
        """
        for number in range(operators or -(-count // CHATS_PER_OPERATOR)):
            self._sign_in(f"op{number}@shop.example")
        return [self._chat() for _ in range(count)]

    def visitor(self) -> socket.socket:
        """Return a signed-in visitor, who is kept alive until `forget`."""
        made = self._socket(f"/v3.6/customer/rtm/ws?organization_id={self._site}")
        self._visitors.append(made)
        ask(made, "login", {"token": f"Bearer {self._token()}"})
        self.keep_alive()
        return made

    def keep_alive(self) -> None:
        """Let nobody look dead: the server asks now and then, and drops who is silent."""
        if time.monotonic() - self._alive_at < ALIVE_S:
            return
        self._alive_at = time.monotonic()
        for one in (*self._operators.values(), *self._visitors):
            _drain(one)
            one.sendall(PONG)

    def forget(self) -> None:
        """Hang up every visitor."""
        for one in self._visitors:
            one.close()
        self._visitors.clear()

    def stop(self) -> None:
        """End it."""
        self.forget()
        for one in self._operators.values():
            one.close()
        self._server.kill()

    def add_operator(self, email: str) -> str:
        """Return the token of a new operator, who is not signed in."""
        return self._server.add_operator(email, max_chats=CHATS_PER_OPERATOR).token

    def _sign_in(self, email: str) -> None:
        token = self.add_operator(email)
        made = self._socket("/v3.6/agent/rtm/ws")
        ask(made, "login", {"token": f"Bearer {token}"})
        ask(made, "set_routing_status", {"status": "accepting_chats"})
        self._operators[email] = made
        self.keep_alive()

    def _chat(self) -> Route:
        visitor = self.visitor()
        chat_id = ask(visitor, "start_chat", {})["chat_id"]
        event = {"type": "message", "text": TEXT.decode()}
        frame = text_frame("send_event", {"chat_id": chat_id, "event": event})
        return Route(visitor, self._holder(chat_id), frame)

    def _holder(self, chat_id: str) -> socket.socket:
        """Return the socket of the operator to whom the server gave the chat."""
        asked = next(iter(self._operators.values()))
        users = ask(asked, "get_chat", {"chat_id": chat_id})["users"]
        return self._operators[next(user["id"] for user in users if user["type"] == "agent")]

    def _socket(self, path: str) -> socket.socket:
        made = connect(self._server.port)
        key = base64.b64encode(os.urandom(16)).decode()
        made.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._server.port}\r\n"
            f"X-Forwarded-For: {next(self._addresses)}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        answer = read_until(made, b"\r\n\r\n")
        assert b" 101 " in answer, answer
        return made

    def _token(self) -> str:
        body = {
            "grant_type": "cookie",
            "client_id": "bench",
            "response_type": "token",
            "organization_id": self._site,
        }
        request = urllib.request.Request(
            f"{self.url}/v2/customer/token",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Origin": SHOP},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(json.load(answer)["access_token"])


def text_frame(action: str, payload: object) -> bytes:
    """Return a masked text frame; a mask of zeros leaves the bytes as they are."""
    data = json.dumps({"request_id": "1", "action": action, "payload": payload}).encode()
    if len(data) < 126:
        return bytes([0x81, 0x80 | len(data)]) + bytes(4) + data
    return b"\x81\xfe" + len(data).to_bytes(2, "big") + bytes(4) + data


def ask(made: socket.socket, action: str, payload: object) -> dict[str, Any]:
    """Send a request and return its answer, passing over pushes and pings."""
    made.sendall(text_frame(action, payload))
    while True:
        answer = json.loads(_read_text(made))
        if answer["type"] == "response" and answer["action"] == action:
            assert answer["success"], answer
            return dict(answer.get("payload") or {})


def _read_text(made: socket.socket) -> bytes:
    while True:
        kind, length = _exactly(made, 2)
        if length == 126:
            length = int.from_bytes(_exactly(made, 2), "big")
        elif length == 127:
            length = int.from_bytes(_exactly(made, 8), "big")
        data = _exactly(made, length)
        if kind & 0x0F == 1:
            return data
        assert kind & 0x0F != 8, f"the server closed the socket: {data!r}"


def _exactly(made: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = made.recv(count - len(data))
        if not more:
            raise ConnectionError("the server dropped the socket")
        data += more
    return data


def _drain(source: socket.socket) -> None:
    """Throw away what is there; MSG_DONTWAIT would not help, as Python itself waits first."""
    patience = source.gettimeout()
    source.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while source.recv(1 << 18):
            pass
    source.settimeout(patience)
