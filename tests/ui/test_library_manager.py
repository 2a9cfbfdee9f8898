"""The library's manager: places, many rows at once, drag and drop, and keys for all of it."""

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from undivided.library.model.parts import ActiveTimes, Fact
from undivided.library.model.responses import Response
from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.responses.manager import manager_words
from undivided.ui.responses.manager.library_manager import LibraryManager
from undivided.ui.responses.manager.places import Kind, Place, Row
from undivided.ui.responses.manager.response_rows import IDS_MIME, read_ids

FOLDERS = ((("Delivery",), 5), (("Delivery", "Abroad"), 2), (("Payment",), 3))
ABROAD = Place(Kind.FOLDER, ("Delivery", "Abroad"))
ROWS = tuple(
    Row(Response(id=str(at), title=title, body="Text", tags=("parcel",), shortcuts=(f"s{at}",)))
    for at, title in enumerate(("Arrival", "Border", "Customs"))
)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def manager(qtbot: QtBot) -> LibraryManager:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1200, 800)
    window.setCentralWidget(QLineEdit())
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    made = LibraryManager(window, LIGHT)
    made.open()
    made.know(FOLDERS, ("parcel", "abroad"), keeps_typed=True)
    made.show_rows(ROWS)
    return made


def item_of(manager: LibraryManager, place: Place) -> QTreeWidgetItem:
    manager.tree.choose(place)
    item = manager.tree.currentItem()
    assert item is not None
    return item


def choose_rows(manager: LibraryManager, *numbers: int) -> None:
    manager.rows.clearSelection()
    for number in numbers:
        item = manager.rows.topLevelItem(number)
        assert item is not None
        item.setSelected(True)


def drop_on(manager: LibraryManager, place: Place, mime: QMimeData) -> None:
    manager.tree.expandAll()
    spot = manager.tree.visualItemRect(item_of(manager, place)).center()
    manager.tree.dropEvent(
        QDropEvent(
            QPointF(spot),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def told(signal: object) -> list[tuple[object, ...]]:
    heard: list[tuple[object, ...]] = []
    signal.connect(lambda *given: heard.append(given))  # type: ignore[attr-defined] # a bound signal has no type
    return heard


# -- places


def test_choosing_a_place_by_keys_asks_for_its_rows(manager: LibraryManager) -> None:
    asked = told(manager.place_chosen)

    QTest.keyClick(manager.tree, Qt.Key.Key_Down)
    QTest.keyClick(manager.tree, Qt.Key.Key_Down)

    assert [(Place(Kind.FOLDER, ("Delivery",)),), (ABROAD,)] == asked


def test_the_chosen_place_stays_when_the_folders_change(manager: LibraryManager) -> None:
    manager.tree.choose(ABROAD)
    manager.know((*FOLDERS, (("Refund",), 1)), (), keeps_typed=True)
    assert ABROAD == manager.place

    manager.know(FOLDERS[:1], (), keeps_typed=True)
    assert Place() == manager.place


def test_a_folder_is_renamed_in_its_place(manager: LibraryManager) -> None:
    moved = told(manager.folder_moved)
    item = item_of(manager, ABROAD)

    item.setText(0, " Overseas ")
    item.setText(0, "  ")

    assert [(("Delivery", "Abroad"), ("Delivery", "Overseas"))] == moved
    assert "Abroad" == item.text(0)


def test_f2_begins_to_rename_the_chosen_folder(manager: LibraryManager) -> None:
    manager.tree.choose(ABROAD)

    QTest.keyClick(manager.tree, Qt.Key.Key_F2)

    assert manager.tree.state() == manager.tree.State.EditingState


def test_icons_of_places_follow_the_theme(manager: LibraryManager) -> None:
    moved = told(manager.folder_moved)

    manager.tree.set_tokens(DARK)

    picture = item_of(manager, ABROAD).icon(0).pixmap(16, 16).toImage()
    seen = {picture.pixelColor(x, y).name().upper() for x in range(16) for y in range(16)}
    assert DARK.text_2 in seen
    assert [] == moved


def test_one_response_is_spoken_as_one(manager: LibraryManager) -> None:
    manager.know(((("Delivery",), 1),), (), keeps_typed=True)

    item = item_of(manager, Place(Kind.FOLDER, ("Delivery",)))
    assert "Delivery, 1 response" == item.data(0, Qt.ItemDataRole.AccessibleTextRole)


def test_a_list_is_no_folder_to_rename(manager: LibraryManager) -> None:
    manager.tree.choose(Place(Kind.STALE))
    manager._follow()

    assert not manager.rename_button.isEnabled()


# -- rows


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_several_rows_are_moved_at_once(manager: LibraryManager) -> None:
    moved = told(manager.move_requested)
    choose_rows(manager, 0, 2)

    manager.move_button.click()
    QTest.keyClicks(manager.ask_line.field.line, "Refund/Old")
    QTest.keyClick(manager.ask_line.field.line, Qt.Key.Key_Return)

    assert [(["0", "2"], ("Refund", "Old"))] == moved
    assert not manager.ask_line.isVisible()


def test_rows_are_moved_to_the_top_by_its_name(manager: LibraryManager) -> None:
    moved = told(manager.move_requested)
    choose_rows(manager, 1)

    manager.move_button.click()
    manager.ask_line.field.set_text("Top")
    manager.ask_line.do_button.click()

    assert [(["1"], ())] == moved


@pytest.mark.parametrize(
    ("button", "expected"),
    [("tag_button", (["0", "1"], ("x", "y"), ())), ("untag_button", (["0", "1"], (), ("x", "y")))],
)
def test_tags_are_added_and_removed(
    manager: LibraryManager, button: str, expected: tuple[object, ...]
) -> None:
    asked = told(manager.tags_requested)
    choose_rows(manager, 0, 1)

    getattr(manager, button).click()
    QTest.keyClicks(manager.ask_line.field.line, "x, y")
    QTest.keyClick(manager.ask_line.field.line, Qt.Key.Key_Return)

    assert [expected] == asked


def test_escape_takes_the_question_back_and_the_sheet_stays(manager: LibraryManager) -> None:
    choose_rows(manager, 0)
    manager.move_button.click()

    QTest.keyClick(manager.ask_line.field.line, Qt.Key.Key_Escape)

    assert not manager.ask_line.isVisible()
    assert manager.isVisible()


def test_delete_is_a_key_and_a_button(manager: LibraryManager) -> None:
    deleted = told(manager.delete_requested)
    choose_rows(manager, 1, 2)

    QTest.keyClick(manager.rows, Qt.Key.Key_Delete)
    manager.delete_button.click()

    assert [(["1", "2"],), (["1", "2"],)] == deleted


def test_enter_opens_a_row(manager: LibraryManager) -> None:
    opened = told(manager.opened)
    item = manager.rows.topLevelItem(1)
    assert item is not None
    manager.rows.setCurrentItem(item)

    QTest.keyClick(manager.rows, Qt.Key.Key_Return)

    assert [(ROWS[1].response,)] == opened
    assert manager.isVisible()


def test_the_chosen_rows_stay_chosen_when_they_are_shown_anew(manager: LibraryManager) -> None:
    choose_rows(manager, 0, 2)

    manager.show_rows(ROWS[1:])

    assert ["2"] == manager.rows.chosen_ids


def test_the_keys_go_on_where_a_deleted_row_was(manager: LibraryManager) -> None:
    manager.rows.setFocus()
    choose_rows(manager, 1)
    manager.rows.setCurrentIndex(manager.rows.model().index(1, 0))

    manager.show_rows((ROWS[0], *ROWS[2:]))

    assert [] == manager.rows.chosen_ids
    assert 1 == manager.rows.currentIndex().row()


def test_down_goes_from_the_search_to_the_first_row(manager: LibraryManager) -> None:
    manager.search.line.setFocus()

    QTest.keyClick(manager.search.line, Qt.Key.Key_Down)

    assert manager.window().focusWidget() is manager.rows
    assert [ROWS[0].response.id] == manager.rows.chosen_ids


def test_what_a_search_hides_is_not_changed_with_the_rest(manager: LibraryManager) -> None:
    asked = told(manager.place_chosen)
    manager.tree.choose(Place(Kind.NEVER_USED))
    choose_rows(manager, 0, 1, 2)

    manager.search.set_text("bord")

    assert [] == asked
    assert ["1"] == manager.rows.chosen_ids
    assert "1 of 1 chosen" == manager.count.text()


def test_many_rows_are_hidden_with_one_word_to_those_who_listen(manager: LibraryManager) -> None:
    manager.show_rows(
        tuple(Row(Response(id=str(at), title=f"Number {at}", body="Text")) for at in range(300))
    )
    manager.rows.selectAll()
    changes = told(manager.rows.itemSelectionChanged)

    manager.rows.filter("number 29")

    # Once for each hidden row, two thousand rows took minutes.
    assert 1 == len(changes)
    assert [str(at) for at in range(300) if "29" in str(at)] == manager.rows.chosen_ids


def test_a_folder_is_searched_by_the_library(manager: LibraryManager) -> None:
    asked = told(manager.place_chosen)

    manager.search.set_text("bord")

    assert [(Place(),)] == asked


def test_an_empty_list_says_why(manager: LibraryManager) -> None:
    manager.tree.choose(Place(Kind.ALIKE))

    manager.show_rows(())

    assert "No two responses say nearly the same." == manager.empty.text()


# -- typed by hand


def test_a_proposal_can_be_made_a_response_and_nothing_else(manager: LibraryManager) -> None:
    opened = told(manager.opened)
    manager.tree.choose(Place(Kind.TYPED))
    proposal = Response(title="", body="We ship on Monday.")
    manager.show_rows((Row(proposal, manager_words.typed(5)),))
    choose_rows(manager, 0)

    assert not manager.delete_button.isVisible()
    assert "Make it a response…" == manager.edit_button.text()
    manager.edit_button.click()
    assert [(proposal,)] == opened


def test_a_proposal_is_declined_by_key_and_button(manager: LibraryManager) -> None:
    declined = told(manager.decline_requested)
    manager.tree.choose(Place(Kind.TYPED))
    manager.show_rows((Row(Response(title="", body="We ship on Monday."), manager_words.typed(5)),))
    is_offered_for_none = manager.decline_button.isEnabled()
    choose_rows(manager, 0)

    QTest.keyClick(manager.rows, Qt.Key.Key_Delete)
    manager.decline_button.click()

    assert not is_offered_for_none
    assert [(["We ship on Monday."],)] * 2 == declined


def test_keeping_typed_answers_can_be_switched_off_where_they_are_shown(
    manager: LibraryManager,
) -> None:
    asked = told(manager.keep_typed_toggled)
    manager.tree.choose(Place(Kind.TYPED))
    manager.show_rows(())
    manager.typed_button.click()
    manager.know(FOLDERS, (), keeps_typed=False)
    manager.typed_button.click()

    assert [(False,), (True,)] == asked


# -- drag and drop


def test_chosen_rows_are_dragged_to_a_folder(manager: LibraryManager) -> None:
    moved = told(manager.move_requested)
    choose_rows(manager, 0, 1)

    drop_on(manager, ABROAD, manager.rows.mimeData(manager.rows.selectedItems()))

    assert [(["0", "1"], ("Delivery", "Abroad"))] == moved


def test_a_folder_is_dragged_into_another(manager: LibraryManager) -> None:
    moved = told(manager.folder_moved)
    mime = manager.tree.mimeData([item_of(manager, Place(Kind.FOLDER, ("Payment",)))])

    drop_on(manager, ABROAD, mime)

    assert [(("Payment",), ("Delivery", "Abroad", "Payment"))] == moved


@pytest.mark.parametrize(
    "target",
    [ABROAD, Place(Kind.FOLDER, ("Delivery",)), Place(Kind.STALE), Place()],
    ids=["below itself", "itself", "a list", "where it is"],
)
def test_a_folder_cannot_go_below_itself_or_into_a_list(
    manager: LibraryManager, target: Place
) -> None:
    moved = told(manager.folder_moved)
    mime = manager.tree.mimeData([item_of(manager, Place(Kind.FOLDER, ("Delivery",)))])

    drop_on(manager, target, mime)

    assert [] == moved


@pytest.mark.parametrize("data", [b"", b"{", b'"x"', b"[1, null]", b"\xff"])
def test_foreign_drops_are_no_responses(data: bytes) -> None:
    mime = QMimeData()
    mime.setData(IDS_MIME, data)

    assert [] == read_ids(mime)


# -- words and looks


@pytest.mark.parametrize(
    ("response", "said"),
    [
        (Response(title="t", body="b", review_by=date(2026, 11, 21)), "review due yesterday"),
        (Response(title="t", body="b", review_by=date(2026, 11, 12)), "review due 10 days ago"),
        (
            Response(title="t", body="b", active=ActiveTimes(last_day=date(2026, 11, 1))),
            "its time ended on 2026-11-01",
        ),
        (
            Response(title="t", body="b", fact=Fact(source="list", valid_until=date(2026, 11, 21))),
            "Out of date, until 2026-11-21",
        ),
    ],
)
def test_what_is_overdue_says_since_when(response: Response, said: str) -> None:
    assert said == manager_words.overdue(response, date(2026, 11, 22))


@pytest.mark.parametrize("size", [(720, 520), (1024, 640), (1600, 1000)])
def test_it_fits_every_window(manager: LibraryManager, size: tuple[int, int]) -> None:
    window = manager.window()
    window.resize(*size)
    QApplication.processEvents()

    assert window.rect().contains(manager.card.geometry())
    below = manager.delete_button.mapTo(manager.card, QPoint(0, manager.delete_button.height()))
    assert below.y() <= manager.keep_button.mapTo(manager.card, QPoint()).y()


def test_the_keys_stay_in_the_sheet_when_the_last_import_is_undone(manager: LibraryManager) -> None:
    manager.offer_import_undo(has_imports=True)
    manager.import_button.setFocus()

    manager.offer_import_undo(has_imports=False)

    assert manager.window().focusWidget() is manager.rows
    assert not manager.import_button.isVisible()
