"""The focus timer. Source: practice 1."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.desk.scenes import ANN, BEN, C1, ELENA, Scene, at, chat, live, said, visitor
from undivided.desk import facts
from undivided.desk.desk import Desk
from undivided.desk.focus import level_at
from undivided.desk.marks import FocusLimits, FocusMark, FocusState
from undivided.desk.values import AlertKind, LinkState
from undivided.protocol import pushes
from undivided.protocol.ids import ChatId, CustomId, EventId, ThreadId
from undivided.protocol.moments import Moment
from undivided.protocol.pushes import SneakPeek

C2 = ChatId("C2")


def typed(scene: Scene, second: float, text: str = "\u2026", by: object = ELENA) -> None:
    peek = SneakPeek(author_id=by, text=text, timestamp=int(second))  # type: ignore[arg-type]
    payload = pushes.IncomingSneakPeek(chat_id=C1, thread_id=ThreadId("T1"), sneak_peek=peek)
    scene.push("incoming_sneak_peek", payload, second)


@pytest.mark.parametrize(
    ("seconds", "state"),
    [
        (-5, FocusState.CALM),
        (29, FocusState.CALM),
        (30, FocusState.SOON),
        (44, FocusState.SOON),
        (45, FocusState.LATE),
    ],
)
def test_waiting_turns_amber_at_30_and_red_at_45_seconds(seconds: int, state: FocusState) -> None:
    assert level_at(at(seconds) - at(0), FocusLimits()) is state


def test_count_starts_at_the_first_unanswered_message_on_the_servers_clock() -> None:
    scene = live()

    scene.come(chat(said(1, 100)), second=110)

    assert scene.mark() == FocusMark(FocusState.CALM, 10, 10 / 45, "E")


def test_second_message_does_not_restart_the_waiting_time() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)

    scene.hear(said(2, 20), 20)

    assert scene.mark().seconds == 20


def test_message_from_the_future_counts_as_just_written() -> None:
    scene = live()

    scene.come(chat(said(1, 500)), second=10)

    assert scene.mark().seconds == 0


def test_servers_clock_counts_and_not_this_computers() -> None:
    scene = live()
    assert scene.status is not None
    assert scene.status.profile is not None

    scene.do(facts.SignedIn(scene.status.profile, is_accepting=True, server_offset=at(60) - at(0)))
    scene.come(chat(said(1, 60)), second=10)

    assert scene.mark().seconds == 10


def test_reply_stops_the_count_only_when_the_server_accepted_it() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)

    scene.submit("Yes.", "u1", second=20)
    assert scene.mark().state is FocusState.CALM
    scene.do(facts.Confirmed(C1, CustomId("u1"), EventId("T1_2")), 21)

    assert scene.mark().state is FocusState.NOTHING_OWED


def test_colleagues_reply_stops_the_count_and_a_whisper_does_not() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)

    scene.hear(said(2, 5, by=BEN, visibility="agents"), 5)
    assert scene.mark().state is FocusState.CALM
    scene.hear(said(3, 6, by=BEN), 6)

    assert scene.mark().state is FocusState.NOTHING_OWED


def test_count_stands_still_while_the_visitor_types() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)

    typed(scene, 10)
    assert scene.mark().state is FocusState.TYPING
    scene.tick(12)
    typed(scene, 13, "")

    assert scene.mark() == FocusMark(FocusState.CALM, 10, 10 / 45, "E")


def test_typing_ends_by_itself_when_nothing_follows() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)
    typed(scene, 10)

    scene.tick(15)
    scene.tick(17)

    assert (scene.mark().state, scene.mark().seconds) == (FocusState.CALM, 12)


def test_typing_before_the_first_message_is_shown_and_owes_nothing() -> None:
    scene = live()
    scene.come(chat(), second=0)

    typed(scene, 1)
    assert scene.mark().state is FocusState.TYPING
    scene.hear(said(1, 2), 2)

    assert scene.mark().state is FocusState.CALM


def test_typing_of_a_message_that_follows_counts_from_that_message_on() -> None:
    scene = live()
    scene.come(chat(said(1, 0), said(2, 1, by=ANN)), second=1)

    typed(scene, 10)
    scene.hear(said(3, 12), 12)
    typed(scene, 13)
    scene.tick(14)

    assert scene.mark().state is FocusState.TYPING


def test_colleagues_typing_does_not_pause_the_count() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)

    typed(scene, 10, by=BEN)

    assert scene.mark().state is FocusState.CALM


def says_bye(text: str) -> bool:
    return "bye" in text


def test_goodbye_owes_nothing() -> None:
    scene = live(Desk(is_goodbye=says_bye))
    scene.come(chat(said(1, 0), said(2, 5, by=ANN)), second=5)

    scene.hear(said(3, 8, "Thanks, bye!"), 8)

    assert scene.mark().state is FocusState.GOODBYE
    assert scene.rows[C1].meta == "Said goodbye"


def test_goodbye_after_an_open_question_still_owes_an_answer() -> None:
    scene = live(Desk(is_goodbye=says_bye))

    scene.come(chat(said(1, 0, "Where is my parcel?"), said(2, 8, "bye")), second=8)

    assert scene.mark().state is FocusState.CALM


def test_closed_chat_owes_nothing() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)

    scene.push(
        "chat_deactivated",
        pushes.ChatDeactivated(chat_id=C1, thread_id=ThreadId("T1"), user_id=ELENA),
        20,
    )

    assert scene.mark().state is FocusState.NOTHING_OWED


def test_offline_rings_are_dashed_and_keep_counting() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)

    scene.do(facts.LinkChanged(LinkState.OFFLINE), 10)
    scene.tick(20)

    assert scene.mark() == FocusMark(FocusState.CALM, 20, 20 / 45, "E", is_offline=True)


def test_tick_says_only_the_running_marks_and_rows_of_another_state() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)
    scene.come(chat(said(1, 0), said(2, 0, by=ANN), id_=C2), second=0)

    calm = scene.tick(10)
    soon = scene.tick(30)

    assert calm.marks == {C1: FocusMark(FocusState.CALM, 10, 10 / 45, "E")}
    assert calm.rows == ()
    assert [row.mark.state for row in soon.rows] == [FocusState.SOON]


def test_second_of_a_wait_that_only_goes_on_changes_no_mark() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)
    scene.do(facts.AlertTaken(C1))

    changes = scene.tick(10)

    assert (changes.rows, changes.marks, changes.at) == ((), {}, at(10))
    assert scene.mark() == FocusMark(FocusState.CALM, 10, 10 / 45, "E")
    assert changes.status is not None
    assert changes.status.longest_silence == 10


def test_row_that_turns_amber_or_red_is_otherwise_as_it_was() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)
    scene.do(facts.AlertTaken(C1))
    before = scene.rows[C1]

    turned = [scene.tick(second).rows[0] for second in (30, 45)]

    assert [row.mark.state for row in turned] == [FocusState.SOON, FocusState.LATE]
    assert [replace(row, mark=before.mark) for row in turned] == [before, before]
    assert scene.tick(46).rows == scene.do(facts.LimitsSet(FocusLimits()), 47).rows == ()


def test_clock_that_is_set_back_counts_anew() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)
    scene.do(facts.AlertTaken(C1))
    scene.tick(60)

    scene.tick(20)

    assert scene.mark() == FocusMark(FocusState.CALM, 20, 20 / 45, "E")


def test_another_wait_in_the_same_state_is_told() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)
    scene.do(facts.AlertTaken(C1))

    changes = scene.do(facts.ChatSnapshot(chat(said(1, 8))), 10)
    scene.tick(12)

    assert [row.mark.seconds for row in changes.rows] == [2]
    assert scene.mark().seconds == 4


def test_another_limit_counts_at_once_for_a_visitor_who_waits() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)
    limits = FocusLimits(timedelta(seconds=10), timedelta(seconds=60))

    changes = scene.do(facts.LimitsSet(limits), 12)

    assert [row.mark.state for row in changes.rows] == [FocusState.SOON]
    assert scene.mark() == FocusMark(FocusState.SOON, 12, 12 / 60, "E")


def test_red_timer_alerts_once_per_wait() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)
    scene.do(facts.AlertTaken(C1))

    kinds = [alert.kind for second in range(40, 60) for alert in scene.tick(second).alerts]
    scene.hear(said(2, 60, by=ANN), 60)
    scene.hear(said(3, 61), 61)
    again = [alert.kind for second in range(100, 120) for alert in scene.tick(second).alerts]

    assert kinds == again == [AlertKind.LATE]


def test_longest_waiting_chat_is_found() -> None:
    scene = live()
    scene.come(chat(said(1, 10)), second=10)
    scene.come(chat(said(1, 5), id_=C2), second=10)

    assert scene.desk.longest_waiting(scene_now(scene)) == C2


def test_nobody_waits_longest_when_nobody_waits() -> None:
    scene = live()
    scene.come(chat(said(1, 0), said(2, 0, by=ANN)), second=1)

    assert scene.desk.longest_waiting(scene_now(scene)) is None


def test_wait_that_began_before_the_lines_in_memory_is_not_shortened() -> None:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)
    scene.do(facts.ChatPicked(C1))

    for number in range(2, 160):
        scene.hear(said(number, number, "and?"), number)
    scene.do(facts.ChatPicked(None), 160)
    scene.tick(161)

    assert len(scene.messages[C1]) == 100
    assert scene.mark().seconds == 161


def test_reply_among_the_lines_in_memory_starts_the_count_after_it() -> None:
    scene = live()
    scene.come(
        chat(*(said(n, n) for n in range(1, 160)), said(160, 160, by=ANN), said(161, 170)), 170
    )

    scene.tick(175)

    assert scene.mark().seconds == 5


def test_initial_is_the_visitors() -> None:
    scene = live()

    scene.come(chat(said(1, 0), said(2, 1, by=ANN), users=(visitor("zoe"), *chat().users[1:])), 1)

    assert scene.mark().initial == "Z"


def scene_now(scene: Scene) -> Moment:
    return Moment.at(scene.second)
