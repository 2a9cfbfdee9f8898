"""What the session remembers of chats: those on the desk, and of the others only the newest."""

from tests.desk.scenes import ANN, T1, chat, said
from undivided.protocol import pushes
from undivided.protocol.ids import ChatId
from undivided.session.watch import MOST_OVER, Watch


def with_chats_over(count: int) -> Watch:
    watch = Watch(me=ANN)
    for number in range(count):
        one = chat(said(1, 0), id_=ChatId(f"C{number}"))
        watch.saw_chat(one)
        watch.saw_gone(one.id)
    return watch


def test_chats_that_are_over_are_forgotten_one_day() -> None:
    watch = with_chats_over(MOST_OVER + 2)

    assert len(watch.over) == MOST_OVER
    assert not watch.knows(ChatId("C1"))
    assert watch.knows(ChatId("C2"))


def test_the_newest_events_of_other_chats_are_not_kept() -> None:
    watch = with_chats_over(1)

    watch.saw_push(_event("C0"))
    watch.saw_push(_event("C of somebody else"))

    assert watch._newest == {}


def _event(chat_id: str) -> pushes.IncomingEvent:
    return pushes.IncomingEvent(chat_id=ChatId(chat_id), thread_id=T1, event=said(2, 1))
