"""Who gets a chat, and what happens when nobody can."""

import pytest

from tests.server.core.hub_play import OTHER_SHOP, HubPlay, email
from undivided.protocol.ids import GroupId


def answering(play: HubPlay, chat: str) -> set[str]:
    found = play.hub._ctx.chats.get(chat)  # type: ignore[arg-type]
    assert found is not None
    return set(found.answering())


def test_the_least_loaded_operator_gets_the_next_chat(play: HubPlay) -> None:
    play.operator("ann")
    play.operator("bob")

    chats = [play.visitor(f"v{number}").start()[0] for number in range(4)]

    owners = [answering(play, chat).pop() for chat in chats]
    assert owners.count(email("ann")) == owners.count(email("bob")) == 2


def test_an_operator_gets_no_more_than_max_chats(play: HubPlay) -> None:
    play.operator("ann", max_chats=2)

    chats = [play.visitor(f"v{number}").start()[0] for number in range(3)]

    assert [answering(play, chat) for chat in chats] == [{email("ann")}, {email("ann")}, set()]


def test_a_waiting_visitor_is_told_the_place_in_the_queue(play: HubPlay) -> None:
    play.operator("ann", max_chats=1)
    play.visitor("first").start()
    eve = play.visitor("eve")
    mal = play.visitor("mal")

    chat, _ = eve.start()
    mal.start()

    assert eve.pushes("incoming_chat")[0]["chat"]["thread"]["queue"]["position"] == 1
    assert mal.pushes("incoming_chat")[0]["chat"]["thread"]["queue"]["position"] == 2
    assert eve.ask("get_chat", {"chat_id": chat})["thread"]["queue"]["position"] == 1


def test_the_queue_moves_up_when_a_chat_is_closed(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=1)
    first, _ = play.visitor("first").start()
    eve, mal = play.visitor("eve"), play.visitor("mal")
    waiting, _ = eve.start()
    mal.start()
    ann.forget()
    mal.forget()

    ann.ask("deactivate_chat", {"id": first})

    assert answering(play, waiting) == {email("ann")}
    assert [each["chat"]["id"] for each in ann.pushes("incoming_chat")] == [waiting]
    assert ann.pushes("chat_transferred")[0]["reason"] == "assigned"
    assert mal.pushes("queue_position_updated")[-1]["queue"]["position"] == 1


def test_operators_see_the_queue(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=0)
    chat, thread = play.visitor("eve").start()

    assert ann.pushes("incoming_chat")[0]["chat"]["thread"]["queue"]["position"] == 1
    summary = play.operator("bob", max_chats=0).ask("list_chats")["chats_summary"][0]
    assert summary["last_thread_summary"]["queue"]["position"] == 1
    assert (summary["id"], summary["last_thread_summary"]["id"]) == (chat, thread)


def test_what_is_said_in_the_queue_is_heard_by_everybody_who_may_take_it(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=0)
    eve = play.visitor("eve")
    chat, _ = eve.start()

    eve.say(chat, "Anybody?")

    assert ann.pushes("incoming_event")[0]["event"]["text"] == "Anybody?"


def test_a_held_chat_frees_its_place(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=1)
    held, _ = play.visitor("eve").start()
    waiting, _ = play.visitor("mal").start()

    hold = {"desk": {"hold_until": "2026-01-01T00:00:00Z", "hold_by": email("ann")}}
    ann.ask("update_chat_properties", {"id": held, "properties": hold})

    assert answering(play, waiting) == {email("ann")}


def test_nobody_accepting_refuses_a_chat_and_keeps_a_message(play: HubPlay) -> None:
    ann = play.operator("ann")
    ann.ask("set_routing_status", {"status": "not_accepting_chats"})
    eve = play.visitor("eve")
    thread = {
        "events": [{"type": "message", "text": "Call me"}],
        "properties": {"routing": {"offline_message": True}},
    }

    refusal = eve.refused("start_chat", {"chat": {"thread": thread}})
    chat = eve.ask("start_chat", {"chat": {"thread": thread}, "active": False})["chat_id"]

    assert refusal == "groups_offline"
    (found,) = ann.ask("list_archives")["chats"]
    assert found["id"] == chat
    assert found["thread"]["properties"]["routing"]["offline_message"] is True
    assert ann.pushes("incoming_chat")[0]["chat"]["thread"]["active"] is False


def test_without_a_photo_an_operator_cannot_accept(play: HubPlay) -> None:
    ann = play.operator("ann", may_accept=False)

    assert ann.refused("set_routing_status", {"status": "accepting_chats"}) == "authorization"
    assert play.visitor("eve").refused("start_chat") == "groups_offline"


def test_away_connections_get_no_chats_until_one_is_back(play: HubPlay) -> None:
    ann = play.operator("ann", login={"away": True})
    eve = play.visitor("eve")

    assert eve.refused("start_chat") == "groups_offline"
    ann.ask("set_away_status", {"away": False})

    assert answering(play, eve.start()[0]) == {email("ann")}


def test_an_operator_keeps_the_chats_over_a_short_absence(play: HubPlay) -> None:
    ann = play.operator("ann")
    play.operator("bob", max_chats=0)
    chat, _ = play.visitor("eve").start()
    ann.leave()

    play.wait(59)
    play.operator("ann", login={"reconnect": True})
    play.wait(120)

    assert answering(play, chat) == {email("ann")}


def test_a_long_absence_gives_the_chats_to_a_colleague(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, _ = play.visitor("eve").start()
    bob = play.operator("bob")
    ann.leave()
    bob.forget()

    play.wait(61)

    assert answering(play, chat) == {email("bob")}
    assert [each["reason"] for each in bob.pushes("chat_transferred")] == [
        "unassigned",
        "assigned",
    ]


def test_logging_out_gives_the_chats_back_at_once(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, _ = play.visitor("eve").start()
    play.operator("bob")

    ann.ask("logout")

    assert answering(play, chat) == {email("bob")}
    assert ann.closed is not None


def test_the_queue_stays_when_all_operators_leave(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=1)
    play.visitor("first").start()
    eve = play.visitor("eve")
    chat, _ = eve.start()
    ann.ask("logout")

    play.operator("bob", max_chats=5)

    assert answering(play, chat) == {email("bob")}


def test_a_visitor_whose_operator_vanished_comes_before_the_others(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=1)
    older, _ = play.visitor("eve").start()
    play.wait(5)
    play.visitor("mal").start()
    ann.ask("logout")

    play.operator("bob", max_chats=1)

    assert answering(play, older) == {email("bob")}


def test_reconnecting_keeps_the_last_status_and_a_new_login_resets_it(play: HubPlay) -> None:
    ann = play.operator("ann")
    ann.ask("set_routing_status", {"status": "not_accepting_chats"})
    ann.leave()

    again = play.operator("ann", login={"reconnect": True})
    kept = again.ask("list_routing_statuses")[0]["status"]
    again.leave()
    fresh = play.operator("ann").ask("list_routing_statuses")[0]["status"]

    assert (kept, fresh) == ("not_accepting_chats", "accepting_chats")


def test_colleagues_hear_of_a_changed_status(play: HubPlay) -> None:
    ann = play.operator("ann")
    bob = play.operator("bob")
    bob.forget()

    ann.ask("set_routing_status", {"status": "not_accepting_chats"})
    ann.leave()

    assert [each["status"] for each in bob.pushes("routing_status_set")] == [
        "not_accepting_chats",
        "offline",
    ]


def test_only_seniors_set_a_colleagues_status(play: HubPlay) -> None:
    ann = play.operator("ann")
    play.operator("bob")
    chief = play.operator("chief", role="owner")
    request = {"status": "not_accepting_chats", "agent_id": email("bob")}

    assert ann.refused("set_routing_status", request) == "authorization"
    assert chief.ask("set_routing_status", request) == {}


def test_visitors_hear_when_the_desk_opens_fills_and_closes(play: HubPlay) -> None:
    eve = play.visitor("eve")
    ann = play.operator("ann", max_chats=1)
    play.visitor("mal").start()
    ann.ask("set_routing_status", {"status": "not_accepting_chats"})

    states = [
        next(group["status"] for group in each["groups"] if group["id"] == 0)
        for each in eve.pushes("groups_status_updated")
    ]
    assert states == ["online", "online_for_queue", "offline"]


def test_chats_of_a_group_go_to_its_members_only(play: HubPlay) -> None:
    play.operator("ann")
    bob = play.operator("bob", group_ids=(GroupId(0), GroupId(7)))
    eve = play.visitor("eve", organization=OTHER_SHOP)

    chats = {eve.start()[0], play.visitor("mal", organization=OTHER_SHOP).start()[0]}

    assert {each["chat"]["id"] for each in bob.pushes("incoming_chat")} == chats
    assert all(answering(play, chat) == {email("bob")} for chat in chats)


def test_an_operator_without_the_group_sees_nothing_of_its_chats(play: HubPlay) -> None:
    ann = play.operator("ann")
    play.operator("bob", group_ids=(GroupId(7),))
    chat, _ = play.visitor("eve", organization=OTHER_SHOP).start()

    assert "incoming_chat" not in ann.names()
    assert ann.refused("get_chat", {"chat_id": chat}) == "not_found"
    assert ann.ask("list_chats")["chats_summary"] == []


def test_the_estimate_is_unknown_at_first_and_then_follows_finished_chats(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=1)
    unknown = _wait_of_a_second_visitor(play, "u")
    for number in range(3):
        chat = play.visitor(f"done{number}")
        ann.ask("transfer_chat", take(chat.start()[0]))
        play.wait(100)
        ann.ask("deactivate_chat", {"id": play.hub._ctx.people.visitor(chat.user).chat_id})  # type: ignore[union-attr]

    known = _wait_of_a_second_visitor(play, "k")

    assert unknown == 0
    assert known > 0


def take(chat: str) -> dict[str, object]:
    return {
        "id": chat,
        "target": {"type": "agent", "ids": [email("ann")]},
        "ignore_requester_presence": True,
    }


def _wait_of_a_second_visitor(play: HubPlay, name: str) -> int:
    play.visitor(f"{name}1").start()
    second = play.visitor(f"{name}2")
    chat, _ = second.start()
    thread = second.ask("get_chat", {"chat_id": chat})["thread"]
    return int(thread["queue"].get("wait_time", 0))


@pytest.mark.parametrize("status", ["offline", "busy", ""])
def test_unknown_statuses_are_refused(play: HubPlay, status: str) -> None:
    assert play.operator("ann").refused("set_routing_status", {"status": status}) == "validation"
