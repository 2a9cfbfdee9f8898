"""Session and desk against the real server logic: the main job, losses, holds."""

import pytest

from tests.server.core.hub_play import HubPlay
from tests.session.operator_app import OperatorApp
from undivided.desk import facts
from undivided.desk.holds import WORD_AT_THE_END, hold_question
from undivided.desk.marks import FocusState, HoldState
from undivided.desk.values import LinkState
from undivided.protocol.ids import ChatId
from undivided.session import commands


@pytest.fixture
def ann(play: HubPlay) -> OperatorApp:
    return OperatorApp(play, "ann")


def test_sign_in_ends_live_and_accepting(ann: OperatorApp) -> None:
    assert ann.state is LinkState.LIVE
    assert ann.scene.status is not None
    assert ann.scene.status.is_accepting


def test_first_message_makes_a_new_row_and_a_reply_stops_the_count(
    play: HubPlay, ann: OperatorApp
) -> None:
    eve = play.visitor("eve")
    chat, _ = eve.start("Do you ship to Malta?")
    ann.settle()
    assert ann.scene.rows[ChatId(chat)].is_new

    ann.wait(5)
    waiting = ann.scene.mark(ChatId(chat))
    ann.say(chat, "Yes, we do.")

    assert (waiting.state, waiting.seconds) == (FocusState.CALM, 4)  # stored a tick later
    assert ann.scene.mark(ChatId(chat)).state is FocusState.NOTHING_OWED
    assert ann.confirmed(chat) == ["Yes, we do."]
    assert ann.file == {}
    assert eve.texts(chat)[-1] == "Yes, we do."


def test_what_is_said_during_a_loss_arrives_once_on_both_sides(
    play: HubPlay, ann: OperatorApp
) -> None:
    eve = play.visitor("eve")
    chat, _ = eve.start("One")
    ann.settle()
    ann.is_cut = True
    ann.cut()
    ann.say(chat, "Offline 1")
    ann.say(chat, "Offline 2")
    eve.say(chat, "Two")

    ann.is_cut = False
    ann.wait(40)

    assert ann.state is LinkState.LIVE
    assert ann.texts(chat) == eve.texts(chat) == ["One", "Two", "Offline 1", "Offline 2"]
    assert ann.confirmed(chat) == ["Offline 1", "Offline 2"]


def test_message_whose_answer_was_lost_is_not_doubled(play: HubPlay, ann: OperatorApp) -> None:
    eve = play.visitor("eve")
    chat, _ = eve.start("One")
    ann.settle()
    assert ann.client is not None
    play.clients.pop(ann.client.peer.id)  # the server's answers go nowhere
    ann.say(chat, "Did this arrive?")
    ann.cut()

    ann.wait(5)

    assert ann.texts(chat) == eve.texts(chat) == ["One", "Did this arrive?"]
    assert ann.file == {}


def test_program_that_was_killed_sends_what_it_had_accepted(
    play: HubPlay, ann: OperatorApp
) -> None:
    eve = play.visitor("eve")
    chat, _ = eve.start("One")
    ann.settle()
    ann.is_cut = True
    ann.cut()
    ann.say(chat, "Accepted")

    ann.is_cut = False
    ann.crash()

    assert ann.texts(chat) == eve.texts(chat) == ["One", "Accepted"]


def test_server_that_is_killed_and_restarted_has_everything(
    play: HubPlay, ann: OperatorApp
) -> None:
    eve = play.visitor("eve")
    chat, _ = eve.start("One")
    ann.settle()
    ann.say(chat, "Two")

    play.restart()
    ann.cut()
    ann.say(chat, "Three")
    ann.wait(40)

    assert ann.texts(chat) == play.visitor("eve").texts(chat) == ["One", "Two", "Three"]


def test_visitor_who_agrees_is_held_told_at_the_end_and_freed_by_a_reply(
    play: HubPlay, ann: OperatorApp
) -> None:
    eve = play.visitor("eve")
    chat, thread = eve.start("Could you check my order?")
    ann.settle()
    row = commands.OutboxRow(
        custom_id="q1",  # type: ignore[arg-type]
        chat_id=ChatId(chat),
        event=hold_question(1),
        written_at=play.now.wall,
    )
    ann.do(commands.Submit(row))
    question = ann.scene.rows[ChatId(chat)].hold
    assert question is not None
    assert question.state is HoldState.ASKED
    event_id = eve.pushes("incoming_event")[-1]["event"]["id"]
    postback = {"id": "desk.hold.agreed", "toggled": True}
    eve.ask(
        "send_rich_message_postback",
        {"chat_id": chat, "thread_id": thread, "event_id": event_id, "postback": postback},
    )
    ann.settle()
    assert ann.scene.mark(ChatId(chat)).state is FocusState.HELD

    ann.wait(61)
    assert ann.scene.mark(ChatId(chat)).state is FocusState.HOLD_OVER
    ann.cut()
    ann.wait(5)
    ann.say(chat, "Here I am again.")
    ann.wait(2)

    assert ann.scene.rows[ChatId(chat)].hold is None
    assert ann.scene.mark(ChatId(chat)).state is FocusState.NOTHING_OWED
    assert ann.texts(chat)[-4:] == [
        "On hold for 1 minute.",
        WORD_AT_THE_END,
        "Here I am again.",
        "Back from hold.",
    ]
    properties = eve.ask("get_chat", {"chat_id": chat}).get("properties") or {}
    assert "hold_until" not in properties.get("desk", {})


def test_queued_visitor_is_taken_and_makes_a_row(play: HubPlay, ann: OperatorApp) -> None:
    ann.do(commands.SetAccepting(is_accepting=True))
    chats = [play.visitor(f"v{number}").start(f"Hello {number}")[0] for number in range(6)]
    ann.settle()
    queued = [chat for chat in chats if ChatId(chat) not in ann.scene.rows]

    ann.tell(facts.AlertTaken(ChatId(queued[0])))
    ann.do(commands.TakeChat(ChatId(queued[0])))

    assert ChatId(queued[0]) in ann.scene.rows
    assert not ann.scene.rows[ChatId(queued[0])].is_new
    assert ann.scene.status is not None
    assert ann.scene.status.queue == len(queued) - 1


def test_message_into_a_chat_that_was_closed_meanwhile_is_refused(
    play: HubPlay, ann: OperatorApp
) -> None:
    eve = play.visitor("eve")
    chat, _ = eve.start("One")
    ann.settle()
    ann.is_cut = True
    ann.cut()
    ann.say(chat, "Too late")
    eve.ask("deactivate_chat", {"id": chat})

    ann.is_cut = False
    ann.wait(40)

    (row,) = ann.file.values()
    assert row.failed
    assert ann.scene.rows[ChatId(chat)].meta == "Not sent"
    assert eve.texts(chat) == ["One"]


def test_chat_that_is_flooded_comes_in_parts_and_can_be_read_to_its_beginning(
    play: HubPlay, ann: OperatorApp
) -> None:
    eve = play.visitor("eve")
    chat = ChatId(eve.start("0")[0])
    for number in range(1, 13):
        eve.say(chat, f"{number}" + "\u0001" * 3_980)

    ann.crash()
    newest = len(ann.texts(chat))
    answers = 0
    while ann.scene.rows[chat].has_older:
        desk = ann.scene.desk
        ann.do(commands.LoadOlder(chat, desk.older_thread(chat), desk.oldest_number(chat)))
        answers += 1

    assert ann.state is LinkState.LIVE
    assert (newest, answers) == (5, 2)
    assert [text.strip("\u0001") for text in ann.texts(chat)] == [str(each) for each in range(13)]
