"""Visitors get tokens on pages of the site only, and keep their identity without cookies."""

from typing import Any

import pytest
from aiohttp import ClientSession

from tests.server.edge.conftest import ORIGIN
from tests.server.edge.test_web import frame_config
from tests.support.server_process import AddedOperator, AddedSite, ServerProcess

PATH = "/v2/customer/token"


async def ask(
    web: ClientSession, site: AddedSite, origin: str | None = ORIGIN, **more: Any
) -> tuple[int, dict[str, Any]]:
    body = {
        "grant_type": "cookie",
        "client_id": "widget",
        "response_type": "token",
        "organization_id": site.organization_id,
        **more,
    }
    headers = {"Origin": origin} if origin else {}
    async with web.post(PATH, json=body, headers=headers) as answer:
        return answer.status, await answer.json()


async def test_page_of_the_site_gets_a_token(web: ClientSession, site: AddedSite) -> None:
    status, body = await ask(web, site)

    assert status == 200
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 28_800)
    assert body["organization_id"] == site.organization_id
    assert body["entity_id"]
    assert body["entity_secret"]


async def test_widget_frame_gets_a_token_with_its_ticket(
    web: ClientSession, site: AddedSite, shared_server: ServerProcess
) -> None:
    ticket = (await frame_config(web, site))["ticket"]
    status, _ = await ask(web, site, shared_server.url, ticket=ticket)

    assert status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", None, "null"])
@pytest.mark.parametrize("ticket", [None, "forged.ticket"])
async def test_foreign_page_gets_none(
    web: ClientSession, site: AddedSite, origin: str | None, ticket: str | None
) -> None:
    status, body = await ask(web, site, origin, ticket=ticket)

    assert (status, body["error"]["type"]) == (403, "authorization")


async def test_ticket_of_another_site_counts_for_nothing(
    web: ClientSession, site: AddedSite, shared_server: ServerProcess
) -> None:
    other = shared_server.add_site("Other", ["https://other.example"])
    ticket = (await frame_config(web, site))["ticket"]
    status, _ = await ask(web, other, shared_server.url, ticket=ticket)

    assert status == 403


async def test_returning_visitor_keeps_his_identity(web: ClientSession, site: AddedSite) -> None:
    _, first = await ask(web, site)
    _, again = await ask(
        web, site, entity_id=first["entity_id"], entity_secret=first["entity_secret"]
    )

    assert again["entity_id"] == first["entity_id"]


@pytest.mark.parametrize("secret", [None, "", "guess", "é"])
async def test_identity_without_its_secret_is_a_new_one(
    web: ClientSession, site: AddedSite, secret: str | None
) -> None:
    _, first = await ask(web, site)
    _, other = await ask(web, site, entity_id=first["entity_id"], entity_secret=secret)

    assert other["entity_id"] != first["entity_id"]


async def vouch(
    web: ClientSession, site: AddedSite, token: str, **more: str
) -> tuple[int, dict[str, Any]]:
    body = {"grant_type": "agent_token", "organization_id": site.organization_id, **more}
    headers = {"Authorization": f"Bearer {token}"}
    async with web.post(PATH, json=body, headers=headers) as answer:
        return answer.status, await answer.json()


@pytest.fixture(scope="session")
def boss(shared_server: ServerProcess) -> AddedOperator:
    return shared_server.add_operator("boss@example.com", name="Bo Diaz", role="administrator")


async def test_administrators_token_vouches_for_an_identity(
    web: ClientSession, site: AddedSite, boss: AddedOperator
) -> None:
    _, named = await vouch(web, site, boss.token, entity_id="crm-7")

    assert named["entity_id"] == "crm-7"
    assert (await vouch(web, site, "none", entity_id="crm-7"))[0] == 401


async def test_other_operators_may_not_take_a_visitors_name(
    web: ClientSession, site: AddedSite, operator: AddedOperator
) -> None:
    status, body = await vouch(web, site, operator.token, entity_id="crm-7")

    assert (status, body["error"]["type"]) == (403, "authorization")
    assert (await vouch(web, site, operator.token))[0] == 200


async def test_nobody_becomes_a_visitor_with_an_operators_id(
    web: ClientSession, site: AddedSite, boss: AddedOperator, operator: AddedOperator
) -> None:
    _, named = await vouch(web, site, boss.token, entity_id=operator.email)

    assert named["entity_id"] != operator.email


async def test_unknown_site_is_not_found(web: ClientSession) -> None:
    async with web.post(PATH, json={"organization_id": "none"}) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"organization_id":7}', b"[" * 60_000, b"\xff\xfe"]
)
async def test_malformed_request_is_a_validation_error(web: ClientSession, data: bytes) -> None:
    async with web.post(PATH, data=data) as answer:
        assert (answer.status, (await answer.json())["error"]["type"]) == (400, "validation")


async def test_huge_request_is_refused(web: ClientSession) -> None:
    async with web.post(PATH, data=b" " * 100_000) as answer:
        assert answer.status == 413


async def test_browser_of_the_site_may_read_the_answer(web: ClientSession, site: AddedSite) -> None:
    headers = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
    async with web.options(PATH, headers=headers) as asked:
        assert asked.headers["Access-Control-Allow-Origin"] == ORIGIN
    body = {"organization_id": site.organization_id}
    async with web.post(PATH, json=body, headers=headers) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN


async def test_browser_of_a_foreign_page_may_not(web: ClientSession, site: AddedSite) -> None:
    headers = {"Origin": "https://evil.example"}
    async with web.options(PATH, headers=headers) as asked:
        assert asked.status == 403
    async with web.post(
        PATH, json={"organization_id": site.organization_id}, headers=headers
    ) as answer:
        assert "Access-Control-Allow-Origin" not in answer.headers
