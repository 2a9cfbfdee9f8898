"""A long reply leaves in blocks, and its rest comes back when the visitor writes (B3)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.support.desk_process import DeskProcess
from tests.support.histories import Histories
from tests.support.operator_desk import OperatorDesk, at_desk
from tests.support.server_process import ServerProcess
from tests.support.visitor import Visitor, visiting
from undivided.desk.values import Author, LinkState
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId
from undivided.storage.library.store import LibraryStore
from undivided.ui.composer.composer import Composer
from undivided.ui.responses.match_view import Picked

CONTROL = Qt.KeyboardModifier.ControlModifier
TYPING = "incoming_typing_indicator"
SHIFT = Qt.KeyboardModifier.ShiftModifier
FIRST = "Yes, the lamp ships to Norway today if you order it before noon, Elena, with the bulb."
SECOND = "It then reaches you by Friday at ten, and the driver calls an hour before that."
THIRD = "The slip has no price on it when you tick the box for a gift in the basket there."
REPLY = f"{FIRST} {SECOND} {THIRD}"


@dataclass
class Scene:
    """An operator with a visitor who has asked."""

    desk: OperatorDesk
    visitor: Visitor
    chat: ChatId

    @property
    def composer(self) -> Composer:
        return self.desk.composer

    def write(self, text: str) -> None:
        self.composer.focus_text()
        self.composer.editor.insertPlainText(text)

    def press(
        self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.composer.editor, key, held)

    async def rest_is(self, text: str) -> None:
        await self.desk.until(lambda: self.composer.text == text, "the rest is left")

    def said(self) -> list[str]:
        """Return the operator's lines, as the desk shows them."""
        return [one.text for one in self.desk.messages(self.chat) if one.author is Author.ME]


@asynccontextmanager
async def asked(folder: Path, server: ServerProcess) -> AsyncIterator[Scene]:
    mira, site = server.add_operator("mira@example.com", name="Mira Lind"), server.add_site()
    async with (
        at_desk(folder / "profile", server.url, mira.email, mira.token) as desk,
        visiting(server, site.organization_id, name="Elena") as visitor,
    ):
        await desk.live()
        await visitor.start_chat("Do you ship the lamp to Norway?")
        chat = await desk.chat_with("Norway")
        desk.click_tab(chat)
        yield Scene(desk, visitor, chat)


async def test_the_rest_of_a_reply_returns_when_the_visitor_writes(
    tmp_path: Path, server: ServerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses = {FIRST: 1.0, SECOND: 600.0}
    monkeypatch.setattr("undivided.app.coach.block_control.reading_pause_s", pauses.__getitem__)
    async with asked(tmp_path, server) as at:
        split = at.composer.sending.split
        at.write(REPLY)
        at.press(Qt.Key.Key_Return, CONTROL)
        assert split.preview.blocks == (FIRST, SECOND, THIRD)
        assert at.said() == []

        at.press(Qt.Key.Key_Return, CONTROL)
        await at.visitor.hear(FIRST)
        while not (await at.visitor.push(TYPING))["typing_indicator"]["is_typing"]:
            pass
        await at.visitor.hear(SECOND)
        await at.desk.until(lambda: "Block 3 of 3 follows" in split.bar.text, "the second pause")
        assert at.composer.text == THIRD

        await at.visitor.say("And to Sweden?")
        await at.desk.until(lambda: not split.bar.is_open, "stopped")
        assert at.composer.text == THIRD
        assert "so the rest was not sent" in at.composer.coach.hint
        assert at.said() == [FIRST, SECOND]

        at.press(Qt.Key.Key_Return)
        await at.visitor.hear(THIRD)
        heard = [text for text in await at.visitor.texts() if text in REPLY]
        assert heard == [FIRST, SECOND, THIRD]
        assert at.composer.text == ""


async def test_a_rest_that_was_stopped_or_changed_is_never_sent_by_the_clock(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with asked(tmp_path, server) as at:
        split = at.composer.sending.split
        at.write(REPLY)
        at.press(Qt.Key.Key_Return, CONTROL | SHIFT)
        await at.visitor.hear(FIRST)
        await at.desk.until(lambda: at.composer.text == f"{SECOND} {THIRD}", "the rest is left")
        assert not split.bar.is_open

        at.press(Qt.Key.Key_Return, CONTROL)
        at.press(Qt.Key.Key_Return, CONTROL)
        await at.visitor.hear(SECOND)
        await at.desk.until(lambda: split.bar.is_open, "the pause")
        at.press(Qt.Key.Key_Escape)
        assert not split.bar.is_open
        assert at.composer.text == THIRD

        at.composer.editor.selectAll()
        at.write(REPLY)
        split.button.click()
        split.preview.all_button.click()
        await at.desk.until(lambda: split.bar.is_open, "the pause")
        at.write(" Shall I?")
        assert not split.bar.is_open
        assert at.composer.text == f"{SECOND} {THIRD} Shall I?"
        assert at.desk.program._blocks._runs == {}


async def test_a_response_that_left_in_parts_is_counted_once_and_not_as_typed(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with asked(tmp_path, server) as at:
        library, controls = at.desk.program.context.library, at.desk.program.controls.library
        before = await library.ask(LibraryStore.written_count)
        kept = await library.ask(lambda store: store.add(Response(title="Norway", body=REPLY)))
        controls.insertion.insert(Picked(kept.id))
        await at.desk.until(lambda: at.composer.text == REPLY, "inserted")

        for block, rest in ((FIRST, f"{SECOND} {THIRD}"), (SECOND, THIRD), (THIRD, "")):
            at.press(Qt.Key.Key_Return, CONTROL | SHIFT)
            await at.visitor.hear(block)
            await at.rest_is(rest)

        async with asyncio.timeout(60):
            while not (now := await library.ask(lambda store: store.get(kept.id))).sent_untouched:
                await asyncio.sleep(0.01)
        assert (now.sent_untouched, now.sent_edited) == (1, 0)
        assert await library.ask(LibraryStore.written_count) == before
        origins = controls.insertion.memory.origins(at.chat).items()
        assert [text for text, one in origins if one.response_id == kept.id] == [
            FIRST,
            SECOND,
            THIRD,
        ]


async def test_an_app_killed_between_two_blocks_has_the_rest_as_its_draft(
    tmp_path: Path, server: ServerProcess
) -> None:
    mira, site = server.add_operator("mira@example.com", name="Mira Lind"), server.add_site()
    account, profile = (server.url, mira.email, mira.token), tmp_path / "profile"
    app = DeskProcess("mira", profile, account, Histories(), "tests.support.window_child")
    try:
        await app.start()
        while (await app.view())["link"] != LinkState.LIVE.name:
            await asyncio.sleep(0.05)
        async with visiting(server, site.organization_id, name="Elena") as visitor:
            await visitor.start_chat("Do you ship the lamp to Norway?")
            while not (chats := list((await app.view())["chats"])):
                await asyncio.sleep(0.05)
            app.order(blocks=REPLY, chat=chats[0])
            # The server may have the block before the app knows of it.
            await visitor.hear(FIRST)
            await app.kill()

            async with at_desk(profile, *account) as desk:
                await desk.live()
                chat = await desk.chat_with("Norway")
                desk.click_tab(chat)
                at = Scene(desk, visitor, chat)
                await desk.until(lambda: at.said() == [FIRST], "one block was sent")
                assert at.composer.text == f"{SECOND} {THIRD}"
                assert not at.composer.sending.split.bar.is_open

                at.press(Qt.Key.Key_Return)
                await visitor.hear(f"{SECOND} {THIRD}")
                heard = [text for text in await visitor.texts() if text in REPLY]
                assert heard == at.said() == [FIRST, f"{SECOND} {THIRD}"]
    finally:
        await app.kill()
