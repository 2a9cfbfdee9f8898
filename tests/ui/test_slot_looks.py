"""How slots look in the text field: only what was changed is coloured and laid out anew."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from undivided.library.filling.slots import fill
from undivided.ui.composer.blank_field import MAX_LINES
from undivided.ui.composer.composer_editor import ComposerEditor
from undivided.ui.composer.slot_looks import SlotLooks
from undivided.ui.look.theme import DARK, LIGHT

Looks = list[tuple[int, str, str]]


@pytest.fixture
def editor(qtbot: QtBot) -> ComposerEditor:
    made = ComposerEditor(LIGHT)
    qtbot.addWidget(made)
    made.resize(500, 100)
    made.show()
    return made


def put(editor: ComposerEditor, body: str) -> None:
    editor.insert_filled(fill(body, {"visitor.first_name": "Zoë"}), None, replace_all=False)


def looks(editor: ComposerEditor, paragraph: int = 0) -> Looks:
    """Return where each coloured part begins, its words' colour and its line."""
    formats = editor.document().findBlockByNumber(paragraph).layout().formats()
    return [
        (part.start, part.format.foreground().color().name().upper(), style.name)
        for part in formats
        if (style := part.format.underlineStyle()) is not style.NoUnderline
    ]


def test_blanks_are_dashed_in_the_accent_and_values_dotted(editor: ComposerEditor) -> None:
    put(editor, "😀 {{visitor.first_name}}, on {{day}}?\n{{hour}}")

    value, blank = looks(editor)
    assert (value[0], value[2]) == (3, "DotLine")
    assert blank == (11, LIGHT.accent_text, "DashUnderline")
    assert looks(editor, 1) == [(0, LIGHT.accent_text, "DashUnderline")]


def test_a_filled_slot_looks_like_a_value_at_once_and_undo_takes_it_back(
    editor: ComposerEditor,
) -> None:
    put(editor, "On {{day}}.")
    blank = looks(editor)

    QTest.keyClicks(editor, "May")

    assert [(start, line) for start, _, line in looks(editor)] == [(3, "DotLine")]

    while editor.toPlainText() != "On day.":
        editor.undo()

    assert looks(editor) == blank


def test_another_theme_is_shown_at_once_and_is_no_step_of_undo(editor: ComposerEditor) -> None:
    put(editor, "On {{day}}.")
    steps = editor.document().availableUndoSteps()

    editor.set_tokens(DARK)

    assert looks(editor) == [(3, DARK.accent_text, "DashUnderline")]
    assert editor.document().availableUndoSteps() == steps


def test_a_key_colours_only_its_paragraph(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    coloured: list[str] = []
    colour = SlotLooks.highlightBlock

    def noted(self: SlotLooks, text: str) -> None:
        coloured.append(text)
        colour(self, text)

    monkeypatch.setattr(SlotLooks, "highlightBlock", noted)
    editor = ComposerEditor(LIGHT)
    qtbot.addWidget(editor)
    put(editor, "{{day}}\nOne\nTwo")
    coloured.clear()
    editor.moveCursor(editor.textCursor().MoveOperation.End)

    QTest.keyClicks(editor, "!")

    assert coloured == ["Two!"]


class BarWatch(QObject):
    """Counts how often a scroll bar comes into view."""

    def __init__(self, editor: ComposerEditor) -> None:
        super().__init__(editor)
        self.shown = 0
        editor.verticalScrollBar().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.shown += event.type() == QEvent.Type.Show
        return False


def test_the_bar_comes_only_when_the_field_can_grow_no_more(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    editor = ComposerEditor(LIGHT, place)
    column = QVBoxLayout(place)
    column.addWidget(editor)
    column.addStretch(1)
    place.resize(500, 400)
    place.show()
    watch = BarWatch(editor)
    bar = editor.verticalScrollBar()

    editor.set_text("\n".join("x" * MAX_LINES))

    qtbot.waitUntil(lambda: editor.height() == editor.sizeHint().height())
    assert (watch.shown, bar.isVisible()) == (0, False)

    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)

    assert bar.isVisible()

    editor.undo()

    assert not bar.isVisible()
