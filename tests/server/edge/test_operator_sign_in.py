"""Passwords, invitations and device tokens of operators, and what guessing gets."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import ClientSession

from tests.support.server_process import ServerProcess

PASSWORD = "correct horse battery"
TOKEN = "/v2/agent/token"
INVITATION = "/v2/agent/invitation"
EMAIL = "ann@example.com"


@pytest.fixture
async def own_web(server: ServerProcess) -> AsyncIterator[ClientSession]:
    async with aiohttp.ClientSession(server.url) as session:
        yield session


async def exchange(web: ClientSession, password: str = PASSWORD, email: str = EMAIL) -> Any:
    body = {"email": email, "password": password, "device": "laptop"}
    async with web.post(TOKEN, json=body) as answer:
        return answer.status, await answer.json()


async def test_password_gives_a_device_token_that_ends_alone(
    server: ServerProcess, own_web: ClientSession
) -> None:
    server.add_operator(EMAIL, password=PASSWORD)
    status, body = await exchange(own_web, email="Ann@Example.com")
    headers = {"Authorization": f"Bearer {body['access_token']}"}
    async with own_web.delete(TOKEN, headers=headers) as ended:
        assert ended.status == 200
    async with own_web.delete(TOKEN, headers=headers) as again:
        assert again.status == 401
    (listed,) = server.admin("operator", "list")["operators"]

    assert (status, body["token_type"], body["entity_id"]) == (200, "Bearer", EMAIL)
    assert [held["device"] for held in listed["tokens"]] == ["first token"]


async def test_every_cause_gets_the_same_answer(
    server: ServerProcess, own_web: ClientSession
) -> None:
    server.add_operator(EMAIL, password=PASSWORD)
    server.add_operator("bo@example.com", name="Bo Ray")
    server.add_operator("cy@example.com", name="Cy Day", password=PASSWORD)
    server.admin("operator", "revoke", "cy@example.com")
    answers = [
        await exchange(own_web, "wrong password"),
        await exchange(own_web, PASSWORD, "nobody@example.com"),
        await exchange(own_web, PASSWORD, "bo@example.com"),
        await exchange(own_web, PASSWORD, "cy@example.com"),
        await exchange(own_web, "", ""),
    ]

    assert answers[0][0] == 401
    assert all(answer == answers[0] for answer in answers)


async def test_guessing_has_to_wait(server: ServerProcess, own_web: ClientSession) -> None:
    server.add_operator(EMAIL, password=PASSWORD)
    for email in (EMAIL, "nobody@example.com"):
        tries = [exchange(own_web, "wrong password", email) for _ in range(9)]
        refused = [body for status, body in await asyncio.gather(*tries) if status == 429]

        assert 1 <= len(refused) <= 4
        assert refused[0]["error"]["type"] == "too_many_requests"
        assert refused[0]["error"]["data"]["retry_after_ms"] > 0


async def test_known_token_signs_in_while_guessing_waits(
    server: ServerProcess, own_web: ClientSession
) -> None:
    token = server.add_operator(EMAIL).token
    login = {"action": "login", "request_id": "1", "payload": {"token": f"Bearer {token}"}}
    for _ in range(2):
        async with own_web.ws_connect("/v3.6/agent/rtm/ws") as socket:
            await socket.send_json(login)
            assert (await socket.receive_json(timeout=60))["success"]
        for number in range(25):
            await exchange(own_web, "wrong password", f"guess{number}@example.com")


async def test_invitation_sets_a_password_once(
    server: ServerProcess, own_web: ClientSession
) -> None:
    server.add_operator(EMAIL)
    code = server.admin("operator", "invite", EMAIL)["code"]
    statuses = []
    for password in ("short", PASSWORD, "another password"):
        async with own_web.post(INVITATION, json={"code": code, "password": password}) as answer:
            statuses.append(answer.status)

    assert statuses == [400, 200, 401]
    assert (await exchange(own_web))[0] == 200


@pytest.mark.parametrize("code", ["", "undi_", "undi_" + "A" * 43, "undv_" + "A" * 43, "x" * 9_000])
async def test_wrong_invitation_is_refused(web: ClientSession, code: str) -> None:
    async with web.post(INVITATION, json={"code": code, "password": PASSWORD}) as answer:
        assert answer.status in {401, 429}


@pytest.mark.parametrize("data", [b"", b"{}", b'{"email":1,"password":2}', b"\0"])
@pytest.mark.parametrize("path", [TOKEN, INVITATION])
async def test_malformed_request_is_a_validation_error(
    web: ClientSession, path: str, data: bytes
) -> None:
    async with web.post(path, data=data) as answer:
        assert (answer.status, (await answer.json())["error"]["type"]) == (400, "validation")


async def test_log_holds_no_secret(server: ServerProcess, own_web: ClientSession) -> None:
    token = server.add_operator(EMAIL, password=PASSWORD).token
    made = (await exchange(own_web))[1]["access_token"]
    await exchange(own_web, "wrong but secret")
    server.stop()

    for secret in (PASSWORD, token, made, "wrong but secret"):
        assert secret not in server.log()
