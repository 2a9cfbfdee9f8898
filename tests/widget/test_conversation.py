"""A visitor and an operator talk, through a real browser and the real server."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.widget.shop import ScriptedOperator, ScriptedVisitor, Shop, Visitor

pytestmark = [pytest.mark.plain_loop, pytest.mark.asyncio(loop_scope="module")]

HOSTILE = '<img src=x onerror="document.title=1"> & <script>document.title=2</script> \u202egnp.exe'
HOLD = {
    "type": "rich_message",
    "template_id": "quick_replies",
    "elements": [
        {
            "title": "May I put you on hold for 2 minutes?",
            "buttons": [
                {"text": "Yes, I\u2019ll wait", "postback_id": "desk.hold.agreed", "user_ids": []},
                {"text": "I\u2019m in a hurry", "postback_id": "desk.hold.hurry", "user_ids": []},
            ],
        }
    ],
}


async def somebody_first(shop: Shop) -> tuple[ScriptedVisitor, str]:
    """Return a second visitor, whose chat takes the operator's only place."""
    other = await ScriptedVisitor.sign_in(shop)
    thread = {"events": [{"type": "message", "text": "First"}]}
    started = await other.ask("start_chat", chat={"thread": thread})
    return other, str(started["chat_id"])


async def test_message_reaches_the_operator_and_gets_its_tick(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("Is a bulb included?")
    chat = await operator.next_chat()
    await visitor.state_of("Is a bulb included?", "sent")
    seen_at = chat["thread"]["events"][0]["created_at"]
    await operator.ask("mark_events_as_seen", chat_id=chat["id"], seen_up_to=seen_at)
    await visitor.state_of("Is a bulb included?", "seen")

    assert [event["text"] for event in chat["thread"]["events"]] == ["Is a bulb included?"]
    assert visitor.page.problems == []


async def test_operator_is_shown_with_name_and_title(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("Hello")
    await operator.next_chat()
    await visitor.sees("talking")

    assert await visitor.frame.text("h1") == "Mira Lind"
    assert await visitor.frame.text(".detail") == "Lamps and deliveries"
    await visitor.frame.wait_for("document.querySelector('header img')?.naturalWidth > 0")


async def test_the_name_is_optional_and_told_before_the_first_message(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.write("Elena", into="#name")
    await visitor.say("Hello")
    chat = await operator.next_chat()

    names = [user.get("name") for user in chat["users"] if user["type"] == "customer"]
    assert names == ["Elena"]


async def test_hostile_text_is_shown_as_text(visitor: Visitor, operator: ScriptedOperator) -> None:
    await visitor.say(HOSTILE)
    chat = await operator.next_chat()
    await operator.say(chat["id"], HOSTILE)
    await visitor.frame.wait_for("document.querySelectorAll('.bubble').length === 2")

    assert await visitor.bubbles() == [HOSTILE, HOSTILE]
    assert (
        await visitor.frame.evaluate("document.querySelectorAll('.bubble img, main script').length")
        == 0
    )
    assert await visitor.frame.evaluate("document.title") == "Chat"


async def test_only_safe_links_of_operators_can_be_followed(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("https://mine.example/")
    chat = await operator.next_chat()
    await operator.say(
        chat["id"],
        "javascript:alert(1) https://bank.example@evil.example/ (https://alder.example/a?b=c).",
    )
    await visitor.frame.wait_for("document.querySelectorAll('.bubble').length === 2")

    links = await visitor.frame.evaluate(
        "[...document.querySelectorAll('.bubble a')].map(a => [a.href, a.rel, a.target])"
    )
    assert links == [["https://alder.example/a?b=c", "noopener noreferrer", "_blank"]]


async def test_typing_is_told_without_the_text(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("Hello")
    chat = await operator.next_chat()
    await visitor.sees("talking")
    await visitor.write("my secret plan")
    peek = await operator.until("incoming_sneak_peek")
    await operator.ask("send_typing_indicator", chat_id=chat["id"], is_typing=True)
    await visitor.frame.wait_for("document.querySelector('.typing').offsetHeight > 0")

    assert peek["sneak_peek"]["text"] == "\u2026"


@pytest.mark.parametrize(
    ("button", "postback"),
    [(".ask .filled", "desk.hold.agreed"), (".ask .pill:not(.filled)", "desk.hold.hurry")],
    ids=["agreed", "hurry"],
)
async def test_hold_button_tells_the_operator_and_says_nothing_else(
    visitor: Visitor, operator: ScriptedOperator, button: str, postback: str
) -> None:
    await visitor.say("Hello")
    chat = await operator.next_chat()
    event_id = await operator.send(chat["id"], **HOLD)
    await visitor.frame.click(button)
    told = await operator.until("incoming_rich_message_postback")
    await visitor.frame.wait_for("!document.querySelector('.ask .card')")
    await visitor.reload()
    await visitor.frame.wait_for_text("You chose")

    assert not await visitor.frame.evaluate("!!document.querySelector('.ask .card')")
    assert (told["event_id"], told["postback"]["id"]) == (event_id, postback)
    assert await operator.texts(chat["id"]) == ["Hello"]


async def test_promised_time_runs_down_until_the_hold_ends(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("Hello")
    chat = await operator.next_chat()
    until = (datetime.now(UTC) + timedelta(seconds=598)).isoformat()
    await operator.ask(
        "update_chat_properties", id=chat["id"], properties={"desk": {"hold_until": until}}
    )
    shown = "document.querySelector('[role=timer]')?.innerText"
    at_first = await visitor.frame.wait_for(f"{shown}?.match(/9:[0-5]\\d/)")
    await visitor.frame.wait_for(f"{shown} && !{shown}.includes('{at_first[0]}')")
    await visitor.reload()
    await visitor.frame.wait_for(f"{shown}?.match(/[89]:[0-5]\\d/)")
    await operator.ask("delete_chat_properties", id=chat["id"], properties={"desk": ["hold_until"]})
    await visitor.frame.wait_for("!document.querySelector('[role=timer]')")


async def test_queue_place_is_shown_while_everybody_is_busy(shop: Shop) -> None:
    operator = await shop.operator(max_chats=1)
    other, chat_id = await somebody_first(shop)
    visitor = await shop.visitor()
    await visitor.open()
    await visitor.sees("new")
    await visitor.say("Second")
    await visitor.sees("queued")
    await visitor.frame.wait_for_text("You\u2019re first in line")
    await visitor.state_of("Second", "saved")
    await operator.ask("deactivate_chat", id=chat_id)
    await visitor.sees("talking")
    await other.close()
    await operator.close()


async def test_the_chat_can_be_taken_up_again_after_its_end(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("Hello")
    chat = await operator.next_chat()
    await operator.say(chat["id"], "Goodbye")
    await operator.ask("deactivate_chat", id=chat["id"])
    await visitor.sees("ended")
    await visitor.frame.wait_for_text("The chat ended at")
    await visitor.reload()
    await visitor.frame.wait_for_text("Goodbye")
    await visitor.say("One more thing")
    resumed = await operator.next_chat()

    assert resumed["id"] == chat["id"]
    assert await operator.texts(chat["id"]) == ["Hello", "Goodbye", "One more thing"]


async def test_all_earlier_sittings_are_loaded_little_by_little(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    for number in range(5):
        await visitor.say(f"Sitting {number}\n" + "line\n" * 8)
        chat = await operator.next_chat()
        await operator.ask("deactivate_chat", id=chat["id"])
        await visitor.sees("ended")
    await visitor.reload()
    await visitor.frame.wait_for_text("Sitting 4")
    await visitor.frame.wait_for("document.querySelector('.scroll').scrollTop > 100")
    # Names that are only spoken lie in the transcript, and never make the frame itself scroll.
    assert await visitor.frame.evaluate("document.body.scrollHeight === innerHeight")
    at_first = len(await visitor.bubbles())
    await visitor.frame.evaluate("document.querySelector('.scroll').scrollTop = 0")
    await visitor.frame.wait_for_text("Sitting 0")

    shown = [text.splitlines()[0] for text in await visitor.bubbles()]
    assert at_first == 3
    assert shown == [f"Sitting {number}" for number in range(5)]
    # The reader's place is kept: what was at the top is still in view.
    assert await visitor.frame.evaluate("document.querySelector('.scroll').scrollTop") > 100


async def test_visitor_in_the_queue_may_leave_a_message_instead(shop: Shop) -> None:
    operator = await shop.operator(max_chats=1)
    other, first = await somebody_first(shop)
    visitor = await shop.visitor()
    await visitor.open()
    await visitor.sees("new")
    await visitor.say("I have no time")
    await visitor.sees("queued")
    await visitor.frame.click(".card .pill")
    await visitor.sees("leaving")
    await visitor.write("elena@example.com", into="#left-email")
    await visitor.write("Please write to me", into="#left-text")
    await visitor.frame.click("form .filled")
    await visitor.sees("left")
    chats = (await operator.ask("list_archives"))["chats"]
    mine = [chat for chat in chats if chat["id"] != first]
    left = [chat["thread"]["properties"].get("routing", {}) for chat in mine]

    assert sorted(routing.get("offline_message", False) for routing in left) == [False, True]
    assert await operator.texts(mine[0]["id"]) == ["I have no time", "Please write to me"]
    await other.close()
    await operator.close()


async def test_picture_is_sent_and_shown_as_a_link(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("Hello")
    await operator.next_chat()
    await visitor.sees("talking")
    await visitor.frame.evaluate(
        """
        (async () => {
          const canvas = new OffscreenCanvas(40, 30);
          canvas.getContext('2d').fillRect(0, 0, 40, 30);
          const chosen = new DataTransfer();
          const blob = await canvas.convertToBlob();
          chosen.items.add(new File([blob], 'shade.png', {type: 'image/png'}));
          const picker = document.querySelector('input[type=file]');
          picker.files = chosen.files;
          picker.dispatchEvent(new Event('change'));
        })()
        """,
        await_promise=True,
    )
    event = (await operator.until("incoming_event"))["event"]
    await visitor.frame.wait_for("document.querySelector('.bubble a img')?.naturalWidth === 40")

    assert (event["type"], event["content_type"]) == ("file", "image/png")
    assert visitor.page.problems == []
