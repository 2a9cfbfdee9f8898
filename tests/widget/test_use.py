"""The widget by keyboard, on a phone, and with a screen reader's eyes."""

import pytest

from tests.widget.shop import LAUNCHER, ScriptedOperator, Shop, Visitor

pytestmark = [pytest.mark.plain_loop, pytest.mark.asyncio(loop_scope="module")]

ACTIVE = "document.activeElement"


async def test_everything_works_by_keyboard_alone(shop: Shop, operator: ScriptedOperator) -> None:
    visitor = await shop.visitor()
    root = "document.querySelector('body > div:last-of-type').shadowRoot"
    await visitor.page.wait_for(LAUNCHER)
    for _ in range(30):
        if await visitor.page.evaluate(f"{root}.activeElement?.tagName === 'BUTTON'"):
            break
        await visitor.page.press("Tab")
    await visitor.page.press("Enter")
    await visitor.sees("new")
    await visitor.frame.wait_for(f"{ACTIVE}.id === 'message'")
    await visitor.frame.type_text("By keys")
    await visitor.frame.press("Enter")
    await visitor.state_of("By keys", "sent")
    chat = await operator.next_chat()
    await operator.say(chat["id"], "Understood")
    await visitor.frame.wait_for_text("Understood")
    await visitor.frame.press("Escape")
    await visitor.page.wait_for(f"{root}.activeElement?.tagName === 'BUTTON'")

    assert await visitor.page.evaluate(f"{root}.querySelector('iframe').hidden")


async def test_unread_messages_are_counted_while_the_chat_is_hidden(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("Hello")
    chat = await operator.next_chat()
    await visitor.frame.press("Escape")
    await operator.say(chat["id"], "One")
    await operator.say(chat["id"], "Two")
    await visitor.page.wait_for(
        f"{LAUNCHER}.getAttribute('aria-label') === 'Chat with us, 2 unread'"
    )
    await visitor.open()
    await visitor.page.wait_for(f"{LAUNCHER}.getAttribute('aria-label') === 'Chat with us'")


CONTROLS = """
[...document.querySelectorAll('button, input, select, textarea')]
  .filter(node => node.offsetHeight > 0)
  .map(node => [
    node.ariaLabel || node.innerText || node.labels?.[0]?.textContent,
    Math.round(node.getBoundingClientRect().height),
  ])
"""


async def test_controls_have_names_and_are_large_enough(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("Hello")
    await operator.next_chat()
    await visitor.sees("talking")
    await visitor.write("4111 1111 1111 1111")
    talking = await visitor.frame.evaluate(CONTROLS)
    await visitor.frame.press("Enter")
    await visitor.frame.wait_for_text("That looks like a card number")
    stopped = await visitor.frame.evaluate(CONTROLS)
    await visitor.frame.click("header button[aria-label='Request a call']")
    asking = await visitor.frame.evaluate(CONTROLS)

    shown = talking + stopped + asking
    assert [name for name, height in shown if not name or height < 42] == []
    # The last has the form's three fields and two buttons, and no second way into it.
    assert [6, 9, 10] == [len(talking), len(stopped), len(asking)]
    assert await visitor.frame.evaluate("document.querySelector('[role=log]').ariaLive") == "polite"


@pytest.mark.parametrize("width", [320, 390], ids=["320", "390"])
async def test_a_phone_shows_the_chat_in_full_without_sideways_scrolling(
    shop: Shop, operator: ScriptedOperator, width: int
) -> None:
    visitor = await shop.visitor()
    await visitor.page.set_device_metrics(width, 700, scale=2, mobile=True)
    await visitor.open()
    await visitor.sees("new")
    await visitor.say("Donaudampfschifffahrtselektrizitaeten" * 5)
    await operator.next_chat()
    await visitor.sees("talking")

    measure = "[document.documentElement.scrollWidth, innerWidth, innerHeight]"
    assert await visitor.frame.evaluate(measure) == [width, width, 700]
    assert (await visitor.page.evaluate(measure))[0] == width


async def test_the_chat_stays_open_from_page_to_page(shop: Shop, visitor: Visitor) -> None:
    await visitor.comes_back(shop.address("checkout.html"))
    await visitor.page.wait_for(f"{LAUNCHER}.hidden")
    await visitor.sees("new")


async def test_operator_sees_the_page_that_the_visitor_looks_at(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("Hello")
    await operator.next_chat()
    await visitor.comes_back(shop.address("checkout.html"))
    page = await operator.until("customer_page_updated")
    # The page that the chat began on may be told late; then the next one comes, or time runs out.
    while not page["url"].endswith("/demo/checkout.html"):
        page = await operator.until("customer_page_updated")


async def test_a_very_long_address_keeps_nobody_out(shop: Shop, operator: ScriptedOperator) -> None:
    visitor = await shop.visitor("?campaign=" + "x" * 5_000)
    await visitor.open()
    await visitor.sees("new")
    await visitor.say("Hello")
    chat = await operator.next_chat()

    assert chat["thread"]["active"]


async def test_messages_from_another_window_are_not_heard(visitor: Visitor) -> None:
    await visitor.frame.evaluate("window.postMessage({undivided: 'close'}, '*')")
    await visitor.page.evaluate("window.postMessage({undivided: 'close'}, '*')")
    await visitor.frame.evaluate("new Promise(done => setTimeout(done, 100))", await_promise=True)

    assert await visitor.page.evaluate(f"{LAUNCHER}.hidden")


async def test_reduced_motion_shows_the_dots_still(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    await visitor.page.send("Emulation.setEmulatedMedia", features=features)
    moves = "getComputedStyle(document.querySelector('.typing i')).animationName"

    assert await visitor.frame.evaluate(moves) == "none"
