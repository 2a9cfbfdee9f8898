"""Details that an operator reads back: confirmed as they are, or changed in place (practice 62)."""

import pytest

from tests.widget.shop import ScriptedOperator, Shop, Visitor
from undivided.desk.read_back import read_back
from undivided.etiquette.details import Detail
from undivided.protocol.events import Event

pytestmark = pytest.mark.asyncio(loop_scope="module")

MARKUP = "<img src=x onerror=alert(1)>"


def question(*details: tuple[str, str]) -> dict[str, object]:
    """Return the card as it is sent."""
    event: Event = read_back(Detail(*each) for each in details)
    elements = [
        {
            "title": element.title,
            "subtitle": element.subtitle,
            "buttons": [
                {"text": button.text, "postback_id": button.postback_id, "type": button.type}
                for button in element.buttons
            ],
        }
        for element in event.elements or ()
    ]
    return {"type": event.type, "template_id": event.template_id, "elements": elements}


async def answer_to(operator: ScriptedOperator) -> dict[str, str]:
    """Return the next confirmed details."""
    while True:
        event = (await operator.until("incoming_event"))["event"]
        if event["type"] == "filled_form":
            assert event["form_id"] == "desk.readback"
            return {field["label"]: field["answer"] for field in event["fields"]}


async def test_visitor_confirms_or_changes_details_in_place(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    del shop
    frame = visitor.frame
    await visitor.say("Hello")
    chat = str((await operator.next_chat())["id"])

    await operator.send(chat, **question(("E-mail", "eve@example.com"), ("Note", MARKUP)))
    await frame.click("form.card .filled")
    agreed = await answer_to(operator)
    await frame.wait_for("!document.querySelector('form.card .fact')")
    await visitor.reload()
    frame = visitor.frame
    await frame.wait_for_text("Confirmed")
    asked_again = await frame.evaluate("document.querySelectorAll('.fact').length")

    second = await operator.send(chat, **question(("Order", "4711-B"), ("Phone", "030 555")))
    await frame.click("[aria-label='Change: Order']")
    await frame.wait_for("document.activeElement.id === 'detail-0'")
    await frame.evaluate("document.activeElement.value = '4012 8888 8888 1881'")
    await frame.press("Enter")
    await frame.wait_for_text("That looks like a card number.")
    await frame.evaluate("document.activeElement.value = '4711-C'")
    await frame.press("Enter")
    changed = await answer_to(operator)
    pressed = await operator.until("incoming_rich_message_postback")
    while pressed["event_id"] != second:
        pressed = await operator.until("incoming_rich_message_postback")

    assert agreed == {"E-mail": "eve@example.com", "Note": MARKUP}
    assert asked_again == 0
    assert changed == {"Order": "4711-C", "Phone": "030 555"}
    assert pressed["postback"]["id"] == "desk.readback.change"
    assert visitor.page.problems == []
