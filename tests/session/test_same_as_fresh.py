"""What a program shows after any history is what it would show had it just started (G5)."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk.scenes import C1, T1, Scene, chat, live, said
from tests.session.cast import ACTIONS, VISITORS, Cast
from tests.session.desk_view import calling_of, differences, messages_of, view_of
from tests.session.operator_app import OperatorApp
from undivided.desk.values import LinkState
from undivided.protocol import pushes
from undivided.protocol.ids import EventId
from undivided.session import commands

SCRIPTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(sorted(ACTIONS)), st.sampled_from(VISITORS)),
        st.tuples(st.sampled_from(("cut", "heal", "server restarts")), st.just("")),
    ),
    max_size=25,
)

CASES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "agent_disconnected": ((), ("ann is dismissed",)),
    "chat_access_updated": ((), ("bob hides from ann",)),
    "chat_deactivated": ((), ("visitor closes",)),
    "chat_properties_deleted": (("bob holds",), ("bob frees",)),
    "chat_properties_updated": ((), ("bob holds",)),
    "chat_transferred": ((), ("bob takes",)),
    "chat_unfollowed": (
        ("bob takes", "ann follows elsewhere"),
        ("ann unfollows elsewhere", "visitor says"),
    ),
    "customer_banned": ((), ("bob bans",)),
    "customer_left": ((), ("visitor goes",)),
    "customer_page_updated": ((), ("visitor turns the page",)),
    "customer_updated": ((), ("visitor gives a name", "bob corrects the name")),
    "event_properties_deleted": (("bob notes on an event",), ("bob wipes an event",)),
    "event_properties_updated": ((), ("bob notes on an event",)),
    "event_updated": (("bob joins", "bob shows buttons"), ("visitor presses",)),
    "events_marked_as_seen": (("ann says",), ("visitor has seen", "ann has seen elsewhere")),
    "incoming_chat": (("visitor closes",), ("visitor begins anew",)),
    "incoming_customer": (("visitor goes",), ("visitor comes",)),
    "incoming_customers": (("visitor goes",), ("ann is dismissed",)),
    "incoming_event": (("bob joins",), ("visitor says", "ann says elsewhere", "bob whispers")),
    "incoming_multicast": ((), ("bob calls",)),
    "incoming_rich_message_postback": (
        ("ann asks to hold",),
        ("visitor agrees to hold", "ann says"),
    ),
    "incoming_sneak_peek": ((), ("visitor types", "time passes")),
    "incoming_typing_indicator": (("bob joins",), ("bob types",)),
    "queue_positions_updated": (
        ("all pause", "mal is given to the queue"),
        ("bob gives to the queue",),
    ),
    "routing_status_set": ((), ("ann pauses elsewhere",)),
    "thread_properties_deleted": ((), ("bob wipes the thread",)),
    "thread_properties_updated": ((), ("bob notes on the thread",)),
    "thread_tagged": ((), ("bob tags", "bob tags")),
    "thread_untagged": (
        ("bob tags", "bob tags", "bob tags"),
        ("bob untags", "bob untags", "bob untags"),
    ),
    "user_added_to_chat": (("bob takes",), ("bob brings ann", "bob supervises")),
    "user_removed_from_chat": (("bob joins",), ("bob removes ann",)),
}
"""For each push what prepares a chat of Ann's for it, and what the server then tells of."""

FOREIGN = {"event_deleted"}
"""Pushes that our server has no reason to send; they have a test of their own below."""
LIBRARYS = {"canned_response_created", "canned_response_deleted", "canned_response_updated"}
"""Pushes about the library, which catches up by a list of changes of its own."""


@contextmanager
def cast() -> Iterator[Cast]:
    with tempfile.TemporaryDirectory() as folder:
        one = Cast(Path(folder))
        try:
            yield one
        finally:
            one.close()


def heal(one: Cast) -> None:
    """Let the link come back and everything under way end; nobody types any more."""
    one.ann.is_cut = False
    one.ann.wait(45)
    assert one.ann.state is LinkState.LIVE
    for custom_id in [row.custom_id for row in one.ann.file.values() if row.failed]:
        one.ann.do(commands.Discard(custom_id))


def assert_same_as_fresh(one: Cast) -> None:
    """Compare the watched program with one that starts now, as the same operator."""
    fresh = OperatorApp(one.play, "ann")
    one.ann.settle()
    fresh.tick()
    one.ann.tick()
    lived, read = messages_of(one.ann), messages_of(fresh)

    assert list(differences(view_of(one.ann), view_of(fresh))) == []
    assert calling_of(one.ann) <= calling_of(fresh)
    assert lived.keys() == read.keys()
    for chat_id, newest in read.items():
        # One who was there may still have the threads before in memory.
        assert list(differences(lived[chat_id][-len(newest) :], newest)) == []
    fresh.close()


def prepared(one: Cast, setup: tuple[str, ...]) -> None:
    one.act("bob gives to ann", "eve")
    for what in setup:
        one.act(what, "eve")
    one.ann.heard.clear()


def test_every_push_of_the_protocol_has_a_case() -> None:
    assert CASES.keys() | FOREIGN | LIBRARYS == pushes.AGENT_PUSHES.keys()


@pytest.mark.parametrize("name", CASES)
def test_a_push_leads_to_what_a_fresh_start_reads(name: str) -> None:
    with cast() as one:
        setup, news = CASES[name]
        prepared(one, setup)

        for what in news:
            one.act(what, "eve")
        heal(one)

        assert name in one.ann.heard
        assert_same_as_fresh(one)


@pytest.mark.parametrize("name", CASES)
def test_a_push_that_was_missed_leads_to_what_a_fresh_start_reads(name: str) -> None:
    with cast() as one:
        setup, news = CASES[name]
        prepared(one, setup)
        one.ann.is_cut = True
        one.ann.cut()

        for what in news:
            one.act(what, "eve")
        heal(one)

        assert_same_as_fresh(one)


@settings(max_examples=40)
@given(SCRIPTS)
def test_any_history_ends_in_the_state_of_a_fresh_start(script: list[tuple[str, str]]) -> None:
    with cast() as one:
        for what, name in script:
            if what == "cut":
                one.ann.is_cut = True
                one.ann.cut()
            elif what == "heal":
                heal(one)
            elif what == "server restarts":
                one.restart()
            else:
                one.act(what, name)
        heal(one)

        assert_same_as_fresh(one)


def test_rows_keep_their_places_through_an_absence() -> None:
    with cast() as one:
        for name in VISITORS:
            one.act("bob gives to ann", name)
        before = one.ann.scene.order
        one.ann.cut()
        one.act("bob takes", "mal")
        one.act("visitor says", "zoe")
        heal(one)

        gone = one.chats["mal"]
        assert len(before) == 3
        assert one.ann.scene.order == tuple(each for each in before if each != gone)


def test_a_message_that_was_taken_back_is_shown_as_a_fresh_start_shows_it() -> None:
    told, fresh = live(), live()
    told.come(chat(said(1, 0, "One"), said(2, 1, "Two")))
    gone = pushes.EventDeleted(chat_id=C1, thread_id=T1, event_id=EventId("T1_1"))
    told.push("event_deleted", gone)

    fresh.come(chat(said(1, 0, "One", deleted=True), said(2, 1, "Two")))

    assert shown(told) == shown(fresh)


def shown(scene: Scene) -> tuple[object, ...]:
    return scene.rows, scene.messages, scene.order, scene.status
