"""Links that break, servers that die and pages that sleep: every word once, and told truly."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.browser import Browser
from tests.support.fault_proxy import FaultProxy, Way
from tests.widget.shop import ScriptedOperator, Shop, Visitor, open_shop_behind

pytestmark = [pytest.mark.plain_loop, pytest.mark.asyncio(loop_scope="module")]

ALL_SENT = "!document.querySelector('.stamp.sending')"
BURST = [f"message {chr(97 + at // 26)}{chr(97 + at % 26)}" for at in range(50)]


@pytest_asyncio.fixture(loop_scope="module")
async def network(tmp_path: Path, browser: Browser) -> AsyncIterator[tuple[Shop, FaultProxy]]:
    """Give a shop behind a network that a test can break."""
    async with open_shop_behind(tmp_path, browser, random.Random(1)) as opened:
        yield opened


def swallow_answers(proxy: FaultProxy) -> None:
    """Let nothing come back to the browser on the lines that are open now."""
    for line in proxy.lines:
        line.holes = frozenset({Way.DOWN})


async def test_first_message_whose_answer_is_lost_opens_one_chat(
    network: tuple[Shop, FaultProxy],
) -> None:
    shop, proxy = network
    operator = await shop.operator()
    visitor = await shop.visitor()
    await visitor.open()
    await visitor.sees("new")
    swallow_answers(proxy)
    await visitor.says("Stored, and nobody says so")
    chat = await operator.next_chat()
    await visitor.state_of("Stored, and nobody says so", "sending")
    proxy.cut_all()
    await visitor.state_of("Stored, and nobody says so", "sent")
    chats = (await operator.ask("list_chats"))["chats_summary"]

    assert [each["id"] for each in chats] == [chat["id"]]
    assert await operator.texts(chat["id"]) == ["Stored, and nobody says so"]
    await operator.close()


async def test_message_that_the_server_has_is_never_shown_as_failed(
    network: tuple[Shop, FaultProxy],
) -> None:
    shop, proxy = network
    operator = await shop.operator()
    visitor = await shop.visitor()
    await visitor.open()
    await visitor.sees("new")
    await visitor.says("Hello")
    chat = await operator.next_chat()
    await visitor.state_of("Hello", "sent")
    swallow_answers(proxy)
    await visitor.says("Just before the end")
    await operator.until("incoming_event")
    await operator.ask("deactivate_chat", id=chat["id"])
    proxy.cut_all()
    await visitor.sees("ended")
    await visitor.state_of("Just before the end", "sent")
    await visitor.reload()
    await visitor.state_of("Just before the end", "sent")

    assert await operator.texts(chat["id"]) == ["Hello", "Just before the end"]
    await operator.close()


async def test_offline_visitor_is_told_so_and_the_words_go_out_later(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    token = shop.server.add_operator("jonas@example.com", name="Jonas Berg").token
    await visitor.says("Hello")
    chat = await operator.next_chat()
    await visitor.page.set_offline()
    shop.server.kill()
    await visitor.says("Under the ground")
    await visitor.is_told("You are offline. Your message is kept and goes out by itself.")
    marks = await visitor.shown()
    shop.server.start()
    again = await ScriptedOperator.sign_in(shop.server, token)
    await visitor.page.set_offline(False)
    await visitor.state_of("Under the ground", "sent")
    await visitor.frame.wait_for("document.querySelector('.banner').hidden")

    assert marks["Under the ground"] == "sending"
    assert await again.texts(chat["id"]) == ["Hello", "Under the ground"]
    await again.close()


async def test_burst_survives_a_server_killed_in_the_middle(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    token = shop.server.add_operator("jonas@example.com", name="Jonas Berg").token
    writing = asyncio.ensure_future(visitor.writes_quickly(BURST))
    chat = await operator.next_chat()
    await operator.until("incoming_event")
    shop.server.kill()
    await writing
    shop.server.start()
    again = await ScriptedOperator.sign_in(shop.server, token)
    await visitor.frame.wait_for(ALL_SENT, 60)

    assert await visitor.bubbles() == BURST
    assert await again.texts(chat["id"]) == BURST
    await again.close()


async def test_burst_faster_than_the_server_takes_is_delivered_without_long_pauses(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.writes_quickly(BURST)
    chat = await operator.next_chat()
    await visitor.frame.wait_for(ALL_SENT, 30)

    assert await operator.texts(chat["id"]) == BURST


async def test_frozen_page_catches_up_and_sends_when_it_wakes(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    token = shop.server.add_operator("jonas@example.com", name="Jonas Berg").token
    await visitor.says("Hello")
    chat = await operator.next_chat()
    shop.server.kill()
    await visitor.says("Written before the lid was closed")
    await visitor.page.send("Page.setWebLifecycleState", state="frozen")
    shop.server.start()
    again = await ScriptedOperator.sign_in(shop.server, token)
    await again.ask("add_user_to_chat", chat_id=chat["id"], user_id="jonas@example.com",
                    user_type="agent", visibility="all")  # fmt: skip
    await again.say(chat["id"], "Said while the page slept")
    await visitor.page.send("Page.setWebLifecycleState", state="active")
    await visitor.frame.wait_for_text("Said while the page slept")
    await visitor.state_of("Written before the lid was closed", "sent")

    assert await again.texts(chat["id"]) == [
        "Hello", "Said while the page slept", "Written before the lid was closed",
    ]  # fmt: skip
    await again.close()


async def test_message_sent_late_carries_its_own_time_and_others_do_not(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    token = shop.server.add_operator("jonas@example.com", name="Jonas Berg").token
    await visitor.says("In time")
    chat = await operator.next_chat()
    await visitor.state_of("In time", "sent")
    shop.server.kill()
    await visitor.says("Two minutes old")
    await visitor.frame.evaluate("{ const real = Date.now; Date.now = () => real() + 120000; }")
    shop.server.start()
    again = await ScriptedOperator.sign_in(shop.server, token)
    await visitor.state_of("Two minutes old", "sent")
    await visitor.frame.wait_for_text("Written ")
    threads = (await again.ask("list_threads", chat_id=chat["id"]))["threads"]
    events = [each for each in threads[0]["events"] if each["type"] == "message"]
    marks = [each.get("properties", {}).get("desk", {}).get("written_at") for each in events]

    assert marks[0] is None
    age = datetime.now(UTC) - datetime.fromisoformat(marks[1])
    assert timedelta(seconds=60) < age < timedelta(seconds=240)
    await again.close()
