"""A call from its reminder to its outcome, over a restart, when the chat has long ended."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from tests.app.fakes import Notifications
from tests.support.operator_desk import OperatorDesk, at_desk
from tests.support.server_process import ServerProcess
from tests.support.visitor import Visitor, visiting
from undivided.desk.call_request import CallState
from undivided.protocol.ids import ChatId
from undivided.protocol.moments import to_wire
from undivided.runtime.notifier import OPEN
from undivided.session.commands import CloseChat
from undivided.ui.controls.key_buttons import Button
from undivided.ui.sheets.calls_sheet import CallsSheet
from undivided.ui.sheets.dial_sheet import DialSheet

PHONE = "+44 20 7946 0018"


@pytest.fixture
def dialled() -> Iterator[list[str]]:
    """Return what the program asks the desktop to open."""
    found: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QDesktopServices, "openUrl", lambda url: opens(url, found))
        yield found


def opens(url: QUrl, found: list[str]) -> bool:
    found.append(url.toString())
    return True


async def ask_for_a_call(visitor: Visitor, due: datetime) -> None:
    fields = [
        {"type": "question", "id": "phone", "label": "Phone number", "answer": PHONE},
        {
            "type": "checkbox",
            "id": "consent",
            "label": "You may call me",
            "answers": [{"id": "yes", "label": "Yes"}],
        },
    ]
    event = {
        "type": "filled_form",
        "form_id": "desk.callback",
        "fields": fields,
        "properties": {"desk": {"callback_at": to_wire(due)}},
    }
    await visitor.ask("send_event", chat_id=visitor.chat_id, event=event)


async def told(visitor: Visitor, state: str) -> None:
    """Wait until the visitor hears of this state."""
    desk: dict[str, Any] = {}
    while desk.get("callback_state") != state:
        desk = (await visitor.push("event_properties_updated"))["properties"]["desk"]


def is_taken(desk: OperatorDesk) -> bool:
    return [each.call.state for each in desk.bridge.calls] == [CallState.TAKEN]


async def test_call_is_dialled_put_off_and_made_after_a_restart(
    tmp_path: Path, server: ServerProcess, dialled: list[str]
) -> None:
    site, ann = server.add_site(), server.add_operator()
    account = (tmp_path / "profile", server.url, ann.email, ann.token)
    notifications = Notifications()
    async with visiting(server, site.organization_id, name="Elena") as visitor:
        async with at_desk(*account, notifications) as desk:
            await desk.live()
            await visitor.start_chat("Hello")
            chat = await desk.chat_with("Hello")
            await ask_for_a_call(visitor, datetime.now(UTC) - timedelta(minutes=1))
            spoken = await dial_and_put_off(desk)
            await told(visitor, "claimed")
            desk.program.controls.chats._do(CloseChat(chat))
            await desk.until(lambda: chat not in desk.chats, "closed")
        async with at_desk(*account, notifications) as desk:
            await desk.until(lambda: desk.bridge.calls, "listed by the server")
            (kept,) = desk.bridge.calls
            entry, acts, words = await make_the_call(desk)
            await told(visitor, "done")
            notifications.press(chat, OPEN)
            (await desk.sheet(CallsSheet)).reject()

    assert "Time to call Elena" in [notice.title for notice in notifications.shown]
    assert f"Time to call Elena: {PHONE}." in spoken
    assert dialled == ["tel:+442079460018"]
    assert (kept.call.chat_id, kept.is_shown) == (ChatId(chat), False)
    assert kept.call.state is CallState.TAKEN
    assert entry == "Calls to make · 1"
    assert "Show it" not in acts, "a chat that is over has no place to be shown"
    assert "Nobody is waiting for a call." in words


async def dial_and_put_off(desk: OperatorDesk) -> str:
    """Do what the reminder offers; return what is read out of it."""
    reminder = desk.window.desk.calls
    await desk.until(reminder.isVisible, "the reminder")
    spoken = reminder.accessibleName()
    reminder._dial.click()
    desk.confirm(await desk.sheet(DialSheet))
    await desk.until(lambda: is_taken(desk), "who dials calls")
    reminder._later.click()
    await desk.until(lambda: not reminder.isVisible(), "put off")
    return spoken


async def make_the_call(desk: OperatorDesk) -> tuple[str, list[str], str]:
    """Say by keyboard that the only call of the list reached its visitor.

    Returns the words of the column's entry, of the acts, and of the list after it.
    """
    entry = desk.window.desk.column._calls
    words = entry.accessibleName()
    QTest.mouseClick(entry, Qt.MouseButton.LeftButton)
    sheet = await desk.sheet(CallsSheet)
    acts = {each.text(): each for each in sheet.findChildren(Button)}
    acts["Reached"].setFocus()
    QTest.keyClick(acts["Reached"], Qt.Key.Key_Return)
    await desk.until(lambda: not desk.bridge.calls, "nothing more to do")
    left = desk.words_on(sheet)
    sheet.accept()
    return words, list(acts), left
