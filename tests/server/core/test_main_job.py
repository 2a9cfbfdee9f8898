"""The main job: a visitor asks, an operator answers."""

from tests.server.core.hub_play import HubPlay


def test_first_message_reaches_the_operator_with_its_chat(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")

    chat, thread = eve.start("Do you ship to Malta?")

    (push,) = ann.pushes("incoming_chat")
    assert push["chat"]["id"] == chat
    assert push["chat"]["thread"]["id"] == thread
    assert push["chat"]["thread"]["events"][0]["text"] == "Do you ship to Malta?"
    assert {user["id"] for user in push["chat"]["users"]} == {"v-eve", "ann@desk.test"}


def test_messages_go_both_ways(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start("Hello")

    ann.say(chat, "Hi, how can I help?")
    eve.say(chat, "Shipping?")

    assert [each["event"]["text"] for each in eve.pushes("incoming_event")] == [
        "Hi, how can I help?",
        "Shipping?",
    ]
    assert ann.texts(chat) == eve.texts(chat) == ["Hello", "Hi, how can I help?", "Shipping?"]


def test_answer_leaves_before_the_push_and_only_the_requesters_push_names_it(
    play: HubPlay,
) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start("Hello")
    ann.forget()
    eve.forget()

    eve.say(chat, "Again")

    answer, push = eve.frames
    assert (answer["type"], push["type"]) == ("response", "push")
    assert answer["request_id"] == push["request_id"]
    assert "request_id" not in ann.frames[0]
