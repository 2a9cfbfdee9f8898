"""Rules of closing the window and of the end, with a real window and server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from tests.support.operator_desk import OperatorDesk, at_desk, running
from tests.support.server_process import ServerProcess
from tests.support.visitor import Visitor, visiting
from undivided.app.program import NO_TRAY
from undivided.protocol.ids import ChatId
from undivided.ui.sheets.quit_sheet import QuitSheet


@dataclass
class Shift:
    """A desk, its server and a visitor."""

    desk: OperatorDesk
    server: ServerProcess
    visitor: Visitor

    async def chat(self) -> ChatId:
        await self.visitor.start_chat("Hello")
        chat = await self.desk.chat_with("Hello")
        self.desk.program.controls.chats.pick(chat)
        return chat

    @property
    def is_ending(self) -> bool:
        return self.desk.program._stop.is_set()


@asynccontextmanager
async def working(folder: Path, server: ServerProcess) -> AsyncIterator[Shift]:
    site, ann = server.add_site(), server.add_operator()
    async with (
        at_desk(folder / "profile", server.url, ann.email, ann.token) as desk,
        visiting(server, site.organization_id, name="Elena") as visitor,
    ):
        await desk.live()
        yield Shift(desk, server, visitor)


def has_tray(monkeypatch: pytest.MonkeyPatch, *, is_there: bool) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: is_there)


async def test_closing_hides_the_window_where_a_tray_brings_it_back(
    tmp_path: Path, server: ServerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with working(tmp_path, server) as shift:
        has_tray(monkeypatch, is_there=True)
        shift.desk.window.close()
        was_hidden = not shift.desk.window.isVisible()
        shift.desk.program.controls.attention._tray.show_requested.emit()

        assert (was_hidden, shift.desk.window.isVisible(), shift.is_ending) == (True, True, False)


async def test_without_a_tray_closing_minimises_and_says_so_once(
    tmp_path: Path, server: ServerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with working(tmp_path, server) as shift:
        has_tray(monkeypatch, is_there=False)
        shift.desk.window.close()
        minimised, said = shift.desk.window.isMinimized(), said_no_tray(shift.desk)
        for notice in list(shift.desk.program._notices.shown):
            notice.ended.emit()
        shift.desk.program.come_to_front()
        shift.desk.window.close()

        assert (minimised, said) == (True, True)
        assert not said_no_tray(shift.desk)
        assert shift.desk.program.context.settings.said_no_tray
        assert not shift.is_ending


async def test_closing_ends_at_once_when_nobody_is_here_and_the_tray_is_not_wanted(
    tmp_path: Path,
    server: ServerProcess,
) -> None:
    async with working(tmp_path, server) as shift:
        shift.desk.program.controls.settings.set(close_to_tray=False)
        shift.desk.window.close()

        assert shift.is_ending


async def test_closing_the_sign_in_page_ends_the_program(tmp_path: Path) -> None:
    async with running(tmp_path / "profile") as desk:
        await desk.until(lambda: not desk.window.is_at_desk, "the sign-in page")
        desk.window.close()

        assert desk.program._stop.is_set()


async def test_quitting_asks_while_a_visitor_is_here(tmp_path: Path, server: ServerProcess) -> None:
    async with working(tmp_path, server) as shift:
        await shift.chat()
        shift.desk.program.ask_to_quit()
        sheet = await shift.desk.sheet(QuitSheet)
        before, words = shift.is_ending, shift.desk.words_on(sheet)
        sheet.keep_button.click()

        assert not before
        assert "Elena" in words
        assert shift.is_ending


async def test_staying_keeps_the_desk(tmp_path: Path, server: ServerProcess) -> None:
    async with working(tmp_path, server) as shift:
        await shift.chat()
        shift.desk.program.ask_to_quit()
        (await shift.desk.sheet(QuitSheet)).confirm_button.click()

        assert not shift.is_ending


async def test_quitting_asks_while_a_message_waits_to_be_sent(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with working(tmp_path, server) as shift:
        chat = await shift.chat()
        shift.server.kill()
        shift.desk.program.controls.chats.send(chat, "It is.")
        await shift.desk.until(lambda: shift.desk.bridge.status.link.unsent == 1, "unsent")
        shift.desk.program.ask_to_quit()
        words = shift.desk.words_on(await shift.desk.sheet(QuitSheet))

        assert "1 message" in words
        assert not shift.is_ending


def said_no_tray(desk: OperatorDesk) -> bool:
    return NO_TRAY in [notice.text for notice in desk.program._notices.shown]
