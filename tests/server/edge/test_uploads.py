"""Uploads are judged by their content and given out harmlessly."""

from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
from aiohttp import ClientSession, FormData

from tests.server.edge.conftest import ORIGIN
from tests.server.edge.test_pictures import png
from tests.server.edge.test_visitor_tokens import ask
from tests.support.server_process import AddedOperator, AddedSite, ServerProcess

AGENT = "/v3.6/agent/action/upload_file"
CUSTOMER = "/v3.6/customer/action/upload_file"


def form(
    name: str, content: bytes, content_type: str = "image/png", field: str = "file"
) -> FormData:
    data = FormData()
    data.add_field(field, BytesIO(content), filename=name, content_type=content_type)
    return data


async def send(
    web: ClientSession, token: str, data: Any, path: str = AGENT
) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {token}"}
    async with web.post(path, data=data, headers=headers) as answer:
        return answer.status, await answer.json()


async def test_text_is_saved_not_shown(web: ClientSession, operator: AddedOperator) -> None:
    status, body = await send(web, operator.token, form("grüße.txt", "für dich".encode()))
    async with web.get(body["url"]) as answer:
        headers = answer.headers
        content = await answer.read()

    assert (status, content) == (200, "für dich".encode())
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["Content-Type"] == "text/plain"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


async def test_picture_has_its_own_type_and_is_no_page_either(
    web: ClientSession, operator: AddedOperator
) -> None:
    _, body = await send(web, operator.token, form("a.png", png(30, 20), "text/html"))
    async with web.get(body["url"]) as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Type"] == "image/png"


async def test_visitor_uploads_with_his_own_token(web: ClientSession, site: AddedSite) -> None:
    _, token = await ask(web, site)
    path = f"{CUSTOMER}?organization_id={site.organization_id}"
    status, body = await send(web, token["access_token"], form("a.png", png(3, 2)), path)

    assert (status, "/files/" in body["url"]) == (200, True)


@pytest.mark.parametrize(
    ("data", "status", "type_"),
    [
        (form("a.png", b"MZ\x90\0"), 400, "validation"),
        (form("a.svg", b"<svg/>"), 400, "validation"),
        (form("a.png", png(9_000, 9_000)), 400, "validation"),
        (form("a.txt", b""), 400, "validation"),
        (form("a.txt", b"x", field="other"), 400, "validation"),
        (b"no form", 400, "validation"),
        (form("a.txt", b"x" * (10 * 1024 * 1024 + 1)), 413, "entity_too_large"),
    ],
    ids=["program", "svg", "huge-picture", "empty", "other-field", "no-form", "too-large"],
)
async def test_unusable_file_is_refused(
    web: ClientSession, operator: AddedOperator, data: Any, status: int, type_: str
) -> None:
    answered, body = await send(web, operator.token, data)

    assert (answered, body["error"]["type"]) == (status, type_)


async def test_nothing_may_stand_before_the_file(
    web: ClientSession, operator: AddedOperator
) -> None:
    data = FormData()
    data.add_field("other", "x" * 8_000)
    data.add_field("file", BytesIO(b"x"), filename="a.txt")
    status, body = await send(web, operator.token, data)

    assert (status, body["error"]["type"]) == (400, "validation")


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\win.ini", "/etc/passwd", "CON", "...", "%2e%2e%2f"],
)
async def test_name_of_an_upload_leads_nowhere(
    web: ClientSession, operator: AddedOperator, name: str
) -> None:
    _, body = await send(web, operator.token, form(name, b"x"))
    async with web.get(body["url"]) as answer:
        shown = answer.headers["Content-Disposition"]

    assert answer.status == 200
    assert "/" not in body["url"].split("/files/")[1].partition("/")[2]
    assert not {"/", "\\"} & set(unquote(shown.partition("''")[2]))


async def test_largest_file_is_taken(web: ClientSession, operator: AddedOperator) -> None:
    status, _ = await send(web, operator.token, form("a.txt", b"x" * (10 * 1024 * 1024)))

    assert status == 200


@pytest.mark.parametrize("path", [AGENT, CUSTOMER])
async def test_upload_needs_a_token(web: ClientSession, path: str) -> None:
    status, body = await send(web, "none", form("a.txt", b"x"), path)

    assert (status, body["error"]["type"]) == (401, "authentication")


async def test_nothing_refused_stays_on_the_disk(
    web: ClientSession, operator: AddedOperator, shared_server: Any
) -> None:
    await send(web, operator.token, form("a.png", b"MZ\x90\0"))

    assert list((shared_server.data / "uploads").glob("*.part")) == []


async def test_only_the_site_may_upload_across_origins(web: ClientSession, site: AddedSite) -> None:
    path = f"{CUSTOMER}?organization_id={site.organization_id}"
    async with web.options(path, headers={"Origin": ORIGIN}) as allowed:
        assert allowed.headers["Access-Control-Allow-Origin"] == ORIGIN
    async with web.options(path, headers={"Origin": "https://evil.example"}) as refused:
        assert refused.status == 403


async def test_new_identities_have_one_allowance_with_their_address(server: ServerProcess) -> None:
    site = server.add_site()
    path = f"{CUSTOMER}?organization_id={site.organization_id}"
    answers: list[dict[str, Any]] = []
    bearer = ""

    async with ClientSession(server.url) as web:
        while not answers or "error" not in answers[-1]:
            if len(answers) % 15 == 0:
                _, token = await ask(web, site)
                bearer = token["access_token"]
            _, body = await send(web, bearer, form("a.txt", b"x"), path)
            answers.append(body)

    body = answers[-1]
    assert len(answers) > 40
    assert body["error"]["type"] == "too_many_requests"
    assert body["error"]["data"]["retry_after_ms"] > 0
