"""The composer: what leaves, when, and for which chat."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QInputMethodEvent,
    QKeySequence,
    QTextCursor,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from undivided.etiquette.coach.checklist import Asked
from undivided.library.filling.slots import Filled, fill
from undivided.library.finding.search import Match
from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId
from undivided.protocol.limits import MESSAGE_CHARACTERS
from undivided.qtmodels.canned_mime import RESPONSE_MIME
from undivided.ui.composer.composer import Composer
from undivided.ui.composer.file_chip import FileChip
from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.responses.match_view import Picked

ELENA, MARCUS = ChatId("elena"), ChatId("marcus")
BY_DATE = "Order before {{cut-off time}} today, {{visitor.first_name|there}}: with you {{day}}."
RESPONSE = Response(id="7", title="Delivery by a date", body=BY_DATE, shortcuts=("del",))
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(900, 600)
    composer = Composer(LIGHT, lambda text: len(text.split()))
    page = QWidget()
    column = QVBoxLayout(page)
    column.addStretch(1)
    column.addWidget(composer)
    made.setCentralWidget(page)
    composer.bind(ELENA, "", name="Elena")
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    composer.focus_text()
    return made


@pytest.fixture
def composer(window: QMainWindow) -> Composer:
    found = window.findChild(Composer)
    assert found is not None
    return found


def sent_by(composer: Composer) -> list[tuple[str, str]]:
    sent: list[tuple[str, str]] = []
    composer.send_requested.connect(lambda chat, text: sent.append((chat, text)))
    return sent


def elena(body: str) -> Filled:
    return fill(body, {"visitor.first_name": "Elena"})


def for_elena(response: Response, body: str = "") -> Filled:
    return elena(body or response.body)


def commit(composer: Composer, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(composer.editor, event)


def drop(
    composer: Composer,
    mime: QMimeData,
    at: QPoint,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    viewport = composer.editor.viewport()
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    QApplication.sendEvent(viewport, QDragEnterEvent(at, copy, mime, left, held))
    QApplication.sendEvent(viewport, QDragMoveEvent(at, copy, mime, left, held))
    QApplication.sendEvent(viewport, QDropEvent(QPointF(at), copy, mime, left, held))


def caret_point(composer: Composer, position: int) -> QPoint:
    cursor = QTextCursor(composer.editor.document())
    cursor.setPosition(position)
    return composer.editor.cursorRect(cursor).center()


# -- sending


def test_enter_asks_to_send_the_trimmed_text_and_keeps_it_until_the_outbox_has_it(
    composer: Composer, qtbot: QtBot
) -> None:
    sent = sent_by(composer)

    QTest.keyClicks(composer.editor, "Hello  ")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    assert sent == [(ELENA, "Hello")]
    assert composer.text == "Hello  "


def test_shift_enter_starts_a_new_line(composer: Composer, qtbot: QtBot) -> None:
    sent = sent_by(composer)

    QTest.keyClicks(composer.editor, "one")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return, SHIFT)
    QTest.keyClicks(composer.editor, "two")

    assert composer.text == "one\ntwo"
    assert not sent


def test_enter_and_shift_enter_can_be_swapped(composer: Composer, qtbot: QtBot) -> None:
    sent = sent_by(composer)
    composer.set_send_on_enter(False)

    QTest.keyClicks(composer.editor, "one")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    QTest.keyClick(composer.editor, Qt.Key.Key_Return, SHIFT)

    assert sent == [(ELENA, "one")]


def test_white_space_alone_is_not_sent(composer: Composer, qtbot: QtBot) -> None:
    sent = sent_by(composer)

    QTest.keyClicks(composer.editor, "   ")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    assert not sent


def test_a_second_enter_does_not_send_the_same_text_twice(composer: Composer, qtbot: QtBot) -> None:
    sent = sent_by(composer)
    QTest.keyClicks(composer.editor, "Hello")

    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    assert sent == [(ELENA, "Hello")]


def test_a_second_message_waits_until_the_first_is_accepted_and_is_sent_alone(
    composer: Composer,
) -> None:
    sent = sent_by(composer)
    QTest.keyClicks(composer.editor, "Hello.")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    QTest.keyClicks(composer.editor, "How are you?")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    composer.clear_after_accepted(ELENA, "Hello.")
    composer.clear_after_accepted(ELENA, "How are you?")

    assert sent == [(ELENA, "Hello."), (ELENA, "How are you?")]
    assert composer.text == ""


def test_accepted_text_goes_away_and_what_was_typed_since_stays(
    composer: Composer, qtbot: QtBot
) -> None:
    QTest.keyClicks(composer.editor, "Hello")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    QTest.keyClicks(composer.editor, " and more")

    composer.clear_after_accepted(ELENA, "Hello")

    assert composer.text == "and more"


def test_accepting_a_text_of_another_chat_changes_nothing_here(
    composer: Composer, qtbot: QtBot
) -> None:
    QTest.keyClicks(composer.editor, "Hello")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    composer.bind(MARCUS, "Hello", name="Marcus")

    composer.clear_after_accepted(ELENA, "Hello")

    assert composer.text == "Hello"


def test_refused_text_stays_and_may_be_sent_again(composer: Composer, qtbot: QtBot) -> None:
    sent = sent_by(composer)
    QTest.keyClicks(composer.editor, "Hello")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    composer.keep_after_refused(ELENA, "The disk is full.")

    assert composer.coach.hint == "The disk is full."

    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    assert sent == [(ELENA, "Hello")] * 2


def test_a_text_longer_than_one_message_is_not_sent_and_says_why(
    composer: Composer, qtbot: QtBot
) -> None:
    sent = sent_by(composer)
    composer.bind(ELENA, "word " * 1_000 + "end", name="Elena")

    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    assert not sent
    assert "5,003 characters" in composer.coach.hint


# -- chats


def test_binding_never_moves_text_between_chats(composer: Composer, qtbot: QtBot) -> None:
    drafts: list[tuple[str, str]] = []
    composer.text_changed.connect(lambda chat, text: drafts.append((chat, text)))
    QTest.keyClicks(composer.editor, "a")

    composer.bind(MARCUS, "for Marcus", name="Marcus")
    composer.bind(ELENA, "a", name="Elena")

    assert drafts == [(ELENA, "a")]
    assert composer.text == "a"


def test_undo_never_brings_back_another_chats_text(composer: Composer, qtbot: QtBot) -> None:
    QTest.keyClicks(composer.editor, "secret")
    composer.bind(MARCUS, "", name="Marcus")

    composer.editor.undo()

    assert composer.text == ""


def test_blanks_survive_a_visit_to_another_chat(composer: Composer) -> None:
    composer.insert_response(elena(BY_DATE))
    draft = composer.text
    composer.bind(MARCUS, "", name="Marcus")

    composer.bind(ELENA, draft, name="Elena")

    assert [blank.name for blank in composer.editor.blanks()] == ["cut-off time", "day"]


def test_writing_is_told_once_and_its_end_when_the_chat_changes(
    composer: Composer, qtbot: QtBot
) -> None:
    told: list[bool] = []
    composer.typing_changed.connect(told.append)

    QTest.keyClicks(composer.editor, "Hello")
    composer.bind(MARCUS, "", name="Marcus")

    assert told == [True, False]


def test_a_reason_stops_writing_and_keeps_the_draft(composer: Composer, qtbot: QtBot) -> None:
    sent = sent_by(composer)
    QTest.keyClicks(composer.editor, "Hello")

    composer.set_disabled_reason("Samuel’s chat is closed.")
    QTest.keyClicks(composer.editor, " again")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    assert composer.text == "Hello"
    assert not sent
    assert not composer.send_button.isEnabled()
    assert composer.send_button.accessibleDescription().startswith("Samuel’s chat is closed.")


def test_offline_the_button_says_when_it_goes_out(composer: Composer) -> None:
    composer.set_online(False)

    assert composer.send_button.text() == "Send when online"
    assert composer.send_button.accessibleName() == "Send when online"


# -- blanks


def test_a_response_is_one_undo_step_and_its_first_blank_is_selected(
    composer: Composer, qtbot: QtBot
) -> None:
    commit(composer, "😀 Yes. ")

    composer.insert_response(elena(BY_DATE))

    assert composer.text == "😀 Yes. Order before cut-off time today, Elena: with you day."
    assert composer.editor.textCursor().selectedText() == "cut-off time"

    composer.editor.undo()

    assert composer.text == "😀 Yes. "


def test_typing_replaces_a_blank_and_tab_goes_to_the_next(composer: Composer, qtbot: QtBot) -> None:
    composer.insert_response(elena("😊 " + BY_DATE))

    QTest.keyClicks(composer.editor, "16:00")
    QTest.keyClick(composer.editor, Qt.Key.Key_Tab)

    assert composer.editor.textCursor().selectedText() == "day"

    QTest.keyClicks(composer.editor, "Friday")

    assert composer.text == "😊 Order before 16:00 today, Elena: with you Friday."
    assert composer.editor.blanks() == ()


def test_keeping_what_a_blank_brings_along_is_a_change_of_the_draft(composer: Composer) -> None:
    composer.insert_response(fill("By {{day|Friday}}.", {}))
    told: list[str] = []
    composer.text_changed.connect(lambda _chat, text: told.append(text))
    QTest.keyClick(composer.editor, Qt.Key.Key_Tab)

    assert not composer.editor.blanks()
    assert told == ["By Friday."]


def test_shift_tab_goes_back_to_the_blank_before(composer: Composer, qtbot: QtBot) -> None:
    composer.insert_response(elena(BY_DATE))
    QTest.keyClick(composer.editor, Qt.Key.Key_Tab)
    assert composer.editor.textCursor().selectedText() == "day"

    QTest.keyClick(composer.editor, Qt.Key.Key_Backtab)

    assert composer.editor.textCursor().selectedText() == "cut-off time"


def test_text_typed_behind_a_blank_is_no_part_of_it(composer: Composer, qtbot: QtBot) -> None:
    composer.insert_response(fill("{{day}}", {}))
    composer.editor.moveCursor(QTextCursor.MoveOperation.End)

    QTest.keyClicks(composer.editor, "!")

    assert [(blank.start, blank.end) for blank in composer.editor.blanks()] == [(0, 3)]


def test_typing_inside_a_blank_replaces_all_of_it(composer: Composer, qtbot: QtBot) -> None:
    composer.insert_response(fill("On {{day}}.", {}))
    cursor = composer.editor.textCursor()
    cursor.setPosition(4)
    composer.editor.setTextCursor(cursor)

    QTest.keyClicks(composer.editor, "F")

    assert composer.text == "On F."
    assert composer.editor.blanks() == ()


def test_undo_brings_a_replaced_blank_back(composer: Composer, qtbot: QtBot) -> None:
    composer.insert_response(fill("On {{day}}.", {}))
    QTest.keyClicks(composer.editor, "F")

    while composer.text != "On day.":
        composer.editor.undo()

    assert [blank.name for blank in composer.editor.blanks()] == ["day"]


def test_backspace_takes_a_whole_blank(composer: Composer, qtbot: QtBot) -> None:
    composer.insert_response(fill("On {{day}}", {}))
    composer.editor.moveCursor(QTextCursor.MoveOperation.End)

    QTest.keyClick(composer.editor, Qt.Key.Key_Backspace)

    assert composer.text == "On "


def test_a_blank_locks_sending_until_it_is_filled(composer: Composer, qtbot: QtBot) -> None:
    sent = sent_by(composer)
    asked: list[str] = []
    composer.unfilled_blank.connect(asked.append)
    composer.insert_response(fill("On {{day}}.", {}))

    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    assert asked == ["day"]
    assert not sent
    assert "“day” is still empty" in composer.coach.hint

    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    composer.send_button.click()

    assert asked == ["day"] * 3
    assert not sent
    assert composer.editor.textCursor().selectedText() == "day"

    QTest.keyClicks(composer.editor, "Monday")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    assert sent == [(ELENA, "On Monday.")]


def test_a_blank_that_is_deleted_locks_nothing(composer: Composer, qtbot: QtBot) -> None:
    sent = sent_by(composer)
    composer.insert_response(fill("On {{day}}.", {}))
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    QTest.keyClick(composer.editor, Qt.Key.Key_Delete)
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    assert sent == [(ELENA, "On .")]


def test_words_that_a_blank_came_with_are_sent_once_they_are_kept(
    composer: Composer, qtbot: QtBot
) -> None:
    sent = sent_by(composer)
    composer.insert_response(fill("On {{day|Friday}}.", {}))
    for _ in range(2):
        QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    assert not sent
    assert "is “Friday” right for “day”?" in composer.coach.hint

    QTest.keyClick(composer.editor, Qt.Key.Key_Tab)
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    assert sent == [(ELENA, "On Friday.")]


def test_a_change_after_the_question_asks_again(composer: Composer, qtbot: QtBot) -> None:
    sent = sent_by(composer)
    composer.insert_response(fill("On {{day}} at {{time of day}}.", {}))
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    QTest.keyClicks(composer.editor, "Friday")

    QTest.keyClick(composer.editor, Qt.Key.Key_Return)

    assert not sent


# -- input methods and shortcuts


def test_an_input_method_replaces_a_blank(composer: Composer) -> None:
    composer.insert_response(fill("On {{day}}.", {}))

    commit(composer, "金曜日")

    assert composer.text == "On 金曜日."
    assert composer.editor.blanks() == ()


def test_composing_text_sends_nothing(composer: Composer) -> None:
    sent = sent_by(composer)
    QApplication.sendEvent(composer.editor, QInputMethodEvent("にほ", []))

    commit(composer, "日本")

    assert composer.text == "日本"
    assert not sent


@pytest.mark.parametrize("key", ["a", "/", "1", "?"])
def test_a_key_that_writes_is_never_taken_by_a_shortcut(
    window: QMainWindow, composer: Composer, qtbot: QtBot, key: str
) -> None:
    action = QAction("thief", window)
    action.setShortcut(QKeySequence(key))
    stolen: list[bool] = []
    action.triggered.connect(stolen.append)
    window.addAction(action)

    QTest.keyClicks(composer.editor, key)

    assert composer.text == key
    assert not stolen


# -- paste and drop


def test_a_paste_of_ten_megabytes_is_cut_to_one_message_and_says_so(composer: Composer) -> None:
    said: list[str] = []
    composer.said.connect(said.append)
    mime = QMimeData()
    mime.setText("word \r\n" * 1_500_000)

    composer.editor.insertFromMimeData(mime)

    assert len(composer.text) == MESSAGE_CHARACTERS
    assert "\r" not in composer.text
    assert "Only 4,000 of" in said[0]


def test_a_paste_is_plain_text_whatever_else_it_brings(composer: Composer) -> None:
    mime = QMimeData()
    mime.setHtml("<img src='file:///etc/passwd'><b>bold</b>")
    mime.setText("<b>bold</b>")

    composer.editor.insertFromMimeData(mime)

    assert composer.text == "<b>bold</b>"


def test_plain_text_lands_where_it_is_dropped(composer: Composer, qtbot: QtBot) -> None:
    QTest.keyClicks(composer.editor, "ab")
    mime = QMimeData()
    mime.setText("-")

    drop(composer, mime, caret_point(composer, 1))

    assert composer.text == "a-b"


def test_a_dropped_card_names_the_response_and_the_place(composer: Composer, qtbot: QtBot) -> None:
    commit(composer, "😀 Yes. Bye.")
    dropped: list[tuple[str, int, bool]] = []
    composer.response_dropped.connect(lambda *told: dropped.append(told))
    mime = QMimeData()
    mime.setData(RESPONSE_MIME, b"7")
    mime.setText("what it would say")

    drop(composer, mime, caret_point(composer, 8))
    drop(composer, mime, caret_point(composer, 8), SHIFT)

    assert dropped == [("7", 8, False), ("7", 8, True)]
    assert composer.text == "😀 Yes. Bye."  # it is filled for the chat before it goes in

    composer.insert_response(elena("Until {{day}}."), at=8)

    assert composer.text == "😀 Yes. Until day. Bye."


# -- popup


def test_a_slash_at_the_start_of_a_word_asks_for_responses(
    composer: Composer, qtbot: QtBot
) -> None:
    asked: list[str] = []
    composer.responses_wanted.connect(asked.append)

    QTest.keyClicks(composer.editor, "and/or /de")

    assert asked == ["", "d", "de"]


def test_enter_in_the_popup_picks_and_the_typed_word_goes_away(
    composer: Composer, qtbot: QtBot
) -> None:
    sent = sent_by(composer)
    picked: list[Picked] = []
    composer.response_picked.connect(picked.append)
    commit(composer, "😀 Yes. /del")
    composer.popup.show_matches((Match(RESPONSE),), 1, for_elena)

    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    composer.insert_response(elena("Friday."))

    assert picked == [Picked("7")]
    assert composer.text == "😀 Yes. Friday."
    assert not sent
    assert not composer.popup.isVisible()


def test_shift_enter_in_the_popup_replaces_the_draft(composer: Composer, qtbot: QtBot) -> None:
    picked: list[Picked] = []
    composer.response_picked.connect(picked.append)
    QTest.keyClicks(composer.editor, "Yes. /del")
    composer.popup.show_matches((Match(RESPONSE),), 1, for_elena)

    QTest.keyClick(composer.editor, Qt.Key.Key_Return, SHIFT)
    composer.insert_response(elena("Friday."), replace_draft=True)

    assert picked == [Picked("7", replaces=True)]
    assert composer.text == "Friday."


def test_escape_closes_the_popup_and_it_stays_closed_for_this_word(
    composer: Composer, qtbot: QtBot
) -> None:
    QTest.keyClicks(composer.editor, "/de")
    composer.popup.show_matches((Match(RESPONSE),), 1, for_elena)
    asked: list[str] = []
    composer.responses_wanted.connect(asked.append)

    QTest.keyClick(composer.editor, Qt.Key.Key_Escape)
    QTest.keyClicks(composer.editor, "l")

    assert not composer.popup.isVisible()
    assert not asked
    assert composer.text == "/del"


def test_the_popup_goes_round_its_matches_while_typing_stays_in_the_text(
    composer: Composer, qtbot: QtBot
) -> None:
    other = Response(id="8", title="Delay", body="Late.")
    QTest.keyClicks(composer.editor, "/de")
    composer.popup.show_matches((Match(RESPONSE), Match(other)), 2, for_elena)
    seen = []

    for _ in range(2):
        QTest.keyClick(composer.editor, Qt.Key.Key_Down)
        assert composer.popup.current is not None
        seen.append(composer.popup.current.response.id)

    assert seen == ["8", "7"]
    assert composer.editor.hasFocus()


# -- looks


def test_it_grows_from_two_to_eight_lines(composer: Composer, qtbot: QtBot) -> None:
    two = composer.editor.height()
    for _ in range(20):
        QTest.keyClick(composer.editor, Qt.Key.Key_Return, SHIFT)

    line = composer.editor.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: composer.editor.height() == two + 6 * line)


def test_it_grows_where_a_narrower_window_breaks_its_lines(
    window: QMainWindow, composer: Composer, qtbot: QtBot
) -> None:
    editor = composer.editor
    editor.set_text("word " * 40)
    qtbot.waitUntil(lambda: editor.height() == editor.sizeHint().height())
    wide = editor.height()

    window.resize(480, 600)

    line = editor.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: editor.height() >= wide + 2 * line)


def test_another_theme_keeps_text_and_blanks(composer: Composer) -> None:
    composer.insert_response(elena(BY_DATE))
    before = composer.text, composer.editor.blanks()

    composer.set_tokens(DARK)

    assert (composer.text, composer.editor.blanks()) == before


def test_the_meter_and_the_field_are_spoken(composer: Composer, qtbot: QtBot) -> None:
    QTest.keyClicks(composer.editor, "two words")

    assert composer.coach.accessibleName() == "Word count, 2 of 30"
    assert composer.editor.accessibleName() == "Message to Elena"


def test_while_a_card_is_dragged_the_frame_says_where_it_may_land(composer: Composer) -> None:
    composer.show_drop_hint(True)
    shown = composer.coach.hint

    composer.show_drop_hint(False)

    assert "Shift to replace" in shown
    assert composer.coach.hint == ""


@pytest.mark.parametrize("percent", [100, 150])
def test_the_popup_stays_inside_the_window(
    window: QMainWindow, composer: Composer, percent: int
) -> None:
    window.resize(560, 420)
    composer.set_tokens(DARK.with_text_percent(percent))
    QTest.keyClicks(composer.editor, "/de")

    composer.popup.show_matches(tuple(Match(RESPONSE) for _ in range(6)), 6, for_elena)

    card = composer.popup.geometry().adjusted(14, 14, -14, -14)
    assert window.rect().contains(card)
    for _ in range(5):
        composer.popup.step(1)
    assert composer.popup._at in composer.popup._rows()


def tabbed(first: QWidget, last: QWidget) -> list[QWidget]:
    """Return what Tab reaches from one widget to another."""
    found = [first]
    first.setFocus()
    while found[-1] is not last and len(found) < 12:
        QTest.keyClick(found[-1], Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        assert widget is not None
        found.append(widget)
    return found


def test_tab_goes_from_what_was_asked_to_the_text_and_its_files(composer: Composer) -> None:
    names = ("manual.pdf", "label.pdf")
    given = (Attachment(name=name, media_type="a/b", size=1, digest=name) for name in names)
    composer.bind(ELENA, "ok", files=tuple(given))
    for count in (1, 3):
        marks = (str(number) for number in range(count))
        composer.asked.show_asked(
            "Elena", tuple(Asked(mark, mark, is_answered=False) for mark in marks)
        )
    chips = composer.asked.chips
    files = composer.files.chips.findChildren(FileChip)

    found = tabbed(chips[0], composer.responses_button)

    assert found == [*chips, composer.editor, *files, composer.responses_button]
    composer.focus_text()
    QTest.keyClick(composer.editor, Qt.Key.Key_Backtab)
    assert chips[-1].hasFocus()


def test_tab_goes_through_the_tools_from_left_to_right(composer: Composer) -> None:
    composer.bind(ELENA, "ok")
    composer.language_button.show()

    found = tabbed(composer.tools.responses_button, composer.send_button)

    places = [each.mapTo(composer, QPoint(0, 0)).x() for each in found]
    assert found[-1] is composer.send_button
    assert places == sorted(places)
    assert {composer.files.button, composer.language_button} <= set(found)
