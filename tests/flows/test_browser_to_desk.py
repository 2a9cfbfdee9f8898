"""A visitor in a real browser and the operator's real app, joined by the real server."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.browser import Browser
from tests.support.operator_desk import OperatorDesk, at_desk
from tests.widget.shop import Shop, Visitor, open_shop
from undivided.desk.marks import FocusMark, FocusState, HoldState
from undivided.desk.values import Delivery
from undivided.protocol.ids import ChatId
from undivided.qtmodels.chat_list_model import MARK_ROLE
from undivided.ui.sheets.hold_sheet import HoldSheet

ASK_NAME = "Ask for a name"
ASK_NAME_TEXT = "May I ask your name? Then I know whom I'm talking to."


@dataclass
class Meeting:
    """A visitor who has written, and the operator whose window shows it."""

    shop: Shop
    desk: OperatorDesk
    visitor: Visitor
    chat: ChatId

    async def read_by_visitor(self, text: str) -> None:
        await self.visitor.frame.wait_for_text(text)


async def arrive(shop: Shop, desk: OperatorDesk, text: str) -> tuple[Visitor, ChatId]:
    visitor = await shop.visitor()
    await visitor.open()
    await visitor.sees("new")
    await visitor.say(text)
    return visitor, await desk.chat_with(text)


@asynccontextmanager
async def meeting_at(folder: Path) -> AsyncIterator[Meeting]:
    # Not a fixture: between a fixture and its test Qt's loop stands still while sockets are open.
    async with await Browser.start(folder) as browser, open_shop(folder, browser) as shop:
        mira = shop.server.add_operator(
            "mira@example.com", name="Mira Lind", title="Lamps and deliveries"
        )
        async with at_desk(folder / "profile", shop.server.url, mira.email, mira.token) as desk:
            await desk.live()
            visitor, chat = await arrive(shop, desk, "Is a bulb included?")
            yield Meeting(shop, desk, visitor, chat)
            assert visitor.page.problems == []


async def test_the_visitor_reads_what_was_typed_and_gets_every_tick(tmp_path: Path) -> None:
    async with meeting_at(tmp_path) as meeting:
        desk, visitor, chat = meeting.desk, meeting.visitor, meeting.chat
        await visitor.state_of("Is a bulb included?", "sent")
        await desk.say(chat, "Yes, a warm white one.")
        await meeting.read_by_visitor("Yes, a warm white one.")
        await visitor.state_of("Is a bulb included?", "seen")
        await desk.until(
            lambda: desk.delivery(chat, "Yes, a warm white one.") is Delivery.SEEN, "seen"
        )

        assert await visitor.frame.text("h1") == "Mira Lind"
        assert await visitor.bubbles() == ["Is a bulb included?", "Yes, a warm white one."]
        assert desk.lines(chat).count("Yes, a warm white one.") == 1


async def test_a_response_dropped_into_the_text_is_read_where_it_fell(tmp_path: Path) -> None:
    async with meeting_at(tmp_path) as meeting:
        desk, chat = meeting.desk, meeting.chat
        desk.click_tab(chat)
        desk.type("Hello! Thanks.")
        await desk.drop_into_text(ASK_NAME, at=len("Hello!"))
        whole = f"Hello! {ASK_NAME_TEXT} Thanks."
        await desk.until(lambda: desk.composer.text == whole, "the text with the response in it")
        before = await meeting.visitor.bubbles()
        desk.press_enter()
        await meeting.read_by_visitor(whole)

        assert before == ["Is a bulb included?"]
        assert await meeting.visitor.bubbles() == ["Is a bulb included?", whole]


async def test_a_response_dropped_on_another_tab_switches_and_sends_only_on_enter(
    tmp_path: Path,
) -> None:
    async with meeting_at(tmp_path) as meeting:
        desk, chat = meeting.desk, meeting.chat
        async with await Browser.start(_folder(tmp_path, "second")) as other_browser:
            shop = meeting.shop
            other_shop = Shop(shop.server, other_browser, shop.organization_id, shop.url)
            other, other_chat = await arrive(other_shop, desk, "Do you ship to Malta?")
            desk.click_tab(chat)
            desk.type("A draft that stays")
            await desk.drop_on_tab(ASK_NAME, other_chat)
            await desk.until(lambda: desk.composer.text == ASK_NAME_TEXT, "inserted")

            assert desk.shown == other_chat
            assert await other.bubbles() == ["Do you ship to Malta?"]
            desk.press_enter()
            await other.frame.wait_for_text(ASK_NAME_TEXT)

            assert await meeting.visitor.bubbles() == ["Is a bulb included?"]
            desk.click_tab(chat)
            assert desk.composer.text == "A draft that stays"


async def test_each_side_sees_the_other_type(tmp_path: Path) -> None:
    async with meeting_at(tmp_path) as meeting:
        desk, visitor, chat = meeting.desk, meeting.visitor, meeting.chat
        await visitor.write("And how lo")
        await desk.until(lambda: _mark(desk, chat) is FocusState.TYPING, "the visitor types")
        desk.click_tab(chat)
        desk.type("Let me see")
        await visitor.frame.wait_for_text("Mira Lind is typing")


async def test_a_hold_is_asked_agreed_to_and_counted_down_on_both_sides(tmp_path: Path) -> None:
    async with meeting_at(tmp_path) as meeting:
        desk, visitor, chat = meeting.desk, meeting.visitor, meeting.chat
        desk.click_tab(chat)
        desk.program.controls.sheets.ask_to_hold()
        sheet = await desk.sheet(HoldSheet)
        promised = sheet.chosen_minutes * 60
        desk.confirm(sheet)
        await visitor.frame.wait_for_text("May I put you on hold for 2 minutes?")
        await desk.until(lambda: _hold(desk, chat) is HoldState.ASKED, "asked")
        await visitor.frame.click(".ask .filled")
        await desk.until(lambda: _hold(desk, chat) is HoldState.AGREED, "agreed")
        await visitor.frame.wait_for_text("is back in 1:")
        left = await desk.until(lambda: _seconds(desk, chat, below=promised - 1), "the countdown")

        assert _mark(desk, chat) is FocusState.HELD
        assert 0 < left < promised
        await desk.say(chat, "Back with you: it is 40 cm.")
        await visitor.frame.wait_for("!document.body.innerText.includes('is back in')")
        await desk.until(lambda: _hold(desk, chat) is None, "the end of the hold")
        assert _mark(desk, chat) is FocusState.NOTHING_OWED


async def test_a_reload_brings_the_whole_conversation_back(tmp_path: Path) -> None:
    async with meeting_at(tmp_path) as meeting:
        desk, visitor, chat = meeting.desk, meeting.visitor, meeting.chat
        await desk.say(chat, "Yes, a warm white one.")
        await meeting.read_by_visitor("Yes, a warm white one.")
        await visitor.reload()
        await visitor.sees("talking")
        await visitor.frame.wait_for("document.querySelectorAll('.bubble').length === 2")
        await visitor.say("Lovely")
        await desk.until(lambda: "Lovely" in desk.lines(chat), "the same chat goes on")

        assert await visitor.bubbles() == [
            "Is a bulb included?",
            "Yes, a warm white one.",
            "Lovely",
        ]
        assert desk.chats == [chat]


async def test_hostile_words_are_words_on_both_sides(tmp_path: Path) -> None:
    async with meeting_at(tmp_path) as meeting:
        desk, visitor, chat = meeting.desk, meeting.visitor, meeting.chat
        hostile = '<img src=x onerror="document.title=1"> & <b>bold</b>'
        await visitor.say(hostile)
        await desk.until(lambda: hostile in desk.lines(chat), "the visitor's words")
        await desk.say(chat, hostile)
        await visitor.frame.wait_for(
            f"document.body.innerText.split({json.dumps(hostile)}).length > 2"
        )

        assert (await visitor.bubbles())[1:] == [hostile, hostile]


def _folder(parent: Path, name: str) -> Path:
    made = parent / name
    made.mkdir()
    return made


def _mark(desk: OperatorDesk, chat: ChatId) -> FocusState:
    return _running_mark(desk, chat).state


def _hold(desk: OperatorDesk, chat: ChatId) -> HoldState | None:
    row = desk.bridge.chats.row_of(chat)
    return row.hold.state if row is not None and row.hold is not None else None


def _seconds(desk: OperatorDesk, chat: ChatId, *, below: int) -> int:
    seconds = _running_mark(desk, chat).seconds
    return seconds if seconds < below else 0


def _running_mark(desk: OperatorDesk, chat: ChatId) -> FocusMark:
    place = desk.chats.index(chat)
    mark: FocusMark = desk.bridge.chats.index(place).data(MARK_ROLE)
    return mark
