"""Who may open a socket, what a bad one gets, and that revoking ends it."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from multidict import CIMultiDict

from tests.server.edge.conftest import ORIGIN
from tests.server.edge.test_visitor_tokens import ask
from tests.support.server_process import AddedOperator, AddedSite, ServerProcess
from undivided.server.web.sockets import UNSIGNED_PER_ADDRESS

AGENT = "/v3.6/agent/rtm/ws"


def customer(site: AddedSite, version: str = "3.6") -> str:
    return f"/v{version}/customer/rtm/ws?organization_id={site.organization_id}"


async def signed_in(socket: ClientWebSocketResponse, token: str) -> dict[str, Any]:
    login = {"action": "login", "request_id": "1", "payload": {"token": token}}
    await socket.send_json(login)
    answer: dict[str, Any] = await socket.receive_json(timeout=60)
    return answer


async def refusal(web: ClientSession, path: str, **headers: str) -> int:
    with pytest.raises(WSServerHandshakeError) as caught:
        await web.ws_connect(path, headers=headers)
    return caught.value.status


@pytest.fixture
async def own_web(server: ServerProcess) -> AsyncIterator[ClientSession]:
    # The library's own limit is below the server's.
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(server.url, connector=connector) as session:
        yield session


async def test_operator_signs_in_with_either_scheme(
    web: ClientSession, operator: AddedOperator
) -> None:
    basic = b64encode(f"{operator.email}:{operator.token}".encode()).decode()
    for token in (f"Bearer {operator.token}", f"Basic {basic}"):
        async with web.ws_connect(AGENT) as socket:
            answer = await signed_in(socket, token)

            assert answer["success"], answer
            assert answer["payload"]["my_profile"]["id"] == operator.email


@pytest.mark.parametrize("version", ["3.4", "3.5", "3.6"])
async def test_visitor_signs_in_on_every_version(
    web: ClientSession, site: AddedSite, version: str
) -> None:
    _, token = await ask(web, site)
    async with web.ws_connect(customer(site, version), headers={"Origin": ORIGIN}) as socket:
        answer = await signed_in(socket, f"Bearer {token['access_token']}")

    assert answer["success"], answer
    assert answer["payload"]["customer"]["id"] == token["entity_id"]


@pytest.mark.parametrize(
    "token", ["Bearer none", "none", "", "Basic !!", "Bearer undv_" + "A" * 43]
)
async def test_wrong_token_is_an_authentication_error(web: ClientSession, token: str) -> None:
    async with web.ws_connect(AGENT) as socket:
        answer = await signed_in(socket, token)

    assert not answer["success"]
    assert answer["payload"]["error"]["type"] in {"authentication", "too_many_requests"}


async def test_basic_login_with_anothers_address_is_refused(
    web: ClientSession, operator: AddedOperator
) -> None:
    basic = b64encode(f"bo@example.com:{operator.token}".encode()).decode()
    async with web.ws_connect(AGENT) as socket:
        assert not (await signed_in(socket, f"Basic {basic}"))["success"]


async def test_visitor_token_of_another_site_is_refused(
    web: ClientSession, site: AddedSite, shared_server: ServerProcess
) -> None:
    demo = shared_server.admin("site", "list")["sites"][0]
    other = AddedSite(demo["organization_id"], "")
    _, token = await ask(web, site)
    async with web.ws_connect(customer(other)) as socket:
        answer = await signed_in(socket, f"Bearer {token['access_token']}")

    assert answer["payload"]["error"]["type"] == "authentication"


async def test_foreign_page_opens_no_socket(web: ClientSession, site: AddedSite) -> None:
    evil = "https://evil.example"

    assert await refusal(web, customer(site), Origin=evil) == 403
    assert await refusal(web, AGENT, Origin=evil) == 403
    assert await refusal(web, AGENT, Origin=ORIGIN) == 403


@pytest.mark.parametrize(
    "origins",
    [
        ["null"],
        ["http://shop.example"],
        ["https://www.shop.example"],
        ["https://shop.example:8443"],
        ["https://shop.example."],
        ["https://SHOP.example"],
        ["https://shop.example/"],
        ["https://shop.example.evil.example"],
        ["https://evil.example#https://shop.example"],
        ["https://shop.example", "https://evil.example"],
        ["https://evil.example", "https://shop.example"],
        ["https://shop.example https://evil.example"],
        ["file://"],
    ],
    ids=" + ".join,
)
async def test_origin_that_only_looks_like_the_sites_is_foreign(
    web: ClientSession, site: AddedSite, origins: list[str]
) -> None:
    for path in (customer(site), AGENT):
        headers = CIMultiDict([("Origin", origin) for origin in origins])
        with pytest.raises(WSServerHandshakeError) as caught:
            await web.ws_connect(path, headers=headers)

        assert caught.value.status == 403


async def test_own_widget_and_programs_may_open_one(
    web: ClientSession, site: AddedSite, shared_server: ServerProcess
) -> None:
    for headers in ({"Origin": shared_server.url}, {"Origin": ORIGIN}, {}):
        async with web.ws_connect(customer(site), headers=headers) as socket:
            assert not socket.closed


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v3.6/customer/rtm/ws", 404),
        ("/v3.6/customer/rtm/ws?organization_id=none", 404),
        ("/v9.9/agent/rtm/ws", 400),
        ("/v3.6/robot/rtm/ws", 404),
    ],
)
async def test_unknown_site_or_version_is_refused(
    web: ClientSession, path: str, status: int
) -> None:
    assert await refusal(web, path) == status


async def test_plain_request_is_told_what_the_address_is_for(web: ClientSession) -> None:
    async with web.get(AGENT) as answer:
        assert (answer.status, (await answer.json())["error"]["type"]) == (400, "validation")


async def test_oversized_frame_closes_the_socket(web: ClientSession) -> None:
    async with web.ws_connect(AGENT) as socket:
        await socket.send_str("x" * 70_000)
        message = await socket.receive(timeout=60)

    assert (message.type, message.data) == (WSMsgType.CLOSE, 1009)


async def test_binary_frame_closes_the_socket(web: ClientSession) -> None:
    async with web.ws_connect(AGENT) as socket:
        await socket.send_bytes(b"\0")
        message = await socket.receive(timeout=60)

    assert (message.type, message.data) == (WSMsgType.CLOSE, 1003)


@pytest.mark.parametrize(
    "frame", ["", "{", "[]", "7", '{"action":7}', "[" * 60_000, '{"action":"x"}']
)
async def test_malformed_frame_hurts_nobody_else(
    web: ClientSession, operator: AddedOperator, frame: str
) -> None:
    async with web.ws_connect(AGENT) as bad, web.ws_connect(AGENT) as good:
        await bad.send_str(frame)

        assert (await signed_in(good, f"Bearer {operator.token}"))["success"]


async def test_compression_is_not_offered(web: ClientSession) -> None:
    async with web.ws_connect(AGENT, compress=15) as socket:
        assert not socket.compress


async def test_revoked_token_drops_its_socket_only(
    server: ServerProcess, own_web: ClientSession
) -> None:
    first = server.add_operator()
    second = server.admin("operator", "token", first.email)["token"]
    async with own_web.ws_connect(AGENT) as kept, own_web.ws_connect(AGENT) as dropped:
        await signed_in(kept, f"Bearer {first.token}")
        await signed_in(dropped, f"Bearer {second}")
        server.admin("operator", "revoke", first.email, "--token", second[5:13])
        reasons = [push async for push in _pushes(dropped, "agent_disconnected")]
        kept_open = not kept.closed

    assert [push["payload"]["reason"] for push in reasons] == ["access_token_revoked"]
    assert kept_open


async def test_removed_site_drops_its_visitors(
    server: ServerProcess, own_web: ClientSession
) -> None:
    site = server.add_site()
    _, token = await ask(own_web, site)
    async with own_web.ws_connect(customer(site)) as socket:
        await signed_in(socket, token["access_token"])
        server.admin("site", "remove", site.organization_id)
        reasons = [push async for push in _pushes(socket, "customer_disconnected")]

    assert [push["payload"]["reason"] for push in reasons] == ["license_not_found"]


async def test_stopping_server_says_goodbye(server: ServerProcess, own_web: ClientSession) -> None:
    async with own_web.ws_connect(AGENT) as socket:
        stopped = asyncio.create_task(asyncio.to_thread(server.stop))
        message = await socket.receive(timeout=60)
        await socket.close()

        assert (message.type, message.data) == (WSMsgType.CLOSE, 1001)
        assert await stopped == 0


async def test_sockets_that_never_sign_in_are_limited(
    server: ServerProcess, own_web: ClientSession
) -> None:
    # All at once, because the first ones are hung up after some seconds.
    tries = (own_web.ws_connect(AGENT) for _ in range(UNSIGNED_PER_ADDRESS + 1))
    answers = await asyncio.gather(*tries, return_exceptions=True)
    refused = [each for each in answers if isinstance(each, WSServerHandshakeError)]
    sockets = [each for each in answers if isinstance(each, ClientWebSocketResponse)]
    for socket in sockets:
        await socket.close()
    async with own_web.ws_connect(AGENT) as socket:
        after = socket.closed

    assert len(sockets) == UNSIGNED_PER_ADDRESS
    assert ([each.status for each in refused], after) == ([429], False)


async def _pushes(socket: ClientWebSocketResponse, action: str) -> AsyncIterator[dict[str, Any]]:
    async with asyncio.timeout(60):
        async for message in socket:
            frame = message.json()
            if frame["action"] == action:
                yield frame
