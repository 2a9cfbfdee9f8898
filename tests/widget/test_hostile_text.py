"""Hundreds of hostile texts in every place where the widget shows what others wrote."""

import json
import re
from pathlib import Path

import pytest

from tests.support.hostile.strings import Bait, corpus, mixed
from tests.widget.shop import Shop, Visitor

pytestmark = [pytest.mark.plain_loop, pytest.mark.asyncio(loop_scope="module")]

TEXTS = 250
"""Every single trick, and more mixtures of them than that."""
PAGES = 5
AT_ONCE = 5
OURS = re.compile(r"/photos|/widget/(?:readback|cards/\w+)\.js$")
"""Photos, and the scripts that the first details to confirm bring."""
STAND_IN = Path(__file__).with_name("stand_in.js").read_text(encoding="utf-8")


async def visitor_of_a_hostile_server(shop: Shop) -> Visitor:
    """Return a visitor whose socket says what the test wants; pages and policy are real."""
    tab = await shop.browser.page()
    shop.tabs.append(tab)
    await tab.send("Page.addScriptToEvaluateOnNewDocument", source=STAND_IN)
    await tab.open(shop.address())
    visitor = Visitor(tab, await tab.frame("/widget/frame"))
    await visitor.open()
    await visitor.sees("new")
    return visitor


@pytest.mark.parametrize("page", range(PAGES))
async def test_hostile_text_stays_text_everywhere(shop: Shop, page: int) -> None:
    visitor = await visitor_of_a_hostile_server(shop)
    bait = Bait(url=f"{shop.url}/bait", file="/etc/hostname")
    before = len(visitor.page.requests)
    wrong: list[str] = []
    texts = [(number, mixed(bait, number)) for number in range(page, TEXTS, PAGES)]
    for first in range(0, len(texts), AT_ONCE):
        some = json.dumps(texts[first : first + AT_ONCE])
        wrong += await visitor.frame.evaluate(f"showAll({some})", await_promise=True)
    asked = [each for each in visitor.page.requests[before:] if not OURS.search(each)]

    assert wrong == []
    assert asked == []
    assert visitor.page.dialogs == []
    assert await visitor.frame.evaluate("reports") == []
    # Photos that the server does not have are no problem of the page.
    assert [each for each in visitor.page.problems if "Failed to load" not in each] == []


async def test_no_message_holds_the_page_up(shop: Shop) -> None:
    visitor = await visitor_of_a_hostile_server(shop)
    bait = Bait(url=f"{shop.url}/bait", file="/etc/hostname")
    texts = list(enumerate(corpus(bait)))
    stalls: list[list[float]] = []
    for first in range(0, len(texts), AT_ONCE):
        some = json.dumps(texts[first : first + AT_ONCE])
        stalls += await visitor.frame.evaluate(f"stalls({some})", await_promise=True)

    assert stalls == []


async def test_reason_of_a_refusal_is_text_too(shop: Shop) -> None:
    visitor = await visitor_of_a_hostile_server(shop)
    reason = '<img src=x onerror="alert(1)"> \u202egnp'
    error = {"error": {"type": "validation", "message": reason}}
    await visitor.frame.evaluate(f"answers.start_chat = () => ({json.dumps(error)}), 0")
    await visitor.says("Hello")
    await visitor.state_of("Hello", "refused")

    shown = await visitor.frame.evaluate("document.querySelector('.stamp.refused').textContent")
    assert shown == f"Not sent: {reason}".replace("\u202e", "")
    assert await visitor.frame.evaluate("document.querySelectorAll('.said img').length") == 0


async def test_long_words_of_an_operator_wrap_inside_the_chat(shop: Shop) -> None:
    visitor = await visitor_of_a_hostile_server(shop)
    await visitor.frame.evaluate(f"showAll([[1, {json.dumps('W' * 4_000)}]])", await_promise=True)

    width = "[document.documentElement.scrollWidth, innerWidth]"
    shown, room = await visitor.frame.evaluate(width)
    assert shown == room


async def test_link_shows_the_host_that_the_browser_asks(shop: Shop) -> None:
    visitor = await visitor_of_a_hostile_server(shop)
    disguised = "https://\u0430pple.com/xn--pple-43d.com"
    await visitor.frame.evaluate(f"showAll([[1, {json.dumps(disguised)}]])", await_promise=True)

    shown = await visitor.frame.evaluate("document.querySelector('.bubble a').textContent")
    assert shown == "https://xn--pple-43d.com/xn--pple-43d.com"


async def test_file_name_cannot_turn_its_ending_around(shop: Shop) -> None:
    visitor = await visitor_of_a_hostile_server(shop)
    name = "invoice\u202efdp.exe"
    await visitor.frame.evaluate(f"showAll([[1, {json.dumps(name)}]])", await_promise=True)

    shown = await visitor.frame.evaluate(
        "[...document.querySelectorAll('.file')].map(file => file.textContent)"
    )
    assert shown == ["invoicefdp.exe"] * 3
