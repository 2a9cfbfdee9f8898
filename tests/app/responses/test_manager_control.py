"""Looking after the library through the real window, program and file."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.support.operator_desk import OperatorDesk, running
from tests.support.server_process import ServerProcess
from undivided.app.responses.manager_control import rows_of
from undivided.library.model.responses import Response
from undivided.storage.library.store import LibraryStore
from undivided.ui.notices import Notice
from undivided.ui.responses.editor.response_editor import ResponseEditor
from undivided.ui.responses.manager.library_manager import LibraryManager
from undivided.ui.responses.manager.places import Kind, Place

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OLD = Place(Kind.FOLDER, ("Old",))
NEW = Place(Kind.FOLDER, ("New",))


@asynccontextmanager
async def at_work(folder: Path) -> AsyncIterator[OperatorDesk]:
    """Run the program with nobody signed in: the library needs no server (promise G13)."""
    async with running(folder / "profile") as desk:
        for title in ("A", "B", "C"):
            response = Response(title=title, body=f"Text {title}", folder=("Old",))
            await desk.program.context.library.ask(partial(LibraryStore.add, response=response))
        yield desk


async def managing(desk: OperatorDesk, place: Place = OLD) -> LibraryManager:
    actions = {action.objectName(): action for action in desk.window.actions()}
    actions["manage_library"].trigger()
    manager = await desk.sheet(LibraryManager)
    await desk.until(lambda: manager.rows.shown_count, "the rows of all responses")
    manager.tree.choose(place)
    manager.place_chosen.emit(place)
    await desk.until(lambda: titles(manager) == ["A", "B", "C"], "the rows of the folder")
    return manager


def titles(manager: LibraryManager) -> list[str]:
    items = (manager.rows.topLevelItem(at) for at in range(manager.rows.topLevelItemCount()))
    return [item.text(0) for item in items if item is not None]


async def folder_count(desk: OperatorDesk, path: tuple[str, ...]) -> int:
    folders = await desk.program.context.library.ask(LibraryStore.folders)
    return sum(folder.count for folder in folders if folder.path == path)


async def take_back(desk: OperatorDesk, words: str) -> None:
    notice = await desk.until(
        lambda: next(
            (n for n in desk.window.findChildren(Notice) if words in n.text and n.isVisible()), None
        ),
        words,
    )
    notice.act_button.click()


def take_back_by_key(manager: LibraryManager) -> None:
    QTest.keyClick(manager.rows, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


async def becomes(count: Callable[[], Awaitable[int]], wanted: int) -> None:
    async with asyncio.timeout(20):
        while await count() != wanted:
            await asyncio.sleep(0.01)


async def test_chosen_responses_are_moved_and_brought_back(tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        manager = await managing(desk)
        manager.rows.selectAll()

        manager.move_button.click()
        manager.ask_line.field.set_text("New")
        manager.ask_line.do_button.click()
        await becomes(lambda: folder_count(desk, ("New",)), 3)
        await take_back(desk, "moved to")
        await becomes(lambda: folder_count(desk, ("Old",)), 3)

        assert 0 == await folder_count(desk, ("New",))


async def test_a_renamed_folder_stays_chosen_and_can_be_renamed_back(tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        manager = await managing(desk)

        manager.tree.folder_moved.emit(("Old",), ("New",))
        await desk.until(lambda: manager.place == NEW, "the new name is chosen")
        await desk.until(lambda: titles(manager) == ["A", "B", "C"], "its rows")
        await take_back(desk, "The folder is now")
        await becomes(lambda: folder_count(desk, ("Old",)), 3)


async def test_a_refused_name_does_not_stay_in_the_tree(tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        manager = await managing(desk)

        manager.tree.folder_moved.emit(("Old",), ("x" * 81,))

        await desk.until(lambda: any("81" in said for said in desk.notices()), "why")
        await desk.until(lambda: manager.place == OLD)
        assert 3 == await folder_count(desk, ("Old",))


async def test_many_are_deleted_and_brought_back(server: ServerProcess, tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        manager = await managing(desk)
        manager.rows.selectAll()

        QTest.keyClick(manager.rows, Qt.Key.Key_Delete)
        await becomes(lambda: folder_count(desk, ("Old",)), 0)
        await desk.until(lambda: manager.place == Place(), "the folder is gone")
        await take_back(desk, "3 responses were deleted")
        await becomes(lambda: folder_count(desk, ("Old",)), 3)


async def test_a_key_takes_changes_back_one_by_one(tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        manager = await managing(desk)
        take_back_by_key(manager)
        await desk.until(lambda: any("Nothing was done" in said for said in desk.notices()))
        manager.rows.selectAll()
        manager.move_requested.emit(manager.rows.chosen_ids[:2], ("New",))
        await becomes(lambda: folder_count(desk, ("New",)), 2)
        await desk.until(lambda: titles(manager) == ["C"], "what is left in the folder")
        manager.rows.selectAll()
        QTest.keyClick(manager.rows, Qt.Key.Key_Delete)
        await desk.until(lambda: manager.place == Place(), "the folder is gone")

        take_back_by_key(manager)
        await becomes(lambda: folder_count(desk, ("Old",)), 1)
        assert 2 == await folder_count(desk, ("New",))
        await take_back(desk, "“C” was deleted")
        await desk.until(lambda: any("taken back already" in said for said in desk.notices()))
        take_back_by_key(manager)
        await becomes(lambda: folder_count(desk, ("Old",)), 3)


async def test_a_response_is_opened_over_the_manager_and_shown_changed(tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        manager = await managing(desk)
        item = manager.rows.topLevelItem(0)
        assert item is not None
        manager.rows.setCurrentItem(item)
        QTest.keyClick(manager.rows, Qt.Key.Key_Return)
        editor = await desk.sheet(ResponseEditor)

        editor.labels.title.set_text("Alpha")
        editor.accept()

        await desk.until(lambda: "Alpha" in titles(manager), "the new title")
        assert manager.isVisible()


async def test_what_was_typed_often_is_made_a_response(tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:

        def type_often(store: LibraryStore) -> None:
            for day in range(1, 9):
                store.record_written(
                    "Our warehouse ships lamps to Norway within seven working days.",
                    datetime(2026, 11, day, tzinfo=UTC),
                )

        await desk.program.context.library.ask(type_often)
        manager = await managing(desk)
        manager.tree.choose(Place(Kind.TYPED))
        manager.place_chosen.emit(Place(Kind.TYPED))
        await desk.until(
            lambda: any("warehouse" in title for title in titles(manager)), "a proposal"
        )
        item = manager.rows.topLevelItem(0)
        assert item is not None
        assert "typed 8 times" == item.text(4)

        item.setSelected(True)
        manager.edit_button.click()
        editor = await desk.sheet(ResponseEditor)

        assert "Norway" in editor.response.body


# -- lists


def stored(store: LibraryStore, *responses: Response) -> None:
    for response in responses:
        store.add(response)


@pytest.fixture
def store(tmp_path: Path) -> LibraryStore:
    opened = LibraryStore(tmp_path / "library.db")
    opened.delete_many([response.id for response in opened.everything()])
    return opened


def listed(store: LibraryStore, kind: Kind, typed: str = "") -> list[tuple[str, str]]:
    rows = rows_of(store, Place(kind), typed, TODAY)
    return [(row.response.title, row.note) for row in rows]


def test_each_list_says_why_a_response_is_in_it(store: LibraryStore) -> None:
    words = "We send the parcel on the day after your order has reached us in the morning."
    stored(
        store,
        Response(id="s", title="Stale", body="one two", review_by=date(2026, 11, 1), uses=1),
        Response(id="e", title="Edited", body="three four", uses=1),
        Response(id="x", title="Same 1", body=words, uses=2),
        Response(id="y", title="Same 2", body=f"{words} Indeed.", uses=1),
        Response(id="n", title="Never", body="five six"),
    )
    for _ in range(4):
        store.record_sent("e", touched=True)

    assert [("Stale", "review due 21 days ago")] == listed(store, Kind.STALE)
    assert [("Edited", "edited all 4 times")] == listed(store, Kind.ALWAYS_EDITED)
    assert ["Never"] == [title for title, _ in listed(store, Kind.NEVER_USED)]
    assert [("Same 1", "group 1"), ("Same 2", "group 1")] == listed(store, Kind.ALIKE)
    assert 5 == len(listed(store, Kind.ALL))
    assert ["Same 1", "Same 2"] == sorted(title for title, _ in listed(store, Kind.ALL, "same"))
    store.close()


async def test_answers_typed_often_are_told_at_the_panel_declined_and_wanted_again(
    tmp_path: Path,
) -> None:
    answer = "Our workshop repairs brass lamps within fourteen working days."
    other = "Every glass shade is packed twice and travels insured."
    profile = tmp_path / "profile"
    async with running(profile) as desk:
        for text in (answer, other) * 3:
            typed = partial(LibraryStore.record_written, text=text, at=NOON)
            await desk.program.context.library.ask(typed)
        await desk.program.context.library.ask(
            lambda store: store.add(Response(title="Shade", body=other))
        )
    async with running(profile) as desk:
        desk.window.show_desk()
        line = desk.window.desk.panel.canned.typed_button
        await desk.until(lambda: "1" in line.text(), "the count")
        said = line.accessibleName()
        line.click()
        manager = await desk.sheet(LibraryManager)
        await desk.until(lambda: manager.rows.shown_count == 1, "the proposal")
        place = manager.place.kind
        manager.rows.take_keys()
        QTest.keyClick(manager.rows, Qt.Key.Key_Delete)
        await desk.until(lambda: not manager.rows.shown_count and not line.text(), "declined")
        take_back_by_key(manager)
        await desk.until(lambda: manager.rows.shown_count == 1 and bool(line.text()), "again")

        assert said == "1\u00a0answer you type often"
        assert place is Kind.TYPED
