"""The versions of a response: who changed it, what is different now, and the way back."""

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from undivided.library.model.parts import (
    ActiveTimes,
    Attachment,
    Fill,
    Quote,
    SlotKind,
    Variant,
    Wording,
)
from undivided.library.model.responses import Response, Scope
from undivided.ui.look.stylesheet import stylesheet_for
from undivided.ui.look.theme import LIGHT
from undivided.ui.responses.editor.difference_view import in_words
from undivided.ui.responses.editor.history_sheet import HistorySheet, PastVersion

NOW = Response(id="r1", title="Delivery", body="With you on Monday.", tags=("parcel",))
VERSIONS = (
    PastVersion(
        7, Response(id="r1", title="Delivery", body="With you on Friday."), "today", "Mira"
    ),
    PastVersion(3, NOW, "", ""),
)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.setCentralWidget(QLineEdit())
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


def test_a_version_says_until_when_it_stood_and_who_changed_it(window: QMainWindow) -> None:
    sheet = HistorySheet(window, LIGHT, NOW, VERSIONS)

    lines = [sheet.list.item(row).text() for row in range(sheet.list.count())]

    assert ["Until today by Mira", "Until an unknown time"] == lines


def test_what_changed_since_then_is_struck_out_and_underlined(window: QMainWindow) -> None:
    sheet = HistorySheet(window, LIGHT, NOW, VERSIONS)
    text = sheet.difference.toPlainText()
    cursor = sheet.difference.textCursor()

    cursor.setPosition(text.index("Friday") + 1)
    assert cursor.charFormat().fontStrikeOut()
    cursor.setPosition(text.index("Monday") + 1)
    assert cursor.charFormat().fontUnderline()
    assert "Tags\nparcel" in text


def test_large_text_in_a_small_window_is_not_cut_off(window: QMainWindow) -> None:
    tokens = LIGHT.with_text_percent(150)
    window.setStyleSheet(stylesheet_for(tokens))
    window.resize(720, 520)
    sheet = HistorySheet(window, tokens, NOW, VERSIONS)
    sheet.open()
    QApplication.processEvents()

    inside = sheet._scroll.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= sheet._scroll.viewport().width()
    assert sheet.difference.width() > sheet.list.width()


def test_a_version_that_says_the_same_says_so(window: QMainWindow) -> None:
    sheet = HistorySheet(window, LIGHT, NOW, VERSIONS)
    sheet.open()

    QTest.keyClick(sheet.list, Qt.Key.Key_Down)

    assert "It says the same now." == sheet.difference.toPlainText()


def test_the_chosen_version_is_restored_by_keys_alone(window: QMainWindow) -> None:
    asked: list[int] = []
    sheet = HistorySheet(window, LIGHT, NOW, VERSIONS)
    sheet.restore_requested.connect(asked.append)
    sheet.open()

    QTest.keyClick(sheet.list, Qt.Key.Key_Down)
    QTest.keyClick(sheet.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert [3] == asked


def test_a_response_that_was_never_changed_has_nothing_to_restore(window: QMainWindow) -> None:
    sheet = HistorySheet(window, LIGHT, NOW, ())
    sheet.open()

    assert not sheet.confirm_button.isVisible()
    assert "It was never changed." == sheet.subtitle.text()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (("a", "b"), "a, b"),
        (Scope.TEAM, "My team"),
        (Scope.SITE, "The whole site"),
        (("team", "site"), "team, site"),
        (date(2026, 12, 31), "2026-12-31"),
        (Variant(body="Soon.", wording=Wording.SHORT), "Short: Soon."),
        (SlotKind(name="day", fill=Fill.MONEY, currency="EUR"), "day: Amount of money (EUR)"),
        (
            Attachment(name="a.pdf", media_type="application/pdf", size=182_000, digest=""),
            "a.pdf (182 KB)",
        ),
        (Quote(said_by="Ana K."), "Ana K."),
        (Quote(said_by="Ana K.", is_agreed=True), "Ana K., agreed to be quoted"),
        (
            ActiveTimes(
                first_day=date(2026, 1, 2), weekdays=(0, 4), opens=time(8), closes=time(17)
            ),
            "from 2026-01-02 Mo, Fr from 08:00 until 17:00",
        ),
    ],
)
def test_every_kind_of_field_is_said_in_words(value: object, said: str) -> None:
    assert said == in_words(value)
