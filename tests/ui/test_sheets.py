"""Sheets over the window: what they ask, and that the keys stay in them and come back."""

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QScrollArea
from pytestqt.qtbot import QtBot

from tests.support.rows import said
from undivided.etiquette.coach.rules.every import RULES
from undivided.protocol.ids import ChatId, UserId
from undivided.ui.controls.key_buttons import Button
from undivided.ui.conversation.transcript_view import TranscriptView
from undivided.ui.look.addresses import ascii_host
from undivided.ui.look.stylesheet import stylesheet_for
from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.sheets.close_sheet import CloseSheet
from undivided.ui.sheets.coach_sheet import CoachLimits, CoachSheet
from undivided.ui.sheets.hold_sheet import HoldSheet
from undivided.ui.sheets.keys_sheet import KeysSheet
from undivided.ui.sheets.link_sheet import LinkSheet
from undivided.ui.sheets.quit_sheet import QuitSheet
from undivided.ui.sheets.settings_sheet import Preferences, SettingsSheet
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.sheets.transfer_sheet import Candidate, TransferSheet
from undivided.ui.words.closing_words import ClosePoint

CHAT = ChatId("elena")
CONTROL = Qt.KeyboardModifier.ControlModifier
HOSTILE = "<img src='file:///etc/passwd'><b>Eve</b>"


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    line = QLineEdit()
    made.setCentralWidget(line)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    line.setFocus()
    return made


def hold_sheet(window: QMainWindow, name: str = "Elena") -> HoldSheet:
    return HoldSheet(
        window,
        LIGHT,
        CHAT,
        name,
        question=lambda minutes: f"May I put you on hold for {minutes} minutes?",
        answers=("Yes, I’ll wait", "I’m in a hurry"),
    )


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)


def shown_texts(sheet: Sheet) -> list[str]:
    return [label.text() for label in sheet.findChildren(QLabel) if label.text()]


# -- every sheet


def test_escape_keeps_things_and_gives_the_keys_back(window: QMainWindow) -> None:
    ended: list[bool] = []
    sheet = Sheet(window, LIGHT, "Do it?", confirm="Do it")
    sheet.finished.connect(ended.append)
    sheet.open()

    press(Qt.Key.Key_Escape)

    assert ended == [False]
    assert QApplication.focusWidget() is window.centralWidget()


def test_ctrl_enter_confirms(window: QMainWindow) -> None:
    ended: list[bool] = []
    sheet = Sheet(window, LIGHT, "Do it?", confirm="Do it")
    sheet.finished.connect(ended.append)
    sheet.open(sheet.keep_button)

    press(Qt.Key.Key_Return, CONTROL)

    assert ended == [True]


def test_tab_stays_inside(window: QMainWindow) -> None:
    sheet = Sheet(window, LIGHT, "Do it?", confirm="Do it")
    sheet.open()

    seen = set()
    for _ in range(4):
        press(Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())

    assert seen == {sheet.keep_button, sheet.confirm_button}


def test_shortcuts_of_the_window_behind_do_not_run(window: QMainWindow) -> None:
    ran: list[bool] = []
    action = QAction("close chat", window)
    action.setShortcut(QKeySequence("Ctrl+W"))
    action.triggered.connect(ran.append)
    window.addAction(action)
    sheet = Sheet(window, LIGHT, "Do it?", confirm="Do it")
    sheet.open()

    press(Qt.Key.Key_W, CONTROL)

    assert not ran


def test_it_covers_the_window_whatever_its_size(window: QMainWindow) -> None:
    sheet = Sheet(window, LIGHT, "Do it?", confirm="Do it")
    sheet.open()

    window.resize(720, 520)

    assert sheet.size() == window.size()
    assert sheet.rect().contains(sheet.card.geometry())


def test_an_open_sheet_follows_the_theme_of_its_window(window: QMainWindow) -> None:
    sheet = Sheet(window, LIGHT, "Do it?", confirm="Do it")
    sheet.open()

    window.tokens = DARK  # type: ignore[attr-defined] # as our window does
    window.setStyleSheet(stylesheet_for(DARK))

    assert sheet.tokens is DARK


def test_a_sheet_ends_once(window: QMainWindow) -> None:
    ended: list[bool] = []
    sheet = Sheet(window, LIGHT, "Do it?", confirm="Do it")
    sheet.finished.connect(ended.append)
    sheet.open()

    sheet.accept()
    sheet.reject()

    assert ended == [True]


# -- hold


def test_the_hold_question_is_shown_as_the_visitor_will_read_it(window: QMainWindow) -> None:
    asked: list[tuple[str, int]] = []
    sheet = hold_sheet(window)
    sheet.ask_requested.connect(lambda chat, minutes: asked.append((chat, minutes)))
    sheet.open()

    sheet.minutes.choose(3)

    assert sheet.text == "May I put you on hold for 5 minutes?"

    press(Qt.Key.Key_Return, CONTROL)

    assert asked == [(CHAT, 5)]


def test_arrow_keys_choose_the_minutes(window: QMainWindow) -> None:
    sheet = hold_sheet(window)
    sheet.open(sheet.minutes.first_stop())

    press(Qt.Key.Key_Right)

    assert sheet.chosen_minutes == 3


# -- transfer


def test_a_transfer_waits_for_the_list_and_suggests_the_least_busy(window: QMainWindow) -> None:
    wanted: list[tuple[str, object]] = []
    sheet = TransferSheet(window, LIGHT, CHAT, "Elena")
    sheet.transfer_requested.connect(lambda chat, who: wanted.append((chat, who)))
    sheet.open()
    assert not sheet.confirm_button.isEnabled()

    sheet.show_colleagues(
        (Candidate(UserId("tess@x"), "Tess", 0), Candidate(UserId("jonas@x"), "Jonas", 3))
    )
    press(Qt.Key.Key_Return, CONTROL)

    assert wanted == [(CHAT, "tess@x")]


def test_a_chat_can_go_back_to_the_queue(window: QMainWindow) -> None:
    wanted: list[tuple[str, object]] = []
    sheet = TransferSheet(window, LIGHT, CHAT, "Elena")
    sheet.transfer_requested.connect(lambda chat, who: wanted.append((chat, who)))
    sheet.open()
    sheet.show_colleagues(())
    assert not sheet.confirm_button.isEnabled()

    press(Qt.Key.Key_Space)
    sheet.accept()

    assert wanted == [(CHAT, None)]


# -- close and quit


def test_closing_says_what_is_still_open(window: QMainWindow) -> None:
    closed: list[str] = []
    sheet = CloseSheet(window, LIGHT, CHAT, "Samuel", open_points=("Your draft was not sent.",))
    sheet.close_requested.connect(closed.append)
    sheet.open()

    assert "Your draft was not sent." in shown_texts(sheet)

    sheet.confirm_button.click()

    assert closed == [CHAT]


def test_the_check_before_closing_offers_one_key_for_each_open_point(window: QMainWindow) -> None:
    heard: list[tuple[str, ...]] = []
    checks = (
        ClosePoint("The question is answered", is_done=True),
        ClosePoint("You promised something", detail="I call", act="It is done", settles="I call"),
        ClosePoint("No goodbye yet", act="Say goodbye", remedy="Bye, Samuel"),
    )
    sheet = CloseSheet(window, LIGHT, CHAT, "Samuel", checks=checks)
    sheet.settled.connect(lambda promise: heard.append((promise,)))
    sheet.remedy_wanted.connect(lambda *said: heard.append(said))
    sheet.close_requested.connect(lambda chat: heard.append(("closed", chat)))
    sheet.open()

    assert "The question is answered" in shown_texts(sheet)
    assert [button.key for button in sheet.acts] == ["1", "2"]
    QTest.keyClick(sheet, Qt.Key.Key_1)
    assert sheet.isVisible()
    QTest.keyClick(sheet, Qt.Key.Key_2)
    assert not sheet.isVisible()
    assert heard == [("I call",), (CHAT, "Bye, Samuel")]


def test_a_sheet_has_its_final_size_when_it_opens(window: QMainWindow) -> None:
    window.setStyleSheet(stylesheet_for(LIGHT))
    sheets = [
        hold_sheet(window, "Elena Marsh " * 3),
        CloseSheet(window, LIGHT, CHAT, "Samuel " * 6, open_points=("Samuel has written. " * 6,)),
        TransferSheet(window, LIGHT, CHAT, "Samuel"),
        LinkSheet(window, LIGHT, "https://x.example/" + "path/" * 40),
    ]
    for sheet in sheets:
        sheet.open()
        opened = sheet.card.geometry()
        sheet._place()

        assert sheet.card.geometry() == opened

        sheet.reject()


def test_quitting_names_who_is_still_here_and_enter_stays(window: QMainWindow) -> None:
    quits: list[bool] = []
    sheet = QuitSheet(window, LIGHT, ("Elena", "Marcus", "Priya"))
    sheet.quit_requested.connect(lambda: quits.append(True))
    sheet.open()

    assert sheet.accessibleName() == "Three people are still here"
    assert "Elena, Marcus, Priya" in shown_texts(sheet)

    press(Qt.Key.Key_Return)

    assert not quits


def test_quit_is_asked_for_by_its_own_button(window: QMainWindow) -> None:
    quits: list[bool] = []
    sheet = QuitSheet(window, LIGHT, ("Elena",))
    sheet.quit_requested.connect(lambda: quits.append(True))
    sheet.open()

    sheet.keep_button.click()

    assert quits == [True]


# -- links


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://shop.example/a?b=c", "shop.example"),
        ("HTTPS://Shop.Example/", "shop.example"),
        ("https://\u0430pple.com/", "xn--pple-43d.com"),
        ("https://bank.example@evil.example/", "evil.example"),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
        ("not a link", ""),
    ],
)
def test_the_host_is_shown_as_the_network_knows_it(url: str, host: str) -> None:
    assert ascii_host(url) == host


def test_a_link_opens_only_after_its_host_was_shown(window: QMainWindow) -> None:
    opened: list[str] = []
    sheet = LinkSheet(window, LIGHT, "https://shop.example/a b")
    sheet.open_confirmed.connect(opened.append)
    sheet.open()
    assert sheet.host == "" or "shop.example" in shown_texts(sheet)
    sheet.reject()

    sheet = LinkSheet(window, LIGHT, "https://\u0430pple.com/login")
    sheet.open_confirmed.connect(opened.append)
    sheet.open()
    assert "xn--pple-43d.com" in shown_texts(sheet)
    sheet.accept()

    assert opened == ["https://xn--pple-43d.com/login"]


def test_what_is_no_web_address_cannot_be_opened(window: QMainWindow) -> None:
    opened: list[str] = []
    sheet = LinkSheet(window, LIGHT, "file:///etc/passwd")
    sheet.open_confirmed.connect(opened.append)
    sheet.open()

    press(Qt.Key.Key_Return, CONTROL)

    assert not opened


# -- the window behind


def test_stepping_through_a_sheet_leaves_the_window_behind_whole(window: QMainWindow) -> None:
    view = TranscriptView(LIGHT)
    window.setCentralWidget(view)
    sheet = hold_sheet(window)
    sheet.open()
    QApplication.processEvents()

    sheet.focusNextPrevChild(True)
    sheet.reject()
    del sheet
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()

    view.show_chat(CHAT, (said("1"),))
    assert "Hello" in view.toPlainText()


def test_the_quit_sheet_wraps_the_names_of_many(window: QMainWindow) -> None:
    sheet = QuitSheet(window, LIGHT, ("Bartholomew of " + "Somewhere " * 6,) * 5)
    sheet.open()
    QApplication.processEvents()

    body = sheet.findChild(QScrollArea)

    assert body is not None
    inside = body.widget()
    assert inside is not None
    assert inside.width() <= body.viewport().width()


# -- settings and keys


def test_the_sound_can_be_tried(window: QMainWindow) -> None:
    sheet = SettingsSheet(window, LIGHT, Preferences())
    tried: list[bool] = []
    sheet.sound_tried.connect(lambda: tried.append(True))

    sheet.play.click()

    assert tried == [True]


def test_each_change_of_a_setting_applies_at_once(window: QMainWindow) -> None:
    changed: list[Preferences] = []
    sheet = SettingsSheet(window, LIGHT, Preferences())
    sheet.changed.connect(changed.append)
    sheet.open()

    sheet.theme.choose(2)
    sheet.enter_sends.click()
    sheet.text_size.choose(4)

    assert changed[-1] == Preferences(theme="dark", enter_sends=False, text_size_percent=150)
    assert len(changed) == 3


def test_a_number_of_the_settings_file_can_be_chosen_again(window: QMainWindow) -> None:
    changed: list[Preferences] = []
    sheet = SettingsSheet(window, LIGHT, Preferences(focus_soon_s=20))
    sheet.changed.connect(changed.append)

    sheet.focus_soon.choose(0)
    sheet.focus_soon.choose(1)
    sheet.focus_late.choose(1)

    assert [(one.focus_soon_s, one.focus_late_s) for one in changed] == [
        (15, 45),
        (20, 45),
        (20, 60),
    ]


def test_what_the_coach_counts_to_can_be_chosen(window: QMainWindow) -> None:
    limited: list[tuple[str, int]] = []
    sheet = CoachSheet(window, LIGHT, RULES, {}, CoachLimits(no_sales_days=14))
    sheet.limited.connect(lambda name, value: limited.append((name, value)))
    sheet.open()

    assert sheet.limits["no_sales_days"].at == 1
    for name in sheet.limits:
        sheet.limits[name].choose(0)
    assert limited == [
        ("block_words", 20),
        ("break_minutes", 3),
        ("no_sales_days", 7),
        ("abuse_lines", 1),
    ]
    assert sheet.limits["break_minutes"].accessibleName() == "A break after hard chats"


def test_without_a_tray_there_is_nothing_to_choose_about_it(window: QMainWindow) -> None:
    sheet = SettingsSheet(window, LIGHT, Preferences(), has_tray=False)

    assert not sheet.close_to_tray.isEnabled()


def test_the_key_overview_fits_the_smallest_window(window: QMainWindow) -> None:
    window.resize(720, 520)
    sheet = KeysSheet(window, LIGHT)
    sheet.open()

    assert sheet.rect().contains(sheet.card.geometry())


# -- hostile names


def test_a_hostile_name_stays_text_in_every_sheet(window: QMainWindow) -> None:
    sheets = [
        hold_sheet(window, HOSTILE),
        TransferSheet(window, DARK, CHAT, HOSTILE),
        CloseSheet(window, DARK, CHAT, HOSTILE, open_points=(HOSTILE,)),
        QuitSheet(window, DARK, (HOSTILE,)),
        LinkSheet(window, DARK, "https://x.example/" + HOSTILE),
    ]
    for sheet in sheets:
        sheet.open()
        labels = [label for label in sheet.findChildren(QLabel) if "<" in label.text()]

        assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
        assert all("<" not in button.toolTip() for button in sheet.findChildren(Button))

        sheet.reject()
