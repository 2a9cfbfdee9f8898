"""An answer that is too large is asked for once: the session goes on without it (promise G5)."""

import pytest

from tests.desk.scenes import C1, T1, chat, said, thread
from tests.session.playbook import (
    Playbook,
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
from undivided.protocol.chats import Chat
from undivided.protocol.ids import ChatId
from undivided.protocol.pushes import IncomingChat
from undivided.session import commands, sentences
from undivided.session.facts import CommandFailed, LeftOut

C2 = ChatId("C2")
LISTED = (summary(C1, said(1, 0)), summary(C2, said(1, 0)))
LEFT_OUT = LeftOut(sentences.CHAT_TOO_LARGE.format(chat=C1))


def other() -> Chat:
    return chat(said(1, 0), id_=C2)


def too_large(play: Playbook, at: float = 100) -> Playbook:
    """Lose the link by the answer to the oldest request, and open it again."""
    play.lost(at=at, is_too_large=True)
    play.sent.clear()
    return play.tick(at=at + 40).opened()


def asked_chats(play: Playbook) -> list[object]:
    return [each.payload["chat_id"] for each in play.sent if each.action == "get_chat"]


def test_a_chat_that_is_too_large_is_left_out_and_the_others_come() -> None:
    play = playbook().start().opened().answer("login", login_answer(*LISTED))

    too_large(play).answer("login", login_answer(*LISTED))
    assert asked_chats(play) == [C2]
    play.answer("get_chat", other()).answer("list_chats", {"chats_summary": LISTED})

    assert play.state is LinkState.LIVE
    assert play.notices.count(LEFT_OUT) == 1
    assert facts.ChatGone(C1) in play.facts


def test_news_of_a_chat_that_was_left_out_do_not_make_it_be_fetched() -> None:
    play = playbook().start().opened().answer("login", login_answer(*LISTED))
    too_large(play).answer("login", login_answer(*LISTED))
    play.answer("get_chat", other()).answer("list_chats", {"chats_summary": []})

    play.hear(said(2, 1), seq=11)

    assert asked_chats(play) == []
    assert play.state is LinkState.LIVE


def test_a_chat_that_was_left_out_comes_back_with_its_next_sitting() -> None:
    play = playbook().start().opened().answer("login", login_answer(LISTED[0]))
    too_large(play).answer("login", login_answer(LISTED[0]))
    play.answer("list_chats", {"chats_summary": []})

    play.push("incoming_chat", IncomingChat(chat=chat(said(9, 1))), seq=11)
    play.lost(at=300)
    play.sent.clear()
    play.tick(at=340).opened().answer("login", login_answer(LISTED[0], gap=True))

    assert asked_chats(play) == [C1]


def test_what_was_answered_before_is_not_what_was_too_large() -> None:
    play = playbook().start().opened().answer("login", login_answer(*LISTED))
    play.answer("get_chat", chat(said(1, 0)))

    too_large(play).answer("login", login_answer(*LISTED))

    assert asked_chats(play) == [C1]


def test_pages_of_chats_end_before_one_that_is_too_large() -> None:
    play = playbook().start().opened().answer("login", login_answer())

    too_large(play).answer("login", login_answer(gap=True))

    assert play.state is LinkState.LIVE
    assert play.sent == []
    assert LeftOut(sentences.LIST_TOO_LARGE) in play.notices


@pytest.mark.parametrize(
    ("command", "notice"),
    [
        (commands.ListCalls(), LeftOut(sentences.LIST_TOO_LARGE)),
        (
            commands.LoadOlder(C1, T1),
            CommandFailed(commands.LoadOlder(C1, T1), sentences.TOO_LARGE),
        ),
    ],
    ids=["calls", "older lines"],
)
def test_a_command_whose_answer_is_too_large_is_not_carried_out_again(
    command: commands.Command, notice: object
) -> None:
    play = live_with_chat().submit(commands.ShowTyping(C1, is_typing=True)).submit(command)

    too_large(play).answer("login", login_answer(gap=True)).submit(command)

    assert notice in play.notices
    assert play.sent == [each for each in play.sent if each.action in {"get_chat", "list_chats"}]


def test_a_sign_in_that_is_too_large_is_tried_again_later() -> None:
    play = playbook().start().opened().lost(at=1, is_too_large=True)

    assert play.state is LinkState.OFFLINE
    assert play.link.next_try is not None
    assert play.tick(at=60).opened().unanswered("login").payload["token"] == "Bearer secret"


def test_after_a_push_that_was_too_large_nothing_is_replayed() -> None:
    play = live_with_chat().hear(said(2, 1), seq=11)

    too_large(play)

    assert "desk" not in play.unanswered("login").payload


def test_a_message_whose_fate_cannot_be_looked_up_is_not_sent_again() -> None:
    play = live_with_chat(features=()).submit(say("Hello"), at=2).lost(at=3)
    play.sent.clear()
    play.tick(at=40).opened().answer("login", login_answer(features=(), has_desk=False))
    play.answer("list_chats", {"chats_summary": []}).answer("get_chat", chat(said(1, 0)))
    assert [each.action for each in play.sent] == ["list_threads"]

    too_large(play, at=41).answer("login", login_answer(features=(), has_desk=False))
    play.answer("list_chats", {"chats_summary": []}).answer("get_chat", chat(said(1, 0)))

    assert [each.failed for each in play.kept()][-1] == sentences.LOOK_TOO_LARGE
    assert play.sent == []
    assert row("Hello").custom_id in {each.custom_id for each in play.kept()}


def test_every_page_of_the_calls_is_read_up_to_a_limit() -> None:
    play = live()
    play.submit(commands.ListCalls())
    assert play.sent[-1].payload["limit"] == 10

    for number in range(30):
        if not any(each.action == "list_archives" for each in play.sent):
            break
        page = {"chats": [chat(said(1, 0))], "next_page_id": f"p{number}"}
        play.answer("list_archives", page)

    listed = [each for each in play.facts if isinstance(each, facts.CallsListed)]
    assert len(listed) == 10


def test_of_a_server_that_gives_parts_one_part_of_each_chat_is_asked_for() -> None:
    play = playbook().start().opened()
    play.answer("login", login_answer(LISTED[0], features=("replay", "parts")))

    assert play.unanswered("get_chat").payload == {"chat_id": C1, "desk": {"most_bytes": 131072}}


def test_older_lines_are_asked_for_from_the_oldest_known_one() -> None:
    play = live_with_chat().submit(commands.LoadOlder(C1, T1, 812))
    part = thread(said(811, 0))

    asked = play.sent[-1].payload
    play.answer("get_chat", {"id": C1, "users": [], "thread": part})

    assert asked == {"chat_id": C1, "thread_id": T1, "desk": {"before": 812, "most_bytes": 131072}}
    assert play.facts[-1] == facts.OlderThreads(C1, (part,))
