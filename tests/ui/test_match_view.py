"""The popup and the quick list: what is chosen by keys and pointer, in which wording."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from undivided.library.filling.slots import Filled, fill
from undivided.library.finding.search import Match, Why
from undivided.library.model.parts import Variant, Wording
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId
from undivided.ui.composer.composer import Composer
from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.responses.match_view import FOOT, MatchView, Picked

SHORT = "Friday, {{visitor.first_name}}."
SHIFT = Qt.KeyboardModifier.ShiftModifier
BY_DATE = Response(
    id="1",
    title="Delivery by a date",
    body="It reaches you on {{day}}, {{visitor.first_name}}.",
    variants=(
        Variant(body=SHORT, wording=Wording.SHORT),
        Variant(body="Am Freitag.", wording=Wording.SAME, language="de"),
    ),
)
LATE = Response(id="2", title="Late parcel", body="I am sorry.")
FOUND = (Match(BY_DATE, Why.TITLE_START, ("del",)), Match(LATE))


def elena(response: Response, body: str = "") -> Filled:
    return fill(body or response.body, {"visitor.first_name": "Elena"})


@pytest.fixture
def composer(qtbot: QtBot) -> Iterator[Composer]:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(900, 700)
    made = Composer(LIGHT, lambda text: len(text.split()))
    page = QWidget()
    column = QVBoxLayout(page)
    column.addStretch(1)
    column.addWidget(made)
    window.setCentralWidget(page)
    made.bind(ChatId("elena"), "", name="Elena")
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    made.focus_text()
    yield made
    window.close()


def picked_by(composer: Composer) -> list[Picked]:
    picked: list[Picked] = []
    composer.response_picked.connect(picked.append)
    return picked


def shown_text(view: MatchView) -> str:
    return view._shown(view._at, view._wording).text


def test_page_down_goes_through_the_wordings_and_enter_takes_the_shown_one(
    composer: Composer,
) -> None:
    picked = picked_by(composer)
    QTest.keyClicks(composer.editor, "/del")
    composer.responses.show_matches(FOUND, 2, elena)

    seen = [shown_text(composer.popup)]
    for _ in range(3):
        QTest.keyClick(composer.editor, Qt.Key.Key_PageDown)
        seen.append(shown_text(composer.popup))
    QTest.keyClick(composer.editor, Qt.Key.Key_PageUp)
    QTest.keyClick(composer.editor, Qt.Key.Key_PageUp)
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    whole = "It reaches you on day, Elena."
    assert seen == [whole, "Friday, Elena.", "Am Freitag.", whole]
    assert picked == [Picked("1", SHORT)]


def test_another_match_begins_with_its_own_words(composer: Composer) -> None:
    QTest.keyClicks(composer.editor, "/del")
    composer.responses.show_matches(FOUND, 2, elena)
    composer.popup.step_wording(1)

    composer.popup.step(1)
    composer.popup.step_wording(1)
    late = shown_text(composer.popup)
    composer.popup.step(-1)

    assert (late, shown_text(composer.popup)) == ("I am sorry.", "It reaches you on day, Elena.")


def test_the_pointer_marks_and_a_click_takes(composer: Composer) -> None:
    picked = picked_by(composer)
    QTest.keyClicks(composer.editor, "/")
    composer.responses.show_matches(FOUND, 2, elena)
    place = composer.popup._row_box(1).center().toPoint()

    QTest.mouseMove(composer.popup, place)
    marked = composer.popup.current
    QTest.mouseClick(composer.popup, Qt.MouseButton.LeftButton, pos=place)

    assert marked == FOUND[1]
    assert picked == [Picked("2")]


def test_what_was_found_for_a_word_that_is_gone_opens_nothing(composer: Composer) -> None:
    sent = list[str]()
    composer.send_requested.connect(lambda _chat, text: sent.append(text))
    QTest.keyClicks(composer.editor, "Yes /d")
    QTest.keyClick(composer.editor, Qt.Key.Key_Backspace)
    QTest.keyClick(composer.editor, Qt.Key.Key_Backspace)

    composer.responses.show_matches(FOUND, 2, elena)
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    assert not composer.popup.isVisible()
    assert sent == ["Yes"]


def test_the_quick_list_is_searched_by_typing_and_inserts_by_enter(composer: Composer) -> None:
    picked, asked = picked_by(composer), list[str]()
    composer.responses_wanted.connect(asked.append)

    assert composer.open_quick_list()

    composer.responses.show_matches(FOUND, 2, elena)
    QTest.keyClicks(composer.responses.quick.line, "la")
    QTest.keyClick(composer.responses.quick.line, Qt.Key.Key_Down)
    QTest.keyClick(composer.responses.quick.line, Qt.Key.Key_Return, SHIFT)
    composer.insert_response(elena(LATE), replace_draft=True)

    assert asked == ["", "l", "la"]
    assert picked == [Picked("2", replaces=True)]
    assert not composer.responses.quick.isVisible()
    assert composer.editor.hasFocus()


def test_escape_closes_the_quick_list_and_gives_the_keys_back(
    composer: Composer, qtbot: QtBot
) -> None:
    QTest.keyClicks(composer.editor, "Yes")
    composer.open_quick_list()
    composer.responses.show_matches(FOUND, 2, elena)

    QTest.keyClick(composer.responses.quick.line, Qt.Key.Key_Escape)

    assert not composer.responses.quick.isVisible()
    qtbot.waitUntil(composer.editor.hasFocus, timeout=20_000)
    assert composer.text == "Yes"


def test_a_click_elsewhere_closes_the_quick_list_and_keeps_the_keys_there(
    composer: Composer, qtbot: QtBot
) -> None:
    composer.open_quick_list()
    qtbot.waitUntil(composer.responses.quick.line.hasFocus, timeout=20_000)

    composer.send_button.setEnabled(True)
    composer.send_button.setFocus(Qt.FocusReason.MouseFocusReason)

    assert not composer.responses.quick.isVisible()
    assert composer.send_button.hasFocus()


def test_the_quick_list_says_when_nothing_is_found(composer: Composer) -> None:
    composer.open_quick_list()
    composer.responses.quick.line.setText("xyz")

    composer.responses.show_matches((), 2, elena)
    QTest.keyClick(composer.responses.quick.line, Qt.Key.Key_Return)

    assert composer.responses.quick.line.accessibleDescription() == "No response has “xyz”."
    assert composer.responses.quick.isVisible()


def test_the_quick_list_does_not_open_where_nothing_can_be_written(composer: Composer) -> None:
    composer.set_disabled_reason("Samuel’s chat is closed.")

    assert not composer.open_quick_list()


@pytest.mark.parametrize("height", [300, 420, 700])
def test_the_popup_is_as_high_as_whole_rows(composer: Composer, height: int) -> None:
    composer.window().resize(720, height)
    QApplication.processEvents()

    QTest.keyClicks(composer.editor, "/del")
    composer.responses.show_matches((*FOUND, *FOUND, *FOUND), 50, elena)

    popup = composer.popup
    last = popup._row_box(popup._rows()[-1])
    empty = popup.card().bottom() - LIGHT.px(FOOT) - last.bottom()
    assert 0 < empty < last.height() / 2
    assert popup.card().toRect().top() + popup.y() >= 0


@pytest.mark.parametrize(("width", "percent"), [(480, 100), (900, 150), (1400, 100)])
def test_the_quick_list_stays_inside_the_window(
    composer: Composer, width: int, percent: int
) -> None:
    window = composer.window()
    window.resize(width, 420)
    composer.set_tokens(DARK.with_text_percent(percent))

    composer.open_quick_list()

    quick = composer.responses.quick
    assert window.rect().contains(quick.card().toRect().translated(quick.pos()))
    assert quick.card().toRect().contains(quick.line.geometry())


def test_hostile_texts_of_a_response_are_shown_as_letters(composer: Composer) -> None:
    hostile = Response(id="3", title="<b>x</b>{{day}}", body="<img src=x>\u202e{{visitor.name}}")
    QTest.keyClicks(composer.editor, "/")

    composer.responses.show_matches((Match(hostile),), 1, elena)
    composer.popup.grab()

    assert "<img src=x>" in shown_text(composer.popup)
