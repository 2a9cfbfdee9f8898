"""The page around the widget means harm, or somebody else's page wants to hold it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web

from tests.support.page import Page
from tests.widget.shop import ANSWER_S, LAUNCHER, ScriptedOperator, Shop, Visitor

pytestmark = [pytest.mark.plain_loop, pytest.mark.asyncio(loop_scope="module")]

SHAPES: list[object] = [
    None, 0, "close", [], [1], {}, {"undivided": None}, {"undivided": {}},
    {"undivided": "constructor"},
    {"undivided": "colour"}, {"undivided": "colour", "colour": {}, "on": []},
    {"undivided": "colour", "colour": "url(/bait)", "on": "red;}"},
    {"undivided": "page"}, {"undivided": "page", "url": {"a": 1}, "title": [[]]},
    {"undivided": "page", "url": "x" * 1_000_000, "title": "y" * 1_000_000},
    {"undivided": "open", "byVisitor": "yes"}, {"undivided": "unread", "count": "<img>"},
    {"undivided": "ready"}, {"__proto__": {"undivided": "close"}},
]  # fmt: skip
TO_FRAME = f"{LAUNCHER}.getRootNode().querySelector('iframe').contentWindow"


@asynccontextmanager
async def page_elsewhere(html: str) -> AsyncIterator[str]:
    """Give the address of a page that no site has named."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=html, content_type="text/html")

    application = web.Application()
    application.router.add_get("/", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    place = web.TCPSite(runner, "127.0.0.1", 0)
    await place.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def tab_at(shop: Shop, address: str) -> Page:
    """Return a tab on any page."""
    tab = await shop.browser.page(address)
    shop.tabs.append(tab)
    return tab


def frame_address(shop: Shop, parent: str) -> str:
    """Return the address of the widget's document."""
    return f"{shop.url}/widget/frame?organization_id={shop.organization_id}&parent={parent}"


async def test_no_other_page_may_hold_the_widget(shop: Shop) -> None:
    address = frame_address(shop, shop.url)
    html = f'<iframe src="{address}" onload="window.loaded = true"></iframe>'
    async with page_elsewhere(html) as elsewhere:
        tab = await tab_at(shop, elsewhere)
        await tab.wait_for("window.loaded")
        refused = [each for each in tab.problems if "frame-ancestors" in each]

    assert len(refused) == 1
    assert await tab.evaluate("document.querySelector('iframe').contentDocument") is None


async def test_loader_on_a_foreign_page_gets_no_chat(shop: Shop) -> None:
    html = (
        f'<body><script src="{shop.url}/widget/embed.js"'
        f' data-organization="{shop.organization_id}"></script></body>'
    )
    async with page_elsewhere(html) as elsewhere:
        tab = await tab_at(shop, elsewhere)
        await tab.wait_for(LAUNCHER)
        await tab.evaluate(f"{LAUNCHER}.click()")
        async with asyncio.timeout(ANSWER_S):
            while not any("403" in each for each in tab.problems):
                await asyncio.sleep(0.02)

    assert not any("/v2/customer/token" in each for each in tab.requests)


async def test_messages_of_any_shape_do_no_harm(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    before = len(visitor.page.requests)
    await visitor.page.evaluate(
        f"for (const shape of {json.dumps(SHAPES)}) {{"
        f" {TO_FRAME}.postMessage(shape, '*'); window.postMessage(shape, '*'); }}"
    )
    await visitor.say("Still here")
    chat = await operator.next_chat()
    await visitor.state_of("Still here", "sent")
    colours = await visitor.frame.evaluate(
        "['--shop', '--on-shop'].map(name => document.documentElement.style.getPropertyValue(name))"
    )

    assert visitor.page.problems == []
    assert [each for each in visitor.page.requests[before:] if "/photos/" not in each] == []
    assert all(len(colour) == 7 for colour in colours)
    assert await operator.texts(chat["id"]) == ["Still here"]


async def test_flood_of_page_messages_keeps_no_visitor_out(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("Hello")
    chat = await operator.next_chat()
    await visitor.state_of("Hello", "sent")
    await visitor.page.evaluate(
        "for (let turn = 0; turn < 5000; turn += 1)"
        f" {TO_FRAME}.postMessage({{undivided: 'page', url: `https://x/${{turn}}`}}, '*')"
    )
    await visitor.say("Beside the flood")
    await visitor.state_of("Beside the flood", "sent")
    pages = [each for each in operator.pushes if each["action"] == "customer_page_updated"]

    assert await operator.texts(chat["id"]) == ["Hello", "Beside the flood"]
    assert len(pages) <= 5


async def test_message_of_a_third_window_is_not_heard(shop: Shop, visitor: Visitor) -> None:
    back = "({source}) => source.postMessage({undivided: 'close'}, '*')"
    html = f"<script>window.onmessage = {back}</script>"
    async with page_elsewhere(html) as elsewhere:
        await visitor.page.evaluate(
            "new Promise(done => { const other = document.createElement('iframe');"
            f" other.src = {json.dumps(elsewhere)}; other.onload = done;"
            " document.body.append(other); window.other = other; })",
            await_promise=True,
        )
        await visitor.page.evaluate("other.contentWindow.postMessage('go', '*')")
        await visitor.say("Heard by nobody else")
        await visitor.frame.wait_for_text("Heard by nobody else")

    assert await visitor.page.evaluate(f"{LAUNCHER}.hidden")


async def test_policy_lets_no_inserted_code_or_picture_in(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("Hello")
    await operator.next_chat()
    quiet = list(visitor.page.problems)
    before = len(visitor.page.requests)
    tricks = {
        "inline script": "const s = document.createElement('script'); s.append('window.ran = 1');"
        " document.body.append(s)",
        "markup": "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=ran=1>')",
        "handler": "document.body.setAttribute('onclick', 'window.ran = 1'); document.body.click()",
        "string as code": "setTimeout('window.ran = 1')",
        "picture elsewhere": "document.body.append(Object.assign(new Image(),"
        " {src: 'https://elsewhere.example/x.png'}))",
        "style": "const s = document.createElement('style');"
        " s.append('main { display: none !important }'); document.body.append(s)",
        "form": "const f = document.createElement('form'); f.action = '/health';"
        " document.body.append(f); f.submit()",
    }
    for trick in tricks.values():
        await visitor.frame.evaluate(f"try {{ {trick} }} catch (error) {{ }} 0")
    await visitor.say("And go on")
    await visitor.state_of("And go on", "sent")
    asked = [each for each in visitor.page.requests[before:] if "/photos/" not in each]
    blocked = [each for each in asked if "elsewhere.example" not in each]

    assert quiet == []
    assert await visitor.frame.evaluate("window.ran ?? 0") == 0
    assert await visitor.frame.evaluate("document.querySelector('main').offsetHeight") > 0
    assert blocked == []


async def test_there_are_no_cookies_and_no_token_in_any_address(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("Hello")
    await operator.next_chat()
    await visitor.state_of("Hello", "sent")
    cookies = (await visitor.page.send("Network.getAllCookies"))["cookies"]
    own = [each for each in visitor.page.requests if each.startswith((shop.url, "ws"))]
    async with ClientSession() as session, session.get(frame_address(shop, shop.url)) as answer:
        headers = answer.headers

    assert cookies == []
    assert [each for each in own if "token=" in each or "secret" in each or "Bearer" in each] == []
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers
    assert "Bearer" not in shop.server.log()
