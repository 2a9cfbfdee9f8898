"""The responses' panel follows the shown chat, and nothing jumps under pointer or keys."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.operator_desk import OperatorDesk, running
from tests.support.rows import chat, said, visitor
from undivided.app.responses.panel_control import PANEL_RESULTS
from undivided.desk.values import Changes, TranscriptChange, TranscriptEdit, VisitedPage
from undivided.library.finding.search import Match, Situation
from undivided.library.importing.rows import Parsed, Row
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId
from undivided.qtmodels import canned_model as roles
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses.panel_wording import FOR_CHAT_BEFORE, for_question

PARCEL = Response(title="Lost parcel", body="We look for your parcel at once.", tags=("parcel",))
LAMP = Response(title="Bulb of a lamp", body="A warm bulb comes with every lamp.")
QUESTION = "I lost my parcel."
OTHER_QUESTION = "Does the lamp come with a bulb?"
PAGE = "https://shop.example/checkout"


@dataclass
class Panel:
    """A window whose desk knows what the test lets happen."""

    desk: OperatorDesk

    @property
    def headings(self) -> list[str]:
        """The headings from top to bottom."""
        model = self.desk.canned
        found = (model.index(row).data(roles.HEADING_ROLE) for row in range(model.rowCount()))
        return [str(each) for each in found if each]

    @property
    def first(self) -> str:
        """The title of the first card."""
        return str(self.desk.canned.index(0).data())

    def hears(self, name: str, text: str) -> None:
        """Let a visitor write."""
        row = replace(chat(name), visitor=visitor(name, pages=(VisitedPage("Checkout", PAGE),)))
        change = TranscriptChange(row.id, TranscriptEdit.APPENDED, (said(text, text),))
        order = tuple(dict.fromkeys((*self.desk.chats, row.id)))
        self.desk.bridge.apply(Changes(rows=(row,), order=order, transcripts=(change,)))

    def shows(self, name: str) -> None:
        """Show a visitor's chat."""
        self.desk.program.controls.chats.pick(ChatId(name.lower()))

    async def suggests(self, title: str) -> None:
        """Wait for a suggestion."""
        model = self.desk.canned
        await self.desk.until(
            lambda: self.first == title and model.index(0).data(roles.SUGGESTED_ROLE), title
        )

    async def has_had_time(self) -> None:
        """Wait until a search that was begun before would have been shown."""
        for _ in range(4):
            await self.desk.program.context.library.ask(LibraryStore.count)

    async def takes_the_keys(self) -> None:
        """Put the keys on the cards."""
        cards = self.desk.window.desk.panel.canned.list
        self.desk.window.activateWindow()
        cards.setFocus()
        await self.desk.until(cards.hasFocus, "the keys on the cards")


@asynccontextmanager
async def panel(folder: Path, text: str = QUESTION) -> AsyncIterator[Panel]:
    async with running(folder / "profile") as desk:
        library = desk.program.context.library
        await library.ask(lambda store: [store.add(response) for response in (PARCEL, LAMP)])
        desk.window.show_desk()
        desk.window.resize(1440, 900)
        shown = Panel(desk)
        shown.hears("Elena", text)
        shown.shows("Elena")
        yield shown


async def test_the_visitors_last_message_is_answered_at_the_top(
    tmp_path: Path,
) -> None:
    async with panel(tmp_path) as shown:
        await shown.suggests("Lost parcel")

        assert shown.headings[0] == for_question("Elena")


async def test_suggestions_follow_the_conversation(tmp_path: Path) -> None:
    async with panel(tmp_path) as shown:
        await shown.suggests("Lost parcel")

        shown.hears("Elena", OTHER_QUESTION)

        await shown.suggests("Bulb of a lamp")


async def test_no_card_jumps_while_the_keys_are_on_the_cards(
    tmp_path: Path,
) -> None:
    async with panel(tmp_path) as shown:
        await shown.suggests("Lost parcel")
        await shown.takes_the_keys()

        shown.hears("Elena", OTHER_QUESTION)
        await shown.has_had_time()
        while_in_use = shown.first
        shown.desk.composer.focus_text()

        assert while_in_use == "Lost parcel"
        await shown.suggests("Bulb of a lamp")


async def test_no_card_jumps_while_the_pointer_is_on_the_cards(tmp_path: Path) -> None:
    async with panel(tmp_path) as shown:
        await shown.suggests("Lost parcel")
        cards = shown.desk.window.desk.panel.canned.list
        middle = QPointF(cards.rect().center())
        QApplication.sendEvent(cards, QEnterEvent(middle, middle, middle))

        shown.hears("Elena", OTHER_QUESTION)
        await shown.has_had_time()
        while_in_use = shown.first
        QApplication.sendEvent(cards, QEvent(QEvent.Type.Leave))

        assert while_in_use == "Lost parcel"
        await shown.suggests("Bulb of a lamp")


async def test_no_card_jumps_when_the_pointer_comes_while_a_search_is_under_way(
    tmp_path: Path,
) -> None:
    async with panel(tmp_path) as shown:
        await shown.suggests("Lost parcel")
        may_go_on = Event()
        library = shown.desk.program.context.library
        held_up = asyncio.ensure_future(library.ask(lambda _: may_go_on.wait()))
        shown.hears("Elena", OTHER_QUESTION)
        cards = shown.desk.window.desk.panel.canned.list
        middle = QPointF(cards.rect().center())
        QApplication.sendEvent(cards, QEnterEvent(middle, middle, middle))

        may_go_on.set()
        await held_up
        await shown.has_had_time()
        while_in_use = shown.first
        QApplication.sendEvent(cards, QEvent(QEvent.Type.Leave))

        assert while_in_use == "Lost parcel"
        await shown.suggests("Bulb of a lamp")


async def test_suggestions_of_the_chat_before_say_so_until_they_may_change(
    tmp_path: Path,
) -> None:
    async with panel(tmp_path) as shown:
        await shown.suggests("Lost parcel")
        await shown.takes_the_keys()
        shown.hears("Marcus", OTHER_QUESTION)
        shown.shows("Marcus")

        assert shown.first == "Lost parcel"
        assert shown.headings[0] == FOR_CHAT_BEFORE


async def test_what_is_typed_is_found_without_suggestions(
    tmp_path: Path,
) -> None:
    async with panel(tmp_path) as shown:
        await shown.suggests("Lost parcel")
        QTest.keyClicks(shown.desk.window.desk.panel.canned.search.line, "bulb")
        await shown.desk.until(lambda: shown.first == "Bulb of a lamp", "found")

        assert shown.headings == []


async def test_suggestions_can_be_switched_off(tmp_path: Path) -> None:
    async with panel(tmp_path) as shown:
        await shown.suggests("Lost parcel")

        shown.desk.program.controls.settings.set(suggest_responses=False)

        await shown.desk.until(lambda: for_question("Elena") not in shown.headings, "none")


async def test_a_starred_card_and_a_deleted_one_change_the_panel_and_can_come_back(
    tmp_path: Path,
) -> None:
    async with panel(tmp_path) as shown:
        await shown.suggests("Lost parcel")
        cards = shown.desk.window.desk.panel.canned.list
        cards.choose(0)
        key = cards.current_id

        QTest.keyClick(cards, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        await shown.desk.until(
            lambda: cards.model().index(0, 0).data(roles.STARRED_ROLE), "starred"
        )
        cards.choose(shown.desk.canned.row_of(key))
        QTest.keyClick(cards, Qt.Key.Key_Delete)
        await shown.desk.until(lambda: shown.desk.canned.row_of(key) < 0, "deleted")
        shown.desk.program._notices.shown[-1].act_button.click()

        await shown.desk.until(lambda: shown.desk.canned.row_of(key) >= 0, "back")


async def test_what_is_for_the_page_stands_before_the_rest(
    tmp_path: Path,
) -> None:
    async with panel(tmp_path, "Hello") as shown:
        await shown.desk.program.context.library.ask(
            lambda store: store.add(Response(title="Here", body="For here.", pages=(PAGE,)))
        )
        shown.desk.program.controls.library.panel.load()

        await shown.desk.until(lambda: shown.headings[:1] == ["For this page"], "its heading")

        assert shown.first == "Here"


async def test_another_chat_has_its_own_suggestions(tmp_path: Path) -> None:
    async with panel(tmp_path) as shown:
        await shown.suggests("Lost parcel")
        shown.hears("Marcus", OTHER_QUESTION)
        still = shown.first
        shown.shows("Marcus")
        await shown.suggests("Bulb of a lamp")

        assert still == "Lost parcel"
        assert shown.headings[0] == for_question("Marcus")


async def test_a_filter_shows_what_was_asked_for_and_nothing_else(tmp_path: Path) -> None:
    async with panel(tmp_path) as shown:
        await shown.suggests("Lost parcel")
        shown.desk.program.controls.library.panel.load()
        filters = shown.desk.window.desk.panel.canned.filters
        await shown.desk.until(lambda: len(filters.chips) > 2, "the folders")
        filters.chips[2].click()
        top = filters.chips[2].property("folder")
        await shown.desk.until(lambda: for_question("Elena") not in shown.headings, "filtered")
        model = shown.desk.canned
        found = [model.response_at(row) for row in range(model.rowCount())]

        assert {each.folder[0] for each in found if each} == {top}


async def test_nothing_found_shows_what_is_nearest(tmp_path: Path) -> None:
    async with panel(tmp_path) as shown:
        view = shown.desk.window.desk.panel.canned
        await shown.suggests("Lost parcel")
        QTest.keyClicks(view.search.line, "qulb of zzz")
        await shown.desk.until(view._nothing.isVisible, "said that nothing was found")

        assert shown.first == "Bulb of a lamp"


async def test_of_a_large_library_only_what_can_be_seen_is_fetched(tmp_path: Path) -> None:
    rows = tuple(
        Row(number, Response(title=f"Lamp {number}", body=f"Text {number}"), frozenset({"title"}))
        for number in range(400)
    )
    async with panel(tmp_path) as shown:
        await shown.desk.program.context.library.ask(lambda store: store.take_in(Parsed(rows)))
        view = shown.desk.window.desk.panel.canned
        QTest.keyClicks(view.search.line, "lamp")
        await shown.desk.until(lambda: "Lamp" in shown.first, "found")
        found = shown.desk.canned.rowCount()
        filled = len(shown.desk.canned._bodies)

        assert found == PANEL_RESULTS
        assert filled < 20


async def test_many_messages_at_once_are_looked_up_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with panel(tmp_path) as shown:
        await shown.suggests("Lost parcel")
        looked_up: list[str] = []
        suggest = LibraryStore.suggest

        def counted(store: LibraryStore, situation: Situation, *, limit: int) -> list[Match]:
            looked_up.append(situation.message)
            return suggest(store, situation, limit=limit)

        monkeypatch.setattr(LibraryStore, "suggest", counted)
        for number in range(8):
            shown.hears("Elena", f"Are you there, {number}?")
        shown.hears("Elena", OTHER_QUESTION)

        await shown.suggests("Bulb of a lamp")
        # A look-up of what was asked before may still have been under way.
        assert [each for each in looked_up if each != QUESTION] == [OTHER_QUESTION]


async def test_of_many_keys_the_first_and_the_newest_are_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with panel(tmp_path) as shown:
        await shown.suggests("Lost parcel")
        searched: list[str] = []
        search = LibraryStore.search

        def counted(store: LibraryStore, text: str, **asked: Any) -> list[Match]:
            searched.append(text)
            return search(store, text, **asked)

        monkeypatch.setattr(LibraryStore, "search", counted)
        line = shown.desk.window.desk.panel.canned.search
        line.set_text("b")
        await asyncio.sleep(0)  # the search of the first key is under way
        for text in ("bu", "bul", "bulb"):
            line.set_text(text)

        await shown.desk.until(lambda: shown.first == LAMP.title, LAMP.title)
        await shown.desk.until(lambda: searched[-1:] == ["bulb"], "the newest search")
        assert len([text for text in searched if text]) <= 2
