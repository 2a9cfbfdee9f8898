"""Open calls and their reminders: from events alone, over every restart. Source: practice 61."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from msgspec import structs

from tests.desk.scenes import (
    ANN,
    BEN,
    C1,
    T1,
    Scene,
    at,
    chat,
    live,
    operator,
    said,
    thread,
    visitor,
)
from tests.desk.test_callbacks import wish
from undivided.desk import facts
from undivided.desk.call_book import MOST_WISHES
from undivided.desk.call_request import CallAct, CallRequest, CallState, OpenCall
from undivided.desk.callbacks import SOON, dial_address, marks
from undivided.desk.values import Alert, AlertKind
from undivided.protocol import pushes
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, EventId, ThreadId, UserId
from undivided.protocol.moments import to_wire

ENDED = ChatId("C9")


def wish_for(second: float) -> Event:
    return wish(properties={"desk": {"callback_at": to_wire(at(second))}})


def calls(scene: Scene) -> tuple[OpenCall, ...]:
    assert scene.last.calls is not None
    return scene.last.calls


def due(alerts: Sequence[Alert]) -> list[AlertKind]:
    wanted = {AlertKind.CALL_DUE, AlertKind.ALERT_ENDED}
    return [alert.kind for alert in alerts if alert.kind in wanted]


def mark(scene: Scene, told: dict[str, str], by: UserId = ANN, id_: ChatId = C1) -> None:
    payload = pushes.EventPropertiesUpdated(
        chat_id=id_,
        thread_id=T1,
        event_id=EventId("T1_2"),
        properties={"desk": {**told, "callback_by": by}},
    )
    scene.push("event_properties_updated", payload)


def act(scene: Scene, call: CallRequest, what: CallAct, by: UserId = ANN) -> None:
    """Do what an operator's act does, as the server tells it."""
    mark(scene, marks(call, what, at(scene.second)), by, call.chat_id)


def with_wish(second: float = 100) -> Scene:
    scene = live()
    scene.come(chat(said(1, 1), wish_for(second), users=(visitor(), operator())), 5)
    first = scene.last
    scene.do(facts.ChatPicked(C1))
    scene.last = first
    return scene


def test_operator_is_reminded_once_when_the_time_comes() -> None:
    scene = with_wish()

    (before,) = calls(scene)
    early = scene.tick(99)
    in_time = scene.tick(100)
    later = scene.tick(101)

    assert (before.is_due, before.is_for_me, before.is_shown) == (False, True, True)
    assert before.visitor == "Elena Marsh"
    assert [due(each.alerts) for each in (early, in_time, later)] == [[], [AlertKind.CALL_DUE], []]
    assert in_time.calls is not None
    assert in_time.calls[0].is_due
    assert later.calls is None


def test_call_that_is_wanted_soon_is_due_until_somebody_takes_it() -> None:
    scene = live()
    scene.come(chat(said(1, 1), wish(time=""), users=(visitor(), operator())), 5)
    (asked,) = calls(scene)
    scene.do(facts.ChatPicked(C1))
    second = 2 + SOON.total_seconds()

    early = scene.tick(second - 1)
    in_time = scene.tick(second)
    act(scene, asked.call, CallAct.TAKE)

    assert asked.call.due == at(second)
    assert [due(each.alerts) for each in (early, in_time)] == [[], [AlertKind.CALL_DUE]]
    assert due(scene.last.alerts) == [AlertKind.ALERT_ENDED]
    assert calls(scene)[0].call.due is None


def test_reminder_comes_again_after_a_restart_and_is_moved_by_snoozing() -> None:
    again = with_wish(2)
    first = due(again.last.alerts)

    act(again, calls(again)[0].call, CallAct.SNOOZE)
    (moved,) = calls(again)
    ended = due(again.last.alerts)
    quiet = again.tick(5 + 599)
    due_again = again.tick(5 + 600)

    assert first == [AlertKind.CALL_DUE]
    assert ended == [AlertKind.ALERT_ENDED]
    assert (moved.call.state, moved.call.is_mine, moved.call.due) == (
        CallState.TAKEN,
        True,
        at(605),
    )
    assert (due(quiet.alerts), due(due_again.alerts)) == ([], [AlertKind.CALL_DUE])


def test_first_outcome_measures_the_time_to_call_and_no_later_one_moves_it() -> None:
    scene = with_wish(50)
    scene.tick(62)
    call = calls(scene)[0].call

    act(scene, call, CallAct.NO_ANSWER)
    missed = calls(scene)[0].call
    act(scene, missed, CallAct.AGAIN)
    again = calls(scene)[0].call
    scene.tick(90)
    act(scene, again, CallAct.PAID)

    assert (missed.state, missed.due) == (CallState.NO_ANSWER, None)
    assert missed.time_to_call == timedelta(seconds=60)
    assert again.due == at(62) + timedelta(minutes=30)
    assert calls(scene) == ()
    paid = scene.messages[C1][-1].call
    assert paid is not None
    assert (paid.state, paid.first_at) == (CallState.PAID, at(62))


def test_call_that_a_colleague_has_taken_reminds_nobody_else() -> None:
    scene = with_wish()

    act(scene, calls(scene)[0].call, CallAct.TAKE, BEN)

    assert not calls(scene)[0].is_for_me
    assert due(scene.tick(100).alerts) == []


def test_ended_chats_are_listed_and_marked_like_any_other() -> None:
    scene = live()
    users = (visitor("Tom Weir"), operator(BEN, "Ben Okri"))
    ended = chat(wish_for(3), id_=ENDED, users=users, active=False)

    scene.do(facts.CallsListed((ended,)), 4)
    (listed,) = calls(scene)
    alerts = due(scene.last.alerts)
    act(scene, listed.call, CallAct.REACHED, BEN)

    assert (listed.visitor, listed.call.chat_id, listed.is_shown) == ("Tom Weir", ENDED, False)
    assert alerts == [AlertKind.CALL_DUE]
    assert calls(scene) == ()


def test_wish_that_is_taken_back_or_holds_a_card_number_is_not_kept() -> None:
    scene = live()
    scene.come(chat(said(1, 1), users=(visitor(), operator())))
    scene.hear(wish(time="pay with 4012 8888 8888 1881"), 6)
    (held,) = calls(scene)

    scene.push(
        "event_deleted",
        pushes.EventDeleted(chat_id=C1, thread_id=T1, event_id=EventId("T1_2")),
    )

    assert "8888 8888" not in held.call.wish
    assert calls(scene) == ()


@pytest.mark.parametrize(
    ("phone", "address"),
    [
        ("+44 20 7946 0018", "tel:+442079460018"),
        ("(0)30/555-01.99", "tel:0305550199"),
        ("\u0661\u0662\u0663\u0664\u0665", "tel:12345"),
        ("*#06#;ext=1", "tel:061"),
        ("none", ""),
        ("1" * 40, ""),
    ],
)
def test_only_digits_are_dialled(phone: str, address: str) -> None:
    assert address == dial_address(phone)


def test_time_that_nobody_can_read_is_none() -> None:
    event = structs.replace(
        wish(), properties={"desk": {"callback_at": "soon", "callback_first": 7}}
    )
    scene = live()
    scene.come(chat(said(1, 1), event, users=(visitor(), operator())))

    call = calls(scene)[0].call

    assert (call.due, call.first_at, call.has_consent) == (None, None, False)


@pytest.mark.parametrize("when", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_time_beyond_a_year_is_none(when: str) -> None:
    event = structs.replace(
        wish(), properties={"desk": {"callback_at": when, "callback_first": when}}
    )
    scene = live()
    scene.come(chat(said(1, 1), event, users=(visitor(), operator())))

    call = calls(scene)[0].call

    assert (call.due, call.first_at) == (None, None)


def test_colleague_who_joins_is_named_by_what_is_marked_then() -> None:
    scene = with_wish()
    (held,) = calls(scene)
    scene.push("user_added_to_chat", pushes.UserAdded(chat_id=C1, user=operator(BEN, "Ben Okri")))

    act(scene, held.call, CallAct.TAKE, BEN)

    assert calls(scene)[0].call.by == "Ben Okri"


def test_what_belongs_to_no_known_wish_is_passed_over() -> None:
    scene = live()
    users = (operator(),)

    scene.do(facts.CallsListed((chat(wish_for(3), id_=ENDED, users=users, active=False),)), 4)
    mark(scene, {"callback_state": "done"}, id_=ChatId("C404"))
    scene.push("user_added_to_chat", pushes.UserAdded(chat_id=ENDED, user=operator(BEN)))

    assert scene.last.calls is None


def test_the_oldest_of_too_many_wishes_is_forgotten() -> None:
    scene = live()
    wishes = (wish(number) for number in reversed(range(2, MOST_WISHES + 4)))

    scene.do(facts.CallsListed((chat(*wishes, id_=ENDED, users=(visitor(),), active=False),)), 4)

    assert len(calls(scene)) == MOST_WISHES
    assert EventId("T1_2") not in {each.call.event_id for each in calls(scene)}


def test_wish_of_an_older_thread_is_listed_and_a_new_name_is_used() -> None:
    scene = live()
    scene.come(chat(said(3, 3), users=(visitor(), operator())))

    scene.do(facts.OlderThreads(C1, (thread(wish(), id=ThreadId("T0"), active=False),)))
    before = calls(scene)[0].visitor
    scene.do(facts.ChatSnapshot(chat(said(3, 3), users=(visitor("Elena Weir"), operator()))))

    assert (before, calls(scene)[0].visitor) == ("Elena Marsh", "Elena Weir")
    assert calls(scene)[0].call.thread_id == "T0"


def test_who_is_in_a_chat_is_remembered_only_where_somebody_waits_for_a_call() -> None:
    scene = live()
    scene.come(chat(said(1, 1), users=(visitor(), operator())))
    people = scene.desk._calls._people
    before = list(people)
    scene.hear(wish())
    listed = calls(scene)
    scene.push(
        "event_deleted", pushes.EventDeleted(chat_id=C1, thread_id=T1, event_id=EventId("T1_2"))
    )

    assert before == []
    assert [each.visitor for each in listed] == ["Elena Marsh"]
    assert list(people) == []
