"""What helps a visitor to be understood: topics, other words, details, small letters."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.widget.shop import ScriptedOperator, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")

LOUD = "WHERE IS THE LAMP THAT I ORDERED"
HINT = "Capitals read as shouting"
AGAIN = "Sorry, I don\u2019t understand. Could you explain it differently?"


def pill(words: str) -> str:
    """Return the expression of a shown button."""
    return (
        "[...document.querySelectorAll('button')].find(each =>"
        f" each.textContent === '{words}' && each.offsetHeight > 0)"
    )


async def test_visitor_tells_the_topic_asks_again_and_adds_details(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    frame = visitor.frame
    await frame.wait_for(pill("An order"))
    await frame.evaluate(f"{pill('A product')}.click()")
    await frame.evaluate(f"{pill('An order')}.click()")
    pressed = await frame.evaluate(
        "[...document.querySelectorAll('.topics [aria-pressed=true]')].map(each => each.innerText)"
    )
    asked = await frame.evaluate("document.activeElement.labels[0].textContent")
    await frame.type_text("4711-B")
    await visitor.say(LOUD)
    chat = str((await operator.next_chat())["id"])
    await frame.wait_for_text(HINT)
    assert (pressed, asked) == (["An order"], "Order number (optional)")
    assert await operator.texts(chat) == [f"An order. Order number: 4711-B\n{LOUD}"]

    # Only the message itself is spoken of, and not what comes after it.
    await frame.click("header button[aria-label='Request a call']")
    await frame.type_text("030 5550199")
    await frame.evaluate("document.querySelector('#call-consent').checked = true")
    await frame.click("form.card .filled")
    await visitor.state_of("Phone number: 030 5550199", "sent")
    assert not await frame.evaluate(f"document.body.innerText.includes('{HINT}')")

    # The buttons come with the operator's words and go with the visitor's own.
    await operator.say(chat, "The consignment is in transit.")
    await frame.wait_for(pill("Explain it differently"))
    await frame.evaluate(f"{pill('Explain it differently')}.click()")
    while (await operator.until("incoming_event"))["event"].get("text") != AGAIN:
        pass  # What the operator said comes back first.
    await frame.wait_for(f"!{pill('Explain it differently')}")

    await operator.say(chat, "It is on its way to you. Is the address right?")
    await frame.wait_for(pill("I have more details"))
    await visitor.write("It was on Monday.")
    await frame.evaluate(f"{pill('I have more details')}.click()")
    draft = "It was on Monday.\nMore details: "
    await frame.wait_for(f"document.querySelector('#message').value === {draft!r}")
    assert await frame.evaluate("document.activeElement.id") == "message"

    until = (datetime.now(UTC) + timedelta(seconds=110)).isoformat()
    await operator.ask(
        "update_chat_properties", id=chat, properties={"desk": {"hold_until": until}}
    )
    await frame.wait_for(
        "document.querySelector('.who .detail').textContent === 'is looking it up for you'"
    )
    await operator.ask("delete_chat_properties", id=chat, properties={"desk": ["hold_until"]})
    await frame.wait_for(
        "document.querySelector('.who .detail').textContent === 'Lamps and deliveries'"
    )
    assert visitor.page.problems == []
