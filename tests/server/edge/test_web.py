"""Pages, strict headers on all of them, and who may frame what."""

import json
from html.parser import HTMLParser
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import ClientSession

from tests.server.edge.conftest import ORIGIN
from tests.support.server_process import AddedOperator, AddedSite, ServerProcess


def frame_path(site: AddedSite, parent: str = ORIGIN) -> str:
    return "/widget/frame?" + urlencode({"organization_id": site.organization_id, "parent": parent})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.inline_scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "meta" and facts.get("name"):
            self.meta[str(facts["name"])] = str(facts.get("content"))
        if tag == "script" and "src" not in facts:
            self.inline_scripts += 1


async def frame_config(web: ClientSession, site: AddedSite, parent: str = ORIGIN) -> dict[str, str]:
    async with web.get(frame_path(site, parent)) as answer:
        reader = _Reader()
        reader.feed(await answer.text())
    config: dict[str, str] = json.loads(reader.meta["undivided-config"])
    return config


async def test_health_names_the_server(web: ClientSession) -> None:
    async with web.get("/health") as answer:
        body = await answer.json()

    assert (body["ok"], body["name"], body["organization"]) == (True, "Undivided", "Demo shop")


@pytest.mark.parametrize(
    "path",
    [
        "/health",
        "/widget/embed.js",
        "/nowhere",
        "/demo/",
        "/widget/frame",
        "/files/x/y",
        "/v2/agent/token",
    ],
)
async def test_every_answer_is_strict(web: ClientSession, path: str) -> None:
    async with web.get(path) as answer:
        headers = answer.headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Python" not in headers["Server"]


async def test_frame_may_only_be_framed_by_its_parent(web: ClientSession, site: AddedSite) -> None:
    async with web.get(frame_path(site)) as answer:
        policy = answer.headers["Content-Security-Policy"]
        directives = dict(each.strip().split(" ", 1) for each in policy.split(";"))

    assert directives["frame-ancestors"] == ORIGIN
    assert directives["script-src"] == "'self'"
    # No text becomes markup in the widget, even by a mistake of ours.
    assert directives["require-trusted-types-for"] == "'script'"
    assert directives["trusted-types"] == "'none'"
    assert directives["style-src"] == "'self'"
    assert (
        f"ws://127.0.0.1:{web._base_url.port if web._base_url else 0}" in directives["connect-src"]
    )


async def test_frame_carries_its_configuration_and_no_inline_script(
    web: ClientSession, site: AddedSite
) -> None:
    config = await frame_config(web, site)
    async with web.get(frame_path(site)) as answer:
        reader = _Reader()
        reader.feed(await answer.text())

    assert config["organization_id"] == site.organization_id
    assert config["parent_origin"] == ORIGIN
    assert (config["site_name"], reader.inline_scripts) == ("Shop", 0)
    assert config["ticket"]


@pytest.mark.parametrize(
    "parent",
    [
        "https://evil.example",
        "",
        "null",
        "https://shop.example.evil",
        "https://shop.example; script-src *",
    ],
)
async def test_foreign_page_gets_no_frame(web: ClientSession, site: AddedSite, parent: str) -> None:
    async with web.get(frame_path(site, parent)) as answer:
        assert answer.status == 403


async def test_loader_may_be_used_by_other_origins(web: ClientSession) -> None:
    async with web.get("/widget/embed.js") as answer:
        assert answer.content_type == "text/javascript"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


async def test_unchanged_file_is_not_sent_again(web: ClientSession) -> None:
    async with web.get("/widget/embed.js") as answer:
        tag = answer.headers["ETag"]
    async with web.get("/widget/embed.js", headers={"If-None-Match": tag}) as again:
        assert (again.status, await again.read()) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/widget/../pyproject.toml", "/widget/%2e%2e/%2e%2e/etc/passwd", "/demo/..%2f..%2fx"]
)
async def test_no_path_leads_out_of_the_folder(web: ClientSession, path: str) -> None:
    async with web.get(path) as answer:
        assert answer.status == 404


async def test_demo_shop_embeds_the_demo_site(
    web: ClientSession, shared_server: ServerProcess
) -> None:
    sites = shared_server.admin("site", "list")["sites"]
    demo = next(each for each in sites if each["name"] == "Demo shop")
    async with web.get("/demo/") as answer:
        text = await answer.text()

    assert f'data-organization="{demo["organization_id"]}"' in text
    assert shared_server.url in demo["origins"]


async def test_demo_is_not_served_unasked(server: ServerProcess) -> None:
    async with aiohttp.ClientSession(server.url) as web, web.get("/demo/") as answer:
        assert answer.status == 404


async def test_other_host_names_are_not_answered(web: ClientSession) -> None:
    async with web.get("/health", headers={"Host": "evil.example"}) as answer:
        assert answer.status == 421


async def test_operators_picture_is_inert(
    web: ClientSession, shared_server: ServerProcess, operator: AddedOperator, site: AddedSite
) -> None:
    login = {"action": "login", "request_id": "1", "payload": {"token": f"Bearer {operator.token}"}}
    async with web.ws_connect("/v3.6/agent/rtm/ws") as socket:
        await socket.send_json(login)
        answer = await socket.receive_json(timeout=60)
    avatar = answer["payload"]["my_profile"]["avatar"]
    async with web.get(avatar) as picture:
        assert picture.content_type == "image/svg+xml"
        assert "sandbox" in picture.headers["Content-Security-Policy"]


async def test_unknown_picture_and_file_are_not_found(web: ClientSession) -> None:
    for path in ("/photos/none", "/files/none/name.txt"):
        async with web.get(path) as answer:
            assert (answer.status, (await answer.json())["error"]["type"]) == (404, "not_found")
