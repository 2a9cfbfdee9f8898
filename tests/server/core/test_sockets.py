"""Logging in, floods, versions and bad frames."""

import msgspec
import pytest

from tests.server.core.hub_play import OTHER_SHOP, HubPlay, email
from undivided.protocol.ids import UserId
from undivided.protocol.versions import Version
from undivided.server.hub.effects import Close, Verify
from undivided.server.hub.flood import FloodLimits, Rate
from undivided.server.hub.peers import Side


def test_nothing_but_login_is_answered_before_login(play: HubPlay) -> None:
    client = play.connect(Side.AGENT, email("ann"), Version.V3_6)

    assert client.refused("list_chats") == "authentication"
    assert client.refused("update_session", {"token": "x"}) == "authentication"
    client.send("ping")
    play.run()
    assert "ping" not in [each["action"] for each in client.frames]


def test_a_refused_token_leaves_the_socket_open_for_another_try(play: HubPlay) -> None:
    play.hire("ann")
    client = play.connect(Side.AGENT, email("ann"), Version.V3_6)

    assert client.refused("login", {"token": "wrong"}) == "authentication"
    assert client.ask("login", {"token": email("ann")})["my_profile"]["id"] == email("ann")
    assert client.refused("login", {"token": email("ann")}) == "validation"


def test_only_one_token_is_checked_at_a_time(play: HubPlay) -> None:
    client = play.connect(Side.AGENT, email("ann"), Version.V3_6)
    client.send("login", {"token": "a"})

    second = client.send("login", {"token": "b"})
    effects = play.hub.commit()

    assert sum(isinstance(each, Verify) for each in effects) == 1
    for effect in effects:
        play._do(effect)
    assert client.answer(second)["payload"]["error"]["type"] == "pending_requests_limit_reached"


def test_a_token_of_the_other_side_is_refused(play: HubPlay) -> None:
    ann = play.hire("ann")
    client = play.connect(Side.CUSTOMER, ann, Version.V3_6)
    client.send("login", {"token": "v-x"})
    (verify,) = play.hub.commit()
    assert isinstance(verify, Verify)

    play.hub.verified(client.peer.id, verify.request, play.directory.people[ann], play.now)
    play.run()

    assert client.frames[-1]["payload"]["error"]["type"] == "authentication"


def test_a_socket_that_does_not_log_in_is_closed_after_5_s(play: HubPlay) -> None:
    silent = play.connect(Side.CUSTOMER, UserId("v-eve"), Version.V3_6)
    ann = play.operator("ann")

    play.wait(5)
    before = silent.closed
    play.wait(1)

    assert before is None
    assert silent.closed is not None
    assert ann.closed is None


def test_a_socket_whose_token_is_still_being_checked_is_not_closed(play: HubPlay) -> None:
    ann = play.hire("ann")
    client = play.connect(Side.AGENT, ann, Version.V3_6)
    client.send("login", {"token": ann})
    (verify,) = play.hub.commit()
    assert isinstance(verify, Verify)

    play.wait(60)
    play.hub.verified(client.peer.id, verify.request, play.directory.people[ann], play.now)
    play.run()

    assert client.closed is None
    assert client.answer(str(verify.request.request_id))["success"]


def test_a_refused_token_does_not_put_off_the_deadline(play: HubPlay) -> None:
    client = play.connect(Side.AGENT, email("ann"), Version.V3_6)

    play.wait(4)
    client.refused("login", {"token": "wrong"})
    play.wait(2)

    assert client.closed is not None


def test_a_session_can_be_renewed_with_a_token_of_the_same_person(play: HubPlay) -> None:
    ann = play.operator("ann")
    play.hire("bob")

    assert ann.ask("update_session", {"token": email("ann")}) == {}
    assert ann.refused("update_session", {"token": email("bob")}) == "authentication"


def test_ping_is_answered_after_login(play: HubPlay) -> None:
    ann = play.operator("ann")

    answer = ann.try_("ping")

    assert answer == {
        "action": "ping",
        "type": "response",
        "success": True,
        "request_id": answer["request_id"],
    }


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"nonsense",
        b"[]",
        b"{}",
        b'{"action": 7}',
        b'{"action": "list_chats", "payload": []}',
        b'{"action": "get_chat"}',
        b"\xff\xfe",
        b'{"action":"x","payload":' + b"[" * 40 + b"]" * 40 + b"}",
    ],
    ids=range(9),
)
def test_bad_frames_are_answered_with_validation(play: HubPlay, frame: bytes) -> None:
    ann = play.operator("ann")
    ann.forget()

    play.hub.received(ann.peer.id, frame, play.now)
    play.run()

    assert ann.frames[0]["payload"]["error"]["type"] == "validation"


def test_more_than_ten_requests_under_way_are_refused(play: HubPlay) -> None:
    play.limits = FloodLimits(
        operator=Rate(burst=1000, per_second=1), visitor=Rate(burst=1, per_second=1)
    )
    play.restart()
    ann = play.operator("ann")

    ids = [ann.send("list_chats") for _ in range(11)]
    play.run()

    assert [ann.answer(each)["success"] for each in ids] == [True] * 10 + [False]
    assert ann.answer(ids[-1])["payload"]["error"]["type"] == "pending_requests_limit_reached"
    assert ann.ask("list_chats") is not None


def test_a_flood_is_refused_with_a_time_to_wait(play: HubPlay) -> None:
    play.limits = FloodLimits(visitor=Rate(burst=3, per_second=2), pending=99)
    play.restart()
    eve = play.visitor("eve")
    for _ in range(2):
        eve.ask("get_customer")

    refusal = eve.try_("get_customer")["payload"]["error"]
    play.wait(0.6)
    later = eve.try_("get_customer")

    assert refusal["type"] == "too_many_requests"
    assert 0 < refusal["data"]["retry_after_ms"] <= 501
    assert later["success"]


def test_a_socket_that_only_floods_is_closed(play: HubPlay) -> None:
    play.limits = FloodLimits(visitor=Rate(burst=10, per_second=1), refusals=50)
    play.restart()
    eve, bob = play.visitor("eve"), play.visitor("bob")
    for _ in range(80):
        eve.send("get_customer")
        play.run()

    assert eve.closed is not None
    assert (eve.closed.code, eve.closed.reason) == (1008, "too_many_requests")
    assert bob.ask("get_customer")


def test_a_socket_that_is_a_little_too_fast_stays(play: HubPlay) -> None:
    play.limits = FloodLimits(visitor=Rate(burst=10, per_second=8), refusals=50)
    play.restart()
    eve = play.visitor("eve")
    for _ in range(600):
        play.wait(1 / 16, ticks=False)
        eve.send("get_customer")
        play.run()

    assert eve.closed is None


TEN = Rate(burst=10, per_second=1)


@pytest.mark.parametrize("limits", [FloodLimits(address=TEN), FloodLimits(site=TEN)])
def test_many_sockets_together_have_a_limit_too(play: HubPlay, limits: FloodLimits) -> None:
    play.limits = limits
    play.restart()
    visitors = [play.visitor(f"v{number}") for number in range(4)]
    ann = play.operator("ann")
    answers = [each.try_("get_customer")["success"] for each in visitors * 2]

    # Ten tokens: four logins of visitors and, at the address, one of an operator.
    assert sum(answers) == (5 if limits.address is TEN else 6)
    assert all(ann.try_("list_chats")["success"] for _ in range(20))


def test_a_visitor_of_one_site_is_a_stranger_at_another(play: HubPlay) -> None:
    play.visitor("eve")
    stranger = play.connect(Side.CUSTOMER, UserId("v-eve"), Version.V3_6, OTHER_SHOP)

    assert stranger.refused("login", {"token": "v-eve"}) == "authentication"


def test_a_revoked_operator_is_told_why_and_the_chats_move_on(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, _ = play.visitor("eve").start()
    bob = play.operator("bob")

    play.hub.dismissed(email("ann"), "access_token_revoked", play.now)
    play.run()

    assert ann.pushes("agent_disconnected") == [{"reason": "access_token_revoked"}]
    assert isinstance(ann.closed, Close)
    assert bob.pushes("incoming_chat")[-1]["chat"]["id"] == chat


def test_a_changed_directory_is_looked_at_anew(play: HubPlay) -> None:
    play.operator("ann", max_chats=0)
    eve = play.visitor("eve")
    chat, _ = eve.start()

    play.hire("ann", max_chats=2)
    play.hub.directory_changed(play.now)
    play.run()

    assert "queue" not in eve.ask("get_chat", {"chat_id": chat})["thread"]


def test_frames_after_a_farewell_are_ignored(play: HubPlay) -> None:
    ann = play.operator("ann")
    ann.send("logout")
    late = ann.send("list_chats")
    play.run()

    assert late not in [each.get("request_id") for each in ann.frames]


def test_a_method_may_be_called_in_a_higher_version_only(play: HubPlay) -> None:
    old = play.operator("ann", version=Version.V3_5)

    assert old.ask("list_chats", {}, version="3.6") is not None
    assert old.refused("list_chats", {}, version="3.4") == "unsupported_version"
    assert old.refused("list_chats", {}, version="9.9") == "unsupported_version"


@pytest.mark.parametrize("version", [Version.V3_4, Version.V3_5])
def test_older_versions_read_last_visit_and_list_customers(play: HubPlay, version: Version) -> None:
    ann = play.operator("ann", version=version, login={"customer_monitoring_level": "online"})
    eve = play.visitor("eve")
    eve.start()

    customer = ann.ask("get_customer", {"id": "v-eve"})
    listed = ann.ask("list_customers")

    assert "visit" not in customer
    assert customer["last_visit"]["ip"] == "192.0.2.1"
    assert listed["total_customers"] == 1
    assert "last_visit" in listed["customers"][0]
    assert "last_visit" in ann.pushes("incoming_customer")[0]
    users = ann.pushes("incoming_chat")[0]["chat"]["users"]
    assert any("last_visit" in each for each in users)
    assert {each["version"] for each in ann.frames if each["type"] == "push"} == {version}


def test_version_3_4_hears_of_groups_by_multicast(play: HubPlay) -> None:
    eve = play.visitor("eve", version=Version.V3_4)

    play.operator("ann")

    assert eve.pushes("incoming_multicast")[0]["content"]["groups"][0]["status"] == "online"


def test_previews_are_not_sent_to_older_versions(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve", version=Version.V3_5)
    chat, _ = eve.start()

    preview = {"chat_id": chat, "event": {"type": "message", "text": "So"}}
    ann.ask("send_event_preview", preview)

    assert "incoming_event_preview" not in eve.names()


def test_pushes_can_be_chosen_by_name_and_version(play: HubPlay) -> None:
    wanted = {"3.6": ["incoming_chat"], "3.5": ["incoming_event"], "9.9": ["all"]}
    ann = play.operator("ann", login={"pushes": wanted})
    eve = play.visitor("eve")
    chat, _ = eve.start()
    eve.say(chat, "one")

    pushes = [(each["action"], each["version"]) for each in ann.frames if each["type"] == "push"]
    assert pushes == [("incoming_chat", "3.6"), ("incoming_event", "3.5")]


def test_operators_pass_words_among_themselves(play: HubPlay) -> None:
    ann = play.operator("ann")
    bob = play.operator("bob")
    eve = play.visitor("eve")

    content = {"lunch": "at noon"}
    ann.ask("multicast", {"recipients": {"agents": {"ids": [email("bob")]}}, "content": content})
    ann.ask("multicast", {"recipients": {"agents": {"groups": [0]}}, "content": content})
    ann.ask("multicast", {"recipients": {"agents": {"all": True}}, "content": content})
    bad = ann.refused("multicast", {"recipients": {"agents": {"ids": 7}}, "content": 1})

    assert len(bob.pushes("incoming_multicast")) == 3
    assert eve.pushes("incoming_multicast") == []
    assert bad == "validation"


def test_unknown_payload_keys_are_ignored(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, _ = play.visitor("eve").start()

    event = {"type": "message", "text": "x", "future": [1]}

    assert ann.ask("send_event", {"chat_id": chat, "event": event, "opts": {}})


def test_frames_are_json_objects(play: HubPlay) -> None:
    ann = play.operator("ann")

    assert all(msgspec.json.encode(each).startswith(b"{") for each in ann.frames)
