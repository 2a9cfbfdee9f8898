"""Two tabs of the shop are one visitor: equal views, one draft, and every word once."""

import pytest

from tests.support.page import Page
from tests.widget.shop import ScriptedOperator, Shop, Visitor

pytestmark = [pytest.mark.plain_loop, pytest.mark.asyncio(loop_scope="module")]

SENT = "document.querySelectorAll('.stamp.sending').length === 0"


async def second_tab(shop: Shop, text: str) -> Visitor:
    """Return the visitor in a second tab, once it shows a text."""
    second = await shop.visitor("rugs.html")
    await second.open()
    await second.frame.wait_for_text(text)
    return second


async def close(shop: Shop, tab: Page) -> None:
    """Close a tab as a visitor does."""
    shop.tabs.remove(tab)
    await tab.close()


async def test_words_of_both_tabs_are_shown_in_both_before_they_are_sent(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    token = shop.server.add_operator("jonas@example.com", name="Jonas Berg").token
    await visitor.say("Hello")
    chat = await operator.next_chat()
    second = await second_tab(shop, "Hello")
    shop.server.kill()
    await visitor.says("one")
    await second.frame.wait_for_text("one")
    await second.says("two")
    await visitor.frame.wait_for_text("two")
    waiting = (await visitor.bubbles(), await second.bubbles())
    shop.server.start()
    again = await ScriptedOperator.sign_in(shop.server, token)
    await visitor.frame.wait_for(SENT, 30)
    await second.frame.wait_for(SENT, 30)

    expected = ["Hello", "one", "two"]
    assert waiting == (expected, expected)
    assert await visitor.bubbles() == expected
    assert await second.bubbles() == expected
    assert await again.texts(chat["id"]) == expected
    await again.close()


async def test_closed_tab_hands_its_words_to_the_other(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    token = shop.server.add_operator("jonas@example.com", name="Jonas Berg").token
    await visitor.say("Hello")
    chat = await operator.next_chat()
    second = await second_tab(shop, "Hello")
    shop.server.kill()
    await visitor.says("Written in a tab that goes")
    await close(shop, visitor.page)
    shop.server.start()
    again = await ScriptedOperator.sign_in(shop.server, token)
    await second.frame.wait_for_text("Written in a tab that goes")
    await second.state_of("Written in a tab that goes", "sent")

    assert await again.texts(chat["id"]) == ["Hello", "Written in a tab that goes"]
    await again.close()


async def test_tab_that_never_opened_the_chat_sends_what_the_closed_one_left(
    shop: Shop, visitor: Visitor
) -> None:
    token = shop.server.add_operator("jonas@example.com", name="Jonas Berg").token
    other = await shop.visitor("rugs.html")
    await other.sees("starting")
    shop.server.kill()
    await visitor.says("My very first words")
    await other.frame.wait_for("document.querySelectorAll('.bubble').length === 1")
    await close(shop, visitor.page)
    # With nobody at the desk yet, the words would go into the form for messages.
    await other.page.set_offline()
    shop.server.start()
    operator = await ScriptedOperator.sign_in(shop.server, token)
    await other.page.set_offline(False)
    chat = await operator.next_chat()

    assert await operator.texts(chat["id"]) == ["My very first words"]
    await operator.close()


async def test_draft_is_one_and_neither_tab_loses_it(shop: Shop, visitor: Visitor) -> None:
    second = await shop.visitor("rugs.html")
    await second.open()
    await second.sees("new")
    await visitor.write("Half a thou")
    await second.frame.wait_for("document.querySelector('#message').value === 'Half a thou'")
    await second.write("ght")
    await visitor.frame.wait_for("document.querySelector('#message').value === 'Half a thought'")
    await visitor.reload()
    await visitor.frame.wait_for("document.querySelector('#message').value === 'Half a thought'")


async def test_given_up_message_disappears_from_both_tabs(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("Hello")
    await operator.next_chat()
    second = await second_tab(shop, "Hello")
    await refuse_files(visitor)
    await second.frame.click(".said.visitor .link:last-of-type")
    await visitor.frame.wait_for("document.querySelectorAll('.bubble').length === 1")
    await visitor.reload()
    await visitor.frame.wait_for_text("Hello")

    assert await visitor.bubbles() == ["Hello"]


async def test_words_go_into_the_form_of_both_tabs_once(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    second = await shop.visitor("rugs.html")
    await second.open()
    await second.sees("new")
    await visitor.write("Anybody?")
    await operator.ask("set_routing_status", status="not_accepting_chats")
    await visitor.frame.press("Enter")
    for tab in (visitor, second):
        await tab.sees("nobody")
        await tab.frame.wait_for("document.querySelector('#left-text').value === 'Anybody?'")


async def refuse_files(visitor: Visitor) -> None:
    """Send what the server refuses for good: a file that was never uploaded."""
    await visitor.frame.evaluate(
        """
        (async () => {
          const real = window.fetch.bind(window);
          const nowhere = {url: location.origin + '/files/none/x.png'};
          window.fetch = async (asked, ...more) =>
            String(asked).includes('upload_file') ? Response.json(nowhere) : real(asked, ...more);
          const chosen = new DataTransfer();
          chosen.items.add(new File(['abc'], 'x.png', {type: 'image/png'}));
          const picker = document.querySelector('input[type=file]');
          picker.files = chosen.files;
          picker.dispatchEvent(new Event('change'));
        })()
        """,
        await_promise=True,
    )
    await visitor.state_of("x.png", "refused")
