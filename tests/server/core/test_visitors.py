"""What visitors may do and see, and what operators see of them."""

from typing import Any

import pytest

from tests.server.core.hub_play import OTHER_SHOP, HubPlay, email
from undivided.protocol.ids import UserId
from undivided.protocol.versions import Version
from undivided.server.hub.peers import Side


def about(chat: str, thread: str) -> dict[str, dict[str, Any]]:
    """Return a well-formed request of every action that names a chat."""
    event = f"{thread}_1"
    ids = {"chat_id": chat, "thread_id": thread}
    properties = {"rating": {"score": 1}}
    names = {"rating": ["score"]}
    return {
        "deactivate_chat": {"id": chat},
        "delete_chat_properties": {"id": chat, "properties": names},
        "delete_event_properties": {**ids, "event_id": event, "properties": names},
        "delete_thread_properties": {**ids, "properties": names},
        "get_chat": {"chat_id": chat},
        "list_threads": {"chat_id": chat},
        "mark_events_as_seen": {"chat_id": chat, "seen_up_to": "2030-01-01T00:00:00Z"},
        "resume_chat": {"chat": {"id": chat}},
        "send_event": {"chat_id": chat, "event": {"type": "message", "text": "x"}},
        "send_rich_message_postback": {**ids, "event_id": event, "postback": {"id": "x"}},
        "send_sneak_peek": {"chat_id": chat, "sneak_peek_text": "x"},
        "update_chat_properties": {"id": chat, "properties": properties},
        "update_event_properties": {**ids, "event_id": event, "properties": properties},
        "update_thread_properties": {**ids, "properties": properties},
    }


@pytest.mark.parametrize("action", about("c", "t"))
def test_a_foreign_chat_is_not_found_by_any_action(play: HubPlay, action: str) -> None:
    play.operator("ann")
    chat, thread = play.visitor("eve").start("secret")
    mal = play.visitor("mal")

    foreign = mal.try_(action, about(chat, thread)[action])
    absent = mal.try_(action, about("NOSUCHCHAT", thread)[action])

    assert foreign["payload"] == absent["payload"]
    assert foreign["payload"]["error"]["type"] == "not_found"


def test_every_action_that_names_a_chat_is_in_the_table_above() -> None:
    from undivided.protocol.customer_requests import CUSTOMER_REQUESTS

    personal = {
        "get_customer",
        "get_form",
        "get_predicted_agent",
        "list_chats",
        "list_group_statuses",
        "login",
        "logout",
        "ping",
        "set_customer_session_fields",
        "start_chat",
        "update_customer",
        "update_customer_page",
    }
    assert set(CUSTOMER_REQUESTS) - personal == set(about("c", "t"))


def test_a_foreign_thread_of_an_own_chat_is_not_found(play: HubPlay) -> None:
    play.operator("ann")
    _, foreign = play.visitor("eve").start("secret")
    mal = play.visitor("mal")
    own, _ = mal.start()

    assert mal.refused("get_chat", {"chat_id": own, "thread_id": foreign}) == "not_found"


def test_visitors_never_see_an_address_of_an_operator(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, thread = eve.start()
    hold = {"desk": {"hold_by": email("ann"), "hold_until": "2030-01-01T00:00:00Z"}}
    ann.ask("update_chat_properties", {"id": chat, "properties": hold})
    ann.ask("update_thread_properties", {"chat_id": chat, "thread_id": thread, "properties": hold})
    said = ann.say(chat, "Hi", properties=hold)
    ann.ask("mark_events_as_seen", {"chat_id": chat, "seen_up_to": "2030-01-01T00:00:00Z"})
    ann.ask(
        "update_event_properties",
        {"chat_id": chat, "thread_id": thread, "event_id": said, "properties": hold},
    )
    play.operator("bob")
    ann.ask("transfer_chat", {"id": chat, "target": {"type": "agent", "ids": [email("bob")]}})
    for action in ("list_chats", "get_predicted_agent", "get_customer"):
        eve.ask(action)
    for action in ("get_chat", "list_threads"):
        eve.ask(action, {"chat_id": chat})
    again = play.visitor("eve", login={"desk": {"resume_from": "0"}})

    assert "desk.test" not in str(eve.frames)
    assert "desk.test" not in str(again.frames)


def test_visitors_see_the_operators_name_photo_and_title(play: HubPlay) -> None:
    play.operator("ann")
    eve = play.visitor("eve")
    eve.start()

    users = eve.pushes("incoming_chat")[0]["chat"]["users"]
    ann = next(each for each in users if each["type"] == "agent")
    assert (ann["name"], ann["avatar"], ann["job_title"]) == ("Ann", "/p.png", "Sales")
    assert ann["present"] is True


def test_visitors_cannot_hold_or_reroute(play: HubPlay) -> None:
    play.operator("ann")
    eve = play.visitor("eve")
    chat, thread = eve.start()

    def refusal(action: str, **fields: object) -> str:
        return eve.refused(action, fields)

    hold = {"desk": {"hold_until": "2030-01-01T00:00:00Z"}}
    pin = {"routing": {"pinned": True}}
    assert refusal("update_chat_properties", id=chat, properties=hold) == "authorization"
    assert refusal("delete_chat_properties", id=chat, properties={"desk": ["x"]}) == "authorization"
    assert (
        refusal("update_thread_properties", chat_id=chat, thread_id=thread, properties=pin)
        == "authorization"
    )


def test_a_start_keeps_only_what_visitors_may_say_of_the_beginning(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    properties = {
        "routing": {"start_url": "https://shop.test/", "pinned": True},
        "desk": {"request_key": "k", "hold_until": "2030-01-01T00:00:00Z"},
        "utm": {"source": "mail"},
    }

    eve.ask("start_chat", {"chat": {"thread": {"properties": properties}}})

    shown = ann.pushes("incoming_chat")[0]["chat"]["thread"]["properties"]
    assert shown == {
        "routing": {"start_url": "https://shop.test/"},
        "desk": {"request_key": "k"},
        "utm": {"source": "mail"},
    }


def test_a_visitor_has_one_chat_with_many_threads(play: HubPlay) -> None:
    play.operator("ann")
    eve = play.visitor("eve")
    chat, first = eve.start()

    at_once = eve.refused("start_chat")
    eve.ask("deactivate_chat", {"id": chat})
    again, second = eve.start()

    assert at_once == "chat_already_active"
    assert again == chat
    assert second != first
    assert eve.ask("get_customer")["statistics"]["threads_count"] == 2
    assert eve.refused("resume_chat", {"chat": {"id": chat}}) == "chat_already_active"


def test_a_resumed_chat_answers_the_new_thread(play: HubPlay) -> None:
    play.operator("ann")
    eve = play.visitor("eve")
    chat, first = eve.start()
    eve.ask("deactivate_chat", {"id": chat})

    answer = eve.ask("resume_chat", {"chat": {"id": chat}})

    assert set(answer) == {"thread_id"}
    assert answer["thread_id"] != first
    assert eve.refused("resume_chat", {"chat": {}}) == "validation"


def test_login_answers_what_the_public_sdks_read_unasked(play: HubPlay) -> None:
    play.operator("ann")
    eve = play.visitor("eve")
    eve.start()
    eve.leave()

    answer = play.visitor("eve").frames[0]["payload"]

    assert set(answer["customer"]["statistics"]) == {
        "chats_count",
        "threads_count",
        "visits_count",
        "page_views_count",
        "greetings_shown_count",
        "greetings_accepted_count",
    }
    assert answer["has_active_thread"] is True
    assert answer["chats"][0]["has_unread_events"] is False
    assert answer["__priv_dynamic_config"] == {
        "online_groups_ids": [0],
        "customer_groups": {"monitoring": {"id": 0}},
    }


def test_unread_answers_are_announced_at_login(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    eve.leave()
    ann.say(chat, "Still there?")

    unread = play.visitor("eve").frames[0]["payload"]["chats"][0]

    assert unread == {"chat_id": chat, "has_unread_events": True}


def test_what_a_visitor_tells_reaches_operators(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    ann.forget()

    eve.ask("update_customer", {"name": "Eve", "email": "eve@shop.test"})
    eve.ask("set_customer_session_fields", {"session_fields": [{"cart": "2"}]})
    eve.ask("update_customer_page", {"url": "https://shop.test/shoes", "title": "Shoes"})

    assert ann.pushes("customer_updated")[0] == {
        "id": "v-eve",
        "type": "customer",
        "name": "Eve",
        "email": "eve@shop.test",
    }
    assert ann.pushes("customer_page_updated")[0]["url"] == "https://shop.test/shoes"
    customer = ann.ask("get_customer", {"id": "v-eve"})
    assert customer["session_fields"] == [{"cart": "2"}]
    assert customer["visit"]["last_pages"][0]["title"] == "Shoes"
    assert customer["statistics"]["page_views_count"] == 1
    users = ann.ask("get_chat", {"chat_id": chat})["users"]
    assert next(each for each in users if each["id"] == "v-eve")["name"] == "Eve"


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("update_customer", {}),
        ("update_customer", {"name": "x" * 201}),
        ("update_customer_page", {"url": "javascript:alert(1)"}),
        ("update_customer_page", {"url": "https://x.test/" + "x" * 2000}),
        ("set_customer_session_fields", {"session_fields": [{"a": "b"}] * 101}),
        ("set_customer_session_fields", {"session_fields": [{"a": "b" * 3000}]}),
        ("start_chat", {"chat": {"thread": {"properties": {"desk": {"request_key": 7}}}}}),
        ("no_such_action", {}),
    ],
    ids=str,
)
def test_bad_input_is_refused_and_changes_nothing(
    play: HubPlay, action: str, payload: dict[str, object]
) -> None:
    play.operator("ann")
    eve = play.visitor("eve")
    before = eve.ask("get_customer")

    assert eve.refused(action, payload) == "validation"
    assert eve.ask("get_customer") == before


def test_a_banned_visitor_is_cut_off_and_kept_out(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()

    ann.ask("ban_customer", {"id": "v-eve", "ban": {"days": 2}})
    back = play.connect(Side.CUSTOMER, UserId("v-eve"), Version.V3_6)
    refused = back.refused("login", {"token": "v-eve"})
    play.wait(2 * 86_400 + 1, ticks=False)
    later = play.connect(Side.CUSTOMER, UserId("v-eve"), Version.V3_6)

    assert eve.names()[-1] == "customer_disconnected"
    assert eve.closed is not None
    assert refused == "customer_banned"
    assert ann.pushes("chat_deactivated")[0]["chat_id"] == chat
    assert later.ask("login", {"token": "v-eve"})["has_active_thread"] is False


@pytest.mark.parametrize("days", [0, -1, 100_000])
def test_bans_have_a_sensible_length(play: HubPlay, days: int) -> None:
    ann = play.operator("ann")
    play.visitor("eve")

    assert ann.refused("ban_customer", {"id": "v-eve", "ban": {"days": days}}) == "validation"


def test_tokens_of_another_site_are_refused(play: HubPlay) -> None:
    play.directory.shops.pop()
    client = play.connect(Side.CUSTOMER, UserId("v-eve"), Version.V3_6, OTHER_SHOP)

    assert client.refused("login", {"token": "v-eve"}) == "authentication"


def test_the_next_page_is_the_same_visit_and_a_later_one_is_another(play: HubPlay) -> None:
    ann = play.operator("ann", login={"customer_monitoring_level": "online"})
    eve = play.visitor("eve")
    eve.leave()
    play.wait(5)
    eve = play.visitor("eve")
    play.wait(30)
    same = eve.ask("get_customer")["statistics"]["visits_count"]
    eve.leave()
    play.wait(16)
    eve = play.visitor("eve")
    later = eve.ask("get_customer")["statistics"]["visits_count"]

    assert (same, later) == (1, 2)
    assert [
        name for name in ann.names() if name.startswith(("customer_", "incoming_customer"))
    ] == [
        "incoming_customers",
        "incoming_customer",
        "customer_left",
        "incoming_customer",
    ]


def test_watching_only_the_own_chats_is_the_default(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    eve.ask("update_customer_page", {"url": "https://shop.test/"})
    before = ann.names()

    answer = ann.ask("subscribe_customers")
    eve.ask("update_customer_page", {"url": "https://shop.test/shoes"})
    ann.ask("unsubscribe_customers", {"subscription_id": answer["subscription_id"]})
    eve.ask("update_customer_page", {"url": "https://shop.test/hats"})

    assert "customer_page_updated" not in before
    assert [each["id"] for each in answer["customers"]] == ["v-eve"]
    urls = [each["url"] for each in ann.pushes("customer_page_updated")]
    assert urls == ["https://shop.test/shoes"]


def test_predicted_operator_is_the_one_who_would_answer(play: HubPlay) -> None:
    eve = play.visitor("eve")
    nobody = eve.refused("get_predicted_agent")
    play.operator("ann", max_chats=1)
    free = eve.ask("get_predicted_agent")
    play.visitor("mal").start()
    full = eve.ask("get_predicted_agent")

    assert nobody == "group_offline"
    assert (free["agent"]["name"], free["queue"]) == ("Ann", False)
    assert (full["agent"]["name"], full["queue"]) == ("Ann", True)


def test_there_is_no_form(play: HubPlay) -> None:
    assert play.visitor("eve").ask("get_form", {"type": "prechat"}) == {"enabled": False}


def test_group_statuses_can_be_asked_for(play: HubPlay) -> None:
    play.operator("ann")
    eve = play.visitor("eve")

    assert eve.ask("list_group_statuses", {"all": True}) == {
        "groups_status": {"0": "online", "7": "offline"}
    }
    assert eve.ask("list_group_statuses", {"group_ids": [7, 99]}) == {
        "groups_status": {"7": "offline"}
    }


@pytest.mark.parametrize("action", ["accept_greeting", "get_url_info", "request_welcome_message"])
def test_what_we_do_not_offer_is_refused_clearly(play: HubPlay, action: str) -> None:
    assert play.visitor("eve").refused(action) == "not_allowed"


def test_an_operator_can_write_to_a_visitor_first(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")

    request = {
        "chat": {
            "users": [{"id": "v-eve", "type": "customer"}],
            "thread": {
                "events": [{"type": "message", "text": "Can I help?"}],
                "tags": ["outreach"],
            },
        }
    }
    started = ann.ask("start_chat", request)

    shown = eve.pushes("incoming_chat")[0]["chat"]
    assert shown["thread"]["events"][0]["text"] == "Can I help?"
    assert "tags" not in shown["thread"]
    assert ann.refused("start_chat", request) == "chat_already_active"
    assert ann.ask("deactivate_chat", {"id": started["chat_id"]}) == {}
    assert ann.ask("start_chat", request)["chat_id"] == started["chat_id"]
