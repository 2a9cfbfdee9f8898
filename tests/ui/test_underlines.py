"""Underlines in the composer: right under emoji, moving with the text, never part of it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from undivided.etiquette.coach.advice import Span
from undivided.library.filling.slots import fill
from undivided.ui.composer.composer_editor import ComposerEditor
from undivided.ui.composer.underlines import Underline
from undivided.ui.look.theme import DARK, LIGHT

COACH, MISSPELT = Underline.COACH, Underline.MISSPELT
EMOJI = "\U0001f600"


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[ComposerEditor]:
    made = ComposerEditor(LIGHT)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def drawn(editor: ComposerEditor) -> list[tuple[str, str]]:
    """Return the underlined words with the style of their line."""
    return [
        (mark.cursor.selectedText(), mark.format.underlineStyle().name)
        for mark in editor.extraSelections()
        if mark.format.underlineStyle() is not QTextCharFormat.UnderlineStyle.NoUnderline
    ]


def test_words_behind_emoji_are_underlined_where_they_are(editor: ComposerEditor) -> None:
    text = f"{EMOJI}{EMOJI} teh ASAP"
    editor.set_text(text)

    assert editor.underlines.show(COACH, text, [Span(7, 11)])
    assert editor.underlines.show(MISSPELT, text, [Span(3, 6)])

    assert drawn(editor) == [("ASAP", "DotLine"), ("teh", "WaveUnderline")]
    assert editor.underlines.at(MISSPELT, 5) == (5, 8)
    assert editor.underlines.at(COACH, 5) is None


def test_marks_move_with_the_text_and_go_with_their_words(editor: ComposerEditor) -> None:
    editor.set_text("say teh word")
    editor.underlines.show(MISSPELT, "say teh word", [Span(4, 7)])

    cursor = editor.textCursor()
    cursor.setPosition(0)
    cursor.insertText("I ")
    cursor.setPosition(9)
    cursor.insertText("xy")  # directly behind the marked word

    assert drawn(editor) == [("teh", "WaveUnderline")]

    cursor.setPosition(6)
    cursor.setPosition(9, cursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()

    assert drawn(editor) == []
    assert editor.underlines.places(MISSPELT) == ()


def test_marks_of_a_text_that_is_no_longer_there_are_refused(editor: ComposerEditor) -> None:
    editor.set_text("now this")

    assert not editor.underlines.show(COACH, "then that", [Span(0, 4)])
    assert drawn(editor) == []


def test_marks_out_of_the_text_are_left_out(editor: ComposerEditor) -> None:
    editor.set_text("abc")

    assert editor.underlines.show(COACH, "abc", [Span(-1, 2), Span(2, 2), Span(1, 9), Span(0, 1)])

    assert drawn(editor) == [("a", "DotLine")]


def test_document_slots_and_undo_know_nothing_of_the_marks(editor: ComposerEditor) -> None:
    editor.insert_filled(fill("Before {{hour}} today.", {}, ()), None, replace_all=False)
    revision = editor.document().revision()
    steps = editor.document().availableUndoSteps()
    slots = editor.slots()
    text = editor.toPlainText()

    editor.underlines.show(COACH, text, [Span(0, len(text))])
    editor.set_tokens(DARK)
    editor.underlines.clear(COACH)

    assert editor.document().revision() == revision
    assert editor.document().availableUndoSteps() == steps
    assert editor.slots() == slots
    assert not editor.underlines.places(COACH)
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.toPlainText() == ""
