"""The responses panel: what is asked, inserted and dragged."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from undivided.library.responses import Response
from undivided.library.search import Match, query, rank, searchable
from undivided.library.slots import fill
from undivided.qtmodels.canned_mime import RESPONSE_MIME
from undivided.qtmodels.canned_model import CannedModel
from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.responses.canned_panel import Asked, CannedPanel
from undivided.ui.responses.response_delegate import in_code_points

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
        model.show(found)
        made.show_found(len(LIBRARY), closest="Delivery by a date")

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
    panel.set_folders((("Delivery",),))

    panel._chips[1].click()

    assert titles(panel) == ["Gift"]
    assert [chip.isChecked() for chip in panel._chips] == [False, True, False]


def test_a_folder_chip_keeps_what_was_typed(panel: CannedPanel) -> None:
    asked: list[Asked] = []
    panel.set_folders((("Delivery",), ("Delivery", "Abroad")))
    QTest.keyClicks(panel.search.line, "d")
    panel.asked.connect(asked.append)

    panel._chips[2].click()

    assert asked == [Asked("d", ("Delivery",))]


FOLDERS = tuple((f"Folder number {number}",) for number in range(8))


def test_every_folder_has_a_chip_that_the_keys_bring_into_view(
    panel: CannedPanel, qtbot: QtBot
) -> None:
    panel.set_folders(FOLDERS)
    row, chips = panel._chip_row, panel._chips
    qtbot.waitUntil(lambda: row.horizontalScrollBar().maximum() > 0)
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
    panel.set_folders(FOLDERS)
    row = panel._chip_row
    qtbot.waitUntil(lambda: row.horizontalScrollBar().maximum() > 0)
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


def test_nothing_found_names_the_closest_and_offers_to_write_it(panel: CannedPanel) -> None:
    wanted: list[str] = []
    panel.new_requested.connect(wanted.append)

    QTest.keyClicks(panel.search.line, "delvery")
    panel._write_button.click()

    assert panel._empty_title.text() == "Nothing for “delvery”."
    assert panel._empty_text.text() == "Closest: Delivery by a date."
    assert wanted == ["delvery"]


def test_an_empty_library_says_how_to_begin(panel: CannedPanel) -> None:
    model = panel.list.model()
    assert isinstance(model, CannedModel)
    model.show([])

    panel.show_found(0)

    assert panel._empty_title.text() == "Write once, use all day"
    assert panel._import_button.isVisible()


def test_a_dragged_card_carries_its_id_and_its_filled_text(panel: CannedPanel) -> None:
    model = panel.list.model()
    mime = model.mimeData([model.index(1, 0)])

    assert bytes(mime.data(RESPONSE_MIME).data()) == b"2"
    assert mime.text() == "Wrapped, Elena."


def test_the_drag_picture_is_300_pixels_wide_without_its_shadow(panel: CannedPanel) -> None:
    picture = panel.list.cards.drag_pixmap(panel.list.model().index(0, 0), 2.0)

    assert picture.deviceIndependentSize().width() == 300 + 28


def test_positions_behind_an_emoji_are_counted_as_python_counts() -> None:
    filled = fill("😀 With you {{day}}.", {})

    assert in_code_points(filled.in_utf16()) == filled


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
