"""What differs from the shared responses, shown and decided on; and the words about sharing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from undivided.library.model.responses import Response
from undivided.library.sharing.copies import Counts
from undivided.library.sharing.news import Choice, Told, What
from undivided.ui.look.stylesheet import stylesheet_for
from undivided.ui.look.theme import LIGHT
from undivided.ui.responses import sharing_words as words
from undivided.ui.responses.sharing_sheet import Matter, SharingSheet
from undivided.ui.responses.sharing_words import Kind

MINE = Response(id="r1", title="Hours", body="We open at ten.")
THEIRS = Response(id="s1", title="Hours", body="We open at nine.")
CONFLICT = Matter(kind=Kind.CONFLICT, mine=MINE, theirs=THEIRS)
BEHIND = Matter(kind=Kind.BEHIND, mine=MINE, theirs=THEIRS)
OVERRIDE = Matter(kind=Kind.OVERRIDE, mine=MINE, theirs=THEIRS)
REFUSED = Matter(kind=Kind.REFUSED, mine=MINE, reason="It is too long.")


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


def opened(window: QMainWindow, *matters: Matter) -> SharingSheet:
    sheet = SharingSheet(window, LIGHT, matters, words.HELP)
    sheet.open()
    return sheet


def offered(sheet: SharingSheet) -> list[str]:
    return [button.text() for button in sheet.choices.values() if button.isVisible()]


def test_large_text_in_a_small_window_is_not_cut_off(window: QMainWindow) -> None:
    tokens = LIGHT.with_text_percent(150)
    window.setStyleSheet(stylesheet_for(tokens))
    window.resize(720, 520)
    sheet = SharingSheet(window, tokens, (CONFLICT,), words.HELP)
    sheet.open()
    QApplication.processEvents()

    inside = sheet._scroll.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= sheet._scroll.viewport().width()
    assert sheet.difference.width() > sheet.list.width()


@pytest.mark.parametrize(
    ("matter", "choices"),
    [
        (CONFLICT, ["Share mine", "Take theirs", "Keep both"]),
        (BEHIND, ["Keep mine", "Back to the team's"]),
        (OVERRIDE, ["Back to the team's"]),
        (REFUSED, []),
    ],
)
def test_each_matter_offers_what_can_be_done(
    window: QMainWindow, matter: Matter, choices: list[str]
) -> None:
    assert offered(opened(window, matter)) == choices


def test_the_difference_strikes_out_theirs_and_underlines_mine(window: QMainWindow) -> None:
    sheet = opened(window, CONFLICT)
    text = sheet.difference.toPlainText()
    cursor = sheet.difference.textCursor()

    cursor.setPosition(text.index("nine") + 1)
    assert cursor.charFormat().fontStrikeOut()
    cursor.setPosition(text.index("ten") + 1)
    assert cursor.charFormat().fontUnderline()


def test_a_refusal_says_why(window: QMainWindow) -> None:
    assert opened(window, REFUSED).explanation.text() == "It is too long."


def test_matters_are_decided_by_keys_alone(window: QMainWindow) -> None:
    decided: list[tuple[str, Choice]] = []
    other = Matter(kind=Kind.OVERRIDE, mine=Response(id="r2", title="B", body="b"), theirs=THEIRS)
    sheet = opened(window, CONFLICT, other)
    sheet.decided.connect(lambda which, choice: decided.append((which, choice)))

    QTest.keyClick(sheet.list, Qt.Key.Key_Tab)
    sheet.choices[Choice.BOTH].setFocus()
    QTest.keyClick(sheet.choices[Choice.BOTH], Qt.Key.Key_Return)
    after_one = (sheet.list.count(), offered(sheet))
    QTest.keyClick(sheet.choices[Choice.THEIRS], Qt.Key.Key_Space)

    assert decided == [("r1", Choice.BOTH), ("r2", Choice.THEIRS)]
    assert after_one == (1, ["Back to the team's"])
    assert sheet.list.count() == 0
    assert not sheet.is_over


def test_a_response_can_be_shown_first(window: QMainWindow) -> None:
    other = Matter(kind=Kind.OVERRIDE, mine=Response(id="r2", title="B", body="b"), theirs=THEIRS)
    sheet = opened(window, CONFLICT, other)
    sheet.choose("r2")
    sheet.choose("gone")

    assert sheet.list.currentRow() == 1


def test_nothing_to_decide_is_said(window: QMainWindow) -> None:
    sheet = opened(window)

    assert not sheet.list.isVisible()
    assert offered(sheet) == []


def test_foreign_text_stays_text(window: QMainWindow) -> None:
    trick = '<img src="file:///etc/passwd"><b>Bold</b>'
    mine = Response(id="r1", title=trick, body=trick)
    sheet = opened(window, Matter(kind=Kind.CONFLICT, mine=mine, theirs=THEIRS))

    assert trick in sheet.list.item(0).text()
    assert trick in sheet.difference.toPlainText()


@pytest.mark.parametrize(
    ("counts", "is_offered", "text"),
    [
        (Counts(), None, ""),
        (Counts(), False, "Not shared by this server"),
        (Counts(), True, ""),
        (Counts(waiting=3), True, "Shared responses: 3 to send"),
        (Counts(shared=1), None, "1 shared response"),
        (Counts(shared=12), True, "12 shared responses, up to date"),
        (Counts(shared=12, waiting=3), True, "12 shared responses, 3 to send"),
        (Counts(shared=1_200, behind=2), True, "1,200 shared responses, 2 changed by the team"),
        (Counts(shared=12, refused=1), True, "12 shared responses, 1 not taken"),
        (Counts(shared=12, waiting=3, choices=1), True, "1 shared response to decide on"),
    ],
)
def test_how_sharing_stands_is_one_quiet_line(
    counts: Counts, *, is_offered: bool | None, text: str
) -> None:
    assert words.standing(counts, is_offered=is_offered) == text


def test_much_news_of_one_kind_is_one_sentence() -> None:
    told = (
        *(Told(What.CAME_BACK, f"Number {number}") for number in range(3)),
        Told(What.CONFLICT, "Hours"),
    )

    assert words.sentences(told) == (
        "3 responses are back: the others still have them.",
        "“Hours” was changed by you and by a colleague. Both texts are kept; choose.",
    )


@pytest.mark.parametrize("what", What)
def test_all_news_has_a_sentence(what: What) -> None:
    (sentence,) = words.sentences((Told(what, "Hours", "r1", "It is too long."),))

    assert "“Hours”" in sentence
    assert sentence.endswith(".")


def test_files_that_are_still_to_come_are_said_in_the_sheet() -> None:
    assert words.help_with(0) == words.HELP
    assert words.help_with(1).endswith(
        " 1 file is not here yet; it will be fetched when connected."
    )
    assert words.help_with(1_200).endswith(
        " 1,200 files are not here yet; they will be fetched when connected."
    )
    assert words.file_refused("run.exe", "Programs and scripts cannot be sent.") == (
        "“run.exe” stays on this computer. Programs and scripts cannot be sent. The rest is shared."
    )
