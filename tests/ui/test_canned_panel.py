"""The responses panel: what is asked, inserted and dragged."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QAction, QDragEnterEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.support.drops import drop
from undivided.library.filling.slots import fill
from undivided.library.finding.search import Filters, Match, Why, query, rank, searchable
from undivided.library.model.parts import Attachment, Fact, Variant, Wording
from undivided.library.model.responses import Response, Scope
from undivided.qtmodels import canned_model as roles
from undivided.qtmodels.canned_mime import RESPONSE_MIME
from undivided.qtmodels.canned_model import CannedModel
from undivided.qtmodels.cards import Card, Section
from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.responses.canned_panel import CannedPanel
from undivided.ui.responses.card_menu import card_menu
from undivided.ui.responses.panel_filters import Asked, Choices
from undivided.ui.words.insertion_wording import variant_name

LIBRARY = (
    Response(id="1", title="Delivery by a date", body="😀 With you {{day}}.", folder=("Delivery",)),
    Response(id="2", title="Gift", body="Wrapped, {{visitor.first_name}}.", starred=True),
    Response(id="3", title="<b>Bold</b>", body="<img src='file:///etc/passwd'>", shortcuts=("b",)),
)


@pytest.fixture
def panel(qtbot: QtBot) -> CannedPanel:
    model = CannedModel(lambda response: fill(response.body, {"visitor.first_name": "Elena"}))
    made = CannedPanel(model, LIGHT, lambda text: len(text.split()))
    qtbot.addWidget(made)

    def answer(asked: Asked) -> None:
        found = [Match(one) for one in LIBRARY if not asked.is_starred or one.starred]
        if asked.text:
            found = rank(query(asked.text), map(searchable, LIBRARY), 20)
            found = found or [Match(LIBRARY[0], Why.CLOSEST, query(asked.text).terms)]
        model.show(found)
        made.show_found(len(LIBRARY))

    made.asked.connect(answer)
    made.resize(352, 600)
    made.show()
    qtbot.waitExposed(made)
    made.ask_again()
    return made


def titles(panel: CannedPanel) -> list[str]:
    model = panel.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_it_searches_while_typing(panel: CannedPanel) -> None:
    QTest.keyClicks(panel.search.line, "del")

    assert titles(panel) == ["Delivery by a date"]


def test_enter_in_the_search_inserts_the_first_that_was_found(panel: CannedPanel) -> None:
    inserted: list[str] = []
    panel.insert_requested.connect(inserted.append)
    QTest.keyClicks(panel.search.line, "gift")

    QTest.keyClick(panel.search.line, Qt.Key.Key_Return)

    assert inserted == ["2"]


def test_down_goes_to_the_cards_and_up_comes_back(panel: CannedPanel) -> None:
    panel.focus_search()
    QTest.keyClick(panel.search.line, Qt.Key.Key_Down)
    assert panel.list.hasFocus()

    QTest.keyClick(panel.list, Qt.Key.Key_Up)

    assert panel.search.line.hasFocus()


def test_enter_on_a_card_inserts_it(panel: CannedPanel) -> None:
    inserted: list[str] = []
    panel.insert_requested.connect(inserted.append)
    panel.list.choose(1)

    QTest.keyClick(panel.list, Qt.Key.Key_Return)

    assert inserted == ["2"]


def test_a_double_click_inserts(panel: CannedPanel) -> None:
    inserted: list[str] = []
    panel.insert_requested.connect(inserted.append)
    spot = panel.list.visualRect(panel.list.model().index(0, 0)).center()

    QTest.mouseDClick(
        panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot
    )

    assert inserted == ["1"]


def test_escape_empties_the_search_and_then_leaves(panel: CannedPanel) -> None:
    left: list[bool] = []
    panel.left.connect(lambda: left.append(True))
    QTest.keyClicks(panel.search.line, "del")

    QTest.keyClick(panel.search.line, Qt.Key.Key_Escape)

    assert panel.search.text == ""
    assert not left

    QTest.keyClick(panel.search.line, Qt.Key.Key_Escape)

    assert left == [True]


def test_a_chip_asks_for_starred_ones_only(panel: CannedPanel) -> None:
    panel.offer(Choices(folders=(("Delivery",),)))

    panel.filters.chips[1].click()

    assert titles(panel) == ["Gift"]
    assert [chip.isChecked() for chip in panel.filters.chips] == [False, True, False]


def test_a_folder_chip_keeps_what_was_typed(panel: CannedPanel) -> None:
    asked: list[Asked] = []
    panel.offer(Choices(folders=(("Delivery",), ("Delivery", "Abroad"))))
    QTest.keyClicks(panel.search.line, "d")
    panel.asked.connect(asked.append)

    panel.filters.chips[2].click()

    assert asked == [Asked("d", Filters(folder=("Delivery",)))]


def test_a_chip_that_is_on_goes_off_again(panel: CannedPanel) -> None:
    panel.offer(Choices(folders=(("Delivery",),)))

    for chip in (1, 1, 2, 2):
        panel.filters.chips[chip].click()

    assert panel.wanted == Asked()
    assert [chip.isChecked() for chip in panel.filters.chips] == [True, False, False]


def menu_actions(panel: CannedPanel) -> dict[str, QAction]:
    actions: dict[str, QAction] = {}
    menu = panel.filters.menu()
    for action in menu.actions():
        inner = action.menu()
        for each in inner.actions() if isinstance(inner, QMenu) else [action]:
            actions[each.text()] = each
    return actions


def test_the_menu_filters_by_tag_scope_and_language(panel: CannedPanel) -> None:
    asked: list[Asked] = []
    panel.asked.connect(asked.append)
    panel.offer(Choices(tags=("post",), languages=("de",), scopes=(Scope.PERSONAL, Scope.TEAM)))

    for words in ("post", "de", "My team"):
        menu_actions(panel)[words].trigger()

    assert asked[-1].filters == Filters(tag="post", language="de", scope=Scope.TEAM)
    assert [chip.text() for chip in panel.filters.chips[2:]] == ["post", "My team", "de"]


def test_a_filter_of_the_menu_is_taken_off_by_its_chip(panel: CannedPanel) -> None:
    panel.offer(Choices(tags=("post",)))
    menu_actions(panel)["post"].trigger()

    panel.filters.chips[2].click()

    assert panel.wanted == Asked()
    assert len(panel.filters.chips) == 2


def test_the_menu_marks_what_is_chosen_and_choosing_it_again_takes_it_off(
    panel: CannedPanel,
) -> None:
    panel.offer(Choices(tags=("post",)))
    menu_actions(panel)["post"].trigger()
    again = menu_actions(panel)["post"]

    was_checked = again.isChecked()
    again.trigger()

    assert was_checked
    assert panel.wanted == Asked()


def test_the_menu_opens_when_its_choices_are_there(
    panel: CannedPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QPoint] = []
    monkeypatch.setattr(QMenu, "popup", lambda _menu, at: opened.append(at))
    asked: list[bool] = []
    panel.choices_wanted.connect(lambda: asked.append(True))

    panel.folder_button.click()
    before = len(opened)
    panel.open_menu(Choices(tags=("post",)))

    assert asked == [True]
    assert (before, len(opened)) == (0, 1)


def test_answers_typed_often_are_a_quiet_line_that_a_low_panel_leaves_to_the_menu(
    panel: CannedPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []
    monkeypatch.setattr(
        QMenu, "popup", lambda menu, _at: offered.extend(each.text() for each in menu.actions())
    )
    wanted: list[bool] = []
    panel.typed_requested.connect(lambda: wanted.append(True))
    line = panel.typed_button
    shown = [line.isVisible()]
    panel.show_typed(3)
    shown.append(line.isVisible())
    QTest.keyClick(line, Qt.Key.Key_Space)
    panel.resize(352, 300)
    shown.append(line.isVisible())
    panel.open_menu(Choices())
    panel.resize(352, 600)
    panel.show_typed(0)
    shown.append(line.isVisible())
    before = list(offered)
    panel.open_menu(Choices())

    assert shown == [False, True, False, False]
    assert wanted == [True]
    assert line.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert "3\u00a0answers you type often…" in before
    assert not any("type often" in each for each in offered[len(before) :])


def test_a_library_of_one_owner_offers_no_choice_of_owners(panel: CannedPanel) -> None:
    panel.offer(Choices(scopes=(Scope.PERSONAL,)))

    assert "Only me" not in menu_actions(panel)


def test_hostile_names_are_short_plain_chips(panel: CannedPanel) -> None:
    panel.offer(Choices(folders=(("\u202e<b>&" + "x" * 500,),)))

    text = panel.filters.chips[2].text()

    assert text.startswith("<b>&&x")
    assert len(text) < 40


def test_filters_that_leave_nothing_can_be_taken_off(panel: CannedPanel) -> None:
    model = panel.list.model()
    assert isinstance(model, CannedModel)
    panel.offer(Choices(tags=("post",)))
    menu_actions(panel)["post"].trigger()
    model.show([])
    panel.show_found(3)

    panel._empty.all_button.click()

    assert panel.wanted == Asked()
    assert panel.list.isVisible()


FOLDERS = tuple((f"Folder number {number}",) for number in range(8))


def test_every_folder_has_a_chip_that_the_keys_bring_into_view(
    panel: CannedPanel, qtbot: QtBot
) -> None:
    panel.offer(Choices(folders=FOLDERS))
    row, chips = panel.filters.row, panel.filters.chips
    qtbot.waitUntil(lambda: row.horizontalScrollBar().maximum() > 0, timeout=20_000)
    chips[0].setFocus()

    for _ in chips:
        QTest.keyClick(QApplication.focusWidget() or chips[0], Qt.Key.Key_Right)

    assert [chip.text() for chip in chips[2:]] == [name for (name,) in FOLDERS]
    assert chips[-1].hasFocus()
    assert (
        row.viewport()
        .rect()
        .contains(chips[-1].geometry().translated(-row.horizontalScrollBar().value(), 0))
    )


def test_the_wheel_scrolls_the_chips_sideways(panel: CannedPanel, qtbot: QtBot) -> None:
    panel.offer(Choices(folders=FOLDERS))
    row = panel.filters.row
    qtbot.waitUntil(lambda: row.horizontalScrollBar().maximum() > 0, timeout=20_000)
    none, left = QPoint(), Qt.MouseButton.NoButton
    middle = QPointF(row.rect().center())

    turn = QWheelEvent(
        middle,
        QPointF(row.mapToGlobal(middle.toPoint())),
        none,
        QPoint(0, -120),
        left,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(row.viewport(), turn)

    assert row.horizontalScrollBar().value() == min(120, row.horizontalScrollBar().maximum())
    assert row.horizontalScrollBar().value() > 0


def test_nothing_found_shows_the_closest_and_offers_to_write_it(panel: CannedPanel) -> None:
    wanted: list[str] = []
    panel.new_requested.connect(wanted.append)

    QTest.keyClicks(panel.search.line, "delvery")
    panel._nothing.write_button.click()

    assert panel._nothing._words.text() == "Nothing for “delvery”. Closest:"
    assert titles(panel) == ["Delivery by a date"]
    assert wanted == ["delvery"]


def test_what_was_found_needs_no_excuse(panel: CannedPanel) -> None:
    QTest.keyClicks(panel.search.line, "gift")

    assert not panel._nothing.isVisible()


def test_an_empty_library_says_how_to_begin(panel: CannedPanel) -> None:
    model = panel.list.model()
    assert isinstance(model, CannedModel)
    model.show([])

    panel.show_found(0)

    assert panel._empty._title.text() == "Write once, use all day"
    assert panel._empty.import_button.isVisible()


def test_a_dragged_card_carries_its_id_and_its_filled_text(panel: CannedPanel) -> None:
    model = panel.list.model()
    mime = model.mimeData([model.index(1, 0)])

    assert bytes(mime.data(RESPONSE_MIME).data()) == b"2"
    assert mime.text() == "Wrapped, Elena."


def test_the_drag_picture_is_300_pixels_wide_without_its_shadow(panel: CannedPanel) -> None:
    picture = panel.list.cards.drag_pixmap(panel.list.model().index(0, 0), 2.0)

    assert picture.deviceIndependentSize().width() == 300 + 28


def test_ctrl_c_copies_the_filled_text_of_a_card(panel: CannedPanel) -> None:
    panel.list.choose(1)

    QTest.keyClick(panel.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QApplication.clipboard().text() == "Wrapped, Elena."


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_markup_in_a_response_is_painted_as_text(panel: CannedPanel, tokens: object) -> None:
    panel.set_tokens(LIGHT if tokens is LIGHT else DARK)

    assert not panel.grab().isNull()
    assert titles(panel)[2] == "<b>Bold</b>"


def test_the_preview_takes_neither_keys_nor_clicks(panel: CannedPanel) -> None:
    panel.list.hovered.emit(0)
    panel._show_preview()

    assert panel._preview.isVisible()
    assert panel._preview.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert panel._preview.focusPolicy() == Qt.FocusPolicy.NoFocus

    panel.list.hovered.emit(-1)

    assert not panel._preview.isVisible()


def test_cards_are_spoken(panel: CannedPanel) -> None:
    interface = QAccessible.queryAccessibleInterface(panel.list)

    assert interface.text(QAccessible.Text.Name) == "Responses"
    spoken = panel.list.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Gift, starred: Wrapped, Elena.")


def test_the_pointer_outside_every_card_shows_nothing(panel: CannedPanel) -> None:
    QTest.mouseMove(panel.list.viewport(), QPoint(5, 590))

    assert not panel._preview.isVisible()


# -- what can be done with a card

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.mark.parametrize(
    ("signal", "key", "modifier", "expected"),
    [
        ("insert_requested", Qt.Key.Key_Enter, NONE, ("2",)),
        ("replace_requested", Qt.Key.Key_Return, SHIFT, ("2",)),
        ("edit_requested", Qt.Key.Key_E, CONTROL, ("2",)),
        ("star_toggled", Qt.Key.Key_B, CONTROL, ("2", False)),
        ("delete_requested", Qt.Key.Key_Delete, NONE, ("2",)),
        ("undo_requested", Qt.Key.Key_Z, CONTROL, ()),
    ],
    ids=["insert", "replace", "edit", "star", "delete", "undo"],
)
def test_every_act_of_a_card_has_a_key(
    panel: CannedPanel,
    signal: str,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    expected: tuple[object, ...],
) -> None:
    told: list[tuple[object, ...]] = []
    getattr(panel, signal).connect(lambda *given: told.append(given))
    panel.list.choose(1)

    QTest.keyClick(panel.list, key, modifier)

    assert told == [expected]


def test_no_card_is_deleted_by_a_key_when_none_is_chosen(panel: CannedPanel) -> None:
    told: list[str] = []
    panel.delete_requested.connect(told.append)
    panel.list.selectionModel().clear()

    QTest.keyClick(panel.list, Qt.Key.Key_Delete)

    assert not told


def card_actions(panel: CannedPanel, response: Response, own: str = "") -> dict[str, QAction]:
    actions: dict[str, QAction] = {}
    card = Card(Match(response), own=own)
    for action in card_menu(panel, LIGHT, card, panel.list.acts).actions():
        inner = action.menu()
        for each in inner.actions() if isinstance(inner, QMenu) else [action]:
            actions[each.text()] = each
    return actions


def test_an_own_wording_is_compared_with_the_teams(panel: CannedPanel) -> None:
    told: list[str] = []
    panel.list.acts.compare_requested.connect(told.append)
    card_actions(panel, LIBRARY[0], own="your own wording")["Compare with the team’s…"].trigger()

    assert told == [LIBRARY[0].id]
    assert "Compare with the team’s…" not in card_actions(panel, LIBRARY[0])


def test_the_menu_of_a_card_shows_the_keys(panel: CannedPanel) -> None:
    shown = {
        words: action.shortcut().toString()
        for words, action in card_actions(panel, LIBRARY[0]).items()
        if words
    }

    assert shown == {
        "Insert": "Enter",
        "Replace the draft": "Shift+Enter",
        "Edit…": "Ctrl+E",
        "Star": "Ctrl+B",
        "Copy the text": "Ctrl+C",
        "Show its folder": "",
        "Delete": "Del",
    }


def test_another_wording_is_picked_from_the_menu(panel: CannedPanel) -> None:
    told: list[tuple[str, str]] = []
    panel.variant_requested.connect(lambda *given: told.append(given))
    variants = (
        Variant(body="Short.", wording=Wording.SHORT),
        Variant(body="Kurz.", wording=Wording.SAME, language="de"),
    )
    response = Response(id="7", title="T", body="Long.", variants=variants)
    actions = card_actions(panel, response)

    actions["In German"].trigger()

    assert variant_name(variants[0]) in actions
    assert told == [("7", "Kurz.")]


def test_show_its_folder_forgets_what_was_typed(panel: CannedPanel) -> None:
    QTest.keyClicks(panel.search.line, "del")

    card_actions(panel, LIBRARY[0])["Show its folder"].trigger()

    assert panel.wanted == Asked(filters=Filters(folder=("Delivery",)))
    assert panel.search.text == ""


def test_a_file_dropped_on_the_panel_is_to_be_imported(panel: CannedPanel, tmp_path: Path) -> None:
    told: list[Path] = []
    panel.path_dropped.connect(told.append)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "canned.json"))])

    enter = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, NONE
    )
    QApplication.sendEvent(panel, enter)
    said_where = panel._drop_hint.isVisible()
    drop(panel, QPoint(100, 300), mime)

    assert said_where
    assert not panel._drop_hint.isVisible()
    assert told == [tmp_path / "canned.json"]


# -- what a card says

TODAY = date(2026, 11, 22)
PRICES = Response(
    id="9",
    title="Prices",
    body="From ten.",
    review_by=date(2026, 10, 13),
    fact=Fact(source="price list", valid_until=date(2026, 12, 31)),
    attachments=(Attachment(name="list.pdf", media_type="a/b", size=240_000, digest="0" * 64),),
)


def test_a_card_says_what_is_due_its_files_and_why_it_was_found(panel: CannedPanel) -> None:
    model = panel.list.model()
    assert isinstance(model, CannedModel)

    model.show([Match(PRICES, Why.BODY, ("ten",))], TODAY)

    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == (
        "Prices, in its text, Fact, until 2026-12-31, source: price list, "
        "review due 40 days ago, list.pdf, 240 KB: From ten."
    )


def test_a_card_with_facts_is_higher_and_one_without_is_not(panel: CannedPanel) -> None:
    model = panel.list.model()
    assert isinstance(model, CannedModel)
    model.show([Match(LIBRARY[1]), Match(PRICES)], TODAY)
    heights = [panel.list.visualRect(model.index(row)).height() for row in range(2)]

    model.show([Match(PRICES, Why.TITLE_START)], None)

    assert heights[1] > heights[0]


def test_suggestions_stand_first_and_are_not_repeated_below(panel: CannedPanel) -> None:
    model = panel.list.model()
    assert isinstance(model, CannedModel)
    asked = Section("For Elena’s question", (LIBRARY[0],), is_suggestion=True)

    model.show([Match(one) for one in LIBRARY], TODAY, [asked])

    assert [model.index(row).data() for row in range(3)] == [
        "Delivery by a date",
        "Gift",
        "<b>Bold</b>",
    ]
    assert model.index(0).data(roles.HEADING_ROLE) == "For Elena’s question"
    assert model.index(1).data(roles.HEADING_ROLE) == "Starred"


def test_what_is_for_the_page_of_the_visitor_has_its_heading(panel: CannedPanel) -> None:
    model = panel.list.model()
    assert isinstance(model, CannedModel)

    model.show([Match(LIBRARY[0], is_for_page=True), Match(LIBRARY[1])], TODAY)

    headings = [model.index(row).data(roles.HEADING_ROLE) for row in range(2)]
    assert headings == ["For this page", "Starred"]


def test_the_keys_stay_on_their_card_when_other_cards_come(panel: CannedPanel) -> None:
    model = panel.list.model()
    assert isinstance(model, CannedModel)
    panel.list.setFocus()
    panel.list.choose(1)

    model.show([Match(LIBRARY[2]), Match(LIBRARY[0]), Match(LIBRARY[1])])

    assert panel.list.current_id == "2"
    assert panel.list.currentIndex().row() == 2


def test_the_keys_stay_in_their_place_when_the_card_is_gone(panel: CannedPanel) -> None:
    model = panel.list.model()
    assert isinstance(model, CannedModel)
    panel.list.setFocus()
    panel.list.choose(2)

    model.show([Match(LIBRARY[0]), Match(LIBRARY[1])])

    assert panel.list.currentIndex().row() == 1


def test_the_cards_say_when_nothing_may_jump_and_when_it_may_again(panel: CannedPanel) -> None:
    calm: list[bool] = []
    panel.list.left_alone.connect(lambda: calm.append(panel.list.is_in_use))
    # Another test may have left the pointer where the cards are now.
    panel.list.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    panel.list.setFocus()
    in_use = panel.list.is_in_use

    panel.search.setFocus()

    assert in_use
    assert calm == [False]
