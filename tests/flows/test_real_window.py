"""The real process on a real screen: keys and mouse drags by xdotool, notifications by D-Bus."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.dbus import NotificationService, notification_service, session_bus
from tests.support.real_window import RealWindow, real_window
from tests.support.server_process import ServerProcess
from tests.support.visitor import Visitor, visiting
from tests.support.xvfb import screen

pytestmark = pytest.mark.plain_loop

ASK_NAME = "Ask for a name"
ASK_NAME_TEXT = "May I ask your name? Then I know whom I'm talking to."


@dataclass
class Workplace:
    """A signed-in program on a screen, its desktop's notifications, and a visitor."""

    window: RealWindow
    notifications: NotificationService
    elena: Visitor
    samuel: Visitor


@asynccontextmanager
async def workplace(server: ServerProcess, folder: Path) -> AsyncIterator[Workplace]:
    site, ann = server.add_site().organization_id, server.add_operator()
    async with AsyncExitStack() as parts:
        bus = await parts.enter_async_context(session_bus(folder))
        notifications = await parts.enter_async_context(notification_service(bus))
        display = parts.enter_context(screen())
        window = await parts.enter_async_context(real_window(folder / "profile", display, bus))
        await sign_in_by_hand(window, f"127.0.0.1:{server.port}", ann.email, ann.token)
        elena = await parts.enter_async_context(visiting(server, site, name="Elena"))
        samuel = await parts.enter_async_context(visiting(server, site, name="Samuel"))
        yield Workplace(window, notifications, elena, samuel)


async def sign_in_by_hand(window: RealWindow, address: str, email: str, token: str) -> None:
    await window.click("widget", "sign_in.token_button")
    await window.click("widget", "sign_in.server.line")
    # By Tab from here: what is found at the address moves the fields below it.
    await window.type_text(address)
    await window.press("Tab")
    await window.type_text(email)
    await window.press("Tab")
    await window.type_text(token)
    await window.press("Return")
    await window.shows(is_at_desk=True, link="LIVE")


async def test_a_notification_calls_and_accept_opens_the_chat_in_the_window(
    server: ServerProcess, tmp_path: Path
) -> None:
    async with workplace(server, tmp_path) as place:
        await place.elena.start_chat("Is <b>a bulb</b> included?")
        called = await place.notifications.next()
        await place.notifications.invoke(called.id, "accept")
        await place.window.shows(chat="Elena")
        await place.window.type_text("Yes, a warm white one.")
        await place.window.press("Return")
        await place.elena.hear("Yes, a warm white one.")

        assert called.title == "New chat: Elena"
        assert "Is &lt;b&gt;a bulb&lt;/b&gt; included?" in called.text
        assert called.actions["accept"] == "Accept"
        assert place.window.screen.wait_for_window("Elena – Undivided")


async def test_a_card_dragged_by_the_mouse_lands_in_the_text_and_on_another_tab(
    server: ServerProcess, tmp_path: Path
) -> None:
    async with workplace(server, tmp_path) as place:
        window = place.window
        await place.elena.start_chat("Hello")
        await window.click("tab", "Elena")
        await place.samuel.start_chat("Good morning")
        await window.click("tab", "Samuel")
        await window.click("tab", "Elena")
        await window.shows(chat="Elena")
        await window.click("widget", "desk.panel.canned.search.line")
        await window.type_text("ask for a name")
        card = await window.where("card", ASK_NAME)

        await window.click("widget", "desk.conversation.composer.editor")
        await window.type_text("Hello! Thanks.")
        await window.drag(card, await window.where("caret", len("Hello!")))
        whole = f"Hello! {ASK_NAME_TEXT} Thanks."
        await window.shows(chat="Elena", text=whole)

        await window.drag(card, await window.where("tab", "Samuel"))
        await window.shows(chat="Samuel", text=ASK_NAME_TEXT)
        before = (await place.elena.texts(), await place.samuel.texts())
        await window.press("Return")
        await place.samuel.hear(ASK_NAME_TEXT)
        await window.click("tab", "Elena")
        await window.shows(chat="Elena", text=whole)

        assert before == (["Hello"], ["Good morning"])
