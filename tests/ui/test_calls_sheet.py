"""The list of calls to make: long ones come in turns, and the keys stay where they were."""

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from tests.support.rows import NOON
from undivided.desk.call_request import CallRequest, OpenCall
from undivided.protocol.ids import ChatId, EventId, ThreadId
from undivided.ui.controls.key_buttons import Button
from undivided.ui.look.theme import LIGHT
from undivided.ui.sheets.calls_sheet import AT_ONCE, MOST_ROWS, CallsSheet

PHONE = "+44 20 7946 0018"


@pytest.fixture
def sheet(qtbot: QtBot) -> CallsSheet:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    made = CallsSheet(window, LIGHT)
    made.open()
    return made


def calls(count: int) -> tuple[OpenCall, ...]:
    ids = [f"w{number}" for number in range(count)]
    return tuple(
        OpenCall(
            CallRequest(ChatId(one), ThreadId(one), EventId(one), "+44 20 7946 0018", NOON), one
        )
        for one in ids
    )


def listed(sheet: CallsSheet) -> list[str]:
    """Return the calls of the rows, from the upper to the lower; "" for what is no call."""
    return [row.objectName() for row in sheet._rows]


def test_long_list_is_made_in_turns_and_whole_in_the_end(sheet: CallsSheet, qtbot: QtBot) -> None:
    sheet.show_calls(calls(MOST_ROWS + 7))
    at_once = len(listed(sheet))

    qtbot.waitUntil(lambda: len(listed(sheet)) == MOST_ROWS + 1)

    assert at_once == AT_ONCE
    assert listed(sheet) == [*(f"w{number}" for number in range(MOST_ROWS)), ""]


def test_keys_stay_with_a_call_far_down_when_the_list_changes(
    sheet: CallsSheet, qtbot: QtBot
) -> None:
    sheet.show_calls(calls(20))
    qtbot.waitUntil(lambda: len(listed(sheet)) == 20)
    button = sheet._rows[15].findChild(Button)
    assert button is not None
    button.setFocus()

    sheet.show_calls(calls(20)[1:])
    qtbot.waitUntil(lambda: len(listed(sheet)) == 19)

    assert sheet._focused() == "w15"
