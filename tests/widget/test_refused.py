"""What the server refuses for good is shown with its reason and can be tried again or removed."""

import pytest

from tests.widget.shop import ScriptedOperator, Visitor

pytestmark = [pytest.mark.plain_loop, pytest.mark.asyncio(loop_scope="module")]

# The server refuses a message without a text; what the widget keeps is whole all the time.
SPOIL = """
window.send = WebSocket.prototype.send;
WebSocket.prototype.send = function (text) {
  window.send.call(this, text.replace('"text":"Spoilt"', '"text":" "'));
};
0
"""
MEND = "WebSocket.prototype.send = window.send, 0"


async def refused(visitor: Visitor) -> None:
    """Send a message that arrives without its text."""
    await visitor.frame.evaluate(SPOIL)
    await visitor.says("Spoilt")
    await visitor.state_of("Spoilt", "refused")


async def test_refused_message_is_told_with_its_reason_and_blocks_no_other(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.says("Hello")
    chat = await operator.next_chat()
    await refused(visitor)
    await visitor.says("Another")
    await visitor.state_of("Another", "sent")
    told = await visitor.frame.text(".stamp.refused")

    assert told == "Not sent: event.text must not be empty."
    assert await operator.texts(chat["id"]) == ["Hello", "Another"]


async def test_refused_message_survives_a_reload_and_is_sent_once_when_tried_again(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.says("Hello")
    chat = await operator.next_chat()
    await refused(visitor)
    await visitor.reload()
    await visitor.state_of("Spoilt", "refused")
    await visitor.frame.click(".said .link:first-of-type")
    await visitor.state_of("Spoilt", "sent")
    await visitor.reload()
    await visitor.state_of("Spoilt", "sent")

    assert await visitor.bubbles() == ["Hello", "Spoilt"]
    assert await operator.texts(chat["id"]) == ["Hello", "Spoilt"]


async def test_impatient_clicks_on_try_again_send_it_once(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.says("Hello")
    chat = await operator.next_chat()
    await refused(visitor)
    await visitor.frame.evaluate(
        f"{MEND}; const again = document.querySelector('.said .link');"
        " again.click(); again.click(); again.click()"
    )
    await visitor.state_of("Spoilt", "sent")
    await visitor.says("After it")
    await visitor.state_of("After it", "sent")

    assert await operator.texts(chat["id"]) == ["Hello", "Spoilt", "After it"]


async def test_double_enter_and_double_click_send_one_message(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.write("Once")
    await visitor.frame.evaluate(
        """
        (() => {
          const field = document.querySelector('#message');
          const enter = () => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}));
          const send = document.querySelector('.composer .filled');
          enter(); enter(); send.click(); send.click();
        })()
        """
    )
    await visitor.state_of("Once", "sent")
    chat = await operator.next_chat()
    await visitor.says("Twice is another message")
    await visitor.state_of("Twice is another message", "sent")

    assert await operator.texts(chat["id"]) == ["Once", "Twice is another message"]


async def test_message_left_by_a_double_click_is_left_once(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await operator.ask("set_routing_status", status="not_accepting_chats")
    await visitor.sees("nobody")
    await visitor.write("elena@example.com", into="#left-email")
    await visitor.write("Please write to me", into="#left-text")
    await visitor.frame.evaluate(
        "{ const leave = document.querySelector('form .filled'); leave.click(); leave.click(); }"
    )
    await visitor.sees("left")
    await visitor.state_of("Please write to me", "sent")
    chats = (await operator.ask("list_archives"))["chats"]

    assert len(chats) == 1
    assert await operator.texts(chats[0]["id"]) == ["Please write to me"]
