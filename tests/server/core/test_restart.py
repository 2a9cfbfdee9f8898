"""A killed server starts again where the last commit left it."""

from tests.server.core.hub_play import HubPlay, email
from tests.server.core.test_routing import answering


def test_active_chats_and_their_operators_survive(play: HubPlay) -> None:
    play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    eve.say(chat, "one")

    play.restart()
    ann = play.operator("ann", login={"reconnect": True})

    assert answering(play, chat) == {email("ann")}
    assert ann.texts(chat) == ["Hello", "one"]
    assert ann.say(chat, "two")


def test_what_was_not_committed_is_gone_and_can_be_sent_again(play: HubPlay) -> None:
    play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    body = {"chat_id": chat, "event": {"type": "message", "text": "one", "custom_id": "c1"}}
    eve.send("send_event", body)

    play.restart()
    eve = play.visitor("eve")
    eve.ask("send_event", body)

    assert eve.texts(chat) == ["Hello", "one"]


def test_a_committed_label_is_known_after_the_restart(play: HubPlay) -> None:
    play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    first = eve.say(chat, "one", custom_id="c1")

    play.restart()
    eve = play.visitor("eve")

    assert eve.say(chat, "one", custom_id="c1") == first
    assert eve.texts(chat) == ["Hello", "one"]


def test_the_queue_keeps_its_order(play: HubPlay) -> None:
    play.operator("ann", max_chats=0)
    chats = []
    for name in ("first", "second", "third"):
        chats.append(play.visitor(name).start()[0])
        play.wait(1)

    play.restart()
    ann = play.operator("ann", login={"reconnect": True})

    places = ann.pushes("queue_positions_updated")[-1]
    assert [each["chat_id"] for each in places] == chats
    assert [each["queue"]["position"] for each in places] == [1, 2, 3]


def test_an_operator_who_does_not_come_back_loses_the_chats_after_the_grace(
    play: HubPlay,
) -> None:
    play.operator("ann")
    chat, _ = play.visitor("eve").start()

    play.restart()
    play.operator("bob")
    play.wait(1)
    kept = answering(play, chat)
    play.wait(60)

    assert kept == {email("ann")}
    assert answering(play, chat) == {email("bob")}


def test_public_ids_stay_the_same(play: HubPlay) -> None:
    play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    before = eve.ask("get_chat", {"chat_id": chat})["users"]

    play.restart()

    assert play.visitor("eve").ask("get_chat", {"chat_id": chat})["users"] == before


def test_running_numbers_go_on(play: HubPlay) -> None:
    play.operator("ann")
    play.visitor("eve").start()
    head = play.archive.head

    play.restart()

    assert play.archive.head >= head
    assert play.archive.epoch == "epoch-1"
