"""The coach in the composer: what Tab does with a remedy, and what is shown where room is short."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.etiquette.coach.test_remedies import coach_of, done, spoken, usable
from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.protocol.ids import ChatId
from undivided.ui.composer.composer import Composer
from undivided.ui.composer.remedy_text import put_in
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.elided_line import ElidedLine
from undivided.ui.look.theme import LIGHT

TEXT = "I feel 😀 bad. Hurry, it is the last one."
HURRY = TEXT.index("Hurry")
PRESSES = Advice(
    "pressure",
    "“Hurry” presses: leave it out, or prove it.",
    (Remedy(Act.SELECT, "", Span(HURRY, HURRY + 5), "Select it"),),
    (Span(HURRY, HURRY + 5),),
)
LITTLE = Advice("little-effort", "3 words.", (Remedy(Act.FIND, label="Find a response"),))
LONG = Advice(
    "no-name",
    "Two replies without the name Maximiliane-Alexandra-Elisabeth.",
    (Remedy(Act.INSERT, "", Span(0, 0), "Begin with “Maximiliane-Alexandra-Elisabeth,”"),),
)


@pytest.fixture
def composer(qtbot: QtBot) -> Composer:
    made = Composer(LIGHT, lambda text: len(text.split()))
    qtbot.addWidget(made)
    made.resize(760, 400)
    made.bind(ChatId("elena"), TEXT, name="Elena")
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    made.focus_text()
    return made


def press(composer: Composer, key: Qt.Key) -> None:
    QTest.keyClick(composer.editor, key)


def test_tab_selects_the_words_in_question_and_the_next_key_takes_their_place(
    composer: Composer,
) -> None:
    composer.coaching.show(TEXT, (PRESSES,))
    taken: list[str] = []
    composer.coaching.taken.connect(taken.append)

    press(composer, Qt.Key.Key_Tab)

    editor = composer.editor
    assert editor.textCursor().selectedText() == "Hurry"
    assert editor.toPlainText() == TEXT
    assert taken == []  # Selecting changes nothing yet.
    assert composer.coach.advice.advice is PRESSES
    assert not editor.has_advice  # Tab moves on to the next control.
    QTest.keyClicks(editor, "No")
    assert editor.toPlainText() == TEXT.replace("Hurry", "No")
    while editor.toPlainText() != TEXT:
        editor.undo()


def test_tab_opens_the_list_of_responses(composer: Composer) -> None:
    composer.coaching.show(TEXT, (LITTLE,))

    press(composer, Qt.Key.Key_Tab)

    assert composer.responses.quick.isVisible()
    QTest.keyClick(composer.responses.quick.line, Qt.Key.Key_Escape)
    assert composer.editor.hasFocus()
    assert composer.editor.toPlainText() == TEXT


def test_what_a_remedy_writes_is_undone_by_one_step(composer: Composer) -> None:
    editor = composer.editor
    written = [
        (draft.text, remedy)
        for language, _, view, draft in spoken()
        if language == "en"
        for advice in coach_of(language).advice(view, draft)
        for remedy in usable(advice)
        if remedy.act in (Act.REPLACE, Act.INSERT)
    ]
    assert {Act.REPLACE, Act.INSERT} == {remedy.act for _, remedy in written}
    for text, remedy in written:
        editor.set_text(text)
        put_in(editor, remedy)
        assert editor.toPlainText() == done(remedy, text)
        editor.undo()
        assert editor.toPlainText() == text


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("width", [1000, 640, 520])
def test_long_words_of_a_remedy_leave_room_for_the_advice_and_its_menu(
    composer: Composer, width: int, percent: int
) -> None:
    composer.set_tokens(LIGHT.with_text_percent(percent))
    composer.resize(width, 400)
    composer.coaching.show(TEXT, (LONG,))
    hint = composer.coach.advice
    row = hint.layout()
    assert row is not None
    row.activate()

    assert hint.geometry().right() <= composer.coach.width()
    assert hint.more.geometry().right() <= hint.width()
    assert not hint.button.geometry().intersects(hint.more.geometry())
    assert hint.button.width() >= LIGHT.px(100)
    line = hint.findChild(ElidedLine)
    assert line is not None
    assert line.width() >= LIGHT.px(80)
    assert hint.button.accessibleName() == LONG.remedies[0].label
    assert LONG.message in hint.toolTip()
    composer.coaching.propose_off("no-name")
    row.activate()
    assert hint.keep_button.geometry().right() <= hint.width()


def test_a_button_cuts_its_words_before_its_key(qtbot: QtBot) -> None:
    pictures = []
    for key in ("Tab", "Esc"):
        button = Button("Begin with “Maximiliane,”", LIGHT, kind=Kind.LINK, key=key)
        qtbot.addWidget(button)
        button.setFixedWidth(120)
        pictures.append(button.grab().toImage())

    assert pictures[0] != pictures[1]
