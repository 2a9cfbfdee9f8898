"""Operators' commands as requests, and what their answers tell."""

from datetime import timedelta

import pytest

from tests.desk.scenes import ANN, BEN, C1, ELENA, T1, at, chat, said, thread
from tests.session.playbook import live_with_chat
from undivided.desk import facts
from undivided.protocol.ids import EventId, ThreadId
from undivided.protocol.moments import to_wire
from undivided.session import commands, sentences
from undivided.session.facts import Colleague, Colleagues, CommandDone, CommandFailed

TRANSFER = {"id": C1, "ignore_agents_availability": True}
UNTIL = at(120)


@pytest.mark.parametrize(
    ("command", "action", "payload"),
    [
        (
            commands.SetAccepting(is_accepting=True),
            "set_routing_status",
            {"status": "accepting_chats"},
        ),
        (
            commands.SetAccepting(is_accepting=False),
            "set_routing_status",
            {"status": "not_accepting_chats"},
        ),
        (
            commands.TakeChat(C1),
            "transfer_chat",
            {
                **TRANSFER,
                "target": {"type": "agent", "ids": [ANN]},
                "ignore_requester_presence": True,
            },
        ),
        (commands.TransferChat(C1), "transfer_chat", TRANSFER),
        (
            commands.TransferChat(C1, BEN),
            "transfer_chat",
            {"id": C1, "target": {"type": "agent", "ids": [BEN]}},
        ),
        (commands.CloseChat(C1), "deactivate_chat", {"id": C1}),
        (
            commands.MarkSeen(C1, at(1)),
            "mark_events_as_seen",
            {"chat_id": C1, "seen_up_to": "1970-01-01T00:00:01Z"},
        ),
        (
            commands.ShowTyping(C1, is_typing=True),
            "send_typing_indicator",
            {"chat_id": C1, "is_typing": True},
        ),
        (commands.Tag(C1, T1, "vip"), "tag_thread", {"chat_id": C1, "thread_id": T1, "tag": "vip"}),
        (
            commands.Tag(C1, T1, "vip", is_on=False),
            "untag_thread",
            {"chat_id": C1, "thread_id": T1, "tag": "vip"},
        ),
        (commands.UpdateVisitor(ELENA, name="El"), "update_customer", {"id": ELENA, "name": "El"}),
        (
            commands.SetHold(C1, UNTIL, timedelta(minutes=2)),
            "update_chat_properties",
            {"id": C1, "properties": {"desk": {"hold_until": to_wire(UNTIL), "hold_by": ANN}}},
        ),
        (
            commands.SetHold(C1, None),
            "delete_chat_properties",
            {"id": C1, "properties": {"desk": ["hold_until", "hold_by"]}},
        ),
        (
            commands.SetCallback(C1, T1, EventId("T1_4"), {"callback_state": "claimed"}),
            "update_event_properties",
            {
                "chat_id": C1,
                "thread_id": T1,
                "event_id": "T1_4",
                "properties": {"desk": {"callback_state": "claimed", "callback_by": ANN}},
            },
        ),
        (
            commands.ListCalls(),
            "list_archives",
            {"filters": {"tags": {"values": ["callback"]}}, "limit": 10},
        ),
        (commands.LoadOlder(C1), "list_threads", {"chat_id": C1, "min_events_count": 100}),
        (commands.LoadOlder(C1, T1), "get_chat", {"chat_id": C1, "thread_id": T1}),
        (commands.ListColleagues(C1), "list_agents_for_transfer", {"chat_id": C1}),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else value,
)
def test_command_becomes_its_request(
    command: commands.Command, action: str, payload: dict[str, object]
) -> None:
    play = live_with_chat().submit(command).sends(action)

    assert play.unanswered(action).payload == payload


def test_ended_chats_with_calls_reach_the_desk_and_their_absence_is_no_trouble() -> None:
    play = live_with_chat().submit(commands.ListCalls())
    play.answer("list_archives", {"chats": [chat(said(1, 0))], "found_chats": 1})
    play.submit(commands.ListCalls()).refuse("list_archives", "authorization")

    (listed,) = [each.chats for each in play.facts if isinstance(each, facts.CallsListed)]
    assert [each.id for each in listed] == [C1]
    assert play.notices == [CommandDone(commands.ListCalls())]


def test_command_that_was_carried_out_is_reported() -> None:
    play = live_with_chat().submit(commands.CloseChat(C1)).answer("deactivate_chat")

    assert play.notices == [CommandDone(commands.CloseChat(C1))]


def test_refused_command_is_reported_with_its_sentence() -> None:
    play = live_with_chat().submit(commands.TransferChat(C1, BEN))

    play.refuse("transfer_chat", "agent_offline")

    (notice,) = play.notices
    assert isinstance(notice, CommandFailed)
    assert notice.sentence == "Your colleague has just gone offline."


def test_command_without_an_answer_is_reported() -> None:
    play = live_with_chat().submit(commands.CloseChat(C1), at=2)

    play.tick(at=16).answer("ping").tick(at=22)

    assert play.notices == [CommandFailed(commands.CloseChat(C1), sentences.NO_ANSWER)]


def test_refused_typing_mark_tells_nobody() -> None:
    play = live_with_chat().submit(commands.ShowTyping(C1, is_typing=True))

    play.refuse("send_typing_indicator", "chat_inactive")

    assert play.notices == []


def test_routing_status_counts_when_the_server_took_it() -> None:
    play = live_with_chat().submit(commands.SetAccepting(is_accepting=False))
    assert play.said(facts.RoutingSet) == []

    play.answer("set_routing_status")

    assert play.said(facts.RoutingSet) == [facts.RoutingSet(is_accepting=False)]


def test_colleagues_come_as_a_notice() -> None:
    play = live_with_chat().submit(commands.ListColleagues(C1))

    play.answer("list_agents_for_transfer", [{"agent_id": BEN, "active_chats": 2}])

    assert play.notices == [Colleagues(C1, (Colleague(BEN, 2),))]


def test_older_threads_come_whole() -> None:
    old = thread(said(1, 0), id=ThreadId("T0"), active=False)
    play = live_with_chat().submit(commands.LoadOlder(C1))
    play.answer("list_threads", {"threads": [old]})
    play.submit(commands.LoadOlder(C1, ThreadId("T0"))).answer("get_chat", chat(said(1, 0)))
    play.submit(commands.LoadOlder(C1, T1)).answer("get_chat", {"id": C1, "users": []})

    older = [each.threads for each in play.facts if isinstance(each, facts.OlderThreads)]
    assert [len(threads) for threads in older] == [1, 1, 0]
    assert older[0] == (old,)
