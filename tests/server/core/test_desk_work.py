"""Tags, properties, resuming, internal chats: an operator's smaller tools."""

from typing import Any

import pytest

from tests.server.core.hub_play import HubPlay, email
from undivided.protocol.limits import TAGS_PER_THREAD


def test_tags_are_set_once_and_taken_off_once(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, thread = eve.start()
    tag = {"chat_id": chat, "thread_id": thread, "tag": "Refund"}
    eve.forget()

    ann.ask("tag_thread", tag)
    ann.ask("tag_thread", tag)
    ann.ask("untag_thread", tag)

    assert len(ann.pushes("thread_tagged")) == len(ann.pushes("thread_untagged")) == 1
    assert ann.refused("untag_thread", tag) == "not_found"
    assert eve.frames == []


@pytest.mark.parametrize("tag", ["", "  ", "x" * 101])
def test_bad_tags_are_refused(play: HubPlay, tag: str) -> None:
    ann = play.operator("ann")
    chat, thread = play.visitor("eve").start()

    request = {"chat_id": chat, "thread_id": thread, "tag": tag}

    assert ann.refused("tag_thread", request) == "validation"


def test_a_thread_has_a_limited_number_of_tags(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, thread = play.visitor("eve").start()
    request = {"chat_id": chat, "thread_id": thread}
    for number in range(TAGS_PER_THREAD):
        ann.ask("tag_thread", {**request, "tag": str(number)})

    assert ann.refused("tag_thread", {**request, "tag": "one more"}) == "limit_reached"


def test_an_older_thread_can_be_tagged_and_rated(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, first = eve.start()
    eve.ask("deactivate_chat", {"id": chat})
    eve.start()
    request = {"chat_id": chat, "thread_id": first}

    ann.ask("tag_thread", {**request, "tag": "late"})
    eve.ask("update_thread_properties", {**request, "properties": {"rating": {"score": 0}}})

    older = ann.ask("get_chat", request)["thread"]
    newest = ann.ask("get_chat", {"chat_id": chat})["thread"]
    assert (older["tags"], older["properties"]) == (["late"], {"rating": {"score": 0}})
    assert "tags" not in newest


def test_closing_ends_a_hold(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    hold = {"desk": {"hold_until": "2030-01-01T00:00:00Z", "hold_by": email("ann")}}
    ann.ask("update_chat_properties", {"id": chat, "properties": hold})

    ann.ask("deactivate_chat", {"id": chat})

    assert eve.pushes("chat_properties_deleted")[0]["properties"] == {
        "desk": ["hold_until", "hold_by"]
    }
    assert not ann.ask("get_chat", {"chat_id": chat}).get("properties", {}).get("desk")


def test_properties_have_a_limited_size_in_all(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, _ = play.visitor("eve").start()
    half = {"ns": {"a": "x" * 10_000}}
    other = {"ns": {"b": "x" * 10_000}}

    ann.ask("update_chat_properties", {"id": chat, "properties": half})

    assert ann.refused("update_chat_properties", {"id": chat, "properties": other}) == "validation"
    assert ann.ask("get_chat", {"chat_id": chat})["properties"] == half


def test_an_operator_resumes_a_closed_chat_and_answers_it(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, first = eve.start()
    eve.ask("deactivate_chat", {"id": chat})

    answer = ann.ask("resume_chat", {"chat": {"id": chat}})

    assert set(answer) == {"thread_id"}
    assert eve.pushes("incoming_chat")[-1]["chat"]["thread"]["previous_thread_id"] == first
    assert ann.say(chat, "One more thing")
    assert ann.refused("resume_chat", {"chat": {}}) == "validation"


def test_a_repeated_resume_starts_one_thread(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    eve.ask("deactivate_chat", {"id": chat})
    key = {"properties": {"desk": {"request_key": "k"}}}

    for client in (ann, eve):
        request = {"chat": {"id": chat, "thread": key}}
        first = client.ask("resume_chat", request)
        again = client.ask("resume_chat", request)
        ann.ask("deactivate_chat", {"id": chat, "ignore_requester_presence": True})

        assert first == again


def test_a_label_used_before_cannot_begin_a_thread(play: HubPlay) -> None:
    play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    eve.say(chat, "one", custom_id="c1")
    eve.ask("deactivate_chat", {"id": chat})
    event = {"type": "message", "text": "two", "custom_id": "c1"}

    used = eve.refused("start_chat", {"chat": {"thread": {"events": [event]}}})
    twins = [{**event, "custom_id": "c2"}] * 2
    twice = eve.refused("start_chat", {"chat": {"thread": {"events": twins}}})

    assert (used, twice) == ("validation", "validation")
    assert eve.texts(chat) == ["Hello", "one"]
    assert eve.ask("list_threads", {"chat_id": chat})["found_threads"] == 1


def test_operators_start_a_chat_among_themselves(play: HubPlay) -> None:
    ann = play.operator("ann")
    first = ann.ask("start_chat", {"chat": {"properties": {"ns": {"topic": "lunch"}}}})
    play.directory.shops.clear()
    second = ann.ask("start_chat")

    shown = ann.ask("get_chat", {"chat_id": first["chat_id"]})
    assert [each["id"] for each in shown["users"]] == [email("ann")]
    assert shown["properties"] == {"ns": {"topic": "lunch"}}
    assert second["chat_id"] != first["chat_id"]


@pytest.mark.parametrize(
    ("chat", "error"),
    [
        (
            {"users": [{"id": "v-1", "type": "customer"}, {"id": "v-2", "type": "customer"}]},
            "validation",
        ),
        ({"users": [{"id": "v-nobody", "type": "customer"}]}, "not_found"),
        ({"access": {"group_ids": [99]}}, "not_found"),
    ],
    ids=["two visitors", "unknown visitor", "unknown group"],
)
def test_bad_starts_are_refused(play: HubPlay, chat: dict[str, Any], error: str) -> None:
    assert play.operator("ann").refused("start_chat", {"chat": chat}) == error


def test_details_of_a_visitor_without_a_chat_reach_watchers_and_the_visitor(play: HubPlay) -> None:
    ann = play.operator("ann", login={"customer_monitoring_level": "online"})
    eve = play.visitor("eve")

    ann.ask("update_customer", {"id": "v-eve", "name": "Eve", "phone_number": "+35620000000"})

    assert ann.pushes("customer_updated")[0]["phone_number"] == "+35620000000"
    assert eve.pushes("customer_updated")[0]["name"] == "Eve"


def test_operators_may_send_every_kind_of_event(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()

    for fields in (
        {"type": "system_message", "system_message_type": "desk.hold_started", "text": "On hold"},
        {"type": "form", "form_id": "f1", "fields": []},
        {"type": "filled_form", "form_id": "f1", "fields": []},
        {"type": "custom", "content": {"a": 1}},
        {"type": "rich_message", "template_id": "cards"},
    ):
        ann.ask("send_event", {"chat_id": chat, "event": fields})

    kinds = [each["event"]["type"] for each in eve.pushes("incoming_event")]
    assert kinds == ["system_message", "form", "filled_form", "custom", "rich_message"]
    assert eve.pushes("incoming_event")[4]["event"]["elements"] == []


def test_a_supervisors_marks_and_typing_stay_unseen(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    boss = play.operator("boss", max_chats=0)
    join = {
        "chat_id": chat,
        "user_id": email("boss"),
        "user_type": "agent",
        "visibility": "agents",
    }
    boss.ask("add_user_to_chat", join)
    boss.ask("add_user_to_chat", join)
    eve.forget()

    boss.ask("mark_events_as_seen", {"chat_id": chat, "seen_up_to": "2030-01-01T00:00:00Z"})
    boss.ask("send_typing_indicator", {"chat_id": chat, "is_typing": True})
    preview = {"chat_id": chat, "event": {"type": "message", "text": "So"}}

    assert boss.refused("send_event_preview", preview) == "authorization"
    assert eve.frames == []
    assert ann.pushes("incoming_typing_indicator")[0]["typing_indicator"]["visibility"] == "agents"


@pytest.mark.parametrize(
    "fields",
    [{"visibility": "nobody"}, {"user_type": "customer"}, {"user_id": "stranger@desk.test"}],
    ids=str,
)
def test_bad_joins_are_refused(play: HubPlay, fields: dict[str, str]) -> None:
    ann = play.operator("ann")
    chat, _ = play.visitor("eve").start()
    request = {"chat_id": chat, "user_id": email("ann"), "user_type": "agent", "visibility": "all"}

    assert ann.refused("add_user_to_chat", {**request, **fields}) in {"validation", "not_found"}


def test_what_operators_sdks_may_ask_in_vain_is_answered(play: HubPlay) -> None:
    assert play.operator("ann").ask("change_push_notifications", {"token": "x"}) == {}


def test_visitors_page_through_their_chats(play: HubPlay) -> None:
    play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()

    answer = eve.ask("list_chats", {"limit": 5})

    (summary,) = answer["chats_summary"]
    assert (summary["id"], summary["active"], answer["total_chats"]) == (chat, True, 1)
    assert summary["last_event_per_type"]["message"]["event"]["text"] == "Hello"
    assert eve.refused("list_chats", {"page_id": "x"}) == "validation"


def test_a_visitor_logs_out(play: HubPlay) -> None:
    eve = play.visitor("eve")

    assert eve.ask("logout") == {}
    assert eve.closed is not None
