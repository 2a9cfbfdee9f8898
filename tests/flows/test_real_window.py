"""The real process on a real screen: keys and mouse drags by xdotool, notifications by D-Bus."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.dbus import NotificationService, notification_service, session_bus
from tests.support.real_window import RealWindow, real_window
from tests.support.server_process import ServerProcess
from tests.support.visitor import Visitor, visiting
from tests.support.xvfb import screen
from undivided.library.model.parts import Fill, SlotKind
from undivided.library.model.responses import Response
from undivided.qtmodels.locale_writing import writing_for
from undivided.storage.library.store import LibraryStore
from undivided.storage.profile import open_profile

pytestmark = pytest.mark.plain_loop

ASK_NAME = "Ask for a name"
ASK_NAME_TEXT = "May I ask your name? Then I know whom I'm talking to."

GIFT = Response(
    title="Zebra gift",
    body="{{visitor.first_name}}, the {{shade}} lamp is with you {{day}} for {{price}}. {{note}}",
    shortcuts=("zebra",),
    slots=(
        SlotKind(name="shade", fill=Fill.CHOICE, choices=("linen", "sage", "{{operator.name}}")),
        SlotKind(name="day", fill=Fill.DATE),
        SlotKind(name="price", fill=Fill.MONEY, currency="GBP"),
        SlotKind(name="note", fill=Fill.LINES),
    ),
)


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


async def test_a_dragged_response_is_filled_by_keys_alone_and_read_by_the_visitor(
    server: ServerProcess, tmp_path: Path
) -> None:
    library = LibraryStore(open_profile(tmp_path / "profile").library_file)
    library.add(GIFT)
    library.close()
    async with workplace(server, tmp_path) as place:
        window, elena = place.window, place.elena
        await elena.start_chat("Will it arrive by Christmas?")
        await window.click("tab", "Elena")
        await window.click("widget", "desk.panel.canned.search.line")
        await window.type_text("zebra gift")
        card = await window.where("card", GIFT.title)
        await window.click("widget", "desk.conversation.composer.editor")
        await window.drag(card, await window.where("caret", 0))
        await window.shows(text="Elena, the shade lamp is with you day for price. note")

        for key in ("Up", "Tab"):  # the last choice, which is only data
            await window.press(key)
        await window.shows(text="Elena, the {{operator.name}} lamp is with you day for price. note")
        await window.type_text("2026-12-23")
        await window.press("Page_Down")
        await window.press("Return")
        await window.press("Return")  # two blanks are left: nothing is sent
        await window.type_text("1250")
        await window.press("Tab")
        await window.type_text("Merry")
        await window.press("shift+Return")
        await window.type_text("Christmas")
        before = await elena.texts()
        await window.press("Return")
        heard = await elena.hear("Christmas")

        day = writing_for("").day(date(2027, 1, 23))
        price = writing_for("").money(Decimal(1250), "GBP")
        assert before == ["Will it arrive by Christmas?"]
        assert heard["text"] == (
            f"Elena, the {{{{operator.name}}}} lamp is with you {day} for {price}. Merry\nChristmas"
        )


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
        await window.drag(card, await window.where("caret", 2), held="shift")
        await window.shows(chat="Elena", text=ASK_NAME_TEXT)
        await window.press("ctrl+z")
        await window.shows(chat="Elena", text=whole)

        assert before == (["Hello"], ["Good morning"])


async def test_responses_and_folders_are_dragged_to_where_they_belong(tmp_path: Path) -> None:
    path = open_profile(tmp_path / "profile").library_file
    with closing(LibraryStore(path)) as library:
        for title in ("Zebra 1", "Zebra 2", "Zebra 3"):
            library.add(Response(title=title, body=f"{title}.", folder=("Zoo",)))
        library.add(Response(title="Yak", body="Yak.", folder=("Yard",)))
    async with AsyncExitStack() as parts:
        bus = await parts.enter_async_context(session_bus(tmp_path))
        display = parts.enter_context(screen())
        window = await parts.enter_async_context(real_window(tmp_path / "profile", display, bus))
        # The library needs nobody to be signed in; a click gives the window the keys.
        await window.click("widget", "sign_in.token_button")
        await window.press("ctrl+shift+b")
        await window.click("folder", ["Zoo"])
        await window.click("row", "Zebra 1")
        await window.press("shift+Down")
        await window.drag(
            await window.where("row", "Zebra 2"), await window.where("folder", ["Yard"])
        )
        await stored(path, {"Zebra 1": "Yard", "Zebra 2": "Yard", "Zebra 3": "Zoo", "Yak": "Yard"})

        await window.drag(
            await window.where("folder", ["Zoo"]), await window.where("folder", ["Yard"])
        )
        await stored(path, {"Zebra 1": "Yard", "Zebra 3": "Yard/Zoo"})
        await window.where("folder", ["Yard", "Zoo"])


async def stored(path: Path, folders: dict[str, str]) -> None:
    """Wait until the library's file says that the responses are in these folders."""
    seen: dict[str, str] = {}
    async with asyncio.timeout(60):
        while {title: seen.get(title) for title in folders} != folders:
            await asyncio.sleep(0.1)
            with closing(LibraryStore(path)) as library:
                seen = {each.title: "/".join(each.folder) for each in library.everything()}
