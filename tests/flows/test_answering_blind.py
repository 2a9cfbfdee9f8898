"""The real window at the real server, with an absence between: nobody answers blind (G5, G10)."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.support.fault_proxy import FaultProxy
from tests.support.operator_desk import OperatorDesk, at_desk
from tests.support.server_process import ServerProcess
from tests.support.visitor import Visitor, visiting
from undivided.desk import unseen
from undivided.desk.values import Delivery, LinkState, Message, Reach
from undivided.protocol.ids import ChatId
from undivided.session import outbox
from undivided.ui.notices import Notice
from undivided.ui.sheets.hold_sheet import HoldSheet
from undivided.ui.sheets.read_back_sheet import ReadBackSheet

CONTROL = Qt.KeyboardModifier.ControlModifier
DRAFT = "Yes, order before noon."


@dataclass
class Scene:
    """An operator with an open chat and a draft in it, at the end of a line that can be cut."""

    desk: OperatorDesk
    proxy: FaultProxy
    server: ServerProcess
    site: str
    token: str
    chat: ChatId

    async def away(self) -> None:
        """Cut the line and keep it cut."""
        self.proxy.refuse()
        await self.desk.until(lambda: self.link is LinkState.OFFLINE, "offline")

    async def back(self) -> None:
        """Mend the line and press "Try now" by its key, once an attempt is not under way."""
        await self.proxy.start()
        button = self.button("Try now")
        await self.desk.until(
            lambda: button.isEnabled() or self.link is not LinkState.OFFLINE, "a try or a link"
        )
        if self.link is LinkState.OFFLINE:
            QTest.keyClick(button, Qt.Key.Key_Space)

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[Visitor]:
        """Give the chat's visitor, on another page."""
        async with visiting(self.server, self.site, token=self.token) as visitor:
            visitor.chat_id = self.chat
            yield visitor

    @property
    def link(self) -> LinkState:
        return self.desk.bridge.status.link.state

    @property
    def reach(self) -> Reach | None:
        row = self.desk.bridge.chats.row_of(self.chat)
        return None if row is None else row.reach

    def button(self, name: str) -> QPushButton:
        found = self.desk.window.desk.banner.findChildren(QPushButton)
        return next(each for each in found if each.accessibleName() == name)

    def message(self, text: str) -> Message:
        return next(one for one in self.desk.messages(self.chat) if one.text == text)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A server that may be reached under the address of a proxy."""
    made = ServerProcess(tmp_path / "server", words=["--behind-proxy"]).start()
    yield made
    made.kill()


@asynccontextmanager
async def writing(folder: Path, server: ServerProcess) -> AsyncIterator[Scene]:
    """Give a scene with a chat whose visitor has asked, and a draft of the answer."""
    mira = server.add_operator("mira@example.com", name="Mira Lind")
    site = server.add_site().organization_id
    proxy = await FaultProxy(server.port, random.Random(1)).start()
    try:
        async with at_desk(folder, proxy.url, mira.email, mira.token) as desk:
            await desk.live()
            async with visiting(server, site, name="Elena") as visitor:
                await visitor.start_chat("By Friday?")
                chat = await desk.chat_with("By Friday?")
                scene = Scene(desk, proxy, server, site, visitor.token, chat)
                desk.click_tab(chat)
                desk.type(DRAFT)
            yield scene
    finally:
        await proxy.aclose()


async def until(scene: Scene, happened: Callable[[], object], what: str) -> None:
    await scene.desk.until(lambda: bool(happened()) or None, what)


async def test_words_that_came_while_the_server_restarted_are_asked_about_first(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with writing(tmp_path / "p", server) as scene:
        await scene.away()
        await asyncio.to_thread(server.restart)
        async with scene.visitor() as visitor:
            await visitor.say("Sorry: by Thursday.")
            await visitor.say("Is that possible?")
            await scene.back()
            await until(scene, lambda: scene.reach is Reach.UNSEEN, "caught up")

            scene.desk.press_enter()
            asked = scene.desk.composer.question.text
            kept = scene.desk.composer.text
            before = await visitor.texts()
            await until(scene, lambda: scene.reach is Reach.NOW, "seen by now")
            is_withdrawn = not scene.desk.composer.question.is_open
            scene.desk.press_enter()
            await scene.desk.delivered(scene.chat, DRAFT)

            assert "wrote 2 messages while you were offline" in asked
            assert kept == DRAFT
            assert before == ["By Friday?", "Sorry: by Thursday.", "Is that possible?"]
            assert is_withdrawn
            assert await visitor.texts() == [*before, DRAFT]


async def test_who_is_sure_sends_anyway_by_one_more_key(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with writing(tmp_path / "p", server) as scene, scene.visitor() as visitor:
        await scene.away()
        await visitor.say("Sorry: by Thursday.")
        await scene.back()
        await until(scene, lambda: scene.reach is Reach.UNSEEN, "caught up")

        scene.desk.press_enter()
        QTest.keyClick(scene.desk.composer.editor, Qt.Key.Key_Return, CONTROL)
        await scene.desk.delivered(scene.chat, DRAFT)

        assert await visitor.texts() == ["By Friday?", "Sorry: by Thursday.", DRAFT]
        assert scene.desk.composer.text == ""


async def test_hold_question_and_details_wait_for_words_that_nobody_has_read(
    tmp_path: Path, server: ServerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unseen, "GLANCE", 3_600.0)
    async with writing(tmp_path / "p", server) as scene, scene.visitor() as visitor:
        await scene.away()
        await visitor.say("Sorry: by Thursday, elena@example.com.")
        await scene.back()
        await until(scene, lambda: scene.reach is Reach.UNSEEN, "caught up")

        scene.desk.program.controls.sheets.ask_to_hold()
        scene.desk.confirm(await scene.desk.sheet(HoldSheet))
        scene.desk.program.controls.read_back.ask()
        scene.desk.confirm(await scene.desk.sheet(ReadBackSheet))
        asked = "wrote a message while you were offline"
        every = scene.desk.window.findChildren(Notice)
        notices = {one.text: one for one in every if asked in one.text}
        before = await visitor.texts()
        (details,) = (one for text, one in notices.items() if "details were not sent" in text)
        details.act_button.click()
        await until(scene, lambda: scene.reach is Reach.NOW, "answered")
        await scene.desk.until(lambda: len(scene.desk.messages(scene.chat)) > 2, "the card")

        assert len(notices) == 2
        assert before == ["By Friday?", "Sorry: by Thursday, elena@example.com."]


async def test_message_that_was_sent_offline_leaves_late_with_its_own_time(
    tmp_path: Path, server: ServerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "LATE", timedelta(seconds=0.2))
    async with writing(tmp_path / "p", server) as scene, scene.visitor() as visitor:
        await scene.away()
        scene.desk.press_enter()
        await until(scene, lambda: scene.desk.composer.text == "", "accepted")
        hint = scene.desk.composer.coach.hint
        waiting = scene.message(DRAFT)
        await asyncio.sleep(0.3)
        await scene.back()
        await scene.desk.delivered(scene.chat, DRAFT)
        stored = await visitor.hear(DRAFT)

        assert "leaves once, when the connection is back" in hint
        assert waiting.delivery is Delivery.WAITING
        assert scene.message(DRAFT).is_late
        assert scene.message(DRAFT).at == waiting.at
        assert stored["properties"]["desk"]["written_at"] < stored["created_at"]


async def test_message_into_a_chat_that_was_closed_meanwhile_comes_back_with_the_reason(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with (
        writing(tmp_path / "p", server) as scene,
        scene.visitor() as visitor,
        visiting(server, scene.site, name="Zoe") as other,
    ):
        await other.start_chat("Good morning")
        await scene.desk.chat_with("Good morning")
        await scene.away()
        scene.desk.press_enter()
        await until(scene, lambda: scene.desk.composer.text == "", "accepted")
        await visitor.ask("deactivate_chat", id=scene.chat)
        await scene.back()
        await until(
            scene, lambda: scene.desk.delivery(scene.chat, DRAFT) is Delivery.FAILED, "refused"
        )

        assert scene.message(DRAFT).reason
        assert scene.chat in scene.desk.chats
        assert DRAFT not in await visitor.texts()
        assert await other.texts() == ["Good morning"]
