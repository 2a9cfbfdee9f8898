"""Rules of what may interrupt the operator, with a real window and server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.app.fakes import Notifications
from tests.support.operator_desk import OperatorDesk, SilentNotifier, at_desk
from tests.support.server_process import ServerProcess
from tests.support.visitor import Visitor, visiting
from undivided.app.attention import Attention
from undivided.desk.values import Alert, AlertKind
from undivided.protocol.ids import ChatId
from undivided.runtime.notifier import ACCEPT, NOT_NOW, OPEN, Notifier
from undivided.ui.tray import TrayState, tray_state


@dataclass
class Shift:
    """A desk with its notifications, and a visitor who is about to write."""

    desk: OperatorDesk
    notifications: Notifications
    visitor: Visitor

    @property
    def attention(self) -> Attention:
        return self.desk.program.controls.attention

    async def called(self) -> ChatId:
        """Let the visitor write and wait for the call."""
        await self.visitor.start_chat("Is a bulb included?")
        await self.desk.until(self.attention.toast.isVisible, "the toast")
        return ChatId(self.visitor.chat_id)

    def is_new(self, chat: ChatId) -> bool:
        row = self.desk.bridge.chats.row_of(chat)
        return row is not None and row.is_new

    def tray_state(self) -> TrayState:
        return tray_state(self.attention._tray._facts)


@asynccontextmanager
async def working(
    folder: Path, server: ServerProcess, notifier: Notifier | None = None
) -> AsyncIterator[Shift]:
    notifications = Notifications()
    site, ann = server.add_site(), server.add_operator()
    async with (
        at_desk(
            folder / "profile", server.url, ann.email, ann.token, notifier or notifications
        ) as desk,
        visiting(server, site.organization_id, name="Elena") as visitor,
    ):
        await desk.live()
        yield Shift(desk, notifications, visitor)


async def test_a_new_chat_calls_by_toast_notification_and_tray(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with working(tmp_path, server) as shift:
        chat = await shift.called()
        notice = await shift.notifications.next()

        assert shift.attention.toast.chat_id == chat
        assert (notice.key, notice.title) == (chat, "New chat: Elena")
        assert notice.text == "Vesper floor lamp · Is a bulb included?"
        assert notice.can_accept
        assert shift.tray_state() is TrayState.NEW_CHAT


@pytest.mark.parametrize("choice", [ACCEPT, OPEN])
async def test_accepting_in_the_notification_takes_the_chat_and_ends_the_call(
    tmp_path: Path, server: ServerProcess, choice: str
) -> None:
    async with working(tmp_path, server) as shift:
        chat = await shift.called()
        shift.desk.window.hide()
        shift.notifications.press(chat, choice)
        await shift.desk.until(lambda: not shift.is_new(chat), "taken")
        await shift.desk.until(lambda: chat in shift.notifications.withdrawn, "withdrawn")

        assert shift.desk.shown == chat
        assert shift.desk.window.isVisible()
        assert not shift.attention.toast.isVisible()
        assert shift.tray_state() is not TrayState.NEW_CHAT


async def test_accepting_in_the_toast_takes_the_chat(tmp_path: Path, server: ServerProcess) -> None:
    async with working(tmp_path, server) as shift:
        chat = await shift.called()
        shift.attention.toast.accept_button.click()
        await shift.desk.until(lambda: not shift.is_new(chat), "taken")

        assert shift.desk.shown == chat
        assert not shift.attention.toast.isVisible()


@pytest.mark.parametrize("way", ["notification", "toast", "key"])
async def test_not_now_stops_the_calls_and_leaves_the_chat(
    tmp_path: Path, server: ServerProcess, way: str
) -> None:
    async with working(tmp_path, server) as shift:
        chat = await shift.called()
        match way:
            case "notification":
                shift.notifications.press(chat, NOT_NOW)
            case "toast":
                shift.attention.toast.later_button.click()
            case _:
                shift.attention.dismiss_current()
        await shift.desk.until(lambda: chat in shift.notifications.withdrawn, "withdrawn")

        assert not shift.attention.toast.isVisible()
        assert shift.tray_state() is not TrayState.NEW_CHAT
        assert shift.desk.shown is None
        assert chat in shift.desk.chats


async def test_a_muted_chat_calls_again_without_a_sound(
    tmp_path: Path, server: ServerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with working(tmp_path, server) as shift:
        beeps: list[str] = []
        monkeypatch.setattr(QApplication, "beep", lambda: beeps.append("beep"))
        chat = await shift.called()
        shift.attention.toast.mute_button.click()
        before = len(beeps)
        shift.attention.raise_alert(Alert(AlertKind.NEW_CHAT, chat, "Elena", call=2))

        assert (before, len(beeps)) == (1, 1)
        assert shift.attention.toast.isVisible()


@pytest.mark.parametrize(("sounds", "count"), [(True, 4), (False, 0)])
async def test_the_setting_for_sounds_holds_for_every_call(
    tmp_path: Path, server: ServerProcess, monkeypatch: pytest.MonkeyPatch, sounds: bool, count: int
) -> None:
    async with working(tmp_path, server) as shift:
        beeps: list[str] = []
        monkeypatch.setattr(QApplication, "beep", lambda: beeps.append("beep"))
        shift.desk.program.controls.settings.set(sounds=sounds)
        for kind in AlertKind:
            if kind is not AlertKind.ALERT_ENDED:
                shift.attention.raise_alert(Alert(kind, ChatId("c"), "Elena"))

        assert len(beeps) == count


async def test_no_notification_is_shown_where_they_are_switched_off(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with working(tmp_path, server) as shift:
        shift.desk.program.controls.settings.set(notifications=False)
        await shift.called()

        assert shift.notifications.shown == []


async def test_signing_out_ends_every_call(tmp_path: Path, server: ServerProcess) -> None:
    async with working(tmp_path, server) as shift:
        chat = await shift.called()
        shift.desk.program._sign_out()
        await shift.desk.until(lambda: not shift.desk.window.is_at_desk, "signed out")
        await shift.desk.until(lambda: chat in shift.notifications.withdrawn, "withdrawn")

        assert not shift.attention.toast.isVisible()
        assert shift.tray_state() is TrayState.OFFLINE


async def test_without_notifications_and_tray_a_new_chat_is_still_reachable(
    tmp_path: Path, server: ServerProcess
) -> None:
    async with working(tmp_path, server, SilentNotifier()) as shift:
        chat = await shift.called()
        shift.desk.program.controls.chats.accept_next()
        await shift.desk.until(lambda: not shift.is_new(chat), "taken")

        assert shift.desk.shown == chat
