"""A visitor asks to be called: kept, tagged, and marked by operators alone."""

from typing import Any

import pytest

from tests.server.core.hub_play import Client, HubPlay, email

PHONE = "+44 20 7946 0018"


@pytest.fixture
def scene(play: HubPlay) -> tuple[HubPlay, Client, Client, str]:
    ann, eve = play.operator("ann"), play.visitor("eve")
    chat, _ = eve.start("Hello")
    return play, ann, eve, chat


Scene = tuple[HubPlay, Client, Client, str]


def wish(phone: str = PHONE, **more: object) -> dict[str, Any]:
    field = {"type": "question", "id": "phone", "label": "Phone number", "answer": phone}
    form = {"type": "filled_form", "form_id": "desk.callback", "custom_id": "w-1"}
    return {**form, "fields": [field], **more}


def ask(scene: Scene, event: dict[str, Any]) -> dict[str, Any]:
    _, ann, eve, chat = scene
    eve.ask("send_event", {"chat_id": chat, "event": event})
    thread: dict[str, Any] = ann.ask("get_chat", {"chat_id": chat})["thread"]
    return thread


def test_wish_is_kept_once_told_and_tagged(scene: Scene) -> None:
    _, ann, _, _ = scene

    ask(scene, wish())
    thread = ask(scene, wish())

    forms = [event for event in thread["events"] if event["type"] == "filled_form"]
    assert [PHONE] == [form["fields"][0]["answer"] for form in forms]
    assert ["callback"] == thread["tags"]
    assert ["callback"] == [push["tag"] for push in ann.pushes("thread_tagged")]


def test_wish_that_opens_a_chat_is_tagged(play: HubPlay) -> None:
    ann, eve = play.operator("ann"), play.visitor("eve")

    answer = eve.ask("start_chat", {"chat": {"thread": {"events": [wish()]}}})
    ann.ask("deactivate_chat", {"id": answer["chat_id"]})
    found = ann.ask("list_archives", {"filters": {"tags": {"values": ["callback"]}}})

    assert [answer["chat_id"]] == [chat["id"] for chat in found["chats"]]


def test_operator_marks_a_wish_and_the_visitor_is_told_without_an_address(scene: Scene) -> None:
    _, ann, eve, chat = scene
    thread = ask(scene, wish())
    where = {"chat_id": chat, "thread_id": thread["id"], "event_id": thread["events"][-1]["id"]}
    told = {"desk": {"callback_state": "claimed", "callback_by": email("ann")}}

    ann.ask("update_event_properties", {**where, "properties": told})

    (push,) = eve.pushes("event_properties_updated")
    assert "claimed" == push["properties"]["desk"]["callback_state"]
    assert "@" not in push["properties"]["desk"]["callback_by"]


def test_visitor_cannot_say_what_became_of_a_wish(scene: Scene) -> None:
    _, _, eve, chat = scene
    own = {"callback_state": "done", "callback_by": "ann", "written_at": "2026-11-22T10:00:00Z"}

    thread = ask(scene, wish(properties={"desk": own}))
    event = thread["events"][-1]
    where = {"chat_id": chat, "thread_id": thread["id"], "event_id": event["id"]}
    refusal = eve.refused("update_event_properties", {**where, "properties": {"desk": own}})

    assert {"desk": {"written_at": own["written_at"]}} == event["properties"]
    assert "authorization" == refusal


def test_phone_number_of_a_wish_stays_and_a_card_number_is_masked(scene: Scene) -> None:
    _, _, eve, chat = scene
    ask(scene, wish("4222222222222"))
    eve.ask("send_event", {"chat_id": chat, "event": wish("371449635398431", custom_id="w-2")})

    _, ann, _, _ = scene
    events = ann.ask("get_chat", {"chat_id": chat})["thread"]["events"]

    assert ["4222222222222", "\u2022" * 11 + "8431"] == [
        event["fields"][0]["answer"] for event in events if event["type"] == "filled_form"
    ]
