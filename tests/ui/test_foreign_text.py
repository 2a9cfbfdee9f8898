"""Foreign text stays text: tooltips and labels."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.rows import visitor
from undivided.desk.marks import Hold, HoldState
from undivided.ui.conversation.hold_bar import HoldBar
from undivided.ui.look.plain import breakable, plain_label, plain_tooltip, set_plain_tooltip
from undivided.ui.look.theme import LIGHT
from undivided.ui.sheets.quit_sheet import QuitSheet

HOSTILE = [
    '<img src="file:///etc/passwd">',
    "<b>bold</b> & <i>more</i>",
    "&lt;script&gt;",
    "line one\nline two",
    "a  b   c",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_tooltip_shows_exactly_the_text(qapp: object, text: str) -> None:
    document = QTextDocument()
    document.setHtml(plain_tooltip(text))  # what QToolTip does with it

    assert document.toPlainText() == text
    # Only a leading tag makes Qt's guess certain; then there is nothing left to guess.
    assert plain_tooltip(text).startswith("<div ")


def test_a_long_tooltip_is_shortened() -> None:
    assert len(plain_tooltip("x" * 5000)) < 700


def test_no_text_is_no_tooltip() -> None:
    assert plain_tooltip("") == ""


def test_a_tooltip_is_also_the_spoken_description(qtbot: object) -> None:
    widget = QWidget()

    set_plain_tooltip(widget, "Close the chat", key="Ctrl+W")

    assert widget.accessibleDescription() == "Close the chat (Ctrl+W)"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_is_plain(qtbot: object, text: str) -> None:
    label = plain_label(text, "muted")

    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == text
    assert label.property("look") == "muted"


def test_a_long_word_may_break_and_a_short_one_stays_whole() -> None:
    assert breakable("Close the chat with Elena") == "Close the chat with Elena"
    assert breakable("W" * 30) == "\u200b".join(["W" * 12, "W" * 12, "W" * 6])


def test_a_sheet_stays_as_wide_as_it_is_whatever_a_name_holds(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1200, 800)
    sheet = QuitSheet(window, LIGHT, ("W" * 200, "Elena"))
    sheet.open()

    assert sheet.body.minimumSize().width() <= sheet.card.width()


def test_a_long_name_leaves_the_hold_bar_its_words(qtbot: QtBot) -> None:
    bar = HoldBar(LIGHT)
    qtbot.addWidget(bar)
    bar.resize(800, 44)
    hold = Hold(HoldState.AGREED, timedelta(minutes=2), datetime(2026, 11, 22, 12, tzinfo=UTC))
    bar.show_hold(visitor("W" * 40), hold, None)
    back = bar.findChildren(QPushButton)[0]

    assert back.text() == "Back"
    assert back.accessibleDescription().startswith("Back to WWWW")
