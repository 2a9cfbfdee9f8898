"""The visitor panel: what is shown as text, and what the operator changes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from undivided.desk.marks import FocusMark, FocusState
from undivided.desk.values import ChatRow, VisitedPage, Visitor
from undivided.etiquette.coach.needs import NO_NEEDS, Needs
from undivided.protocol.ids import ChatId, ThreadId, UserId
from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.visitor_panel import VisitorPanel

HOSTILE = "<img src='file:///etc/passwd'>"
ROW = ChatRow(
    ChatId("c1"),
    ThreadId("t1"),
    Visitor(
        UserId("v1"),
        "Elena",
        "elena@example.com",
        pages=(
            VisitedPage(HOSTILE, "https://shop.example/checkout"),
            VisitedPage("Basket", "https://shop.example/basket"),
        ),
        visits=2,
        chats=3,
    ),
    FocusMark(FocusState.CALM),
    tags=("cord", "warranty"),
)


@pytest.fixture
def panel(qtbot: QtBot) -> VisitorPanel:
    made = VisitorPanel(LIGHT)
    qtbot.addWidget(made)
    made.resize(352, 420)
    made.show()
    qtbot.waitExposed(made)
    made.show_chat(ROW)
    return made


def buttons(panel: VisitorPanel, start: str) -> list[QPushButton]:
    found = panel.findChildren(QPushButton)
    return [one for one in found if one.isVisible() and one.accessibleName().startswith(start)]


def test_the_page_that_is_open_now_stands_first(panel: VisitorPanel) -> None:
    names = [button.accessibleName() for button in buttons(panel, "Page")]

    assert names == [f"Page {HOSTILE}, open now", "Page Basket"]


def test_the_line_of_needs_is_there_only_when_something_is_needed(panel: VisitorPanel) -> None:
    before = panel.content_height(352)
    panel.show_needs(Needs(budget="<b>£9", day="Friday"))
    (line,) = (
        one for one in panel.findChildren(QLabel) if one.text() == "Budget <b>£9 · By Friday"
    )

    assert line.isVisible()
    assert line.textFormat() is Qt.TextFormat.PlainText
    assert line.accessibleName() == "The visitor needs: Budget <b>£9 · By Friday"
    assert panel.content_height(352) > before

    panel.show_needs(NO_NEEDS)
    assert not line.isVisible()
    assert panel.content_height(352) == before


def test_a_page_asks_before_it_is_opened(panel: VisitorPanel) -> None:
    asked: list[str] = []
    panel.link_requested.connect(asked.append)

    buttons(panel, "Page Basket")[0].click()

    assert asked == ["https://shop.example/basket"]


def test_what_the_visitor_wrote_is_shown_as_text(panel: VisitorPanel) -> None:
    panel.show_chat(
        replace(ROW, visitor=replace(ROW.visitor, name=HOSTILE, fields=((HOSTILE, HOSTILE),)))
    )

    labels = [label for label in panel.findChildren(QLabel) if "<" in label.text()]
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    assert all("<img" not in label.toolTip() for label in labels)
    assert panel.name.text() == HOSTILE


def test_a_corrected_name_is_told_once(panel: VisitorPanel) -> None:
    told: list[tuple[str, str]] = []
    panel.name_changed.connect(lambda visitor, name: told.append((visitor, name)))

    panel.name.selectAll()
    QTest.keyClicks(panel.name, " Elena  Ruiz ")
    QTest.keyClick(panel.name, Qt.Key.Key_Return)
    panel.show_chat(replace(ROW, visitor=replace(ROW.visitor, name="Elena Ruiz")))
    panel.name.editingFinished.emit()

    assert told[0] == ("v1", "Elena Ruiz")
    assert set(told) == {("v1", "Elena Ruiz")}


def test_escape_puts_the_old_name_back(panel: VisitorPanel) -> None:
    told: list[str] = []
    panel.name_changed.connect(lambda _, name: told.append(name))
    QTest.keyClicks(panel.name, "x")

    QTest.keyClick(panel.name, Qt.Key.Key_Escape)
    panel.name.editingFinished.emit()

    assert panel.name.text() == "Elena"
    assert not told


def test_an_address_without_an_at_sign_is_not_told(panel: VisitorPanel) -> None:
    told: list[str] = []
    panel.email_changed.connect(lambda _, email: told.append(email))
    panel.email.selectAll()
    QTest.keyClicks(panel.email, "nonsense")

    QTest.keyClick(panel.email, Qt.Key.Key_Return)

    assert not told


def test_tags_are_added_and_taken_off(panel: VisitorPanel) -> None:
    told: list[tuple[str, str, str]] = []
    panel.tag_added.connect(lambda chat, tag: told.append(("+", chat, tag)))
    panel.tag_removed.connect(lambda chat, tag: told.append(("-", chat, tag)))

    QTest.keyClicks(panel.tag_line, " price ")
    QTest.keyClick(panel.tag_line, Qt.Key.Key_Return)
    buttons(panel, "Tag cord")[0].click()

    assert told == [("+", "c1", "price"), ("-", "c1", "cord")]


def test_a_tag_that_is_there_is_not_added_again(panel: VisitorPanel) -> None:
    told: list[str] = []
    panel.tag_added.connect(lambda _, tag: told.append(tag))

    QTest.keyClicks(panel.tag_line, "cord")
    QTest.keyClick(panel.tag_line, Qt.Key.Key_Return)

    assert not told


def test_what_is_being_typed_survives_a_message_of_the_same_chat(panel: VisitorPanel) -> None:
    panel.name.setFocus()
    panel.name.selectAll()
    QTest.keyClicks(panel.name, "Elen")
    panel.activateWindow()

    panel.show_chat(replace(ROW, unread=1))

    assert panel.name.text() == "Elen"


def test_another_chat_replaces_everything(panel: VisitorPanel) -> None:
    QTest.keyClicks(panel.name, "half")

    other = Visitor(UserId("v2"), "Marcus")
    panel.show_chat(ChatRow(ChatId("c2"), None, other, FocusMark(FocusState.CALM)))

    assert panel.name.text() == "Marcus"
    assert panel.email.text() == ""
    assert not buttons(panel, "Page")
    assert not buttons(panel, "Tag ")


def test_without_a_chat_it_says_what_to_do(panel: VisitorPanel) -> None:
    panel.show_chat(None)

    assert panel._empty.isVisible()
    assert not panel._inside.isVisible()


def test_another_theme_keeps_the_tags(panel: VisitorPanel) -> None:
    panel.set_tokens(DARK)

    assert len(buttons(panel, "Tag ")) == 2
