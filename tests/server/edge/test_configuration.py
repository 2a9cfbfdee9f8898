"""The configuration API over HTTP: the shapes of RTM 3.7, and who is let in."""

import asyncio
from typing import Any

import pytest
from aiohttp import ClientSession, WSMsgType

from tests.server.edge.test_visitor_tokens import ask
from tests.support.server_process import AddedOperator, AddedSite, ServerProcess

PATH = "/v3.7/configuration/action"


@pytest.fixture(scope="session")
def chief(shared_server: ServerProcess) -> AddedOperator:
    return shared_server.add_operator(
        "chief@desk.example", name="Carla Chief", role="administrator"
    )


async def act(
    web: ClientSession, token: str, action: str, payload: Any, path: str = PATH
) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token}"}
    async with web.post(f"{path}/{action}", json=payload, headers=headers) as answer:
        return answer.status, await answer.json()


async def test_a_program_of_3_7_makes_changes_lists_and_deletes(
    web: ClientSession, chief: AddedOperator
) -> None:
    request = {"text": "We open at nine.", "tags": ["hours"], "group_id": 0, "is_private": False}
    created, made = await act(web, chief.token, "create_canned_response", request)
    change = {"id": made["id"], "text": "We open at ten."}
    updated, _ = await act(web, chief.token, "update_canned_response", change)
    listed, page = await act(web, chief.token, "list_canned_responses", {"limit": 100_000})
    deleted, _ = await act(web, chief.token, "delete_canned_response", {"id": made["id"]})

    assert (created, updated, listed, deleted) == (200, 200, 200, 200)
    texts = {each["id"]: each["text"] for each in page["canned_responses"]}
    assert texts[made["id"]] == "We open at ten."
    assert page["canned_responses"][0]["is_private"] is False


async def test_desks_hear_of_what_came_over_http(
    web: ClientSession, chief: AddedOperator, operator: AddedOperator
) -> None:
    async with web.ws_connect("/v3.6/agent/rtm/ws") as socket:
        login = {"action": "login", "payload": {"token": f"Bearer {operator.token}"}}
        await socket.send_json(login)
        assert (await socket.receive_json())["success"]
        _, made = await act(web, chief.token, "create_canned_response", {"text": "Hello"})
        async with asyncio.timeout(60):
            async for message in socket:
                assert message.type is WSMsgType.TEXT
                if message.json()["action"] == "canned_response_created":
                    break

    assert message.json()["payload"]["id"] == made["id"]


@pytest.mark.parametrize(
    ("action", "payload", "refusal"),
    [
        ("create_canned_response", {"text": " "}, (400, "validation")),
        ("create_canned_response", {"text": 7}, (400, "validation")),
        ("create_canned_response", [], (400, "validation")),
        ("create_canned_response", {"text": "x" * 70_000}, (413, "entity_too_large")),
        ("delete_canned_response", {"id": "none"}, (404, "not_found")),
        ("update_canned_response", {"id": "none", "text": "x"}, (404, "not_found")),
        ("list_agents", {}, (404, "not_found")),
        ("logout", {}, (404, "not_found")),
        ("login", {"token": "x"}, (404, "not_found")),
    ],
)
async def test_each_refusal_has_its_status(
    web: ClientSession, chief: AddedOperator, action: str, payload: Any, refusal: tuple[int, str]
) -> None:
    status, answer = await act(web, chief.token, action, payload)

    assert (status, answer["error"]["type"]) == refusal


async def test_a_change_of_an_old_version_is_a_409(
    web: ClientSession, chief: AddedOperator
) -> None:
    _, made = await act(web, chief.token, "create_canned_response", {"text": "Hello"})
    await act(web, chief.token, "update_canned_response", {"id": made["id"], "text": "Hi"})
    late = {"id": made["id"], "text": "Hey", "desk": {"base_version": made["desk"]["version"]}}
    status, answer = await act(web, chief.token, "update_canned_response", late)

    assert (status, answer["error"]["type"]) == (409, "conflict")
    assert answer["error"]["data"]["canned_response"]["text"] == "Hi"


async def test_nobody_else_is_let_in(
    web: ClientSession, operator: AddedOperator, site: AddedSite
) -> None:
    _, visitor = await ask(web, site)
    tokens = ["", "nonsense", visitor["access_token"]]
    refused = [(await act(web, each, "list_canned_responses", {}))[0] for each in tokens]
    normal, _ = await act(web, operator.token, "create_canned_response", {"text": "Hello"})

    assert refused == [401, 401, 401]
    assert normal == 403


async def test_another_version_is_not_spoken(web: ClientSession, chief: AddedOperator) -> None:
    for version, status in (("3.6", 200), ("2.0", 400), ("9.9", 400)):
        path = f"/v{version}/configuration/action"
        assert (await act(web, chief.token, "list_canned_responses", {}, path))[0] == status
