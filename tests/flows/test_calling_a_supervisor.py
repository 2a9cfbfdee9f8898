"""A hostile visitor between the real app, a supervisor's real app and the real server."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.support.operator_desk import OperatorDesk, at_desk
from tests.support.server_process import ServerProcess
from tests.support.visitor import Visitor, visiting
from undivided.app import supervisor_control
from undivided.etiquette.coach.abuse_note import is_note
from undivided.etiquette.coach.temper import Step
from undivided.protocol.ids import ChatId
from undivided.ui.notices import Notice
from undivided.ui.sheets.end_sheet import EndSheet
from undivided.ui.words import temper_wording as words


def press(desk: OperatorDesk, name: str) -> None:
    """Press the key of an action."""
    key = desk.window.findChild(QAction, name)
    assert key is not None
    key.trigger()


def act_on(desk: OperatorDesk, act: str) -> None:
    """Press the button of a notice in the window's corner."""
    found = [each for each in desk.window.findChildren(Notice) if each.act_button.text() == act]
    QTest.mouseClick(found[-1].act_button, Qt.MouseButton.LeftButton)


async def test_a_supervisor_is_called_comes_and_the_chat_is_ended_politely(
    server: ServerProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor_control, "HEARD_WITHIN_MS", 200)
    site = server.add_site().organization_id
    ann = server.add_operator("ann@example.com", name="Ann Lee")
    async with (
        at_desk(tmp_path / "ann", server.url, ann.email, ann.token) as desk,
        visiting(server, site, name="Dana") as dana,
    ):
        await desk.live()
        await dana.start_chat("You idiots, this is a scam")
        chat = await desk.chat_with("You idiots, this is a scam")
        desk.click_tab(chat)
        await desk.until(desk.window.desk.conversation.temper.isVisible, "the bar")
        press(desk, "supervisor")
        await desk.until(lambda: words.NOBODY_THERE in desk.notices(), "nobody is there")

        bob = server.add_operator("bob@example.com", name="Bob Day", role="administrator")
        async with at_desk(tmp_path / "bob", server.url, bob.email, bob.token) as other:
            await other.live()
            await come(desk, other, chat)
            await other.say(chat, "Good day, I lead the team here.")
            await dana.hear("Good day, I lead the team here.")
            await end(desk, dana, chat)
    await come_back(server, site, dana)


async def come(desk: OperatorDesk, other: OperatorDesk, chat: ChatId) -> None:
    """Let a supervisor be called, with a note, and join."""
    press(desk, "abuse_note")
    press(desk, "supervisor")
    await other.until(lambda: any("Ann Lee" in one for one in other.notices()), "called")
    await desk.until(lambda: words.was_heard("Bob Day") in desk.notices(), "heard")
    assert chat not in other.chats

    act_on(other, words.JOIN)
    await other.until(lambda: other.shown == chat, "in the chat")
    coming = words.is_coming("Bob Day", "Dana")
    await desk.until(lambda: coming in desk.notices(), "coming")
    await other.until(lambda: any(is_note(line) for line in other.lines(chat)), "the note")
    (note,) = [line for line in other.lines(chat) if is_note(line)]
    assert "“You idiots, this is a scam”" in note


async def end(desk: OperatorDesk, dana: Visitor, chat: ChatId) -> None:
    """Warn, and end the chat after further insults, for a day."""
    bar = desk.window.desk.conversation.temper
    await desk.say(chat, "Please stay polite, Dana.")
    await dana.hear("Please stay polite, Dana.")
    await dana.say("Morons")
    await dana.say("Liars")
    await desk.until(lambda: bar.step is Step.END, "the end is offered")
    press(desk, "calm")
    sheet = await desk.sheet(EndSheet)
    farewell = sheet.farewell.toPlainText()
    sheet.days.findChildren(QPushButton)[1].click()
    assert not [text for text in await dana.texts() if is_note(text)]
    desk.confirm(sheet)
    await dana.hear(farewell)
    await dana.push("customer_disconnected")


async def come_back(server: ServerProcess, site: str, dana: Visitor) -> None:
    """Be kept out, and be let in again by the administrator of the running server."""
    (kept_out,) = server.admin("visitor", "banned")["visitors"]
    assert kept_out["name"] == "Dana"
    with pytest.raises(AssertionError, match="'success': False"):
        async with visiting(server, site, token=dana.token):
            pass
    server.admin("visitor", "allow", kept_out["id"])
    async with visiting(server, site, token=dana.token) as again:
        assert again.token == dana.token
