"""A commit that fails: nothing happened, everybody is told, memory equals disk (G15, G17)."""

import sqlite3

import pytest

from tests.server.core.hub_play import HubPlay, email
from tests.server.core.test_routing import answering
from undivided.protocol.versions import Version
from undivided.server.hub.hub import Hub
from undivided.server.hub.peers import Side

pytestmark = pytest.mark.usefixtures("lost_batches")


def state(play: HubPlay) -> object:
    ctx = play.hub._ctx
    return [
        (chat.id, chat.last_number, chat.answering(), [*chat.thread.tags], {**chat.properties})
        for chat in sorted(ctx.chats.active(), key=lambda each: each.id)
    ]


def test_every_request_of_the_batch_is_answered_unavailable(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, thread = eve.start()
    ann.forget()
    eve.forget()

    first = eve.send("send_event", {"chat_id": chat, "event": {"type": "message", "text": "one"}})
    second = ann.send("tag_thread", {"chat_id": chat, "thread_id": thread, "tag": "t"})
    play.connection.fails = True
    play.run()

    assert eve.answer(first)["payload"]["error"]["type"] == "service_unavailable"
    assert ann.answer(second)["payload"]["error"]["type"] == "service_unavailable"
    assert ann.pushes() == eve.pushes() == []
    assert eve.texts(chat) == ["Hello"]


def test_memory_equals_disk_after_a_failed_commit(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, thread = eve.start()
    before = state(play)

    eve.send("send_event", {"chat_id": chat, "event": {"type": "message", "text": "one"}})
    ann.send("tag_thread", {"chat_id": chat, "thread_id": thread, "tag": "t"})
    ann.send("update_chat_properties", {"id": chat, "properties": {"ns": {"a": 1}}})
    ann.send("deactivate_chat", {"id": chat})
    play.connection.fails = True
    play.run()

    assert state(play) == before
    assert answering(play, chat) == {email("ann")}


def test_the_same_message_goes_through_afterwards_and_no_number_is_used_twice(
    play: HubPlay,
) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    event = {"type": "message", "text": "one", "custom_id": "c1"}
    play.connection.fails = True
    eve.send("send_event", {"chat_id": chat, "event": event})
    play.run()

    eve.ask("send_event", {"chat_id": chat, "event": event})

    assert eve.texts(chat) == ["Hello", "one"]
    numbers = [each["desk_seq"] for each in ann.frames if "desk_seq" in each]
    assert numbers == sorted(set(numbers))


def test_a_login_that_was_not_saved_can_be_repeated(play: HubPlay) -> None:
    play.hire("ann")
    ann = play.connect(Side.AGENT, email("ann"), Version.V3_6)
    request = ann.send("login", {"token": email("ann")})
    for effect in play.hub.commit():
        play._do(effect)
    play.connection.fails = True
    play.run()

    assert ann.answer(request)["payload"]["error"]["type"] == "service_unavailable"
    assert ann.refused("list_chats") == "authentication"
    assert ann.ask("login", {"token": email("ann")})["chats_summary"] == []


def test_a_disk_fault_inside_a_request_is_answered_and_survived(
    play: HubPlay, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = play.operator("ann")
    chat, thread = play.visitor("eve").start()
    real = play.connection.execute

    def broken(sql: str, *arguments: object) -> object:
        if sql.startswith("INSERT INTO threads"):
            raise sqlite3.OperationalError("disk I/O error")
        return real(sql, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(play.connection, "execute", broken)
        tag = {"chat_id": chat, "thread_id": thread, "tag": "t"}
        assert ann.refused("tag_thread", tag) == "service_unavailable"

    assert "tags" not in ann.ask("get_chat", {"chat_id": chat})["thread"]


def test_our_own_mistake_is_one_internal_error_and_the_server_goes_on(
    play: HubPlay, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, thread = eve.start()

    def mistake(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("undivided.server.actions.agent_tags.tell", mistake)
        tag = {"chat_id": chat, "thread_id": thread, "tag": "t"}
        assert ann.refused("tag_thread", tag) == "internal"

    eve.say(chat, "still here")
    assert "tags" not in ann.ask("get_chat", {"chat_id": chat})["thread"]


def test_a_socket_that_closed_in_a_lost_batch_is_still_gone(play: HubPlay) -> None:
    ann = play.operator("ann")
    bob = play.operator("bob")
    bob.forget()

    play.hub.closed(ann.peer.id, play.now)
    play.connection.fails = True
    play.run()
    play.wait(1)

    assert bob.pushes("routing_status_set")[-1] == {"agent_id": email("ann"), "status": "offline"}


def test_hub_takes_no_frames_of_unknown_sockets(play: HubPlay) -> None:
    hub: Hub = play.hub

    hub.received(999, b"{}", play.now)
    hub.closed(999, play.now)

    assert not hub.is_dirty
