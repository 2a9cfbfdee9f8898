"""Undoing one of the last imports: what will happen is said before, and by keys alone."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from undivided.library.importing.taking_back import PastImport, TakenBack
from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.responses import import_wording as words
from undivided.ui.responses.import_undo import ImportUndo

AT = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
THIRD, SECOND, FIRST = (PastImport(at, f"{at}.csv", AT, at) for at in (3, 2, 1))


LATER = "for 2 responses, first undo the later import that changed them too"


@pytest.mark.parametrize(
    ("found", "acts", "count", "left"),
    [
        (TakenBack(removed=2), "deletes 2 responses", "2 responses are", []),
        (
            TakenBack(removed=1, restored=1, edited=1),
            "deletes 1 response and brings back what 1 response said before",
            "2 responses are",
            ["1 response changed since stays as it is"],
        ),
        (
            TakenBack(restored=1, edited=2, gone=1, waiting=2),
            "brings back what 1 response said before",
            "1 response is",
            [
                "2 responses changed since stay as they are",
                "1 response deleted since stays deleted",
                LATER,
            ],
        ),
    ],
)
def test_what_is_undone_and_what_stays_is_one_sentence(
    found: TakenBack, acts: str, count: str, left: list[str]
) -> None:
    before, after = words.would_undo(found), words.undone(found)

    assert before == f"{'; '.join([f'Undoing it {acts}', *left])}."
    assert after == f"{'; '.join([f'The import was undone: {count} as before', *left])}."


def test_an_import_is_chosen_told_and_undone_by_keys(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    sheet = ImportUndo(window, LIGHT)
    looked_at: list[int] = []
    wanted: list[int] = []
    sheet.looked_at.connect(looked_at.append)
    sheet.undo_requested.connect(wanted.append)
    sheet.show_imports((THIRD, SECOND, FIRST))
    sheet.open()

    QTest.keyClick(sheet.list, Qt.Key.Key_Down)
    sheet.tell(3, TakenBack(removed=9))
    is_late_answer_believed = sheet.confirm_button.isEnabled()
    sheet.tell(2, TakenBack(edited=2))
    is_nothing_offered = sheet.confirm_button.isEnabled()
    nothing = sheet.said.text()
    sheet.tell(2, TakenBack(removed=2))
    for _ in range(2):
        QTest.keyClick(sheet.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sheet.show_imports((THIRD, FIRST))
    sheet.set_tokens(DARK)

    assert [3, 2, 1] == looked_at
    assert (is_late_answer_believed, is_nothing_offered) == (False, False)
    assert nothing.startswith("Nothing of it can be undone now; 2 responses changed since")
    assert wanted == [2]
    assert sheet.number == 1
    assert window.focusWidget() is sheet.list
    assert not sheet.is_over


def test_a_hostile_name_of_a_file_is_one_short_line_of_its_own() -> None:
    line = words.past_import(PastImport(1, "\u202e\n" + "x" * 300, None, 1))

    name, count = line.split("\n")
    assert "\u202e" not in name
    assert len(name) <= 60
    assert count == "1 response"
