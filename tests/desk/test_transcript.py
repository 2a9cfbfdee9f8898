"""Events as messages: each once, in one order, told truthfully."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.desk.scenes import (
    ANN,
    BEN,
    C1,
    ELENA,
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
from undivided.desk import facts
from undivided.desk.system_lines import sentence_of
from undivided.desk.transcript import TAKEN_BACK
from undivided.desk.transcript_file import Transcript, plain_text
from undivided.desk.values import (
    Author,
    Choice,
    Delivery,
    FileInfo,
    Message,
    TranscriptChange,
    TranscriptEdit,
)
from undivided.etiquette.coach.fact_marks import NO_MARKS, FactMarks
from undivided.protocol import pushes
from undivided.protocol.chats import Thread
from undivided.protocol.desk_extensions import ThreadPart
from undivided.protocol.events import Button, Element, Event, Field
from undivided.protocol.events import Choice as Answer
from undivided.protocol.ids import CustomId, EventId, ThreadId
from undivided.protocol.moments import FIRST, LAST, to_wire


def scene_with(*events: Event) -> Scene:
    scene = live()
    scene.come(chat(*events, users=(visitor(), operator(), operator(BEN, "Ben"))), second=0)
    return scene


def only(scene: Scene) -> Message:
    (message,) = scene.messages[C1]
    return message


def event(**fields: object) -> Event:
    return said(1, 0, "", **fields)  # type: ignore[arg-type]


def test_authors_are_told_apart() -> None:
    scene = scene_with(
        said(1, 0),
        said(2, 1, by=ANN),
        said(3, 2, by=BEN),
        said(4, 3, "Ann joined.", by=None, type="system_message"),
        said(5, 4, by=BEN, visibility="agents"),
    )

    shown = scene.messages[C1]
    assert [message.author for message in shown] == [
        Author.VISITOR,
        Author.ME,
        Author.COLLEAGUE,
        Author.SYSTEM,
        Author.COLLEAGUE,
    ]
    assert [message.author_name for message in shown] == ["Elena Marsh", "Ann", "Ben", "", "Ben"]
    assert [message.is_whisper for message in shown] == [False] * 4 + [True]


def test_first_messages_come_as_a_reset_and_later_ones_are_appended() -> None:
    scene = scene_with(said(1, 0))
    assert [change.edit for change in scene.last.transcripts] == [TranscriptEdit.RESET]

    scene.hear(said(2, 1))

    (change,) = scene.last.transcripts
    assert change.edit is TranscriptEdit.APPENDED
    assert [message.key for message in change.messages] == ["T1_2"]


def test_same_event_twice_is_one_message() -> None:
    scene = scene_with(said(1, 0))

    scene.hear(said(1, 0))

    assert scene.last.transcripts == ()
    assert scene.texts() == ["Hello"]


def test_events_are_sorted_by_their_number_and_not_by_time() -> None:
    scene = scene_with(said(1, 50, "one"))

    scene.hear(said(3, 20, "three"))
    scene.hear(said(2, 90, "two"))

    assert scene.texts() == ["one", "two", "three"]
    assert scene.last.transcripts[0].edit is TranscriptEdit.RESET


def test_without_numbers_events_are_sorted_by_time_and_id() -> None:
    scene = scene_with(said(1, 50, "one", desk_seq=None))

    scene.hear(said(3, 70, "three", desk_seq=None))
    scene.hear(said(2, 70, "two", desk_seq=None))

    assert scene.texts() == ["one", "two", "three"]


def test_own_message_goes_from_waiting_to_seen_under_one_key() -> None:
    scene = scene_with(said(1, 0))
    seen = pushes.EventsSeen(user_id=ELENA, chat_id=C1, seen_up_to=at(30))

    def delivery() -> Delivery:
        return scene.messages[C1][-1].delivery

    scene.submit("Hi", "u1", second=10)
    states = [delivery()]
    scene.do(facts.Sending(C1, CustomId("u1")))
    states.append(delivery())
    scene.do(facts.Confirmed(C1, CustomId("u1"), EventId("T1_2")), 11)
    states.append(delivery())
    scene.hear(said(2, 11, "Hi", by=ANN, custom_id="u1"), 11)
    scene.push("events_marked_as_seen", seen)
    states.append(delivery())

    assert states == [Delivery.WAITING, Delivery.SENDING, Delivery.SENT, Delivery.SEEN]
    assert [message.key for message in scene.messages[C1]] == ["T1_1", "u1"]
    assert scene.messages[C1][-1].order == 2


def test_confirmation_after_the_event_itself_changes_nothing() -> None:
    scene = scene_with(said(1, 0))
    scene.submit("Hi", "u1", second=10)
    scene.hear(said(2, 11, "Hi", by=ANN, custom_id="u1"), 11)

    scene.do(facts.Confirmed(C1, CustomId("u1"), EventId("T1_2")), 12)
    scene.do(facts.Submitted(CustomId("u1"), C1, Event(type="message", text="Hi"), at(10)))

    assert scene.texts() == ["Hello", "Hi"]
    assert scene.last.transcripts == ()


def test_snapshot_that_shows_an_own_message_settles_it() -> None:
    scene = scene_with(said(1, 0))
    scene.submit("Hi", "u1", second=10)

    scene.do(facts.ChatSnapshot(chat(said(1, 0), said(2, 11, "Hi", by=ANN, custom_id="u1"))))
    scene.do(facts.Confirmed(C1, CustomId("u1"), EventId("T1_2")))

    assert scene.texts() == ["Hello", "Hi"]
    assert scene.messages[C1][-1].delivery is Delivery.SENT
    assert scene.rows[C1].unsent == 0


def test_waiting_messages_say_their_place_and_come_last() -> None:
    scene = scene_with(said(1, 0))
    for number in (1, 2, 3):
        scene.submit(f"own {number}", f"u{number}")
    scene.do(facts.Refused(C1, CustomId("u2"), "No."))

    scene.hear(said(2, 5, "visitor"))

    assert scene.texts() == ["Hello", "visitor", "own 1", "own 2", "own 3"]
    assert [message.place for message in scene.messages[C1][2:]] == [(1, 2), None, (2, 2)]
    assert scene.messages[C1][3].reason == "No."
    assert scene.messages[C1][3].delivery is Delivery.FAILED


def test_refused_message_may_be_tried_again_or_dropped() -> None:
    scene = scene_with(said(1, 0))
    scene.submit("Hi", "u1")
    scene.do(facts.Refused(C1, CustomId("u1"), "No."))

    scene.do(facts.Waiting(C1, CustomId("u1")))
    assert scene.messages[C1][-1].delivery is Delivery.WAITING
    scene.do(facts.Dropped(C1, CustomId("u1")))

    assert scene.texts() == ["Hello"]


def test_message_that_failed_in_an_earlier_run_is_shown_as_failed() -> None:
    scene = live()

    scene.do(facts.Submitted(CustomId("u1"), C1, Event(type="message", text="Hi"), at(0), "No."))

    assert only(scene).delivery is Delivery.FAILED
    assert scene.rows[C1].visitor.shown_name == "Visitor"


def test_automatic_line_keeps_its_key_when_it_is_confirmed() -> None:
    scene = scene_with(said(1, 0))
    line = Event(type="system_message", text="Back.", system_message_type="desk.hold_ended")

    scene.do(facts.Submitted(CustomId("desk-hold-ended-1"), C1, line, at(5)))
    scene.do(facts.Confirmed(C1, CustomId("desk-hold-ended-1"), EventId("T1_2")), 6)

    (_, message) = scene.messages[C1]
    assert (message.key, message.author) == ("desk-hold-ended-1", Author.SYSTEM)


def test_whisper_is_never_called_seen() -> None:
    seer = visitor(events_seen_up_to=at(99))
    scene = live()

    scene.come(
        chat(said(1, 0, by=ANN, visibility="agents"), said(2, 1, by=ANN), users=(seer, operator())),
        0,
    )

    assert [each.delivery for each in scene.messages[C1]] == [Delivery.SENT, Delivery.SEEN]


def test_message_that_left_late_shows_its_own_time() -> None:
    properties: dict[str, dict[str, str | int | bool]] = {"desk": {"written_at": to_wire(at(3))}}
    scene = scene_with(said(1, 90, by=ANN, properties=properties))

    assert (only(scene).at, only(scene).is_late) == (at(3), True)


@pytest.mark.parametrize("when", ["then", "", "0001-01-01T00:00:00+23:59"])
def test_late_mark_that_is_no_time_is_passed_over(when: str) -> None:
    scene = scene_with(said(1, 90, by=ANN, properties={"desk": {"written_at": when}}))

    assert (only(scene).at, only(scene).is_late) == (at(90), False)


@pytest.mark.parametrize(
    "when", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2021-11-14T22:00:00Z"]
)
def test_late_mark_of_an_absurd_time_is_passed_over(when: str) -> None:
    scene = scene_with(said(1, 90, by=ANN, properties={"desk": {"written_at": when}}))

    assert (only(scene).at, only(scene).is_late) == (at(90), False)


def test_late_message_is_never_shown_after_the_time_it_came() -> None:
    properties: dict[str, dict[str, str | int | bool]] = {"desk": {"written_at": to_wire(at(99))}}
    scene = scene_with(said(1, 90, by=ANN, properties=properties))

    assert (only(scene).at, only(scene).is_late) == (at(90), True)


@pytest.mark.parametrize("created_at", [FIRST, LAST])
def test_server_with_an_absurd_clock_is_shown_all_the_same(created_at: datetime) -> None:
    scene = scene_with(structs.replace(said(1, 0), created_at=created_at))

    assert scene.texts() == ["Hello"]
    assert plain_text(Transcript("Elena", "Ann", tuple(scene.messages[C1])))


def test_only_an_operators_message_has_marks_of_facts() -> None:
    told: dict[str, dict[str, str | int | bool]] = {"desk": {"unsourced": "39 €"}}
    scene = scene_with(said(1, 0, by=ANN, properties=told))

    assert only(scene).facts == FactMarks(unsourced=("39 €",))

    scene = scene_with(said(1, 0, properties=told))

    assert only(scene).facts == NO_MARKS


def test_changed_event_is_updated_in_its_place() -> None:
    scene = scene_with(said(1, 0), said(2, 1))
    payload = pushes.IncomingEvent(chat_id=C1, thread_id=T1, event=said(1, 0, "Hello!"))

    scene.push("event_updated", payload)

    (change,) = scene.last.transcripts
    assert change.edit is TranscriptEdit.UPDATED
    assert scene.texts() == ["Hello!", "Hello"]


def test_late_mark_that_comes_as_a_property_is_shown() -> None:
    scene = scene_with(said(1, 60, by=ANN, properties={"x": {"a": 1}}), said(2, 61, by=ANN))
    payload = pushes.EventPropertiesUpdated(
        chat_id=C1,
        thread_id=T1,
        event_id=EventId("T1_1"),
        properties={"desk": {"written_at": to_wire(at(3))}},
    )

    scene.push("event_properties_updated", payload)

    assert [message.is_late for message in scene.messages[C1]] == [True, False]


@pytest.mark.parametrize(
    ("event_id", "is_late"), [("T1_1", [False]), ("T1_99", [True])], ids=["shown", "not shown"]
)
def test_late_mark_that_is_taken_away_goes(event_id: str, is_late: list[bool]) -> None:
    marked = {"desk": {"written_at": to_wire(at(3))}, "x": {"a": 1}}
    scene = scene_with(said(1, 60, by=ANN, properties=marked))
    payload = pushes.EventPropertiesDeleted(
        chat_id=C1,
        thread_id=T1,
        event_id=EventId(event_id),
        properties={"desk": ["written_at"]},
    )

    scene.push("event_properties_deleted", payload)

    assert [message.is_late for message in scene.messages[C1]] == is_late


def test_visitor_who_writes_has_seen_what_was_said_before() -> None:
    scene = scene_with(said(1, 0, by=ANN))

    scene.hear(said(2, 5))
    scene.hear(said(3, 6, by=ANN))

    shown = [message.delivery for message in scene.messages[C1]]
    assert shown == [Delivery.SEEN, Delivery.NONE, Delivery.SENT]


def test_deleted_event_leaves_only_that_it_was_there() -> None:
    scene = scene_with(said(1, 0, "secret"), said(2, 1))

    for known in ("T1_1", "T1_99"):
        payload = pushes.EventDeleted(chat_id=C1, thread_id=T1, event_id=EventId(known))
        scene.push("event_deleted", payload)

    assert scene.texts() == [TAKEN_BACK, "Hello"]


def test_event_without_an_id_is_not_stored_and_not_shown() -> None:
    scene = scene_with(said(1, 0))

    scene.hear(said(2, 1, "preview", id=None))

    assert scene.texts() == ["Hello"]


def test_file_is_shown_with_its_facts() -> None:
    scene = scene_with(
        event(type="file", url="https://x/a", name="a.png", size=-3, content_type="image/png")
    )

    assert only(scene).text == "a.png"
    assert only(scene).file == FileInfo("a.png", "https://x/a", "image/png", 0)


@pytest.mark.parametrize(
    ("fields", "text", "address"),
    [
        ({"alternative_text": "A shoe", "url": "u"}, "A shoe", "u"),
        ({"url": "u"}, "A file", "u"),
        ({"name": "a.png"}, "a.png", ""),
    ],
)
def test_file_is_named_by_what_is_known(fields: dict[str, object], text: str, address: str) -> None:
    scene = scene_with(event(type="file", **fields))

    assert only(scene).text == text
    file = only(scene).file
    assert file is not None
    assert file.url == address


def test_rich_message_shows_its_words_and_buttons() -> None:
    buttons = (Button(text="Yes", user_ids=(ELENA,)), Button(text="No"))
    scene = scene_with(
        event(
            type="rich_message", elements=(Element(title="Sure?", subtitle="Now", buttons=buttons),)
        )
    )

    assert only(scene).text == "Sure?\nNow"
    assert only(scene).choices == (Choice("Yes", is_pressed=True), Choice("No"))


def test_rich_message_without_words_is_still_a_line() -> None:
    assert only(scene_with(event(type="rich_message"))).text == "A card with buttons"


def test_filled_form_is_read_as_questions_and_answers() -> None:
    fields = (
        Field(type="name", id="1", label="Name:", answer="Eve"),
        Field(type="select", id="2", label="About:", answer=Answer(id="a", label="Shoes")),
        Field(
            type="checkbox",
            id="3",
            label="Also:",
            answers=(Answer(id="b", label="Bags"), Answer(id="c", label="Hats")),
        ),
        Field(type="question", id="4", label="More:"),
        Field(type="header", id="5", label=""),
    )

    assert only(scene_with(event(type="filled_form", fields=fields))).text == (
        "Name: Eve\nAbout: Shoes\nAlso: Bags, Hats\nMore:"
    )


@pytest.mark.parametrize("kind", ["custom", "thing_of_tomorrow", "filled_form"])
def test_event_that_says_nothing_is_not_shown(kind: str) -> None:
    assert scene_with(event(type=kind)).messages.get(C1, []) == []


def test_unsent_event_that_says_nothing_is_not_shown() -> None:
    scene = scene_with(said(1, 0))

    scene.do(facts.Submitted(CustomId("u1"), C1, Event(type="custom"), at(0)))

    assert scene.texts() == ["Hello"]


def test_text_of_a_foreign_server_is_cut() -> None:
    assert len(only(scene_with(said(1, 0, "x" * 20_000))).text) == 16_000


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"system_message_type": "desk.hold_started", "text_vars": {"minutes": "2"}},
            "On hold for 2 minutes.",
        ),
        (
            {"system_message_type": "desk.hold_started", "text_vars": {"minutes": "1"}},
            "On hold for 1 minute.",
        ),
        ({"system_message_type": "desk.hold_started"}, "On hold."),
        ({"system_message_type": "desk.hold_ended"}, "Back from hold."),
        ({"system_message_type": "agent_joined", "text": "Ben came."}, "Ben came."),
        (
            {"system_message_type": "agent_joined", "text_vars": {"agent": "Ben"}},
            "Ben joined the chat.",
        ),
        ({"system_message_type": "agent_left"}, "An operator left the chat."),
        ({"system_message_type": "routing.archived_deleted"}, "The chat was closed."),
        (
            {"system_message_type": "routing.assigned_other"},
            "The chat was given to another operator.",
        ),
        ({"system_message_type": "routing.unassigned_other"}, "The chat went back to the queue."),
        ({"system_message_type": "shop.parcel_sent"}, "Parcel sent"),
        ({}, ""),
    ],
)
def test_system_messages_are_plain_sentences(fields: dict[str, object], sentence: str) -> None:
    assert sentence_of(Event(type="system_message", **fields)) == sentence  # type: ignore[arg-type]


def old_thread(*events: Event, previous: str | None = None) -> Thread:
    return thread(
        *events, id=ThreadId("T0"), active=False, created_at=at(-100), previous_thread_id=previous
    )


def test_older_threads_are_put_before_and_say_whether_there_are_more() -> None:
    scene = live()
    scene.come(chat(said(5, 0), previous_thread_id="T0"), second=0)
    assert scene.rows[C1].has_older
    assert scene.desk.older_thread(C1) == "T0"

    scene.do(facts.OlderThreads(C1, (old_thread(said(1, -100, "Before")),)))

    (change,) = scene.last.transcripts
    assert change.edit is TranscriptEdit.PREPENDED
    assert scene.texts() == ["Before", "Hello"]
    assert not scene.rows[C1].has_older


def test_no_older_threads_means_there_are_none() -> None:
    scene = live()
    scene.come(chat(said(5, 0), previous_thread_id="T0"), second=0)

    scene.do(facts.OlderThreads(C1, ()))

    assert not scene.rows[C1].has_older
    assert scene.desk.older_thread(C1) is None


def test_older_threads_of_an_unknown_chat_change_nothing() -> None:
    scene = live()

    scene.do(facts.OlderThreads(C1, (old_thread(said(1, -100)),)))

    assert scene.messages == {}


def test_chat_that_nobody_looks_at_keeps_its_newest_hundred_lines() -> None:
    many = tuple(said(number, number) for number in range(1, 301))
    scene = scene_with(*many)

    assert len(scene.messages[C1]) == 100
    assert scene.rows[C1].has_older
    assert scene.desk.older_thread(C1) == T1

    scene.do(facts.ChatPicked(C1))
    scene.do(facts.OlderThreads(C1, (thread(*many),)))

    assert len(scene.messages[C1]) == 300
    assert not scene.rows[C1].has_older


def part(*events: Event) -> Thread:
    """Return the end of a thread, as a server gives it whose threads come in parts."""
    return thread(*events, desk=ThreadPart(before=events[0].desk_seq or 0))


def test_a_long_thread_that_comes_in_parts_is_put_together() -> None:
    scene = live()
    scene.come(chat(said(5, 5, "Five"), desk=ThreadPart(before=5)), second=6)
    assert scene.rows[C1].has_older
    assert (scene.desk.older_thread(C1), scene.desk.oldest_number(C1)) == (T1, 5)

    scene.do(facts.OlderThreads(C1, (part(said(3, 3, "Three"), said(4, 4, "Four")),)))
    assert (scene.desk.older_thread(C1), scene.desk.oldest_number(C1)) == (T1, 3)
    scene.do(facts.OlderThreads(C1, (thread(said(1, 1, "One"), said(2, 2, "Two")),)))

    assert scene.texts() == ["One", "Two", "Three", "Four", "Five"]
    assert not scene.rows[C1].has_older
    assert scene.desk.oldest_number(C1) is None


def test_lines_before_a_part_are_dropped_rather_than_shown_with_a_hole() -> None:
    scene = live()
    scene.come(chat(said(1, 1, "One")), second=2)

    scene.come(chat(said(5, 5, "Five"), desk=ThreadPart(before=5)), second=6)

    assert scene.texts() == ["Five"]
    assert scene.rows[C1].has_older


def test_a_part_that_lines_in_memory_no_longer_follow_is_not_shown() -> None:
    scene = live()
    scene.come(chat(said(5, 5, "Five"), desk=ThreadPart(before=5)), second=6)

    scene.do(facts.OlderThreads(C1, (part(said(2, 2, "Two"), said(3, 3, "Three")),)))

    assert scene.texts() == ["Five"]
    assert scene.desk.oldest_number(C1) == 5


def test_new_thread_follows_the_old_one_in_the_same_transcript() -> None:
    scene = scene_with(said(1, 0, "old"))
    new = chat(said(2, 100, "new"), id=ThreadId("T2"), previous_thread_id="T1")

    scene.come(new, second=100)

    assert scene.texts() == ["old", "new"]
    assert not scene.rows[C1].has_older


@pytest.mark.parametrize("has_numbers", [True, False], ids=["numbered", "plain"])
def test_chat_that_others_had_meanwhile_comes_back_without_a_hole(*, has_numbers: bool) -> None:
    numbers = {} if has_numbers else {"desk_seq": None}
    scene = scene_with(said(1, 0, "old", **numbers))
    # A chat with a draft stays on the desk; any other would be forgotten, lines and all.
    scene.do(facts.DraftChanged(C1, "half a word"))
    scene.push("user_removed_from_chat", pushes.UserRemoved(chat_id=C1, user_id=ANN, thread_id=T1))
    new = chat(said(9, 100, "new", **numbers), id=ThreadId("T2"), previous_thread_id="T1")

    scene.come(new, second=100)

    assert scene.texts() == ["new"]
    assert scene.rows[C1].has_older


@pytest.mark.parametrize("has_others", [True, False], ids=["after others", "alone"])
def test_own_message_of_a_thread_that_is_not_loaded_leaves_no_hole(*, has_others: bool) -> None:
    """The server says again that it has what a program sent that was killed long ago."""
    others = (said(9, 100, "new"),) if has_others else ()
    scene = live()
    scene.submit("old", "u1", second=0)
    scene.come(chat(*others, id=ThreadId("T2"), previous_thread_id="T1"), second=100)
    scene.do(facts.Confirmed(C1, CustomId("u1"), EventId("T1_2")), 101)
    scene.hear(said(2, 0, "old", by=ANN, custom_id=CustomId("u1")), 101)

    assert scene.texts() == [event.text for event in others]

    scene.do(facts.OlderThreads(C1, (thread(said(2, 0, "old", by=ANN), said(3, 1, "then")),)))

    assert scene.texts() == ["old", "then", *(event.text for event in others)]


def test_own_message_of_lines_that_were_put_away_leaves_no_hole() -> None:
    scene = scene_with(*(said(number, number) for number in range(2, 301)))
    scene.hear(said(1, 1, "old", by=ANN, custom_id=CustomId("u1")), 301)

    assert "old" not in scene.texts()
    assert len(scene.texts()) == 100


def test_snapshot_of_a_later_thread_drops_what_may_be_incomplete() -> None:
    scene = scene_with(said(1, 0, "old"))
    new = chat(said(9, 100, "new"), id=ThreadId("T2"), previous_thread_id="T1")

    scene.do(facts.ChatSnapshot(new))

    assert scene.texts() == ["new"]
    assert scene.rows[C1].has_older


def test_event_that_gains_its_number_takes_its_place() -> None:
    scene = scene_with(said(1, 0, "one", desk_seq=None))

    scene.hear(said(1, 99, "one"))
    scene.hear(said(1, 99, "one", desk_seq=None))

    assert scene.texts() == ["one"]


ORDERS = st.permutations(list(range(1, 9)))


@given(order=ORDERS, again=st.lists(st.integers(1, 8), max_size=8), numbered=st.booleans())
def test_any_order_and_repetition_of_events_leads_to_one_transcript(
    order: list[int], again: list[int], numbered: bool
) -> None:
    scene = scene_with()

    for number in [*order, *again]:
        seq = number if numbered else None
        scene.hear(said(number, number * 10, f"text {number}", desk_seq=seq))

    assert scene.texts() == [f"text {number}" for number in range(1, 9)]
    assert scene.rows[C1].unread == 8


def test_edits_name_their_chat() -> None:
    scene = scene_with(said(1, 0))

    assert all(isinstance(change, TranscriptChange) for change in scene.last.transcripts)
    assert {change.chat_id for change in scene.last.transcripts} == {C1}


def test_a_chat_that_grew_keeps_the_messages_that_were_read_before() -> None:
    scene = scene_with(said(1, 0, "one"), said(2, 1, "two"))
    known = scene.desk._showing._messages[C1]

    scene.hear(said(3, 2, "three"), second=2)

    after = scene.desk._showing._messages[C1]
    assert [after[0] is known[0], after[1] is known[1]] == [True, True]
    assert scene.texts() == ["one", "two", "three"]


def test_a_read_chat_is_read_again_when_the_visitor_has_seen_it() -> None:
    scene = scene_with(said(1, 0, by=ANN))
    payload = pushes.EventsSeen(user_id=ELENA, chat_id=C1, seen_up_to=at(5))

    scene.push("events_marked_as_seen", payload, second=5)

    assert only(scene).delivery is Delivery.SEEN


def test_own_file_shows_how_much_of_it_is_uploaded() -> None:
    scene = scene_with()
    own = Event(type="file", name="a.png", content_type="image/png", size=900)

    scene.do(facts.Submitted(CustomId("u1"), C1, own, at(1)))
    waiting = only(scene)
    scene.do(facts.Uploading(C1, CustomId("u1"), 40))

    assert (waiting.delivery, waiting.file) == (
        Delivery.WAITING,
        FileInfo("a.png", "", "image/png", 900),
    )
    assert only(scene).delivery is Delivery.SENDING
    assert only(scene).file == FileInfo("a.png", "", "image/png", 900, 40)
