"""What was confirmed survives a kill, and a reader that stops reading is let go."""

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, web

from tests.server.edge.conftest import ORIGIN
from tests.server.edge.test_visitor_tokens import ask
from tests.support.server_process import AddedSite, ServerProcess
from undivided.protocol.limits import SEND_BUFFER_BYTES
from undivided.server.web.sockets import SocketTransport

AGENT = "/v3.6/agent/rtm/ws"


async def call(
    opened: ClientWebSocketResponse, action: str, payload: dict[str, Any]
) -> dict[str, Any]:
    await opened.send_json({"action": action, "request_id": action, "payload": payload})
    async with asyncio.timeout(60):
        while True:
            frame: dict[str, Any] = await opened.receive_json()
            if frame["type"] == "response" and frame.get("request_id") == action:
                assert frame["success"], frame
                answer: dict[str, Any] = frame["payload"]
                return answer


async def visitor(web: ClientSession, site: AddedSite) -> ClientWebSocketResponse:
    _, token = await ask(web, site)
    path = f"/v3.6/customer/rtm/ws?organization_id={site.organization_id}"
    opened = await web.ws_connect(path, headers={"Origin": ORIGIN})
    await call(opened, "login", {"token": f"Bearer {token['access_token']}"})
    return opened


async def test_confirmed_message_survives_a_kill(server: ServerProcess) -> None:
    site, operator = server.add_site(), server.add_operator()
    login = {"token": f"Bearer {operator.token}"}
    async with ClientSession(server.url) as web, web.ws_connect(AGENT) as desk:
        await call(desk, "login", login)
        opened = await visitor(web, site)
        chat = (await call(opened, "start_chat", {}))["chat_id"]
        event = {"type": "message", "text": "Do you have tulips?", "custom_id": "c1"}
        sent = (await call(opened, "send_event", {"chat_id": chat, "event": event}))["event_id"]
        server.kill()
        await opened.close()
    server.start()
    async with ClientSession(server.url) as web, web.ws_connect(AGENT) as desk:
        await call(desk, "login", login)
        found = await call(desk, "get_chat", {"chat_id": chat})

    events = {each["id"]: each.get("text") for each in found["thread"]["events"]}
    assert events[sent] == "Do you have tulips?"


@dataclass
class FakeTransport:
    """The network's end of a socket."""

    behind: int = 0
    written: list[bytes] = field(default_factory=list)
    is_aborted: bool = False

    def is_closing(self) -> bool:
        return self.is_aborted

    def get_write_buffer_size(self) -> int:
        return self.behind

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def abort(self) -> None:
        self.is_aborted = True


@pytest.mark.parametrize("behind", [0, SEND_BUFFER_BYTES, SEND_BUFFER_BYTES + 1])
def test_reader_that_is_a_mebibyte_behind_is_let_go(
    behind: int, caplog: pytest.LogCaptureFixture
) -> None:
    end = FakeTransport(behind)
    request = cast("Any", SimpleNamespace(transport=end))
    transport = SocketTransport(web.WebSocketResponse(), request)
    transport.send([b"a", b"b"])

    assert end.is_aborted == (behind > SEND_BUFFER_BYTES)
    assert end.written == ([] if end.is_aborted else [b"\x81\x01a\x81\x01b"])


def test_gone_reader_is_no_error() -> None:
    gone = SocketTransport(web.WebSocketResponse(), cast("Any", SimpleNamespace(transport=None)))
    gone.send([b"a"])
    gone.ping()
    gone.drop()
