"""Pickers at typed slots: by keys and mouse, with the caret in the text all the time."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from undivided.library.filling.slots import fill
from undivided.library.model.parts import Fill, SlotKind
from undivided.protocol.ids import ChatId
from undivided.qtmodels.locale_writing import writing_for
from undivided.ui.composer.composer import Composer
from undivided.ui.composer.slot_calendar import DatePicker
from undivided.ui.composer.slot_choices import ChoicePicker
from undivided.ui.look.theme import DARK, LIGHT

SHIFT = Qt.KeyboardModifier.ShiftModifier
TODAY = date(2026, 2, 22)
COLOUR = SlotKind(name="colour", fill=Fill.CHOICE, choices=("linen", "sage", "{{day}}"))
DAY = SlotKind(name="day", fill=Fill.DATE)
PRICE = SlotKind(name="price", fill=Fill.MONEY, currency="GBP")
COUNT = SlotKind(name="count", fill=Fill.NUMBER)


@pytest.fixture
def composer(qtbot: QtBot) -> Iterator[Composer]:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(900, 600)
    made = Composer(LIGHT, lambda text: len(text.split()))
    page = QWidget()
    column = QVBoxLayout(page)
    column.addStretch(1)
    column.addWidget(made)
    window.setCentralWidget(page)
    made.bind(ChatId("elena"), "", name="Elena")
    made.slot_mode.set_calendar(lambda: TODAY)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    made.focus_text()
    yield made
    window.close()


def insert(composer: Composer, body: str, *kinds: SlotKind) -> None:
    composer.insert_response(fill(body, {}, kinds))


def press(composer: Composer, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(composer.editor, key)


def choices(composer: Composer) -> ChoicePicker:
    picker = composer.slot_mode.pickers.picker
    assert isinstance(picker, ChoicePicker)
    return picker


def calendar(composer: Composer) -> DatePicker:
    picker = composer.slot_mode.pickers.picker
    assert isinstance(picker, DatePicker)
    return picker


def sent_by(composer: Composer) -> list[str]:
    sent: list[str] = []
    composer.send_requested.connect(lambda _chat, text: sent.append(text))
    return sent


# -- choices


def test_down_and_enter_choose_and_go_to_the_next_blank(composer: Composer) -> None:
    insert(composer, "In {{colour}} by {{time of day}}.", COLOUR)

    press(composer, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)

    assert composer.text == "In sage by time of day."
    assert composer.editor.textCursor().selectedText() == "time of day"
    assert composer.slot_mode.pickers.picker is None


def test_up_begins_at_the_end_and_both_go_round(composer: Composer) -> None:
    insert(composer, "In {{colour}}.", COLOUR)
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        press(composer, key)
        seen.append(choices(composer).current)

    assert seen == ["{{day}}", "sage", "{{day}}", "linen"]


def test_tab_without_a_marked_choice_leaves_the_blank_empty(composer: Composer) -> None:
    insert(composer, "In {{colour}} on {{day}}.", COLOUR)

    press(composer, Qt.Key.Key_Tab)

    assert [blank.name for blank in composer.editor.blanks()] == ["colour", "day"]


def test_typing_marks_what_begins_so_and_other_words_are_right_too(composer: Composer) -> None:
    insert(composer, "In {{colour}} {{a}}.", COLOUR)

    QTest.keyClicks(composer.editor, "SA")
    marked = choices(composer).current
    QTest.keyClicks(composer.editor, "nd")
    after = choices(composer).current
    press(composer, Qt.Key.Key_Tab)

    assert (marked, after) == ("sage", "")
    assert composer.text == "In SAnd a."


def test_a_chosen_value_is_data_and_never_expands(composer: Composer) -> None:
    insert(composer, "In {{colour}}.", COLOUR)

    press(composer, Qt.Key.Key_Up, Qt.Key.Key_Tab)

    assert composer.text == "In {{day}}."
    assert composer.editor.blanks() == ()


def test_a_clicked_choice_is_taken(composer: Composer) -> None:
    insert(composer, "In {{colour}}.", COLOUR)
    picker = choices(composer)
    place = picker._row_box(1).center().toPoint()

    QTest.mouseMove(picker, place)
    QTest.mouseClick(picker, Qt.MouseButton.LeftButton, pos=place)

    assert composer.text == "In sage."


def test_the_choice_that_stands_there_is_marked(composer: Composer) -> None:
    insert(composer, "In {{colour|sage}}.", COLOUR)

    assert choices(composer).current == "sage"

    press(composer, Qt.Key.Key_Return)

    assert composer.editor.blanks() == ()


def test_escape_closes_the_list_first_and_leaves_slot_mode_then(composer: Composer) -> None:
    insert(composer, "In {{colour}}.", COLOUR)

    press(composer, Qt.Key.Key_Escape)

    assert composer.slot_mode.pickers.picker is None
    assert composer.editor.is_in_slot_mode

    press(composer, Qt.Key.Key_Escape)

    assert not composer.editor.is_in_slot_mode


def test_coming_back_to_a_chosen_slot_offers_the_choices_again(composer: Composer) -> None:
    insert(composer, "In {{colour}} {{a}}.", COLOUR)
    press(composer, Qt.Key.Key_Down, Qt.Key.Key_Return)

    QTest.keyClick(composer.editor, Qt.Key.Key_Backtab, SHIFT)

    assert choices(composer).current == "linen"


# -- days


def test_arrows_move_by_days_and_weeks_and_enter_writes_the_day(composer: Composer) -> None:
    insert(composer, "On {{day}}, {{a}}.", DAY)

    press(composer, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return)

    assert composer.text == "On 2 March 2026, a."
    assert composer.editor.textCursor().selectedText() == "a"


def test_page_down_moves_by_months(composer: Composer) -> None:
    insert(composer, "On {{day}}.", DAY)

    press(composer, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Tab)

    assert composer.text == "On 22 March 2026."


def test_a_typed_day_moves_the_month_and_is_written_out_when_left(composer: Composer) -> None:
    insert(composer, "On {{day}}, {{a}}.", DAY)

    QTest.keyClicks(composer.editor, "2027-03-04")
    shown = calendar(composer).day
    press(composer, Qt.Key.Key_Tab)

    assert shown == date(2027, 3, 4)
    assert composer.text == "On 4 March 2027, a."
    assert composer.editor.textCursor().selectedText() == "a"


def test_while_typing_a_day_left_and_right_move_the_caret(composer: Composer) -> None:
    insert(composer, "On {{day}}.", DAY)

    QTest.keyClicks(composer.editor, "2027-03-0")
    press(composer, Qt.Key.Key_Left)
    QTest.keyClicks(composer.editor, "1")
    press(composer, Qt.Key.Key_Tab)

    assert composer.text == "On 10 March 2027."


def test_a_clicked_day_is_taken_and_the_caret_stays_in_the_text(
    composer: Composer, qtbot: QtBot
) -> None:
    insert(composer, "On {{day}}.", DAY)

    calendar(composer).month.clicked.emit(QDate(2026, 2, 27))

    assert composer.text == "On 27 February 2026."
    assert composer.editor.hasFocus()


def test_the_picker_stands_inside_the_window_above_its_line(composer: Composer) -> None:
    insert(
        composer, "Some words before it, so that it would stand far right: " * 2 + "{{day}}", DAY
    )
    picker = calendar(composer)
    window = composer.window()
    line = composer.editor.mapTo(window, QPoint(0, 0)).y()
    card = picker.card().translated(QPoint(picker.pos()))

    assert window.rect().contains(card.toRect())
    assert card.bottom() < line + 60


# -- what does not fit


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        (COUNT, "many", "“many” is no number."),
        (PRICE, "cheap", "“cheap” is no amount."),
        (DAY, "soon", "“soon” is no day."),
    ],
    ids=["number", "money", "date"],
)
def test_what_does_not_fit_stops_sending_once_with_a_sentence(
    composer: Composer, kind: SlotKind, typed: str, sentence: str
) -> None:
    sent = sent_by(composer)
    insert(composer, f"It is {{{{{kind.name}}}}}.", kind)
    QTest.keyClicks(composer.editor, typed)

    press(composer, Qt.Key.Key_Return)

    assert sent == []
    assert sentence in composer.coach.hint
    assert composer.editor.textCursor().selectedText() == typed

    press(composer, Qt.Key.Key_Escape, Qt.Key.Key_Return)

    assert sent == [f"It is {typed}."]


def test_an_amount_is_written_out_before_it_is_sent(composer: Composer) -> None:
    sent = sent_by(composer)
    insert(composer, "It is {{price}}.", PRICE)

    QTest.keyClicks(composer.editor, "1250.5")
    press(composer, Qt.Key.Key_Return)

    assert sent == ["It is GBP 1,250.50."]


def test_a_day_without_a_year_is_written_out(composer: Composer) -> None:
    insert(composer, "On {{day}}.", DAY)

    QTest.keyClicks(composer.editor, "Jan 5")
    press(composer, Qt.Key.Key_Tab)

    assert composer.text == "On 5 January 2027."


def test_leaving_a_slot_says_what_does_not_fit_and_goes_on(composer: Composer) -> None:
    insert(composer, "{{count}} of {{a}}.", COUNT)
    QTest.keyClicks(composer.editor, "many")

    press(composer, Qt.Key.Key_Tab)

    assert composer.coach.hint.startswith("“many” is no number.")
    assert composer.editor.textCursor().selectedText() == "a"


# -- around


def test_a_typed_slash_opens_the_responses_and_closes_the_list(composer: Composer) -> None:
    insert(composer, "In {{colour}}.", COLOUR)

    QTest.keyClicks(composer.editor, "/")
    composer.popup.opened.emit(True)

    assert composer.slot_mode.pickers.picker is None


def test_another_chat_and_another_focus_close_the_picker(composer: Composer, qtbot: QtBot) -> None:
    insert(composer, "In {{colour}}.", COLOUR)
    composer.bind(ChatId("marcus"), "", name="Marcus")

    assert composer.slot_mode.pickers.picker is None

    insert(composer, "In {{colour}}.", COLOUR)
    composer.send_button.setFocus()

    qtbot.waitUntil(lambda: composer.slot_mode.pickers.picker is None, timeout=20_000)


def test_kinds_of_slots_survive_a_visit_to_another_chat(composer: Composer) -> None:
    insert(composer, "In {{colour}} on {{day}}.", COLOUR, DAY)
    press(composer, Qt.Key.Key_Down, Qt.Key.Key_Return)
    draft = composer.text
    composer.bind(ChatId("marcus"), "", name="Marcus")

    composer.bind(ChatId("elena"), draft, name="Elena")
    press(composer, Qt.Key.Key_Tab)

    assert calendar(composer).day == TODAY
    assert [slot.is_filled for slot in composer.editor.slots()] == [True, False]


def test_another_theme_is_shown_at_once(composer: Composer) -> None:
    insert(composer, "On {{day}}.", DAY)

    composer.set_tokens(DARK)

    assert calendar(composer).tokens is DARK


def test_slots_are_written_in_the_language_of_the_text_around_them(composer: Composer) -> None:
    german = fill("Am {{day}} f\u00fcr {{price}}.", {}, (DAY, PRICE), writing_for("de-DE"))
    composer.insert_response(german)

    QTest.keyClicks(composer.editor, "2026-03-04")
    press(composer, Qt.Key.Key_Tab)
    QTest.keyClicks(composer.editor, "1250,5")
    press(composer, Qt.Key.Key_Tab)

    assert composer.text == "Am 4. M\u00e4rz 2026 f\u00fcr 1.250,50 \u00a3."
    assert composer.slot_mode.unfilled() is None
