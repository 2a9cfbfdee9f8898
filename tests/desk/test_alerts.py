"""What may interrupt: a new chat until it is taken, and nothing twice."""

from tests.desk.scenes import ANN, C1, ELENA, Scene, at, chat, live, queued, said, visitor
from undivided.desk import facts
from undivided.desk.marks import FocusState
from undivided.desk.values import Alert, AlertKind, LinkState
from undivided.protocol import pushes
from undivided.protocol.ids import ChatId, ThreadId
from undivided.protocol.users import Page, Visit

C2 = ChatId("C2")
T1 = ThreadId("T1")


def kinds(scene: Scene) -> list[AlertKind]:
    return [alert.kind for alert in scene.last.alerts]


def taken_by(operator: str) -> pushes.ChatTransferred:
    return pushes.ChatTransferred(
        chat_id=C1,
        reason="manual",
        transferred_to=pushes.Transferred(agent_ids=(operator,)),  # type: ignore[arg-type]
        requester_id=operator,  # type: ignore[arg-type]
    )


def test_new_chat_says_who_calls_from_where_with_what() -> None:
    scene = live()
    pages = (Page(url="/a", title="Shoes"), Page(url="/b", title="Checkout"))
    person = visitor(visit=Visit(last_pages=pages))

    scene.come(chat(said(1, 0, "Will it\narrive?"), users=(person, *chat().users[1:])), second=3)

    assert scene.last.alerts == (
        Alert(
            AlertKind.NEW_CHAT,
            C1,
            name="Elena Marsh",
            text="Will it arrive?",
            page="Checkout",
            seconds=3,
        ),
    )
    assert scene.rows[C1].is_new


def test_new_chat_calls_every_15_seconds_until_it_is_accepted() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)

    calls = [
        (second, alert.call)
        for second in range(1, 40)
        for alert in scene.tick(second).alerts
        if alert.kind is AlertKind.NEW_CHAT
    ]
    scene.do(facts.AlertTaken(C1), 40)

    assert calls == [(15, 2), (30, 3)]
    assert kinds(scene) == [AlertKind.ALERT_ENDED]
    assert not scene.rows[C1].is_new
    assert not any(
        alert.kind is AlertKind.NEW_CHAT
        for second in range(41, 80)
        for alert in scene.tick(second).alerts
    )


def test_dismissed_chat_calls_no_more_but_stays_new() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)

    scene.do(facts.AlertDismissed(C1), 5)

    assert kinds(scene) == [AlertKind.ALERT_ENDED]
    assert scene.rows[C1].is_new
    assert scene.tick(20).alerts == ()


def test_looking_at_a_new_chat_accepts_it() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)

    scene.do(facts.ChatPicked(C1), 2)

    assert kinds(scene) == [AlertKind.ALERT_ENDED]
    assert not scene.rows[C1].is_new


def test_new_chat_that_is_answered_on_another_computer_calls_no_more() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)

    scene.hear(said(2, 3, by=ANN), second=3)

    assert kinds(scene) == [AlertKind.ALERT_ENDED]
    assert not scene.rows[C1].is_new


def test_picked_chat_in_a_hidden_window_is_not_accepted() -> None:
    scene = live()
    scene.do(facts.WindowSeen(is_visible=False))
    scene.do(facts.ChatPicked(C1))

    scene.come(chat(said(1, 0)), second=0)
    assert scene.rows[C1].is_new
    scene.do(facts.WindowSeen(is_visible=True))

    assert not scene.rows[C1].is_new


def test_queued_visitor_calls_an_operator_who_accepts_chats() -> None:
    scene = live()

    scene.come(queued(said(1, 0)), second=4)

    (alert,) = scene.last.alerts
    assert (alert.kind, alert.is_queued, alert.seconds) == (AlertKind.NEW_CHAT, True, 4)
    assert scene.mark().state is FocusState.CALLING


def test_queued_visitor_does_not_call_an_operator_who_accepts_none() -> None:
    scene = live()
    scene.push(
        "routing_status_set", pushes.RoutingStatusSet(agent_id=ANN, status="not_accepting_chats")
    )

    scene.come(queued(said(1, 0)), second=4)
    assert scene.last.alerts == ()
    assert scene.mark().state is FocusState.QUEUED
    scene.do(facts.RoutingSet(is_accepting=True))

    assert kinds(scene) == [AlertKind.NEW_CHAT]


def test_colleagues_status_is_not_ones_own() -> None:
    scene = live()

    scene.push(
        "routing_status_set",
        pushes.RoutingStatusSet(agent_id=ELENA, status="not_accepting_chats"),
    )

    assert scene.status is not None
    assert scene.status.is_accepting


def test_call_ends_when_a_colleague_takes_the_visitor() -> None:
    scene = live()
    scene.come(queued(said(1, 0)), second=0)

    scene.push("chat_transferred", taken_by("ben@example.test"))

    assert kinds(scene) == [AlertKind.ALERT_ENDED]
    assert scene.last.queue == ()


def test_chat_that_the_operator_took_from_the_queue_does_not_call_again() -> None:
    scene = live()
    scene.come(queued(said(1, 0)), second=0)

    scene.do(facts.AlertTaken(C1), 1)
    assert kinds(scene) == [AlertKind.ALERT_ENDED]
    scene.push("chat_transferred", taken_by(ANN))

    assert scene.last.alerts == ()
    assert not scene.rows[C1].is_new


def test_chat_asked_for_at_another_window_of_the_same_operator_does_not_call() -> None:
    scene = live()

    scene.push("incoming_chat", pushes.IncomingChat(chat=chat(said(1, 0)), requester_id=ANN))

    assert scene.last.alerts == ()


def test_chat_dismissed_in_the_queue_calls_anew_when_it_is_given_to_the_operator() -> None:
    scene = live()
    scene.come(queued(said(1, 0)), second=0)
    scene.do(facts.AlertDismissed(C1), 1)
    assert scene.tick(20).alerts == ()

    scene.come(chat(said(1, 0)), second=21)

    assert kinds(scene) == [AlertKind.NEW_CHAT]


def test_chat_already_answered_or_read_is_not_new_after_a_restart() -> None:
    answered, read, unread = live(), live(), live()
    me = chat().users[1]

    answered.do(facts.ChatSnapshot(chat(said(1, 0), said(2, 1, by=ANN), said(3, 2))))
    seen = type(me)(id=ANN, type="agent", name="Ann", present=True, events_seen_up_to=at(5))
    read.do(facts.ChatSnapshot(chat(said(1, 0), users=(visitor(), seen))))
    unread.do(facts.ChatSnapshot(chat(said(1, 9), users=(visitor(), seen))))

    assert [scene.rows[C1].is_new for scene in (answered, read, unread)] == [False, False, True]


def test_chat_that_is_gone_is_forgotten_and_may_call_again() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)
    scene.do(facts.AlertDismissed(C1))

    scene.do(facts.ChatGone(C1))
    scene.come(chat(said(1, 0)), second=5)

    assert kinds(scene) == [AlertKind.NEW_CHAT]


def test_alert_of_an_unknown_chat_changes_nothing() -> None:
    scene = live()

    scene.do(facts.AlertTaken(C2))
    scene.do(facts.AlertDismissed(C2))

    assert scene.rows == {}
    assert scene.last.alerts == ()


def test_calls_go_on_while_offline() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)

    scene.do(facts.LinkChanged(LinkState.OFFLINE), 1)

    assert [alert.call for alert in scene.tick(16).alerts] == [2]
