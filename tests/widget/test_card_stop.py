"""The widget's card finder, and the stop that comes before a card number is kept or sent (G19)."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.support.card_corpus import UNSEEN, ZEROS, card_texts
from tests.support.card_lookalikes import look_alikes
from tests.widget.shop import ScriptedOperator, Shop, Visitor
from tests.widget.test_helps import pill
from undivided.etiquette.cards.numbers import masked, masked_unfinished
from undivided.etiquette.cards.split import masked_after, masked_split

pytestmark = pytest.mark.asyncio(loop_scope="module")

VECTORS: dict[str, Any] = json.loads(
    Path(__file__).parents[1].joinpath("etiquette/cards/card_vectors.json").read_text("utf-8")
)
SEED = 20261122
ROUNDS = 300
CARD = "4111 1111 1111 1111"
FOUR = "\u2022" * 4
HIDDEN = f"{FOUR} {FOUR} {FOUR} 1111"
STOP = "That looks like a card number"
ASK = """
(async () => {
  const cards = await import("/widget/cards/numbers.js");
  const {maskedAfter} = await import("/widget/cards/split.js");
  const found = ({start, end, lastFour}) => ({utf16: [start, end], last_four: lastFour});
  const {texts, chats, typing} = %s;
  return {
    cards: texts.map((text) => cards.cardsIn(text).map(found)),
    masked: texts.map((text) => cards.masked(text)),
    chats: chats.map(([before, text]) => maskedAfter(before, text)),
    typing: typing.map((text) => cards.maskedUnfinished(text)),
  };
})()
"""
KEPT = """
(async () => {
  const result = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const all = [];
  for (const {name} of await indexedDB.databases()) {
    const db = await result(indexedDB.open(name));
    all.push(await result(db.transaction("kept").objectStore("kept").getAll()));
    db.close();
  }
  return JSON.stringify([all, {...localStorage}, {...sessionStorage}]);
})()
"""


def random_texts() -> list[str]:
    """Return texts with cards, with look-alikes, and rows of signs that mean nothing."""
    random = Random(SEED)
    signs = "0123456789" * 6 + " -./,\n\u2022*+:cvexp" + UNSEEN
    signs += "".join(chr(zero + 4) for zero in ZEROS)
    made = ["".join(random.choices(signs, k=random.randint(0, 90))) for _ in range(ROUNDS)]
    samples = card_texts(SEED, ROUNDS) + look_alikes(SEED, ROUNDS)
    return [sample.text for sample in samples] + made


def halves(texts: list[str]) -> list[tuple[list[str], str]]:
    """Return each text as two messages, cut anywhere, the first as it would have been kept."""
    random = Random(SEED)
    cuts = [random.randint(0, len(text)) for text in texts]
    return [([masked(text[:cut])], text[cut:]) for text, cut in zip(texts, cuts, strict=True)]


def chats_of_vectors() -> list[tuple[list[str], str]]:
    """Return each message with what is kept of those before it: as sent, and as the server does."""
    asked = []
    for case in VECTORS["chats"]:
        sent: list[str] = []
        kept: list[str] = []
        for text in case["said"]:
            asked += [(sent, text), (kept, text)]
            sent = [*sent, masked_after(sent, text)]
            before, own = masked_split(kept, text)
            kept = [*before, own]
    return asked


async def test_finder_of_the_widget_and_of_the_server_agree(visitor: Visitor) -> None:
    texts = [case["text"] for case in VECTORS["texts"]]
    random = random_texts()
    chats = chats_of_vectors() + halves(random)
    typing = [case["text"] for case in VECTORS["typing"]] + [text[:40] for text in random]
    asked = json.dumps({"texts": texts + random, "chats": chats, "typing": typing})

    told = await visitor.frame.evaluate(ASK % asked, await_promise=True)

    count = len(texts)
    expected = [
        [{name: card[name] for name in ("utf16", "last_four")} for card in case["cards"]]
        for case in VECTORS["texts"]
    ]
    assert expected == told["cards"][:count]
    assert [case["masked"] for case in VECTORS["texts"]] == told["masked"][:count]
    assert [masked(text) for text in random] == told["masked"][count:]
    assert [masked_after(before, text) for before, text in chats] == told["chats"]
    assert [masked_unfinished(text) for text in typing] == told["typing"]


async def test_card_number_is_stopped_before_it_is_sent_or_kept(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    del shop
    frame = visitor.frame
    await visitor.say("Hello")
    chat = str((await operator.next_chat())["id"])
    await visitor.sees("talking")

    # Typed piece by piece, as people do: no draft holds more than a bank's digits.
    for piece in ("My card: 4111", " 1111", " 1111", " 1111", " cvv 123"):
        await frame.type_text(piece)
        assert "4111 1111" not in await frame.evaluate(KEPT, await_promise=True)
    await frame.press("Enter")
    await frame.wait_for_text(STOP)
    assert await frame.evaluate("document.querySelector('[role=alert] h2').textContent") == STOP
    assert await draft(visitor) == f"My card: {HIDDEN} cvv ***"
    await frame.press("Enter")  # again, and nothing is sent

    # By keyboard: back from the field to "It's something else", then "Remove the number".
    await frame.press("Tab", shift=True)
    await frame.press("Tab", shift=True)
    await frame.press("Tab", shift=True)
    assert await frame.evaluate("document.activeElement.textContent") == "Remove the number"
    await frame.press("Enter")
    await frame.wait_for("!document.querySelector('.stop')")
    assert await draft(visitor) == "My card"
    assert await frame.evaluate("document.activeElement.id") == "message"

    # Over two messages, the second of which ends the number.
    await frame.evaluate("document.querySelector('#message').value = ''")
    await visitor.says("It begins 4111 1111")
    await visitor.say("1111 1111 that is all")
    await frame.wait_for_text(STOP)
    await frame.click(".stop .plain")
    await visitor.frame.wait_for("document.querySelectorAll('.bubble').length === 3")

    await visitor.state_of("that is all", "sent")
    # The server masks the first half too, and tells of it.
    await visitor.frame.wait_for("!document.body.textContent.includes('4111 1111')")
    assert await visitor.bubbles() == [
        "Hello",
        f"It begins {FOUR} {FOUR}",
        f"{FOUR} {FOUR} that is all",
    ]
    assert (await operator.texts(chat))[1:] == (await visitor.bubbles())[1:]
    assert await draft(visitor) == ""
    assert visitor.page.problems == []


async def test_message_is_sent_and_masked_by_the_server_when_the_finder_cannot_be_loaded(
    shop: Shop, operator: ScriptedOperator
) -> None:
    visitor = await shop.visitor()
    await visitor.page.set_blocked("*/calls.js")
    await visitor.open()
    await visitor.sees("new")

    await visitor.write(f"It is {CARD}")
    kept = await visitor.frame.evaluate(KEPT, await_promise=True)
    await visitor.frame.press("Enter")
    chat = await operator.next_chat()

    assert CARD not in kept, "what cannot be looked at is not kept as a draft"
    assert [f"It is {HIDDEN}"] == [event["text"] for event in chat["thread"]["events"]]


async def test_nobody_has_to_be_here_to_ask_for_a_call(shop: Shop) -> None:
    visitor = await shop.visitor()
    await visitor.open()
    await visitor.sees("nobody")
    await visitor.frame.click("header button[aria-label='Request a call']")
    await visitor.frame.wait_for("document.activeElement.id === 'call-phone'")
    await visitor.frame.evaluate(f"({pill('Not now')}).click()")
    await visitor.write("elena@example.com", into="#left-email")
    await visitor.write(f"Charge {CARD}", into="#left-text")
    await visitor.frame.click("form .filled")
    await visitor.frame.wait_for_text(STOP)
    await visitor.frame.click(".stop .filled")
    await visitor.frame.wait_for("document.activeElement.id === 'call-phone'")

    await visitor.frame.type_text(CARD)
    await visitor.frame.press("Enter")
    await visitor.frame.wait_for_text("Write the phone number that we can call.")
    await visitor.frame.evaluate("document.querySelector('#call-phone').value = ''")
    await visitor.frame.type_text("030 5550199")
    await visitor.frame.press("Enter")
    await visitor.frame.wait_for_text("Without your yes nobody calls.")
    await visitor.frame.wait_for("document.activeElement.id === 'call-consent'")
    await visitor.frame.press("Space")
    await visitor.frame.click("form.card .filled")
    await visitor.state_of("Phone number: 030 5550199", "sent")
    operator = await shop.operator()
    tagged = {"filters": {"tags": {"values": ["callback"]}}}
    (found,) = (await operator.ask("list_archives", **tagged))["chats"]
    kept = await visitor.frame.evaluate("document.querySelector('#left-text').value")
    await operator.close()

    assert found["thread"]["properties"]["routing"] == {"offline_message": True}
    (form,) = found["thread"]["events"]
    assert form["type"] == "filled_form"
    assert [(each["id"], each.get("answers")) for each in form["fields"]] == [
        ("phone", None),
        ("consent", [{"id": "yes", "label": "Yes"}]),
    ]
    assert kept == "Charge"
    assert visitor.page.problems == []


async def draft(visitor: Visitor) -> str:
    value: str = await visitor.frame.evaluate("document.querySelector('#message').value")
    return value
