"""What a visitor has written is sent once, whatever happens to page, link and server."""

import os
import signal

import pytest

from tests.widget.shop import ScriptedOperator, Shop, Visitor

pytestmark = [pytest.mark.plain_loop, pytest.mark.asyncio(loop_scope="module")]


async def test_unsent_message_survives_a_reload_and_is_sent_once(
    shop: Shop, visitor: Visitor
) -> None:
    token = shop.server.add_operator("jonas@example.com", name="Jonas Berg").token
    shop.server.kill()
    await visitor.say("Are you there?")
    await visitor.state_of("Are you there?", "sending")
    await visitor.frame.wait_for_text("goes out by itself")
    await visitor.page.open("about:blank")
    shop.server.start()
    operator = await ScriptedOperator.sign_in(shop.server, token)
    await visitor.comes_back(shop.address())
    chat = await operator.next_chat()
    await visitor.state_of("Are you there?", "sent")
    await visitor.reload()
    await visitor.state_of("Are you there?", "sent")

    assert await operator.texts(chat["id"]) == ["Are you there?"]
    await operator.close()


async def test_message_whose_answer_was_lost_is_not_doubled(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("Hello")
    chat = await operator.next_chat()
    await visitor.state_of("Hello", "sent")
    os.kill(shop.server.pid, signal.SIGSTOP)
    try:
        await visitor.say("Stored, but nobody says so")
        await visitor.state_of("Stored, but nobody says so", "sending")
        await visitor.page.open("about:blank")
    finally:
        os.kill(shop.server.pid, signal.SIGCONT)
    await visitor.comes_back(shop.address("rugs.html"))
    await visitor.state_of("Stored, but nobody says so", "sent")

    assert await operator.texts(chat["id"]) == ["Hello", "Stored, but nobody says so"]


async def test_messages_written_while_the_server_is_away_keep_their_order(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    token = shop.server.add_operator("jonas@example.com", name="Jonas Berg").token
    await visitor.say("one")
    chat = await operator.next_chat()
    await visitor.state_of("one", "sent")
    shop.server.kill()
    for text in ("two", "three", "four"):
        await visitor.say(text)
    shop.server.start()
    again = await ScriptedOperator.sign_in(shop.server, token)
    await visitor.frame.wait_for("document.querySelectorAll('.stamp.sending').length === 0", 60)

    assert await visitor.bubbles() == ["one", "two", "three", "four"]
    assert await again.texts(chat["id"]) == ["one", "two", "three", "four"]
    await again.close()


async def test_dead_link_is_noticed_when_the_page_wakes(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("Hello")
    await operator.next_chat()
    os.kill(shop.server.pid, signal.SIGSTOP)
    try:
        await visitor.frame.evaluate("dispatchEvent(new Event('online'))")
        await visitor.frame.wait_for_text("The connection is lost.")
    finally:
        os.kill(shop.server.pid, signal.SIGCONT)
    await visitor.frame.wait_for("document.querySelector('.banner').hidden", 30)


async def test_two_tabs_are_one_visitor_and_show_one_message_once(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("From the first tab")
    chat = await operator.next_chat()
    second = await shop.visitor("rugs.html")
    await second.open()
    await second.frame.wait_for_text("From the first tab")
    await second.say("From the second tab")
    await visitor.frame.wait_for_text("From the second tab")

    expected = ["From the first tab", "From the second tab"]
    assert await visitor.bubbles() == expected
    assert await second.bubbles() == expected
    assert await operator.texts(chat["id"]) == expected


async def test_cleared_storage_costs_nothing_that_was_sent(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.clear_storage()
    await visitor.say("Still here")
    chat = await operator.next_chat()
    await visitor.state_of("Still here", "sent")

    assert await operator.texts(chat["id"]) == ["Still here"]


async def test_draft_survives_a_reload(visitor: Visitor) -> None:
    await visitor.write("Half a thou")
    await visitor.draft_is_kept("Half a thou")
    await visitor.reload()
    await visitor.frame.wait_for("document.querySelector('#message').value === 'Half a thou'")


async def test_message_is_left_when_nobody_accepts_chats(shop: Shop) -> None:
    visitor = await shop.visitor()
    await visitor.open()
    await visitor.sees("nobody")
    await visitor.write("Do you ship to Ireland?", into="#left-text")
    await visitor.frame.click("form .filled")
    await visitor.frame.wait_for_text("Write your e-mail address")
    await visitor.write("elena@example.com", into="#left-email")
    await visitor.frame.click("form .filled")
    await visitor.sees("left")
    await visitor.state_of("Do you ship to Ireland?", "sent")
    operator = await shop.operator()
    chats = (await operator.ask("list_archives"))["chats"]

    left = [chat["thread"]["properties"]["routing"]["offline_message"] for chat in chats]
    assert left == [True]
    assert await operator.texts(chats[0]["id"]) == ["Do you ship to Ireland?"]
    assert [user["email"] for user in chats[0]["users"]] == ["elena@example.com"]
    await operator.close()


async def test_text_moves_into_the_form_when_the_last_operator_has_just_gone(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.write("Anybody?")
    await operator.ask("set_routing_status", status="not_accepting_chats")
    await visitor.frame.press("Enter")
    await visitor.sees("nobody")

    await visitor.frame.wait_for("document.querySelector('#left-text').value === 'Anybody?'")
