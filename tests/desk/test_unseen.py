"""What Send may do in a chat: never an answer blind, never a question when all was seen (G5)."""

import pytest

from tests.desk.scenes import ANN, BEN, C1, Scene, chat, live, operator, said, visitor
from undivided.desk import facts
from undivided.desk.unseen import GLANCE, reach_of
from undivided.desk.values import LinkState, Reach
from undivided.protocol import pushes
from undivided.protocol.chats import Chat
from undivided.protocol.ids import ChatId

C2 = ChatId("C2")


@pytest.mark.parametrize(
    ("state", "is_behind", "unseen", "reach"),
    [
        (LinkState.LIVE, False, 0, Reach.NOW),
        (LinkState.CATCHING_UP, False, 0, Reach.NOW),
        (LinkState.CATCHING_UP, True, 0, Reach.BEHIND),
        (LinkState.LIVE, True, 0, Reach.BEHIND),
        (LinkState.CATCHING_UP, True, 2, Reach.BEHIND),
        (LinkState.LIVE, False, 2, Reach.UNSEEN),
        (LinkState.OFFLINE, False, 2, Reach.LATER),
        (LinkState.CONNECTING, False, 0, Reach.LATER),
        (LinkState.REFUSED, False, 0, Reach.LATER),
        (LinkState.SIGNED_OUT, False, 0, Reach.LATER),
    ],
)
def test_reach_follows_from_link_catching_up_and_unseen_words(
    state: LinkState, is_behind: bool, unseen: int, reach: Reach
) -> None:
    assert reach_of(state, is_behind=is_behind, unseen=unseen) is reach


def at_work() -> Scene:
    """Return a live desk that shows Elena's chat, whose first message was answered."""
    scene = live()
    scene.come(chat(said(1, 0), said(2, 1, by=ANN)))
    scene.do(facts.ChatPicked(C1))
    scene.tick(2)
    return scene


def away(scene: Scene, second: float = 10) -> Scene:
    scene.do(facts.LinkChanged(LinkState.OFFLINE, "It broke."), second)
    return scene


def catching_up(scene: Scene, *behind: ChatId) -> Scene:
    scene.do(facts.LinkChanged(LinkState.CATCHING_UP, behind=frozenset(behind)))
    return scene


def caught_up(scene: Scene) -> Scene:
    scene.do(facts.LinkChanged(LinkState.LIVE))
    return scene


def snapshot(*more: object) -> facts.ChatSnapshot:
    return facts.ChatSnapshot(chat(said(1, 0), said(2, 1, by=ANN), *more))  # type: ignore[arg-type]


def reach(scene: Scene) -> tuple[Reach, int]:
    return scene.rows[C1].reach, scene.rows[C1].unseen


def test_live_words_in_the_open_chat_are_never_asked_about() -> None:
    scene = at_work()

    scene.hear(said(3, 5))

    assert reach(scene) == (Reach.NOW, 0)


def test_offline_a_message_is_taken_and_leaves_later() -> None:
    assert reach(away(at_work())) == (Reach.LATER, 0)


def test_chat_is_behind_until_its_events_are_read() -> None:
    scene = catching_up(away(at_work()), C1)
    behind = reach(scene)

    scene.do(facts.LinkChanged(LinkState.CATCHING_UP))

    assert behind == (Reach.BEHIND, 0)
    assert reach(scene) == (Reach.NOW, 0)


@pytest.mark.parametrize("how", ["snapshot", "replay"])
def test_words_that_came_while_away_are_unseen_until_they_lay_open_for_a_while(how: str) -> None:
    scene = catching_up(away(at_work()), C1)
    if how == "snapshot":
        scene.do(snapshot(said(3, 11), said(4, 12)))
    else:
        scene.hear(said(3, 11))
        scene.hear(said(4, 12))

    caught_up(scene)
    states = [reach(scene)]
    for second in (13, 14, 15, 16):
        scene.tick(second)
        states.append(reach(scene))

    assert states == [(Reach.UNSEEN, 2)] * 4 + [(Reach.NOW, 0)]
    assert GLANCE == 3


def test_time_counts_only_while_the_chat_is_open_before_the_operator() -> None:
    scene = catching_up(away(at_work()), C1)
    scene.do(snapshot(said(3, 11)))
    caught_up(scene)
    scene.tick(13)
    scene.do(facts.WindowSeen(is_visible=False))
    for second in (14, 15, 16, 17):
        scene.tick(second)
    hidden = reach(scene)

    scene.do(facts.WindowSeen(is_visible=True))
    for second in (18, 19, 20, 21):
        scene.tick(second)

    assert hidden == (Reach.UNSEEN, 1)
    assert reach(scene) == (Reach.NOW, 0)


def test_words_of_a_chat_that_is_not_open_stay_unseen_until_it_is_opened() -> None:
    scene = at_work()
    scene.do(facts.ChatPicked(None))
    catching_up(away(scene), C1)
    scene.do(snapshot(said(3, 11)))
    scene.do(snapshot(said(3, 11)))
    caught_up(scene)
    scene.tick(60)
    unopened = reach(scene)

    scene.do(facts.ChatPicked(C1), 61)
    scene.tick(62)
    opened = reach(scene)
    scene.tick(65)

    assert unopened == opened == (Reach.UNSEEN, 1)
    assert reach(scene) == (Reach.NOW, 0)


def test_absence_without_new_words_asks_nothing() -> None:
    scene = catching_up(away(at_work()), C1)

    scene.do(snapshot(said(3, 11, by=BEN)))
    caught_up(scene)

    assert reach(scene) == (Reach.NOW, 0)


def test_words_that_were_answered_on_another_computer_are_not_unseen() -> None:
    scene = at_work()
    scene.do(facts.ChatPicked(None))
    catching_up(away(scene), C1)

    scene.do(snapshot(said(3, 11), said(4, 12, by=ANN)))
    caught_up(scene)

    assert reach(scene) == (Reach.NOW, 0)


def test_answer_that_was_sent_anyway_settles_it() -> None:
    scene = catching_up(away(at_work()), C1)
    scene.do(snapshot(said(3, 11)))
    caught_up(scene)

    scene.submit("Yes.", "u1")

    assert reach(scene) == (Reach.NOW, 0)


def test_chat_that_was_given_away_while_away_has_nothing_to_ask_about() -> None:
    scene = catching_up(away(at_work()), C1)
    scene.do(snapshot(said(3, 11)))
    scene.do(facts.DraftChanged(C1, "Yes"))

    scene.push("user_removed_from_chat", pushes.UserRemoved(chat_id=C1, user_id=ANN))
    caught_up(scene)

    assert reach(scene) == (Reach.NOW, 0)


def test_one_chat_that_is_behind_does_not_hold_up_another() -> None:
    scene = at_work()
    other = Chat(id=C2, users=(visitor(), operator()), thread=chat(said(1, 0)).thread)
    scene.come(other)

    catching_up(away(scene), C2)

    assert reach(scene) == (Reach.NOW, 0)
    assert scene.rows[C2].is_behind
