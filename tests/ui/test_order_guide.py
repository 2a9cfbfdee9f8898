"""The strip of an order's steps: where the visitor is, by form and by words; the keys reach it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.order_guide import OrderGuide

NAMES = ("Cart", "Address", "Payment", "Done")


@pytest.fixture
def guide(qtbot: QtBot) -> OrderGuide:
    made = OrderGuide(LIGHT)
    qtbot.addWidget(made)
    made.resize(352, 30)
    return made


def test_the_strip_says_in_words_where_the_visitor_is_and_follows(guide: OrderGuide) -> None:
    assert guide.isHidden()
    guide.show_steps(NAMES, 1)

    assert not guide.isHidden()
    assert guide.accessibleName() == "Order: step 2 of 4, Address"
    assert [step.accessibleName() for step in guide.steps] == [
        "Step 1 of 4, Cart, done",
        "Step 2 of 4, Address, the visitor is here",
        "Step 3 of 4, Payment, still to come",
        "Step 4 of 4, Done, still to come",
    ]

    buttons = list(guide.steps)
    guide.show_steps(NAMES, 3)
    assert guide.steps == buttons
    assert guide.accessibleName() == "Order: step 4 of 4, Done"
    assert guide.steps[2].accessibleName() == "Step 3 of 4, Payment, done"
    guide.show_steps(NAMES, None)
    assert guide.isHidden()


def test_the_state_of_a_step_is_seen_without_colour(guide: OrderGuide) -> None:
    guide.show_steps(NAMES, 1)
    done, here, later = (step.sizeHint().width() for step in guide.steps[:3])
    guide.show_steps(NAMES, 0)
    not_done, not_here, still_later = (step.sizeHint().width() for step in guide.steps[:3])

    assert done > not_done  # a tick stands before it
    assert here != not_here  # its name is bold
    assert later == still_later


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_step_is_chosen_by_keys(guide: OrderGuide, key: Qt.Key) -> None:
    chosen: list[int] = []
    guide.chosen.connect(chosen.append)
    guide.show_steps(NAMES, 1)
    step = guide.steps[2]
    QTest.keyClick(step, key)

    assert chosen == [2]
    assert step.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_a_long_name_stays_inside_and_is_whole_in_words(guide: OrderGuide) -> None:
    long = "Address for the delivery & the invoice " * 4
    guide.set_tokens(DARK.with_text_percent(150))
    guide.resize(200, 60)
    guide.show_steps(("Cart", long, "Done"), 1)
    guide.show()
    guide.grab()
    whole = " ".join(long.split())

    assert all(step.geometry().right() <= guide.width() for step in guide.steps)
    assert guide.heightForWidth(200) > guide.heightForWidth(2_000)
    assert whole in guide.steps[1].accessibleName()
    assert whole in guide.steps[1].accessibleDescription()
    assert "&amp;" in guide.steps[1].toolTip()


def test_a_name_is_shown_as_text_only(guide: OrderGuide) -> None:
    guide.show_steps(("<img src=x>", "b\u202ea"), 0)

    assert "&lt;img" in guide.steps[0].toolTip()
    assert "\u202e" not in guide.steps[1].accessibleName()
