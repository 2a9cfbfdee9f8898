"""Rows of chats and of the queue, their order, and the counts around them."""

from datetime import datetime

import msgspec
import pytest

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
    queued,
    said,
    visitor,
)
from undivided.desk import facts
from undivided.desk.chats import Chat
from undivided.desk.intents import TellSeen
from undivided.desk.lines import Line
from undivided.desk.marks import FocusState
from undivided.desk.rows import unread
from undivided.desk.values import DeskStatus, LinkState, LinkStatus, VisitedPage, Visitor
from undivided.protocol import pushes
from undivided.protocol.chats import Access, Queue
from undivided.protocol.ids import ChatId, CustomId, EventId, ThreadId, UserId
from undivided.protocol.moments import Moment
from undivided.protocol.users import Page, Statistics, User, Visit

C2 = ChatId("C2")
C3 = ChatId("C3")


def closed_by(user: UserId | None) -> pushes.ChatDeactivated:
    return pushes.ChatDeactivated(chat_id=C1, thread_id=T1, user_id=user)


def moved(
    *, to: UserId | None = None, queue: Queue | None = None, by: UserId | None = None
) -> pushes.ChatTransferred:
    return pushes.ChatTransferred(
        chat_id=C1,
        reason="manual",
        transferred_to=pushes.Transferred(agent_ids=None if to is None else (to,)),
        requester_id=by,
        queue=queue,
    )


def with_chat() -> Scene:
    scene = live()
    scene.come(chat(said(1, 0)), second=0)
    return scene


def test_rows_keep_the_order_in_which_they_came() -> None:
    scene = with_chat()
    scene.come(chat(said(1, 0), id_=C2))
    scene.come(chat(said(1, 0), id_=C3))

    scene.hear(said(2, 50), 50, C2)

    assert scene.order == (C1, C2, C3)
    assert scene.last.order is None


def test_chat_from_the_queue_goes_to_the_end() -> None:
    scene = live()
    scene.come(queued(said(1, 0)))
    scene.come(chat(said(1, 0), id_=C2))

    scene.push("user_added_to_chat", pushes.UserAdded(chat_id=C1, user=operator()))

    assert scene.order == (C2, C1)
    assert scene.last.queue == ()


def test_preview_is_the_last_thing_said() -> None:
    scene = with_chat()

    scene.hear(said(2, 1, "Two\n lines", by=ANN))
    scene.hear(said(3, 2, "Ann joined.", by=None, type="system_message"))

    assert scene.rows[C1].preview == "You: Two lines"


def test_chat_without_a_word_has_no_preview() -> None:
    scene = live()
    scene.come(chat())

    assert scene.rows[C1].preview == ""


def test_unread_counts_what_the_operator_has_not_seen() -> None:
    scene = with_chat()
    scene.hear(said(2, 5))
    assert scene.rows[C1].unread == 2

    seen = pushes.EventsSeen(user_id=ANN, chat_id=C1, seen_up_to=at(1))
    scene.push("events_marked_as_seen", seen)
    assert scene.rows[C1].unread == 1
    scene.hear(said(3, 6, by=ANN))

    assert scene.rows[C1].unread == 0


def test_counting_unread_stops_at_the_newest_message_that_was_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = tuple(Line(T1, said(number, number)) for number in range(100))
    known = Chat(C1, Visitor(ELENA), thread_id=T1, lines=lines, read_up_to=at(97))
    looked: list[EventId | None] = []

    def seen_at(line: Line) -> datetime | None:
        looked.append(line.event.id)
        return line.event.created_at

    monkeypatch.setattr(Line, "at", property(seen_at))

    assert unread(known) == 2
    assert looked == [line.event.id for line in reversed(lines[97:])]


def test_mark_of_a_colleague_reads_nothing() -> None:
    scene = with_chat()

    scene.push("x", pushes.EventsSeen(user_id=BEN, chat_id=C1, seen_up_to=at(9)))

    assert scene.rows[C1].unread == 1


def test_visible_chat_is_read_and_the_visitor_is_told_once() -> None:
    scene = with_chat()

    told = [
        scene.do(facts.ChatPicked(C1), 1).intents,
        scene.hear(said(2, 5), 5).intents,
        scene.hear(said(3, 6, by=ANN), 6).intents,
    ]

    assert told == [(TellSeen(C1, at(0)),), (TellSeen(C1, at(5)),), ()]
    assert scene.rows[C1].unread == 0


def test_chat_in_a_hidden_window_is_not_read() -> None:
    scene = with_chat()
    scene.do(facts.ChatPicked(C1))
    scene.do(facts.WindowSeen(is_visible=False))

    scene.hear(said(2, 5), 5)

    assert scene.rows[C1].unread == 1
    assert scene.last.intents == ()


def test_hiding_a_window_without_a_picked_chat_changes_nothing() -> None:
    scene = with_chat()

    scene.do(facts.WindowSeen(is_visible=False))

    assert scene.last.rows == ()


def test_picked_chat_without_a_word_tells_nothing() -> None:
    scene = live()
    scene.come(chat())

    scene.do(facts.ChatPicked(C1))

    assert scene.last.intents == ()


def test_meta_says_the_most_pressing_thing() -> None:
    scene = live()
    page = Visit(last_pages=(Page(url="u", title="Checkout"),))
    scene.come(chat(said(1, 0), users=(visitor(visit=page), operator())))
    metas = [scene.rows[C1].meta]

    scene.do(facts.DraftChanged(C1, "Dear"))
    metas.append(scene.rows[C1].meta)
    scene.submit("one", "u1")
    metas.append(scene.rows[C1].meta)
    scene.do(facts.Refused(C1, CustomId("u1"), "No."))
    metas.append(scene.rows[C1].meta)

    assert metas == ["Checkout", "Draft", "1 to send", "Not sent"]


def test_draft_of_a_chat_that_is_not_loaded_yet_is_remembered() -> None:
    scene = live()
    scene.do(facts.DraftChanged(C1, "Dear"))

    scene.come(chat(said(1, 0)))
    assert scene.rows[C1].has_draft
    scene.do(facts.DraftChanged(C1, "Dear E"))
    assert scene.last.rows == ()
    scene.do(facts.DraftChanged(C1, " "))

    assert not scene.rows[C1].has_draft


def test_tags_come_and_go() -> None:
    scene = with_chat()
    tag = pushes.ThreadTagged(chat_id=C1, thread_id=T1, tag="vip")

    scene.push("thread_tagged", tag)
    scene.push("thread_tagged", tag)
    assert scene.rows[C1].tags == ("vip",)
    scene.push("thread_tagged", msgspec.structs.replace(tag, thread_id=ThreadId("T0"), tag="old"))
    scene.push("thread_untagged", tag)

    assert scene.rows[C1].tags == ()


def test_chat_that_the_visitor_closed_stays_until_it_is_put_away() -> None:
    scene = with_chat()

    scene.push("chat_deactivated", closed_by(ELENA))
    scene.push("chat_deactivated", closed_by(ELENA))
    row = scene.rows[C1]
    assert (row.is_active, row.is_new, row.meta) == (False, False, "Closed")
    scene.do(facts.ChatDismissed(C1))

    assert scene.rows == {}
    assert scene.order == ()


def test_chat_that_the_operator_closed_is_gone() -> None:
    scene = with_chat()

    scene.push("chat_deactivated", closed_by(ANN))

    assert scene.last.removed == (C1,)


def test_closing_of_an_older_thread_does_not_close_the_newer() -> None:
    scene = with_chat()
    closed = msgspec.structs.replace(closed_by(ELENA), thread_id=ThreadId("T0"))

    scene.push("chat_deactivated", closed)

    assert scene.rows[C1].is_active


def test_chat_handed_over_is_gone_but_never_with_a_draft() -> None:
    scene = with_chat()
    scene.come(chat(said(1, 0), id_=C2))
    scene.do(facts.DraftChanged(C1, "Half a thought"))

    scene.push("chat_transferred", moved(to=BEN, by=ANN))
    assert scene.rows[C1].meta == "Elsewhere"
    scene.do(facts.DraftChanged(C1, ""))

    assert scene.order == (C2,)


def test_operator_who_leaves_a_chat_loses_its_row() -> None:
    scene = with_chat()

    scene.push("user_removed_from_chat", pushes.UserRemoved(chat_id=C1, user_id=ANN))

    assert scene.rows == {}


def test_colleagues_in_a_chat_are_named() -> None:
    scene = with_chat()

    scene.push("user_added_to_chat", pushes.UserAdded(chat_id=C1, user=operator(BEN, "Ben")))
    assert scene.rows[C1].colleagues == ("Ben",)
    gone = msgspec.structs.replace(operator(BEN, "Ben"), present=False)
    scene.push("user_added_to_chat", pushes.UserAdded(chat_id=C1, user=gone))
    assert scene.rows[C1].colleagues == ()
    scene.push("user_added_to_chat", pushes.UserAdded(chat_id=C1, user=operator(BEN, "Ben")))
    scene.push("user_removed_from_chat", pushes.UserRemoved(chat_id=C1, user_id=BEN))

    assert scene.rows[C1].colleagues == ()


def test_listed_visitors_are_shown_as_they_are_now() -> None:
    scene = with_chat()
    stranger = msgspec.structs.replace(visitor("Somebody"), id=UserId("v-else"))
    page = Page(url="https://shop.example/b", title="Basket")
    now = visitor(online=False, visit=Visit(last_pages=(page,)))

    scene.do(facts.VisitorsListed((stranger, now)))

    shown = scene.rows[C1].visitor
    assert (shown.name, shown.is_here, shown.pages[0].title) == ("Elena Marsh", False, "Basket")


def test_pages_of_the_visit_before_are_not_those_of_this_one() -> None:
    scene = with_chat()
    page = Page(url="https://shop.example/b", title="Basket")
    scene.do(facts.VisitorsListed((visitor(visit=Visit(last_pages=(page,))),)))

    scene.push("incoming_customer", visitor(visit=Visit()))

    assert scene.rows[C1].visitor.pages == ()


def test_visitor_who_leaves_is_not_here() -> None:
    scene = with_chat()

    scene.push("user_removed_from_chat", pushes.UserRemoved(chat_id=C1, user_id=ELENA))
    assert not scene.rows[C1].visitor.is_here
    scene.push("user_added_to_chat", pushes.UserAdded(chat_id=C1, user=visitor(present=True)))

    assert scene.rows[C1].visitor.is_here


def test_chat_that_comes_without_a_thread_is_nobodys() -> None:
    scene = with_chat()

    scene.do(facts.ChatSnapshot(msgspec.structs.replace(chat(), thread=None)))

    assert scene.rows == {}


def test_closed_chat_in_a_snapshot_loses_its_row() -> None:
    scene = with_chat()

    scene.do(facts.ChatSnapshot(chat(said(1, 0), active=False)))

    assert scene.rows == {}


@pytest.mark.parametrize(
    "fact",
    [facts.ChatGone(C2), facts.ChatDismissed(C2), facts.ChatPicked(C2)],
    ids=lambda fact: type(fact).__name__,
)
def test_fact_about_an_unknown_chat_changes_nothing(fact: facts.Fact) -> None:
    scene = with_chat()

    scene.do(fact)

    assert scene.last.rows == ()
    assert scene.order == (C1,)


def test_push_about_an_unknown_chat_waits_for_the_whole_chat() -> None:
    scene = live()

    scene.hear(said(1, 0))

    assert scene.rows == {}


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("chat_access_updated", pushes.ChatAccessUpdated(id=C1, access=Access())),
        ("incoming_multicast", pushes.IncomingMulticast()),
        ("chat_unfollowed", pushes.ChatUnfollowed(chat_id=C1)),
        (
            "chat_properties_deleted",
            pushes.ChatPropertiesDeleted(chat_id=C1, properties={"desk": ["other"]}),
        ),
    ],
)
def test_push_that_does_not_concern_the_desk_changes_nothing(action: str, payload: object) -> None:
    scene = with_chat()

    scene.push(action, payload)

    assert scene.last.rows == ()


# Visitors


def test_visitor_is_known_by_what_was_told() -> None:
    scene = live()
    person = visitor(
        email="e@x",
        phone_number="+44",
        statistics=Statistics(chats_count=2, visits_count=5),
        session_fields=({"size": "M"}, {"colour": "red"}),
        online=True,
    )

    scene.come(chat(users=(person, operator())))

    shown = scene.rows[C1].visitor
    assert (shown.first_name, shown.email, shown.phone) == ("Elena", "e@x", "+44")
    assert (shown.visits, shown.chats) == (5, 2)
    assert shown.fields == (("size", "M"), ("colour", "red"))


def test_changed_details_leave_the_others_as_they_were() -> None:
    scene = with_chat()

    scene.push("customer_updated", User(id=ELENA, type="customer", email="new@x"))
    scene.push("customer_updated", User(id=UserId("somebody"), type="customer", name="No"))

    assert scene.rows[C1].visitor.name == "Elena Marsh"
    assert scene.rows[C1].visitor.email == "new@x"


def test_pages_come_newest_first() -> None:
    scene = with_chat()

    for number in (1, 2):
        page = pushes.CustomerPageUpdated(customer_id=ELENA, url=f"/{number}", title="Page")
        scene.push("customer_page_updated", page)

    assert scene.rows[C1].visitor.pages == (VisitedPage("Page", "/2"), VisitedPage("Page", "/1"))


def test_visitor_who_left_the_site_is_not_here() -> None:
    scene = with_chat()

    scene.push("customer_left", pushes.CustomerLeft(id=ELENA, left_at=at(5)))

    assert not scene.rows[C1].visitor.is_here


def test_names_without_end_are_cut() -> None:
    scene = live()

    scene.come(chat(users=(visitor("x" * 999), operator())))

    assert len(scene.rows[C1].visitor.name) == 200


# Queue and status


def test_queue_stands_in_its_order_with_its_marks() -> None:
    scene = live()
    scene.come(queued(said(1, 0, "First?"), position=2), second=10)
    scene.come(queued(said(1, 5, "Second?"), position=1, since=5, id_=C2), second=10)
    assert scene.last.queue is not None
    assert [(row.id, row.preview) for row in scene.last.queue] == [
        (C2, "Second?"),
        (C1, "First?"),
    ]

    places = (pushes.QueuePosition(chat_id=C1, thread_id=T1, queue=Queue(position=0)),)
    scene.push("queue_positions_updated", places)

    assert scene.last.queue is not None
    assert [row.id for row in scene.last.queue] == [C1, C2]


def test_places_of_chats_that_do_not_wait_are_passed_over() -> None:
    scene = with_chat()
    places = tuple(
        pushes.QueuePosition(chat_id=each, thread_id=T1, queue=Queue(position=1))
        for each in (C1, C2)
    )

    scene.push("queue_positions_updated", places)

    assert scene.last.queue is None


def test_queue_ticks_by_marks_alone() -> None:
    scene = live()
    scene.come(queued(said(1, 0)), second=0)

    scene.tick(9)

    assert scene.last.queue is None
    assert (scene.mark().state, scene.mark().seconds) == (FocusState.CALLING, 9)


def test_chat_that_goes_back_to_the_queue_waits_from_then_on() -> None:
    scene = with_chat()

    scene.push("chat_transferred", moved(queue=Queue(position=1)), 60)

    assert scene.rows == {}
    assert scene.mark().seconds == 0


def test_closed_chat_is_not_moved() -> None:
    scene = with_chat()
    scene.push("chat_deactivated", closed_by(ELENA))

    scene.push("chat_transferred", moved(to=BEN))

    assert scene.rows[C1].meta == "Closed"


def test_visitor_taken_by_a_colleague_leaves_the_queue() -> None:
    scene = live()
    scene.come(queued(said(1, 0)))

    scene.push("user_added_to_chat", pushes.UserAdded(chat_id=C1, user=operator(BEN, "Ben")))

    assert scene.last.queue == ()


def test_status_counts_chats_waits_and_the_queue() -> None:
    scene = with_chat()
    scene.come(chat(said(1, 0), said(2, 1, by=ANN), id_=C2))
    scene.come(queued(said(1, 4), since=4, id_=C3))

    scene.tick(10)

    status = scene.status
    assert status is not None
    assert (status.chats, status.waiting, status.queue, status.queue_longest) == (2, 1, 1, 6)
    assert (status.longest_silence, status.longest_silence_name) == (10, "Elena Marsh")


def test_status_tells_since_when_it_is_offline_and_when_it_tries_again() -> None:
    scene = with_chat()
    scene.submit("one", "u1", second=5)

    scene.do(facts.LinkChanged(LinkState.OFFLINE, "It broke.", Moment.at(30)), 20)
    scene.tick(22)
    resting = scene.status
    scene.do(facts.LinkChanged(LinkState.OFFLINE, "It broke."), 30)

    assert resting is not None
    assert resting.link == LinkStatus(LinkState.OFFLINE, at(20), 8, 0, 1, "It broke.")
    assert scene.status is not None
    assert scene.status.link == LinkStatus(LinkState.OFFLINE, at(20), None, 0, 1, "It broke.")


def test_status_without_an_account_is_signed_out() -> None:
    assert DeskStatus().link.state is LinkState.SIGNED_OUT
    assert Scene().tick(1).status == DeskStatus()


def test_long_wait_of_a_held_chat_is_no_silence() -> None:
    scene = with_chat()
    scene.do(
        facts.ChatSnapshot(
            chat(
                said(1, 0),
                properties={"desk": {"hold_until": "1970-01-01T00:10:00Z", "hold_by": ANN}},
            )
        )
    )

    scene.tick(100)

    assert scene.status is not None
    assert scene.status.longest_silence == 0
