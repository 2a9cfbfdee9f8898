"""Catching up: replay equals a snapshot, or there is a gap (promises G5 and G6)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.server.core.client_state import bring_forward, snapshot
from tests.server.core.hub_play import Client, HubPlay, email
from undivided.server.hub import replay


def cursor(play: HubPlay) -> dict[str, Any]:
    return {"resume_from": str(play.archive.head), "epoch": play.archive.epoch}


def back(play: HubPlay, name: str, since: dict[str, Any]) -> Client:
    make = play.operator if name in ("ann", "bob") else play.visitor
    return make(name, login={"desk": since})


def numbered(client: Client) -> list[dict[str, Any]]:
    return [each for each in client.frames if "desk_seq" in each]


def announced(client: Client) -> dict[str, Any]:
    answer = next(each for each in client.frames if each["action"] == "login")
    return dict(answer["payload"]["desk"])


def test_login_announces_the_extensions(play: HubPlay) -> None:
    desk = announced(play.operator("ann"))

    assert desk["name"] == "bundled"
    assert desk["features"] == ["dedupe", "replay", "hold", "callback", "canned", "parts"]
    assert desk["epoch"] == play.archive.epoch
    assert desk["server_time"].endswith("Z")


def test_missed_pushes_come_in_order_right_after_the_answer(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    since = cursor(play)
    ann.leave()
    for text in ("one", "two", "three"):
        eve.say(chat, text)

    again = back(play, "ann", since)

    replayed = [each for each in numbered(again) if each["action"] == "incoming_event"]
    assert [each["payload"]["event"]["text"] for each in replayed] == ["one", "two", "three"]
    assert again.frames[0]["action"] == "login"
    assert again.frames[1] == replayed[0] or again.frames[1]["action"] == "routing_status_set"
    numbers = [each["desk_seq"] for each in numbered(again)]
    assert numbers == sorted(set(numbers))


def test_a_visitor_catches_up_without_whispers(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    since = cursor(play)
    eve.leave()
    ann.say(chat, "Are you there?")
    ann.say(chat, "She left", visibility="agents")

    again = back(play, "eve", since)

    replayed = [each["payload"]["event"]["text"] for each in numbered(again)]
    assert replayed == ["Are you there?"]
    assert "@" not in str(again.frames)


def test_nothing_of_others_chats_is_replayed(play: HubPlay) -> None:
    play.operator("ann")
    bob = play.operator("bob", max_chats=0)
    eve, mal = play.visitor("eve"), play.visitor("mal")
    chat, _ = eve.start()
    since = cursor(play)
    bob.leave()
    mal.leave()
    eve.say(chat, "secret")

    assert "secret" not in str(numbered(back(play, "bob", since)))
    assert "secret" not in str(back(play, "mal", since).frames)


@pytest.mark.parametrize(
    "since",
    [
        {"resume_from": "999999"},
        {"resume_from": "-1"},
        {"resume_from": "soon"},
        {"resume_from": "9" * 40},
        {"resume_from": "0", "epoch": "another history"},
    ],
    ids=["ahead of the head", "negative", "no number", "huge", "another epoch"],
)
def test_cursors_that_cannot_be_served_are_a_gap(play: HubPlay, since: dict[str, str]) -> None:
    ann = play.operator("ann", login={"desk": since})

    assert announced(ann)["gap"] is True
    assert numbered(ann)[0]["action"] == "routing_status_set"


def test_too_many_missed_pushes_are_a_gap(play: HubPlay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "MOST_PUSHES", 5)
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    since = cursor(play)
    ann.leave()
    for number in range(6):
        eve.say(chat, str(number))

    assert announced(back(play, "ann", since))["gap"] is True


def test_forgotten_pushes_are_a_gap(play: HubPlay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "KEPT_PUSHES", 3)
    ann = play.operator("ann")
    since = cursor(play)
    eve = play.visitor("eve")
    chat, _ = eve.start()
    for number in range(6):
        eve.say(chat, str(number))
    ann.leave()
    play.wait(4000)

    assert announced(back(play, "ann", since))["gap"] is True
    assert "gap" not in announced(back(play, "bob", cursor(play)))


def test_a_restored_history_is_another_epoch(play: HubPlay) -> None:
    ann = play.operator("ann")
    since = cursor(play)
    ann.leave()

    play.archive.renew_epoch("restored")
    play.run()

    assert announced(back(play, "ann", since))["gap"] is True


Change = Callable[[HubPlay, Client, Client, str, str], object]

CHANGES: dict[str, Change] = {
    "incoming_event": lambda play, bob, eve, chat, thread: eve.say(chat, "more"),
    "thread_tagged": lambda play, bob, eve, chat, thread: bob.ask(
        "tag_thread", {"chat_id": chat, "thread_id": thread, "tag": "late"}
    ),
    "thread_untagged": lambda play, bob, eve, chat, thread: bob.ask(
        "untag_thread", {"chat_id": chat, "thread_id": thread, "tag": "first"}
    ),
    "chat_properties_updated": lambda play, bob, eve, chat, thread: bob.ask(
        "update_chat_properties", {"id": chat, "properties": {"desk": {"hold_by": "x"}}}
    ),
    "chat_properties_deleted": lambda play, bob, eve, chat, thread: bob.ask(
        "delete_chat_properties", {"id": chat, "properties": {"ns": ["old"]}}
    ),
    "thread_properties_updated": lambda play, bob, eve, chat, thread: eve.ask(
        "update_thread_properties",
        {"chat_id": chat, "thread_id": thread, "properties": {"rating": {"score": 1}}},
    ),
    "thread_properties_deleted": lambda play, bob, eve, chat, thread: bob.ask(
        "delete_thread_properties",
        {"chat_id": chat, "thread_id": thread, "properties": {"ns": ["old"]}},
    ),
    "event_properties_updated": lambda play, bob, eve, chat, thread: bob.ask(
        "update_event_properties",
        {
            "chat_id": chat,
            "thread_id": thread,
            "event_id": f"{thread}_1",
            "properties": {"status": {"delivered": True}},
        },
    ),
    "event_properties_deleted": lambda play, bob, eve, chat, thread: bob.ask(
        "delete_event_properties",
        {
            "chat_id": chat,
            "thread_id": thread,
            "event_id": f"{thread}_2",
            "properties": {"ns": ["old"]},
        },
    ),
    "events_marked_as_seen": lambda play, bob, eve, chat, thread: eve.ask(
        "mark_events_as_seen", {"chat_id": chat, "seen_up_to": "2030-01-01T00:00:00Z"}
    ),
    "user_added_to_chat": lambda play, bob, eve, chat, thread: bob.ask(
        "add_user_to_chat",
        {
            "chat_id": chat,
            "user_id": email("bob"),
            "user_type": "agent",
            "visibility": "agents",
        },
    ),
    "user_removed_from_chat": lambda play, bob, eve, chat, thread: bob.ask(
        "transfer_chat",
        {
            "id": chat,
            "target": {"type": "agent", "ids": [email("bob")]},
            "ignore_requester_presence": True,
        },
    ),
    "customer_updated": lambda play, bob, eve, chat, thread: eve.ask(
        "update_customer", {"name": "Eve"}
    ),
    "event_updated": lambda play, bob, eve, chat, thread: eve.ask(
        "send_rich_message_postback",
        {
            "chat_id": chat,
            "thread_id": thread,
            "event_id": f"{thread}_3",
            "postback": {"id": "yes"},
        },
    ),
    "chat_deactivated": lambda play, bob, eve, chat, thread: bob.ask(
        "deactivate_chat", {"id": chat, "ignore_requester_presence": True}
    ),
    "incoming_chat": lambda play, bob, eve, chat, thread: (
        eve.ask("deactivate_chat", {"id": chat}),
        eve.start("again"),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_old_snapshot_and_the_replay_make_a_freshsnapshot(play: HubPlay, name: str) -> None:
    ann, eve, chat, thread = _prepared(play)
    before = snapshot(ann, chat)
    since = cursor(play)
    ann.leave()
    bob = play.operator("bob", max_chats=0)

    CHANGES[name](play, bob, eve, chat, thread)
    again = back(play, "ann", since)

    assert name in [each["action"] for each in numbered(again)]
    for frame in numbered(again):
        bring_forward(before, frame["action"], frame["payload"])
    assert before == snapshot(again, chat)


def _prepared(play: HubPlay) -> tuple[Client, Client, str, str]:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, thread = eve.start()
    old = {"ns": {"old": 1, "kept": 2}}
    ann.say(chat, "Hi", properties=old)
    rich = {
        "type": "rich_message",
        "template_id": "quick_replies",
        "elements": [{"buttons": [{"text": "Yes", "postback_id": "yes"}]}],
    }
    ann.ask("send_event", {"chat_id": chat, "event": rich})
    ann.ask("tag_thread", {"chat_id": chat, "thread_id": thread, "tag": "first"})
    ann.ask("update_chat_properties", {"id": chat, "properties": old})
    ann.ask("update_thread_properties", {"chat_id": chat, "thread_id": thread, "properties": old})
    return ann, eve, chat, thread
