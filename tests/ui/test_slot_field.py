"""Slot mode: which slot is filled, where Tab goes, and what stays a slot."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from undivided.library.filling.slots import fill
from undivided.library.model.parts import Fill, SlotKind
from undivided.ui.composer.composer_editor import ComposerEditor
from undivided.ui.look.theme import LIGHT

SHIFT = Qt.KeyboardModifier.ShiftModifier
BODY = "Before {{hour}} to {{place}}, {{day}}."


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[ComposerEditor]:
    """A field between two others, so that Tab could leave it."""
    made = ComposerEditor(LIGHT)
    page = QWidget()
    column = QVBoxLayout(page)
    for part in (QLineEdit(), made, QLineEdit()):
        column.addWidget(part)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitExposed(page)
    made.setFocus()
    qtbot.waitUntil(made.hasFocus, timeout=20_000)
    yield made
    page.close()


def put(editor: ComposerEditor, body: str = BODY, *kinds: SlotKind) -> None:
    editor.insert_filled(fill(body, {}, kinds), None, replace_all=False)


def press(editor: ComposerEditor, *keys: Qt.Key) -> None:
    for key in keys:
        back = SHIFT if key is Qt.Key.Key_Backtab else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(editor, key, back)


def selected(editor: ComposerEditor) -> str:
    return editor.textCursor().selectedText()


def words(editor: ComposerEditor) -> list[tuple[str, str, bool]]:
    """Return each slot's name, words and whether it is filled."""
    return [(slot.name, editor.words_of(slot), slot.is_filled) for slot in editor.slots()]


def test_typed_words_stay_a_slot_that_shift_tab_comes_back_to(editor: ComposerEditor) -> None:
    put(editor)

    QTest.keyClicks(editor, "16:00")
    press(editor, Qt.Key.Key_Tab)
    at_place = selected(editor)
    press(editor, Qt.Key.Key_Backtab)

    assert (at_place, selected(editor)) == ("place", "16:00")
    assert words(editor)[0] == ("hour", "16:00", True)


def test_shift_tab_while_typing_goes_to_the_slot_before(editor: ComposerEditor) -> None:
    put(editor)
    QTest.keyClicks(editor, "16:00")
    press(editor, Qt.Key.Key_Tab)

    QTest.keyClicks(editor, "Leeds")
    press(editor, Qt.Key.Key_Backtab)

    assert selected(editor) == "16:00"


def test_tab_behind_the_last_blank_goes_behind_the_text_and_then_on(
    editor: ComposerEditor, qtbot: QtBot
) -> None:
    put(editor, "On {{day}}.")
    QTest.keyClicks(editor, "Friday")

    press(editor, Qt.Key.Key_Tab)
    QTest.keyClicks(editor, " Bye")

    assert editor.toPlainText() == "On Friday. Bye"
    assert words(editor) == [("day", "Friday", True)]

    press(editor, Qt.Key.Key_Tab)

    qtbot.waitUntil(lambda: not editor.hasFocus(), timeout=20_000)


def test_tab_keeps_the_words_that_a_blank_brought_along_and_shift_tab_does_not(
    editor: ComposerEditor,
) -> None:
    put(editor, "{{hour|16:00}} {{day|Friday}} {{place}}")

    press(editor, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)

    assert words(editor) == [
        ("hour", "16:00", True),
        ("day", "Friday", False),
        ("place", "place", False),
    ]
    assert selected(editor) == "16:00"


def test_escape_leaves_the_blanks_alone_so_that_tab_goes_on(
    editor: ComposerEditor, qtbot: QtBot
) -> None:
    put(editor)

    press(editor, Qt.Key.Key_Escape)
    after_escape = selected(editor)
    press(editor, Qt.Key.Key_Tab)

    assert after_escape == ""
    qtbot.waitUntil(lambda: not editor.hasFocus(), timeout=20_000)
    assert len(editor.blanks()) == 3


def test_a_next_response_comes_behind_the_text_and_not_into_the_waiting_blank(
    editor: ComposerEditor,
) -> None:
    put(editor, "On {{day}}.")

    put(editor, "Bye {{name}}.")

    assert editor.toPlainText() == "On day. Bye name."
    assert [blank.name for blank in editor.blanks()] == ["day", "name"]


def test_an_emptied_slot_is_filled_again_by_the_next_key(editor: ComposerEditor) -> None:
    put(editor)
    QTest.keyClicks(editor, "ab")

    press(editor, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    QTest.keyClicks(editor, "cd")

    assert words(editor)[0] == ("hour", "cd", True)


def test_text_behind_a_slot_that_was_left_is_no_part_of_it(editor: ComposerEditor) -> None:
    put(editor, "{{hour}}")
    QTest.keyClicks(editor, "16:00")
    press(editor, Qt.Key.Key_Tab)

    QTest.keyClicks(editor, " sharp")

    assert words(editor) == [("hour", "16:00", True)]


def test_shift_enter_in_a_slot_of_lines_is_a_part_of_it(editor: ComposerEditor) -> None:
    put(editor, "To:\n{{address}}\n{{day}}", SlotKind(name="Address", fill=Fill.LINES))
    QTest.keyClicks(editor, "1 High St")

    QTest.keyClick(editor, Qt.Key.Key_Return, SHIFT)
    QTest.keyClicks(editor, "Leeds")

    assert words(editor) == [("address", "1 High St\nLeeds", True), ("day", "day", False)]

    press(editor, Qt.Key.Key_Tab)

    assert selected(editor) == "day"


def test_a_line_end_in_another_slot_is_plain_text_behind_it(editor: ComposerEditor) -> None:
    put(editor, "{{hour}}")
    QTest.keyClicks(editor, "16:00")

    QTest.keyClick(editor, Qt.Key.Key_Return, SHIFT)
    QTest.keyClicks(editor, "Bye")

    assert words(editor) == [("hour", "16:00", True)]


def test_a_paste_fills_the_blank(editor: ComposerEditor) -> None:
    put(editor, "On {{day}} at {{hour}}.")
    data = QMimeData()
    data.setText("Friday {{hour}}")

    editor.insertFromMimeData(data)

    assert words(editor) == [("day", "Friday {{hour}}", True), ("hour", "hour", False)]


def test_filling_is_one_step_of_undo_and_gives_the_blank_back(editor: ComposerEditor) -> None:
    put(editor, "On {{day}}.")

    editor.fill_slot("24 November 2026")
    editor.undo()

    assert words(editor) == [("day", "day", False)]


def test_positions_are_right_behind_emoji_and_in_right_to_left_text(
    editor: ComposerEditor,
) -> None:
    put(editor, "🎉 שלום {{שם}} 👩‍🚀 عند {{hour}}.")

    event = QInputMethodEvent()
    event.setCommitString("דנה")
    QApplication.sendEvent(editor, event)
    press(editor, Qt.Key.Key_Tab)
    QTest.keyClicks(editor, "4")

    assert editor.toPlainText() == "🎉 שלום דנה 👩‍🚀 عند 4."
    assert words(editor) == [("שם", "דנה", True), ("hour", "4", True)]


def test_undo_takes_the_whole_insertion_and_gives_back_draft_and_replaced_text(
    editor: ComposerEditor,
) -> None:
    QTest.keyClicks(editor, "my draft")
    editor.insert_filled(fill(BODY, {}), None, replace_all=True)

    editor.undo()

    assert (editor.toPlainText(), editor.slots()) == ("my draft", ())

    cursor = editor.textCursor()
    cursor.setPosition(3)
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    put(editor)
    editor.undo()

    assert editor.toPlainText() == "my draft"


def test_another_text_is_no_slot_though_the_caret_stood_in_one(editor: ComposerEditor) -> None:
    put(editor, "{{day}} suits us")

    editor.set_text("the draft of another chat")

    assert words(editor) == []
