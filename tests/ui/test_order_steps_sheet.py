"""Editing the steps of the order: rows of a name and pages, and the way back to the usual ones."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from undivided.library.model.order_steps import MOST_STEPS, OrderStep
from undivided.ui.look.theme import LIGHT
from undivided.ui.sheets.order_steps_sheet import OrderStepsSheet
from undivided.ui.words.order_guide_words import HALF_A_STEP

USUAL = (OrderStep("Cart", ("*/cart",)), OrderStep("Payment", ("*/pay", "*/checkout/pay*")))
OWN = (OrderStep("Basket", ("*/basket",)),)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(1_000, 700)
    made.show()
    return made


def opened(window: QMainWindow, own: tuple[OrderStep, ...]) -> tuple[OrderStepsSheet, list[object]]:
    sheet = OrderStepsSheet(window, LIGHT, own, USUAL)
    told: list[object] = []
    sheet.changed.connect(told.append)
    sheet.open()
    return sheet, told


def test_the_usual_steps_stay_the_usual_ones_when_nothing_is_changed(window: QMainWindow) -> None:
    sheet, told = opened(window, ())

    assert sheet.steps() == USUAL
    assert len(sheet.rows) == MOST_STEPS
    sheet.accept()
    assert told == [()]


def test_own_steps_are_told_in_the_order_of_their_rows_without_empty_ones(
    window: QMainWindow,
) -> None:
    sheet, told = opened(window, OWN)
    name, pages = sheet.rows[3]
    QTest.keyClicks(name.line, "Done")
    QTest.keyClicks(pages.line, "*/thanks, */done")
    sheet.accept()

    assert told == [(*OWN, OrderStep("Done", ("*/thanks", "*/done")))]


def test_half_a_step_is_not_saved_and_says_why(window: QMainWindow) -> None:
    sheet, told = opened(window, OWN)
    sheet.rows[1][0].set_text("Payment")
    sheet.accept()

    assert told == []
    assert sheet._problem.text() == HALF_A_STEP
    assert sheet.rows[1][1].line.hasFocus()
    sheet.rows[1][0].set_text("")
    sheet.accept()
    assert told == [OWN]


def test_one_button_goes_back_to_the_usual_steps(window: QMainWindow) -> None:
    sheet, told = opened(window, OWN)
    sheet.usual_button.click()
    sheet.accept()

    assert told == [()]
