"""Catching up: subscribe first, replay where possible, else a snapshot (promises G5, G6)."""

import msgspec
import pytest

from tests.desk.scenes import ANN, C1, ELENA, T1, at, chat, operator, queued, said, visitor
from tests.session.playbook import (
    Playbook,
    live,
    live_with_chat,
    login_answer,
    playbook,
    say,
    summary,
)
from undivided.desk import facts
from undivided.desk.values import LinkState
from undivided.protocol import pushes
from undivided.protocol.chats import Access, Chat, Queue
from undivided.protocol.ids import ChatId, GroupId, ThreadId, UserId
from undivided.session.facts import HistoryReplaced
from undivided.session.watch import Watch

C2 = ChatId("C2")
C3 = ChatId("C3")


def again(play: Playbook, at: float = 100) -> Playbook:
    """Lose the link and open it again; the login request is the only one unanswered."""
    play.lost(at=at)
    play.sent.clear()
    return play.tick(at=at + 40).opened()


def asked_chats(play: Playbook) -> list[object]:
    return [each.payload["chat_id"] for each in play.sent if each.action == "get_chat"]


def test_first_sign_in_fetches_own_and_queued_chats_in_the_order_they_came() -> None:
    later = summary(C2, said(1, 9), queue=True, is_mine=False)
    assert later.last_thread_summary is not None
    later = msgspec.structs.replace(
        later,
        last_thread_summary=msgspec.structs.replace(later.last_thread_summary, created_at=at(9)),
    )
    of_a_colleague = summary(C3, said(1, 0), is_mine=False)
    closed = summary(ChatId("C4"), said(1, 0), active=False)
    bare = msgspec.structs.replace(summary(ChatId("C5")), last_thread_summary=None)
    play = playbook().start().opened()

    play.answer("login", login_answer(later, of_a_colleague, closed, bare, summary(C1, said(1, 0))))

    assert asked_chats(play) == [C1, C2]
    assert play.unanswered("list_chats").payload == {"filters": {"active": True}, "limit": 100}


def test_pages_of_chats_are_read_to_their_end() -> None:
    play = playbook().start().opened().answer("login", login_answer())

    play.answer("list_chats", {"chats_summary": [summary(C1)], "next_page_id": "p2"})
    assert asked_chats(play) == [C1]
    assert play.is_(LinkState.CATCHING_UP)
    assert play.unanswered("list_chats").payload == {"page_id": "p2"}


def test_live_only_after_the_last_page_and_the_last_chat() -> None:
    play = playbook().start().opened().answer("login", login_answer())
    play.answer("list_chats", {"chats_summary": [summary(C1)], "next_page_id": "p2"})

    play.answer("get_chat", chat(said(1, 0)))
    assert play.is_(LinkState.CATCHING_UP)
    play.answer("list_chats", {"chats_summary": [summary(C1)]})

    assert play.state is LinkState.LIVE


def test_reconnect_asks_for_the_pushes_after_the_last_one_seen() -> None:
    play = live_with_chat().hear(said(2, 5), seq=14).hear(said(3, 6), seq=12)

    again(play)

    assert play.unanswered("login").payload["desk"] == {"resume_from": "14", "epoch": "e1"}


def test_replay_brings_chats_up_to_date_without_a_snapshot() -> None:
    play = again(live_with_chat())
    play.answer("login", login_answer(summary(C1, said(2, 90)), cursor=12))
    play.sends("ping")
    assert play.link.behind == {C1}

    play.hear(said(2, 90), seq=11)
    assert play.link.behind == frozenset()
    assert play.is_(LinkState.CATCHING_UP)
    play.answer("ping").sends()

    assert play.state is LinkState.LIVE


def test_chat_that_the_replay_did_not_bring_is_fetched() -> None:
    play = again(live_with_chat())
    play.answer("login", login_answer(summary(C1, said(2, 90)), summary(C2, said(1, 0))))

    play.answer("ping")

    assert asked_chats(play) == [C1, C2]
    assert play.is_(LinkState.CATCHING_UP)


def test_own_chat_that_is_listed_no_longer_is_fetched_to_learn_why() -> None:
    play = again(live_with_chat())

    play.answer("login", login_answer()).answer("ping")

    assert asked_chats(play) == [C1]
    play.refuse("get_chat", "not_found")
    assert play.said(facts.ChatGone) == [facts.ChatGone(C1)]
    assert play.state is LinkState.LIVE


@pytest.mark.parametrize(
    "changed",
    [{"gap": True}, {"epoch": "e2"}, {"cursor": 3}, {"features": ("dedupe",)}, {"has_desk": False}],
    ids=["gap", "epoch", "cursor behind ours", "no replay", "no extensions"],
)
def test_without_a_replay_everything_is_fetched_anew(changed: dict[str, object]) -> None:
    play = again(live_with_chat())

    play.answer("login", login_answer(summary(C1, said(1, 0)), **changed))  # type: ignore[arg-type]

    assert asked_chats(play) == [C1]
    play.answer("get_chat", chat(said(1, 0))).answer("list_chats", {"chats_summary": []})
    assert play.state is LinkState.LIVE


@pytest.mark.parametrize(
    ("changed", "is_told"),
    [({"epoch": "e2"}, True), ({"cursor": 3}, True), ({"gap": True, "cursor": 99}, False)],
    ids=["epoch", "cursor behind ours", "long absence"],
)
def test_operator_is_told_when_the_servers_history_is_another(
    changed: dict[str, object], is_told: bool
) -> None:
    play = again(live_with_chat())

    play.answer("login", login_answer(**changed))  # type: ignore[arg-type]

    assert any(isinstance(each, HistoryReplaced) for each in play.notices) is is_told


def test_cursor_that_is_no_number_counts_from_zero() -> None:
    play = playbook().start().opened()
    answer = login_answer()
    assert answer.desk is not None
    play.answer(
        "login",
        msgspec.structs.replace(answer, desk=msgspec.structs.replace(answer.desk, cursor="x")),
    )
    play.answer("list_chats", {"chats_summary": []})

    again(play)

    assert play.unanswered("login").payload["desk"] == {"resume_from": "0", "epoch": "e1"}


def test_snapshot_that_was_cut_short_is_taken_anew() -> None:
    play = playbook().start().opened().answer("login", login_answer(summary(C1, said(1, 0))))

    again(play)

    assert "desk" not in play.unanswered("login").payload


def test_replay_that_was_cut_short_is_resumed() -> None:
    play = again(live_with_chat())
    play.answer("login", login_answer(summary(C1, said(3, 90)), cursor=20)).hear(
        said(2, 80), seq=11
    )

    again(play, at=200)

    assert play.unanswered("login").payload["desk"] == {"resume_from": "11", "epoch": "e1"}


@pytest.mark.parametrize("how", ["busy", "unreadable", "silent"])
def test_chat_that_cannot_be_fetched_now_leads_to_a_new_connection(how: str) -> None:
    play = playbook().start(at=0).opened().answer("login", login_answer(summary(C1, said(1, 0))))

    if how == "busy":
        play.refuse("get_chat", "service_unavailable")
    elif how == "unreadable":
        play.answer("get_chat", [])
    else:
        play.tick(at=15).answer("ping").tick(at=20)

    assert play.state is LinkState.OFFLINE


def test_message_waits_until_its_chat_is_caught_up() -> None:
    play = playbook().start().opened().answer("login", login_answer(summary(C1, said(1, 0))))

    play.submit(say()).sends()
    play.answer("get_chat", chat(said(1, 0))).sends("send_event")


def test_push_during_the_snapshot_is_passed_on_at_once() -> None:
    play = playbook().start().opened().answer("login", login_answer(summary(C1, said(1, 0))))

    play.hear(said(2, 5), seq=11)

    assert len(play.said(facts.Pushed)) == 1


def test_event_of_an_unknown_chat_makes_it_be_fetched_once() -> None:
    play = live()

    play.hear(said(1, 5)).hear(said(2, 6))

    assert asked_chats(play) == [C1]
    assert play.state is LinkState.LIVE


def test_chat_that_comes_whole_is_not_behind() -> None:
    play = live().hear(said(1, 5))

    play.push("incoming_chat", pushes.IncomingChat(chat=chat(said(1, 5))))

    assert play.link.behind == frozenset()


def test_unknown_push_is_passed_over_but_its_number_counts() -> None:
    play = live().push("thing_of_tomorrow", {"a": 1}, seq=33)
    assert play.last.facts == ()

    again(play)

    assert play.unanswered("login").payload["desk"] == {"resume_from": "33", "epoch": "e1"}


def test_chat_of_a_push_without_a_thread_is_known_to_be_elsewhere() -> None:
    play = live_with_chat()

    play.push("incoming_chat", pushes.IncomingChat(chat=Chat(id=C1, users=())))

    assert play.said(facts.Pushed)


def test_fetched_chat_without_a_thread_is_passed_on() -> None:
    play = playbook().start().opened().answer("login", login_answer(summary(C1, said(1, 0))))

    play.answer("get_chat", Chat(id=C1, users=()))

    assert play.said(facts.ChatSnapshot) == [facts.ChatSnapshot(Chat(id=C1, users=()))]


def test_own_chat_that_is_listed_as_closed_is_fetched() -> None:
    play = again(live_with_chat())
    play.answer("login", login_answer(summary(C1, said(1, 0), active=False)))

    play.answer("ping")

    assert asked_chats(play) == [C1]


# Which chats the session watches


def watching(*chats: Chat) -> Watch:
    watch = Watch(me=ANN)
    for each in chats:
        watch.saw_chat(each)
    return watch


def moved(*, to_me: bool = False, to_queue: bool = False) -> pushes.ChatTransferred:
    return pushes.ChatTransferred(
        chat_id=C1,
        reason="manual",
        transferred_to=pushes.Transferred(agent_ids=(ANN,) if to_me else ()),
        queue=Queue(position=1) if to_queue else None,
    )


def added(user: UserId = ANN) -> pushes.UserAdded:
    return pushes.UserAdded(chat_id=C1, user=operator(user))


def removed(user: UserId = ANN) -> pushes.UserRemoved:
    return pushes.UserRemoved(chat_id=C1, user_id=user)


@pytest.mark.parametrize(
    ("before", "push", "mine", "waiting", "over"),
    [
        (chat(), pushes.ChatDeactivated(chat_id=C1, thread_id=T1), False, False, True),
        (chat(), moved(), False, False, True),
        (chat(), moved(to_queue=True), False, True, True),
        (queued(), moved(to_me=True), True, False, False),
        (queued(), moved(), False, False, False),
        (queued(), added(), True, False, False),
        (queued(), added(UserId("ben")), False, True, False),
        (chat(), removed(), False, False, True),
        (chat(), removed(ELENA), True, False, False),
        (queued(), pushes.IncomingChat(chat=chat()), True, False, False),
        (chat(), pushes.ChatUnfollowed(chat_id=C1), True, False, False),
    ],
)
def test_pushes_tell_where_a_chat_is(
    before: Chat, push: object, mine: bool, waiting: bool, over: bool
) -> None:
    watch = watching(before)

    watch.saw_push(push)

    assert (C1 in watch.mine, C1 in watch.queued, C1 in watch.over) == (mine, waiting, over)


@pytest.mark.parametrize(
    ("push", "is_wanted"),
    [
        (added(), True),
        (added(UserId("ben")), False),
        (moved(to_me=True), True),
        (moved(to_queue=True), True),
        (moved(), False),
        (pushes.ChatDeactivated(chat_id=C1, thread_id=T1), False),
    ],
)
def test_only_what_concerns_this_operator_makes_an_unknown_chat_be_fetched(
    push: object, is_wanted: bool
) -> None:
    assert (watching().fetch_for(push) == C1) is is_wanted


@pytest.mark.parametrize(("known", "is_wanted"), [(chat(), True), (queued(), True), (None, False)])
def test_known_chat_whose_access_changed_is_fetched(known: Chat | None, is_wanted: bool) -> None:
    watch = watching() if known is None else watching(known)
    push = pushes.ChatAccessUpdated(id=C1, access=Access(group_ids=(GroupId(7),)))

    assert (watch.fetch_for(push) == C1) is is_wanted


@pytest.mark.parametrize("push", [moved(to_queue=True), moved(to_me=True), added()])
def test_chat_that_was_his_and_comes_back_is_fetched(push: object) -> None:
    watch = watching(chat())
    watch.saw_push(removed())

    assert watch.fetch_for(push) == C1


def test_chat_whose_access_was_taken_away_is_gone() -> None:
    play = live_with_chat()
    push = pushes.ChatAccessUpdated(id=C1, access=Access(group_ids=(GroupId(7),)))

    play.push("chat_access_updated", push)
    assert play.link.behind == {C1}
    play.refuse("get_chat", "not_found")

    assert play.said(facts.ChatGone) == [facts.ChatGone(C1)]
    assert play.link.behind == frozenset()


def test_chat_that_is_being_fetched_stays_behind_when_the_replay_ends() -> None:
    play = again(live_with_chat())
    push = pushes.ChatAccessUpdated(id=C1, access=Access(group_ids=(GroupId(7),)))
    play.answer("login", login_answer(summary(C1, said(1, 0)), cursor=12))

    play.push("chat_access_updated", push, seq=12).answer("ping")

    assert play.link.behind == {C1}
    assert play.is_(LinkState.CATCHING_UP)
    play.answer("get_chat", chat(said(1, 0)))
    assert play.state is LinkState.LIVE


def test_supervisor_in_a_chat_does_not_have_it() -> None:
    silent = msgspec.structs.replace(operator(), visibility="agents")

    assert C1 not in watching(chat(users=(visitor(), silent))).mine


def test_event_without_an_id_is_none_that_a_summary_could_name() -> None:
    watch = watching(chat())
    watch.saw_push(
        pushes.IncomingEvent(
            chat_id=C1, thread_id=ThreadId("T1"), event=msgspec.structs.replace(said(1, 0), id=None)
        )
    )

    assert watch.is_current(summary(C1))


def test_what_the_server_listed_is_let_go_when_caught_up() -> None:
    play = live_with_chat()

    assert play.session._exchange.resync._listed == {}
