"""Own events: once, in order, and told truthfully (promises G1, G3, G4, G8, G10, G11)."""

from datetime import timedelta

import msgspec
import pytest

from tests.desk.scenes import ANN, C1, ELENA, T1, at, chat, said, thread
from tests.session.playbook import (
    Playbook,
    confirmed,
    live,
    live_with_chat,
    login_answer,
    playbook,
    row,
    say,
    summary,
)
from undivided.desk import facts
from undivided.desk.values import LinkState
from undivided.protocol import pushes
from undivided.protocol.ids import ChatId, CustomId
from undivided.protocol.moments import to_wire
from undivided.session import commands
from undivided.session.outbox import Outbox
from undivided.session.sentences import CHAT_OVER, CHAT_UNKNOWN

C2 = ChatId("C2")


def own(custom_id: str, number: int, text: str = "hi") -> object:
    event = said(number, 20, text, ANN, custom_id=custom_id)
    return {"chat_id": C1, "thread_id": T1, "event": event}


def sent_event(play: Playbook) -> dict[str, object]:
    event = play.unanswered("send_event").payload["event"]
    assert isinstance(event, dict)
    return event


def test_message_is_sent_only_after_the_server_confirmed_it() -> None:
    play = live_with_chat()

    play.submit(say(), at=2).sends("send_event")
    assert play.said(facts.Confirmed) == []
    play.answer("send_event", {"event_id": "T1_2"})

    assert play.said(facts.Confirmed) == [confirmed("u1", 2)]
    assert play.dropped() == ["u1"]


def test_own_push_confirms_as_well_as_the_answer() -> None:
    play = live_with_chat().submit(say())

    play.push("incoming_event", own("u1", 2))
    play.answer("send_event", {"event_id": "T1_2"})

    assert play.said(facts.Confirmed) == [confirmed("u1", 2)]
    assert isinstance(play.facts[-2], facts.Pushed)


def test_visitor_cannot_confirm_by_repeating_a_custom_id() -> None:
    play = live_with_chat().submit(say())

    play.hear(said(2, 5, by=ELENA, custom_id="u1"))

    assert play.said(facts.Confirmed) == []


def test_messages_of_a_chat_leave_one_at_a_time_in_order() -> None:
    play = live_with_chat()

    play.submit(say("one", "u1", 1)).submit(say("two", "u2", 2))
    assert play.texts_sent() == ["one"]
    play.answer("send_event", {"event_id": "T1_2"}).sends("send_event")

    assert play.texts_sent() == ["one", "two"]


def test_same_row_twice_is_one_message() -> None:
    play = live_with_chat().submit(say()).submit(say())

    play.answer("send_event", {"event_id": "T1_2"}).submit(say("other", "u2"))

    assert play.texts_sent() == ["hi", "other"]


def test_message_written_offline_leaves_once_after_reconnect() -> None:
    play = live_with_chat().lost(at=10)
    play.submit(say(), at=12).sends()
    play.tick(at=13).opened(at=15).sends("login")
    play.answer("login", login_answer(summary(C1, said(1, 0))), at=15.2)
    play.answer("ping", at=15.3)

    play.answer("send_event", {"event_id": "T1_2"}, at=15.4)

    assert play.texts_sent() == ["hi"]
    assert play.said(facts.Confirmed) == [confirmed("u1", 2)]


def test_lost_answer_makes_the_same_custom_id_leave_again() -> None:
    play = live_with_chat().submit(say(), at=2).lost(at=3)
    assert play.said(facts.Waiting) == []
    play.sent.clear()
    play.tick(at=5).opened().answer("login", login_answer(summary(C1, said(1, 0))))

    play.answer("ping")

    assert sent_event(play)["custom_id"] == "u1"
    assert play.texts_sent() == ["hi", "hi"]


def reconnected_without_extensions() -> Playbook:
    play = live_with_chat(features=()).submit(say(), at=2).lost(at=3)
    play.sent.clear()
    play.tick(at=5).opened()
    play.answer("login", login_answer(summary(C1, said(1, 0)), has_desk=False))
    play.answer("list_chats", {"chats_summary": []})
    return play


def test_without_dedupe_a_snapshot_that_shows_the_message_confirms_it() -> None:
    play = reconnected_without_extensions()

    play.answer("get_chat", chat(said(1, 0), said(2, 2, "hi", ANN, custom_id="u1")))

    assert play.said(facts.Confirmed) == [confirmed("u1", 2)]
    assert play.texts_sent() == ["hi"]


def test_without_dedupe_the_own_custom_id_is_looked_for_before_sending_again() -> None:
    play = reconnected_without_extensions()

    play.answer("get_chat", chat(said(1, 0))).sends("list_threads")
    play.answer("list_threads", {"threads": [thread(said(1, 0))]}).sends("send_event")

    assert play.texts_sent() == ["hi", "hi"]


def test_without_dedupe_a_message_found_by_looking_is_confirmed_and_not_sent() -> None:
    play = reconnected_without_extensions().answer("get_chat", chat(said(1, 0)))

    old = thread(said(2, 2, "hi", ANN, custom_id="u1"), id="T0", active=False)
    play.answer("list_threads", {"threads": [thread(said(1, 0)), old]}).sends()

    assert play.said(facts.Confirmed) == [confirmed("u1", 2)]


@pytest.mark.parametrize("how", ["refused for now", "unreadable"])
def test_look_that_fails_is_repeated_later(how: str) -> None:
    play = reconnected_without_extensions().answer("get_chat", chat(said(1, 0)))

    if how == "unreadable":
        play.answer("list_threads", {"threads": 7})
    else:
        play.refuse("list_threads", "service_unavailable")
    play.sends()

    play.tick(at=play.second + 1).sends("list_threads")


@pytest.mark.parametrize("how", ["found nothing", "failed", "lost"])
def test_refused_message_stands_aside_while_another_is_looked_for(how: str) -> None:
    play = (
        live_with_chat(features=()).submit(say("bad", "u1", 1)).refuse("send_event", "validation")
    )
    play.submit(say("good", "u2", 2), at=2).lost(at=3)
    play.sent.clear()
    play.tick(at=5).opened()
    play.answer("login", login_answer(summary(C1, said(1, 0)), has_desk=False))
    play.answer("list_chats", {"chats_summary": []}).answer("get_chat", chat(said(1, 0)))

    if how == "found nothing":
        play.answer("list_threads", {"threads": []}).sends("send_event")
    elif how == "failed":
        play.refuse("list_threads", "internal").sends()
    else:
        play.lost().sends()

    assert play.texts_sent() == ["bad", "good", *(["good"] if how == "found nothing" else [])]


def test_look_that_is_refused_for_good_lets_the_message_leave() -> None:
    play = reconnected_without_extensions().answer("get_chat", chat(said(1, 0)))

    play.refuse("list_threads", "not_found").sends("send_event")


def test_look_under_way_at_a_loss_is_made_again() -> None:
    play = reconnected_without_extensions().answer("get_chat", chat(said(1, 0)))
    play.lost()
    play.sent.clear()
    play.tick(at=60).opened()
    play.answer("login", login_answer(summary(C1, said(1, 0)), has_desk=False))

    play.answer("list_chats", {"chats_summary": []}).answer("get_chat", chat(said(1, 0)))

    play.sends("list_threads")


def test_permanent_refusal_parks_the_message_and_the_next_one_goes() -> None:
    play = live_with_chat().submit(say("bad", "u1", 1)).submit(say("good", "u2", 2))

    play.refuse("send_event", "validation").sends("send_event")

    (refused,) = play.said(facts.Refused)
    assert isinstance(refused, facts.Refused)
    assert refused.custom_id == "u1"
    assert play.kept()[-1].failed == refused.sentence == "The server refused it: No."
    assert play.texts_sent() == ["bad", "good"]


def test_transient_refusal_is_tried_again_after_a_pause_with_the_same_id() -> None:
    play = live_with_chat().submit(say(), at=2)

    play.refuse("send_event", "too_many_requests", at=2).sends()
    play.tick(at=2.29).sends()
    assert play.wake_at == pytest.approx(2.3)
    play.tick(at=2.31).sends("send_event")

    assert sent_event(play)["custom_id"] == "u1"
    assert play.kept()[-1].attempts == 1


def test_answer_that_does_not_come_leaves_the_outcome_unknown_and_asks_again() -> None:
    play = live_with_chat().submit(say(), at=2)
    play.tick(at=16).answer("ping")
    play.tick(at=21)
    assert play.said(facts.Refused) == []

    play.tick(at=22.5).tick(at=23)

    assert play.texts_sent() == ["hi", "hi"]


def test_confirmation_that_cannot_be_read_is_no_confirmation() -> None:
    play = live_with_chat().submit(say(), at=2)

    play.answer("send_event", {"event_id": 5})

    assert play.said(facts.Confirmed) == []
    assert play.said(facts.Refused) == []


def test_retry_sends_a_refused_message_again_under_its_custom_id() -> None:
    play = live_with_chat().submit(say()).refuse("send_event", "validation")

    play.submit(commands.Retry(CustomId("u1"))).sends("send_event")

    assert sent_event(play)["custom_id"] == "u1"
    assert play.said(facts.Waiting) == [facts.Waiting(C1, CustomId("u1"))]
    assert play.kept()[-1].failed == ""


def test_discard_forgets_a_refused_message_only() -> None:
    play = live_with_chat().submit(say("bad", "u1")).refuse("send_event", "validation")
    play.submit(say("on its way", "u2", 2))

    play.submit(commands.Discard(CustomId("u2"))).submit(commands.Discard(CustomId("u1")))
    play.submit(commands.Retry(CustomId("u2")))

    assert play.dropped() == ["u1"]
    assert play.said(facts.Dropped) == [facts.Dropped(C1, CustomId("u1"))]


def test_broken_chat_does_not_block_another() -> None:
    play = live(chats=(chat(said(1, 0)), chat(said(1, 0), id_=C2)))
    play.submit(say("one", "u1", 1)).refuse("send_event", "internal")

    play.submit(commands.Submit(row("two", "u2", 2, C2))).sends("send_event")

    assert play.texts_sent() == ["one", "two"]


def test_message_that_never_left_is_refused_when_its_chat_is_closed() -> None:
    play = live_with_chat()
    play.push("chat_deactivated", pushes.ChatDeactivated(chat_id=C1, thread_id=T1, user_id=ELENA))

    play.submit(say()).sends()

    assert play.said(facts.Refused) == [facts.Refused(C1, CustomId("u1"), CHAT_OVER)]


def test_message_that_may_have_left_is_asked_about_even_when_its_chat_is_closed() -> None:
    play = live_with_chat().submit(say())
    play.push("chat_deactivated", pushes.ChatDeactivated(chat_id=C1, thread_id=T1, user_id=ELENA))

    play.answer("send_event", {"event_id": "T1_2"})

    assert play.said(facts.Confirmed) == [confirmed("u1", 2)]
    assert play.said(facts.Refused) == []


def test_desks_own_line_is_dropped_and_not_shown_as_failed() -> None:
    play = live_with_chat().submit(say("On hold.", "desk-hold-started-1"))

    play.refuse("send_event", "chat_inactive")

    assert play.said(facts.Refused) == []
    assert play.dropped() == ["desk-hold-started-1"]


def test_desks_own_line_for_a_closed_chat_never_leaves() -> None:
    play = live_with_chat()
    play.push("chat_deactivated", pushes.ChatDeactivated(chat_id=C1, thread_id=T1))

    play.submit(say("Back.", "desk-hold-ended-1")).sends()

    assert play.dropped() == ["desk-hold-ended-1"]


def test_message_that_leaves_late_says_when_it_was_written() -> None:
    play = live_with_chat()
    marks = {"a": 1, "offered_after_no": "asked"}
    event = msgspec.structs.replace(row().event, properties={"desk": marks, "x": {"y": True}})
    late = commands.OutboxRow(CustomId("u1"), C1, event, at(0))

    play.submit(commands.Submit(late), at=61)

    properties = sent_event(play)["properties"]
    assert properties == {"desk": {**marks, "written_at": to_wire(at(0))}, "x": {"y": True}}


def test_properties_of_ours_go_to_no_server_that_knows_none() -> None:
    play = playbook().start().opened().answer("login", login_answer(has_desk=False))
    play.answer("list_chats", {"chats_summary": [summary(C1, said(1, 0))]})
    play.answer("get_chat", chat(said(1, 0)))
    marked = {"desk": {"unsourced": "39 €"}, "x": {"y": True}}
    event = msgspec.structs.replace(row().event, properties=marked)

    play.submit(commands.Submit(commands.OutboxRow(CustomId("u1"), C1, event, at(0))), at=1)

    assert sent_event(play)["properties"] == {"x": {"y": True}}


def test_late_message_carries_no_mark_to_a_server_that_knows_none() -> None:
    # Such a server refuses properties that nobody has declared, and the message with them.
    play = playbook().start().opened().answer("login", login_answer(has_desk=False))
    play.answer("list_chats", {"chats_summary": [summary(C1, said(1, 0))]})
    play.answer("get_chat", chat(said(1, 0)))

    play.submit(commands.Submit(commands.OutboxRow(CustomId("u1"), C1, row().event, at(0))), at=61)

    assert "properties" not in sent_event(play)


def test_message_that_leaves_at_once_carries_no_late_mark() -> None:
    play = live_with_chat().submit(say(), at=59)

    assert "properties" not in sent_event(play)


def test_rows_of_the_file_are_shown_at_once_and_leave_when_their_chat_is_caught_up() -> None:
    failed = row("bad", "u2", 2, failed="No.")
    play = playbook(failed, row("one", "u1", 1)).start()
    shown = play.said(facts.Submitted)
    assert [
        (each.custom_id, each.failed) for each in shown if isinstance(each, facts.Submitted)
    ] == [
        ("u1", ""),
        ("u2", "No."),
    ]
    play.opened().answer("login", login_answer()).answer("list_chats", {"chats_summary": []})
    assert play.texts_sent() == []

    play.answer("get_chat", chat(said(1, 0))).sends("send_event")

    assert play.texts_sent() == ["one"]
    assert play.state is LinkState.LIVE


def test_row_of_a_chat_that_is_gone_is_refused_by_the_server_and_shown() -> None:
    play = playbook(row()).start().opened().answer("login", login_answer())
    play.answer("list_chats", {"chats_summary": []})

    play.refuse("get_chat", "not_found").sends("send_event")
    play.refuse("send_event", "not_found")

    assert play.said(facts.Refused) == [facts.Refused(C1, CustomId("u1"), CHAT_UNKNOWN)]


def test_late_news_of_a_row_that_is_settled_changes_nothing() -> None:
    from undivided.protocol.errors import ProtocolError
    from undivided.protocol.moments import Moment

    outbox = Outbox(lambda: 0.0)

    outbox.failed(C1, CustomId("u1"), ProtocolError("internal", ""), Moment.at(0))
    outbox.unanswered(C1, CustomId("u1"), Moment.at(0))
    outbox.looked(C1)
    outbox.retry(CustomId("u1"))
    outbox.discard(CustomId("u1"))

    out = outbox.take()
    assert (out.facts, out.effects, out.asks) == ([], [], [])
    assert outbox.wake_at(frozenset()) is None


def test_rows_are_numbered_by_send_not_by_their_place_in_the_file() -> None:
    late = row("two", "u2", 2, written_at=at(0) + timedelta(seconds=5))

    outbox = Outbox(lambda: 0.0, (late, row("one", "u1", 1)))

    shown = [each.custom_id for each in outbox.take().facts if isinstance(each, facts.Submitted)]
    assert shown == ["u1", "u2"]
