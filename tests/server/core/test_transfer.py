"""Handing over, taking, joining, leaving, following."""

import pytest

from tests.server.core.hub_play import OTHER_SHOP, Client, HubPlay, email
from tests.server.core.test_routing import answering, take
from undivided.protocol.ids import GroupId


def to(name: str, **more: object) -> dict[str, object]:
    return {"target": {"type": "agent", "ids": [email(name)]}, **more}


def test_a_transfer_tells_everybody_and_shows_the_chat_to_the_new_operator(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start("My order is late")
    bob = play.operator("bob")
    eve.forget()
    bob.forget()

    ann.ask("transfer_chat", {"id": chat, **to("bob")})

    assert answering(play, chat) == {email("bob")}
    shown = bob.pushes("incoming_chat")[-1]
    assert shown["chat"]["thread"]["events"][0]["text"] == "My order is late"
    assert shown["transferred_from"]["agent_ids"] == [email("ann")]
    assert [name for name in eve.names() if name != "groups_status_updated"] == [
        "incoming_event",
        "user_removed_from_chat",
        "user_added_to_chat",
        "chat_transferred",
    ]
    assert "@" not in str(eve.frames)


def test_an_operator_who_is_away_refuses_a_transfer_unless_it_is_forced(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, _ = play.visitor("eve").start()
    bob = play.operator("bob")
    bob.ask("set_routing_status", {"status": "not_accepting_chats"})

    assert ann.refused("transfer_chat", {"id": chat, **to("bob")}) == "agent_offline"
    ann.ask("transfer_chat", {"id": chat, **to("bob", ignore_agents_availability=True)})

    assert answering(play, chat) == {email("bob")}


def test_a_full_operator_refuses_a_transfer(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, _ = play.visitor("eve").start()
    play.operator("bob", max_chats=0)

    assert ann.refused("transfer_chat", {"id": chat, **to("bob")}) == "agent_offline"


def test_a_forced_transfer_to_somebody_absent_waits_in_the_queue(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=1)
    chat, _ = play.visitor("eve").start()
    ann.ask("set_routing_status", {"status": "not_accepting_chats"})
    play.hire("bob")

    ann.ask("transfer_chat", {"id": chat, **to("bob", force=True)})

    assert answering(play, chat) == set()
    assert ann.pushes("chat_transferred")[-1]["queue"]["position"] == 1


def test_a_group_without_anybody_refuses_and_a_forced_one_queues(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, _ = play.visitor("eve").start()
    group = {"target": {"type": "group", "ids": [7]}}

    assert ann.refused("transfer_chat", {"id": chat, **group}) == "group_offline"
    ann.ask("transfer_chat", {"id": chat, **group, "ignore_agents_availability": True})

    assert answering(play, chat) == set()
    assert ann.pushes("chat_access_updated")[0]["access"]["group_ids"] == [7]
    assert ann.refused("get_chat", {"chat_id": chat}) == "not_found"


def test_a_group_whose_members_are_full_says_so(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, _ = play.visitor("eve").start()
    play.operator("bob", max_chats=0, group_ids=(GroupId(7),))

    request = {"id": chat, "target": {"type": "group", "ids": [7]}}

    assert ann.refused("transfer_chat", request) == "group_unavailable"


def test_without_a_target_the_chat_goes_to_somebody_else_of_the_group(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, _ = play.visitor("eve").start()
    play.operator("bob")

    ann.ask("transfer_chat", {"id": chat})

    assert answering(play, chat) == {email("bob")}


def test_a_queued_chat_can_be_taken_above_max_chats(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=0)
    chat, _ = play.visitor("eve").start()

    ann.ask("transfer_chat", take(chat))

    assert answering(play, chat) == {email("ann")}


def test_two_operators_who_take_at_once_do_not_snatch_from_each_other(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=0)
    bob = play.operator("bob", max_chats=0)
    chat, _ = play.visitor("eve").start()
    ann.ask("transfer_chat", take(chat))

    mine = {"id": chat, **to("bob", ignore_requester_presence=True)}
    at_once = bob.refused("transfer_chat", mine)
    play.wait(10)
    bob.ask("transfer_chat", mine)

    assert at_once == "not_allowed"
    assert answering(play, chat) == {email("bob")}


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"target": {"type": "agent", "ids": []}}, "validation"),
        ({"target": {"type": "desk", "ids": [1]}}, "validation"),
        ({"target": {"type": "agent", "ids": ["nobody@desk.test"]}}, "not_found"),
        ({"target": {"type": "agent", "ids": ["a@x", "b@x"]}}, "validation"),
        ({"target": {"type": "group", "ids": [99]}}, "not_found"),
        ({"target": {"type": "agent", "ids": [email("bob")]}}, "missing_access"),
    ],
    ids=["nobody", "unknown kind", "unknown operator", "two", "unknown group", "not a member"],
)
def test_bad_transfers_are_refused(play: HubPlay, request_: dict[str, object], error: str) -> None:
    ann = play.operator("ann")
    chat, _ = play.visitor("eve").start()
    bob = play.operator("bob", max_chats=0)
    caller: Client = bob if error == "missing_access" else ann

    assert caller.refused("transfer_chat", {"id": chat, **request_}) == error


def test_colleagues_for_a_transfer_are_sorted_by_load(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=9)
    chat, _ = play.visitor("eve").start()
    play.operator("bob")
    play.visitor("mal").start()
    play.operator("cid")

    found = ann.ask("list_agents_for_transfer", {"chat_id": chat})

    assert [each["agent_id"] for each in found] == [email("cid"), email("bob")]


def test_a_supervisor_reads_and_whispers_unseen(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    boss = play.operator("boss", max_chats=0)
    eve.forget()

    join = {
        "chat_id": chat,
        "user_id": email("boss"),
        "user_type": "agent",
        "visibility": "agents",
    }
    boss.ask("add_user_to_chat", {**join, "ignore_requester_presence": True})
    boss.say(chat, "Offer a refund", visibility="agents")
    shouted = boss.refused(
        "send_event", {"chat_id": chat, "event": {"type": "message", "text": "x"}}
    )

    assert shouted == "authorization"
    assert ann.pushes("incoming_event")[-1]["event"]["text"] == "Offer a refund"
    assert eve.frames == []
    assert "boss" not in str(eve.ask("get_chat", {"chat_id": chat})).lower()


def test_the_only_one_who_answers_cannot_turn_into_a_supervisor(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    who = {"user_id": email("ann"), "user_type": "agent", "visibility": "agents"}

    refused = ann.refused("add_user_to_chat", {"chat_id": chat, **who})

    assert refused == "validation"
    ann.say(chat, "Still here")
    assert eve.texts(chat)[-1] == "Still here"


def test_joining_a_queued_chat_takes_it_out_of_the_queue(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=0)
    chat, _ = play.visitor("eve").start()

    join = {"chat_id": chat, "user_id": email("ann"), "user_type": "agent", "visibility": "all"}
    ann.ask("add_user_to_chat", join)

    assert answering(play, chat) == {email("ann")}
    assert "queue" not in ann.ask("get_chat", {"chat_id": chat})["thread"]


def test_removing_the_last_operator_puts_the_visitor_into_the_queue(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=1)
    chat, _ = play.visitor("eve").start()
    ann.ask("set_routing_status", {"status": "not_accepting_chats"})

    leave = {"chat_id": chat, "user_id": email("ann"), "user_type": "agent"}
    ann.ask("remove_user_from_chat", leave)

    assert "queue" in ann.ask("get_chat", {"chat_id": chat})["thread"]
    assert ann.refused("remove_user_from_chat", leave) == "missing_access"


def test_visitors_cannot_be_removed_and_strangers_are_not_found(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, _ = play.visitor("eve").start()

    visitor = {"chat_id": chat, "user_id": "v-eve", "user_type": "customer"}
    stranger = {"chat_id": chat, "user_id": email("bob"), "user_type": "agent"}

    assert ann.refused("remove_user_from_chat", visitor) == "validation"
    assert ann.refused("remove_user_from_chat", stranger) == "not_found"


def test_a_second_operator_may_leave_again(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    play.operator("bob")
    join = {"chat_id": chat, "user_id": email("bob"), "user_type": "agent", "visibility": "all"}
    ann.ask("add_user_to_chat", join)

    ann.ask(
        "remove_user_from_chat",
        {"chat_id": chat, "user_id": email("bob"), "user_type": "agent"},
    )

    assert answering(play, chat) == {email("ann")}
    assert eve.names()[-1] == "user_removed_from_chat"


@pytest.mark.parametrize("action", ["add", "transfer"])
def test_an_operator_who_is_brought_into_a_chat_may_see_and_answer_it(
    play: HubPlay, action: str
) -> None:
    ann = play.operator("ann", role="owner", group_ids=(GroupId(7),))
    eve = play.visitor("eve", organization=OTHER_SHOP)
    chat, _ = eve.start()
    bob = play.operator("bob")
    assert bob.refused("get_chat", {"chat_id": chat}) == "not_found"

    if action == "add":
        who = {"user_id": email("bob"), "user_type": "agent", "visibility": "all"}
        ann.ask("add_user_to_chat", {"chat_id": chat, **who})
    else:
        ann.ask("transfer_chat", {"id": chat, **to("bob")})

    bob.say(chat, "Here I am")
    assert eve.texts(chat)[-1] == "Here I am"


def test_waiting_visitors_are_told_when_one_is_put_before_them(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=1)
    eve, zoe = play.visitor("eve"), play.visitor("zoe")
    chat, _ = eve.start()
    play.wait(1)
    waiting, _ = zoe.start()
    ann.forget()

    ann.ask("set_routing_status", {"status": "not_accepting_chats"})
    ann.ask("transfer_chat", {"id": chat, "ignore_agents_availability": True})

    (told,) = zoe.pushes("queue_position_updated")
    assert told["queue"]["position"] == 2
    (places,) = ann.pushes("queue_positions_updated")
    assert [(each["chat_id"], each["queue"]["position"]) for each in places] == [(waiting, 2)]


def test_a_follower_hears_everything_until_unfollowing(play: HubPlay) -> None:
    play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    bob = play.operator("bob")

    eve.say(chat, "one")
    bob.ask("follow_chat", {"id": chat})
    eve.say(chat, "two")
    answer = bob.ask("unfollow_chat", {"id": chat})
    eve.say(chat, "three")

    assert answer == {"chat_id": chat}
    assert [each["event"]["text"] for each in bob.pushes("incoming_event")] == ["two"]
    assert bob.pushes("chat_unfollowed") == [{"chat_id": chat}]


def test_members_cannot_unfollow(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, _ = play.visitor("eve").start()

    assert ann.refused("unfollow_chat", {"id": chat}) == "validation"
