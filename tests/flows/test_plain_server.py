"""The whole app at a server that speaks RTM and none of our extensions (promises G1, G4, G5)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.support.operator_desk import OperatorDesk, at_desk
from tests.support.plain_rtm_server import ANN, PlainChat, PlainRtmServer, plain_server
from undivided.desk.values import Delivery, LinkState, Reach
from undivided.protocol.ids import ChatId
from undivided.ui.sheets.hold_sheet import HoldSheet
from undivided.ui.words import wording

CONTROL = Qt.KeyboardModifier.ControlModifier


@asynccontextmanager
async def working(folder: Path) -> AsyncIterator[tuple[PlainRtmServer, OperatorDesk, PlainChat]]:
    """Give a server, a signed-in window and a chat that is open in it."""
    async with (
        plain_server() as server,
        at_desk(folder, server.url, ANN, "Bearer t") as desk,
    ):
        await desk.live()
        chat = server.begin("Do you ship to Malta?")
        await desk.chat_with("Malta")
        desk.window.activateWindow()
        desk.click_tab(id_of(chat))
        yield server, desk, chat


def id_of(chat: PlainChat) -> ChatId:
    return ChatId(chat.id)


def link(desk: OperatorDesk) -> LinkState:
    return desk.bridge.status.link.state


def reach(desk: OperatorDesk, chat: PlainChat) -> Reach | None:
    row = desk.bridge.chats.row_of(id_of(chat))
    return None if row is None else row.reach


async def gone(desk: OperatorDesk) -> None:
    await desk.until(lambda: link(desk) is LinkState.OFFLINE, "offline")


async def test_chats_of_the_list_are_shown_and_answered_once_they_were_seen(
    tmp_path: Path,
) -> None:
    async with plain_server() as server:
        chat = server.begin("Do you ship to Malta?")
        async with at_desk(tmp_path, server.url, ANN, "Bearer t") as desk:
            await desk.chat_with("Malta")
            await desk.live()
            desk.window.activateWindow()
            desk.click_tab(id_of(chat))
            await desk.until(lambda: reach(desk, chat) is Reach.NOW, "seen")

            await desk.say(id_of(chat), "Yes, we ship there.")
            await desk.delivered(id_of(chat), "Yes, we ship there.")

            assert chat.texts() == desk.lines(id_of(chat))


async def test_pushes_of_a_plain_server_are_shown_in_their_order(tmp_path: Path) -> None:
    async with working(tmp_path) as (server, desk, chat):
        await desk.say(id_of(chat), "Yes, we ship there.")
        await desk.delivered(id_of(chat), "Yes, we ship there.")
        server.visitor_says(chat, "How long does it take?")
        later = server.begin("Good morning")
        await desk.chat_with("Good morning")
        await desk.until(lambda: "How long does it take?" in desk.lines(id_of(chat)))

        told = ["Do you ship to Malta?", "Yes, we ship there.", "How long does it take?"]
        assert desk.lines(id_of(chat)) == chat.texts() == told
        assert desk.chats == [chat.id, later.id]


async def test_message_whose_answer_was_lost_is_looked_for_and_not_doubled(tmp_path: Path) -> None:
    async with working(tmp_path) as (server, desk, chat):
        server.faults.cut_after = True
        await desk.say(id_of(chat), "Yes, we ship there.")
        await desk.delivered(id_of(chat), "Yes, we ship there.")

        assert (
            chat.texts()
            == desk.lines(id_of(chat))
            == ["Do you ship to Malta?", "Yes, we ship there."]
        )
        assert len(server.sent("send_event")) == 1


async def test_message_that_never_arrived_is_looked_for_and_sent_once_more(tmp_path: Path) -> None:
    async with working(tmp_path) as (server, desk, chat):
        server.faults.cut_before = True
        await desk.say(id_of(chat), "Yes, we ship there.")
        await desk.delivered(id_of(chat), "Yes, we ship there.")

        assert chat.texts() == ["Do you ship to Malta?", "Yes, we ship there."]
        first, second = server.sent("send_event")
        assert first["event"]["custom_id"] == second["event"]["custom_id"]


async def test_slow_answer_is_no_failure_and_sent_is_said_only_after_it(tmp_path: Path) -> None:
    async with working(tmp_path) as (server, desk, chat):
        server.faults.delay_s = 0.5
        await desk.say(id_of(chat), "Yes, we ship there.")
        await desk.until(lambda: "Yes, we ship there." in chat.texts(), "stored")
        meanwhile = desk.delivery(id_of(chat), "Yes, we ship there.")
        await desk.delivered(id_of(chat), "Yes, we ship there.")

        assert meanwhile is Delivery.SENDING


async def test_one_refused_message_blocks_neither_its_chat_nor_another(tmp_path: Path) -> None:
    async with working(tmp_path) as (server, desk, chat):
        other = server.begin("Good morning")
        await desk.chat_with("Good morning")
        server.faults.refuse = "validation"
        await desk.say(id_of(chat), "Refused")
        failed = lambda: desk.delivery(id_of(chat), "Refused") is Delivery.FAILED  # noqa: E731
        await desk.until(failed, "refused")

        await desk.say(id_of(chat), "Taken")
        await desk.say(id_of(other), "Taken too")
        await desk.delivered(id_of(chat), "Taken")
        await desk.delivered(id_of(other), "Taken too")

        assert chat.texts()[1:] == ["Taken"]
        assert desk.bridge.chats.row_of(id_of(chat)).unsent == 0  # type: ignore[union-attr]


async def test_long_absence_ends_in_the_state_that_the_server_has(tmp_path: Path) -> None:
    async with working(tmp_path) as (server, desk, chat):
        closed, given = server.begin("Close me"), server.begin("Give me away")
        for text in ("Close me", "Give me away"):
            await desk.chat_with(text)
        await server.stop()
        await gone(desk)
        for each in (closed, given, chat):
            await desk.say(id_of(each), f"Offline to {each.id}")
        server.visitor_says(chat, "Are you there?")
        server.close(closed, by="bob@example.com")
        server.give_away(given)
        begun = server.begin("I am new")

        await server.start()
        await desk.live()
        await desk.delivered(id_of(chat), f"Offline to {chat.id}")

        said = ["Do you ship to Malta?", "Are you there?", f"Offline to {chat.id}"]
        assert desk.lines(id_of(chat)) == chat.texts() == said
        assert id_of(begun) in desk.chats
        for each in (closed, given):
            (message,) = [
                one for one in desk.messages(id_of(each)) if one.text.startswith("Offline")
            ]
            assert message.delivery is Delivery.FAILED
            assert message.reason
            assert not desk.bridge.chats.row_of(id_of(each)).is_active  # type: ignore[union-attr]
            assert each.texts() == [each.thread["events"][0]["text"]]
        assert not any("restored" in notice for notice in desk.notices())


async def test_what_came_while_away_is_read_before_it_is_answered(tmp_path: Path) -> None:
    async with working(tmp_path) as (server, desk, chat):
        desk.click_tab(id_of(chat))
        desk.type("No, we never do.")
        await server.stop()
        await gone(desk)
        server.visitor_says(chat, "Sorry, I meant Gozo.")
        await server.start()
        await desk.until(lambda: reach(desk, chat) is Reach.UNSEEN, "caught up")

        desk.press_enter()
        asked, texts = desk.composer.question.text, chat.texts()
        QTest.keyClick(desk.composer.editor, Qt.Key.Key_Return, CONTROL)
        await desk.delivered(id_of(chat), "No, we never do.")

        assert "wrote a message while you were offline" in asked
        assert "No, we never do." not in texts
        assert chat.texts()[-1] == "No, we never do."


async def test_hold_is_refused_with_a_plain_word(tmp_path: Path) -> None:
    async with working(tmp_path) as (_server, desk, _chat):
        desk.program.controls.sheets.ask_to_hold()
        await desk.until(desk.notices, "the word")

        assert desk.notices() == [wording.CANNOT_HOLD]
        assert not [one for one in desk.window.findChildren(HoldSheet) if one.isVisible()]


async def test_link_that_breaks_again_and_again_is_dialled_until_it_holds(tmp_path: Path) -> None:
    async with working(tmp_path) as (server, desk, chat):
        for number in range(4):
            await desk.say(id_of(chat), f"Message {number}")
            server.drop()
            await desk.until(lambda: link(desk) is not LinkState.LIVE, "lost")
            await desk.live()
        for number in range(4):
            await desk.delivered(id_of(chat), f"Message {number}")

        assert chat.texts()[1:] == [f"Message {number}" for number in range(4)]
