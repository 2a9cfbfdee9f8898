"""Holds: asked, agreed, warned, over, ended; each line once. Source: practices 8, 9."""

from datetime import timedelta

import msgspec
import pytest

from tests.desk.scenes import ANN, BEN, C1, ELENA, T1, Scene, at, chat, live, said
from undivided.desk import facts
from undivided.desk.holds import NO_ANSWER, WORD_AT_THE_END, hold_question, is_question
from undivided.desk.intents import KeepHold, Say, TellSeen, key_of
from undivided.desk.marks import FocusState, Hold, HoldState
from undivided.desk.values import AlertKind, LinkState
from undivided.protocol import pushes
from undivided.protocol.events import Event, Postback
from undivided.protocol.ids import CustomId, EventId, UserId
from undivided.protocol.moments import to_wire

TWO = timedelta(minutes=2)
QUESTION_ID = EventId("T1_2")


def question(number: int = 2, when: float = 10, by: UserId = ANN, minutes: int = 2) -> Event:
    return msgspec.structs.replace(
        hold_question(minutes),
        id=EventId(f"T1_{number}"),
        custom_id=CustomId(f"q{number}"),
        author_id=by,
        created_at=at(when),
        desk_seq=number,
    )


def answered(
    scene: Scene,
    second: float,
    choice: str = "agreed",
    by: UserId = ELENA,
    event_id: EventId = QUESTION_ID,
    *,
    is_on: bool = True,
) -> None:
    postback = pushes.PushedPostback(id=f"desk.hold.{choice}", toggled=is_on)
    payload = pushes.IncomingPostback(
        user_id=by, chat_id=C1, thread_id=T1, event_id=event_id, postback=postback
    )
    scene.push("incoming_rich_message_postback", payload, second)


def kept(scene: Scene, until: float, by: UserId = ANN) -> None:
    properties: dict[str, dict[str, str | int | bool]] = {
        "desk": {"hold_until": to_wire(at(until)), "hold_by": by}
    }
    payload = pushes.ChatPropertiesUpdated(chat_id=C1, properties=properties)
    scene.push("chat_properties_updated", payload)


def asked() -> Scene:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)
    scene.do(facts.AlertTaken(C1))
    scene.hear(question(), 10)
    return scene


def agreed() -> Scene:
    """A hold of two minutes from second 20, with its start line and property."""
    scene = asked()
    answered(scene, 20)
    (start, _) = scene.last.intents
    assert isinstance(start, Say)
    scene.hear(stored(start.event, 3, 20), 20)
    kept(scene, 140)
    return scene


def stored(event: Event, number: int, when: float) -> Event:
    return msgspec.structs.replace(
        event, id=EventId(f"T1_{number}"), author_id=ANN, created_at=at(when), desk_seq=number
    )


def hold(scene: Scene) -> Hold:
    found = scene.rows[C1].hold
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("minutes", "title"),
    [
        (2, "May I put you on hold for 2 minutes?"),
        (1, "May I put you on hold for 1 minute?"),
        (0, "May I put you on hold for 1 minute?"),
        (99, "May I put you on hold for 30 minutes?"),
    ],
)
def test_question_names_its_minutes_and_has_two_answers(minutes: int, title: str) -> None:
    event = hold_question(minutes)

    assert event.elements is not None
    (element,) = event.elements
    assert element.title == title
    assert [button.postback_id for button in element.buttons] == [
        "desk.hold.agreed",
        "desk.hold.hurry",
    ]
    assert is_question(event)


def test_question_is_no_reply_so_the_visitor_still_waits() -> None:
    scene = asked()

    assert hold(scene) == Hold(HoldState.ASKED, TWO, at(10))
    assert scene.mark().state is FocusState.CALM


def test_agreement_starts_the_promise_and_stops_the_count() -> None:
    scene = asked()

    answered(scene, 20)

    assert hold(scene) == Hold(HoldState.AGREED, TWO, at(10), at(140))
    assert (scene.mark().state, scene.mark().seconds) == (FocusState.HELD, 120)
    start, keep = scene.last.intents
    assert isinstance(start, Say)
    assert start.event.custom_id == "desk-hold-started-q2"
    assert start.event.text_vars == {"minutes": "2"}
    assert keep == KeepHold(C1, at(140), TWO)


def test_agreement_by_a_message_counts_and_wants_no_answer() -> None:
    scene = asked()

    tap = said(
        3, 20, "Yes, I'll wait", postback=Postback(id="desk.hold.agreed", event_id=QUESTION_ID)
    )
    scene.hear(tap, 20)

    assert hold(scene).until == at(140)
    assert len(scene.last.intents) == 2


def test_answer_to_another_rich_message_is_none_to_the_hold() -> None:
    scene = asked()

    tap = said(3, 20, "Yes", postback=Postback(id="desk.hold.agreed", event_id=EventId("T1_99")))
    scene.hear(tap, 20)
    other = said(4, 21, "Blue", postback=Postback(id="blue"))
    scene.hear(other, 21)

    assert hold(scene).state is HoldState.ASKED


def test_hurry_lets_the_count_run_on() -> None:
    scene = asked()

    answered(scene, 20, "hurry")

    assert hold(scene).state is HoldState.HURRY
    assert (scene.mark().state, scene.mark().seconds) == (FocusState.CALM, 20)
    assert scene.last.intents == ()


def test_only_the_visitor_can_agree() -> None:
    scene = asked()

    answered(scene, 20, by=BEN)

    assert hold(scene).state is HoldState.ASKED


def test_answer_taken_back_is_no_answer() -> None:
    scene = asked()

    answered(scene, 20, "hurry")
    answered(scene, 21, "hurry", is_on=False)

    assert hold(scene).state is HoldState.ASKED


def test_press_of_an_unknown_message_changes_nothing() -> None:
    scene = asked()

    answered(scene, 20, event_id=EventId("T9_9"))

    assert hold(scene).state is HoldState.ASKED


def test_question_without_an_answer_is_not_shown_for_ever() -> None:
    scene = asked()

    scene.tick(10 + NO_ANSWER.total_seconds())

    assert scene.rows[C1].hold is None


def test_operator_is_warned_at_80_percent_once() -> None:
    scene = agreed()

    kinds = [alert.kind for second in range(100, 130) for alert in scene.tick(second).alerts]

    assert hold(scene).state is HoldState.WARNING
    assert kinds == [AlertKind.HOLD_WARNING]


def test_promise_that_runs_out_turns_late_and_tells_the_visitor_once() -> None:
    scene = agreed()

    steps = [scene.tick(second) for second in range(139, 160)]

    assert hold(scene).state is HoldState.OVER
    assert (scene.mark().state, scene.mark().seconds) == (FocusState.HOLD_OVER, 19)
    (word,) = [intent for step in steps for intent in step.intents]
    assert isinstance(word, Say)
    assert (word.event.text, word.event.custom_id) == (WORD_AT_THE_END, "desk-hold-over-q2")
    assert [alert.kind for step in steps for alert in step.alerts] == [
        AlertKind.HOLD_WARNING,
        AlertKind.HOLD_OVER,
    ]


def test_desks_own_word_is_no_reply() -> None:
    scene = agreed()
    (word,) = scene.tick(141).intents
    assert isinstance(word, Say)

    scene.hear(stored(word.event, 4, 141), 141)

    assert hold(scene).state is HoldState.OVER


def test_reply_ends_the_hold_and_clears_the_promise() -> None:
    scene = agreed()

    scene.hear(said(4, 60, "Found it.", by=ANN), 60)

    assert scene.rows[C1].hold is None
    assert scene.mark().state is FocusState.NOTHING_OWED
    end, clear = scene.last.intents
    assert isinstance(end, Say)
    assert (end.event.system_message_type, end.event.custom_id) == (
        "desk.hold_ended",
        "desk-hold-ended-q2",
    )
    assert clear == KeepHold(C1, None)


def test_promise_that_was_cleared_is_not_cleared_again() -> None:
    scene = agreed()
    scene.hear(said(4, 60, "Found it.", by=ANN), 60)

    names = {"desk": ["hold_until", "hold_by"]}
    scene.push(
        "chat_properties_deleted", pushes.ChatPropertiesDeleted(chat_id=C1, properties=names)
    )

    assert scene.last.intents == ()


def test_reply_before_any_answer_ends_the_question_without_a_word() -> None:
    scene = asked()

    scene.hear(said(3, 15, "Found it already.", by=ANN), 15)

    assert scene.rows[C1].hold is None
    assert scene.last.intents == ()


def test_second_question_prolongs_the_promise() -> None:
    scene = agreed()

    scene.hear(question(4, 100, minutes=1), 100)
    assert hold(scene).until == at(140)
    answered(scene, 130, event_id=EventId("T1_4"))

    assert hold(scene).until == at(190)
    assert scene.last.intents[1] == KeepHold(C1, at(190), timedelta(minutes=1))


def test_second_question_does_not_shorten_the_promise() -> None:
    scene = agreed()
    scene.hear(question(4, 30, minutes=1), 30)

    answered(scene, 31, event_id=EventId("T1_4"))

    assert hold(scene).until == at(140)
    assert [type(intent) for intent in scene.last.intents] == [Say]


def snapshot(scene: Scene, *events: Event, until: float | None = None, by: UserId = ANN) -> None:
    pairs = {} if until is None else {"hold_until": to_wire(at(until)), "hold_by": by}
    given = chat(*events, properties={"desk": pairs})  # type: ignore[dict-item]
    scene.do(facts.ChatSnapshot(given))


def test_hold_survives_a_restart_of_the_program_and_nothing_is_sent_twice() -> None:
    before = agreed()
    start = Event(
        type="system_message",
        system_message_type="desk.hold_started",
        text_vars={"minutes": "2"},
        custom_id=CustomId("desk-hold-started-q2"),
    )
    pressed = chat_question_pressed()
    scene = live()
    scene.second = 60

    snapshot(scene, said(1, 0), pressed, stored(start, 3, 20), until=140)

    assert hold(scene) == hold(before)
    assert scene.last.intents == ()


def chat_question_pressed() -> Event:
    asked_ = question()
    assert asked_.elements is not None
    (element,) = asked_.elements
    yes, no = element.buttons
    yes = msgspec.structs.replace(yes, user_ids=(ELENA,))
    return msgspec.structs.replace(
        asked_, elements=(msgspec.structs.replace(element, buttons=(yes, no)),)
    )


def test_agreement_given_while_the_program_was_off_starts_the_promise_once() -> None:
    scene = live()
    scene.second = 60

    snapshot(scene, said(1, 0), chat_question_pressed())
    first = scene.last.intents
    again = [scene.tick(second).intents for second in range(61, 70)]

    assert hold(scene).until == at(180)
    assert [type(intent) for intent in first] == [Say, KeepHold]
    assert again == [()] * 9


def test_promise_whose_question_is_not_in_memory_is_read_from_the_properties() -> None:
    scene = live()
    scene.second = 60

    snapshot(scene, said(9, 0), until=140)
    assert hold(scene) == Hold(HoldState.AGREED, timedelta(minutes=1), at(140), at(140))
    scene.tick(141)

    assert hold(scene).state is HoldState.OVER
    (word,) = scene.last.intents
    assert isinstance(word, Say)
    assert word.event.custom_id == f"desk-hold-over-C1-{at(140).isoformat()}"


def test_start_line_tells_how_long_a_promise_is_when_its_question_is_not_in_memory() -> None:
    scene = live()
    scene.second = 60
    start = said(9, 20, "", by=ANN, type="system_message", system_message_type="desk.hold_started")

    snapshot(scene, start, until=140)

    assert hold(scene).promised == TWO


def test_colleagues_promise_is_shown_and_left_alone() -> None:
    scene = live()
    scene.second = 60

    snapshot(scene, said(1, 0), question(by=BEN), until=140, by=BEN)
    steps = [scene.tick(second) for second in range(130, 150)]
    assert hold(scene).state is HoldState.OVER
    scene.hear(said(4, 150, "I am Ann.", by=ANN), 150)

    kinds = {alert.kind for step in steps for alert in step.alerts}
    assert kinds.isdisjoint({AlertKind.HOLD_WARNING, AlertKind.HOLD_OVER})
    assert not any(step.intents for step in (*steps, scene.last))


def test_nothing_is_promised_on_the_strength_of_old_news() -> None:
    scene = asked()
    behind = frozenset({C1})
    scene.do(facts.LinkChanged(LinkState.CATCHING_UP, behind=behind))
    answered(scene, 20)
    while_behind = [scene.last, scene.do(facts.LinkChanged(LinkState.LIVE, behind=behind))]
    assert scene.rows[C1].is_behind

    scene.do(facts.LinkChanged(LinkState.LIVE))

    assert [step.intents for step in while_behind] == [(), ()]
    assert [type(intent) for intent in scene.last.intents] == [Say, KeepHold]


def test_sign_in_asks_again_for_what_the_last_connection_may_have_lost() -> None:
    scene = asked()
    answered(scene, 20)
    assert scene.status is not None
    assert scene.status.profile is not None

    scene.do(facts.SignedIn(scene.status.profile, is_accepting=True))

    assert [type(intent) for intent in scene.last.intents] == [Say, KeepHold]


def test_hold_property_that_is_no_time_is_no_hold() -> None:
    scene = live()
    scene.come(chat(said(1, 0), properties={"desk": {"hold_until": "soon"}, "x": {"y": 1}}), 0)

    assert scene.rows[C1].hold is None


def test_question_without_a_number_promises_one_minute() -> None:
    odd = question()
    assert odd.elements is not None
    element = msgspec.structs.replace(odd.elements[0], title=None)
    scene = live()
    scene.come(chat(said(1, 0)), 0)

    scene.hear(msgspec.structs.replace(odd, elements=(element,), custom_id=None), 10)
    answered(scene, 20)

    assert hold(scene).promised == timedelta(minutes=1)
    start = scene.last.intents[0]
    assert isinstance(start, Say)
    assert start.event.custom_id == "desk-hold-started-T1_2"


def test_intents_are_the_same_when_they_ask_for_the_same() -> None:
    assert key_of(TellSeen(C1, at(1))) == (C1, at(1))
    assert key_of(KeepHold(C1, None)) == (C1, None)
