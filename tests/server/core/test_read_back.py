"""Details read back and confirmed: kept as sent, within limits of their own."""

import pytest

from tests.server.core.hub_play import HubPlay

ASK = {
    "type": "rich_message",
    "template_id": "cards",
    "elements": [
        {
            "title": "Right?",
            "buttons": [{"text": "Correct", "postback_id": "desk.readback.correct"}],
        },
        {"title": "Note", "subtitle": "pay with 4012 8888 8888 1881"},
    ],
}


def form(*answers: object, label: str = "Note") -> dict[str, object]:
    fields = [
        {"type": "question", "id": f"detail-{at}", "label": label, "answer": answer}
        for at, answer in enumerate(answers)
    ]
    return {"type": "filled_form", "form_id": "desk.readback", "fields": fields}


def test_card_numbers_are_masked_on_both_ways(play: HubPlay) -> None:
    ann, eve = play.operator("ann"), play.visitor("eve")
    chat, _ = eve.start("Hello")

    ann.ask("send_event", {"chat_id": chat, "event": ASK})
    eve.ask("send_event", {"chat_id": chat, "event": form("my card 4012 8888 8888 1881")})

    *_, card, answer = eve.ask("get_chat", {"chat_id": chat})["thread"]["events"]
    assert "8888 8888" not in card["elements"][1]["subtitle"]
    assert "8888 8888" not in answer["fields"][0]["answer"]
    assert answer["fields"][0]["answer"].endswith("1881")


@pytest.mark.parametrize(
    "event",
    [form(*"1234567"), form("x" * 301), form("x", label="y" * 61), form(None)],
    ids=["seven", "a long value", "a long label", "no value"],
)
def test_form_of_details_has_limits_of_its_own(play: HubPlay, event: dict[str, object]) -> None:
    play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start("Hello")

    assert eve.refused("send_event", {"chat_id": chat, "event": event}) == "validation"
