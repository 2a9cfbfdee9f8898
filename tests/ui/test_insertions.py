"""An insertion that is undone or redone is told; one that is deleted by hand is not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from undivided.library.filling.slots import fill
from undivided.ui.composer.composer_editor import ComposerEditor
from undivided.ui.look.theme import LIGHT


class Field(ComposerEditor):
    """A field that writes down what it is told."""

    def __init__(self) -> None:
        super().__init__(LIGHT)
        self.told: list[str] = []
        self.insertions.undone.connect(lambda number: self.told.append(f"{number} undone"))
        self.insertions.redone.connect(lambda number: self.told.append(f"{number} redone"))

    def put(self, body: str, number: int) -> None:
        self.insert_filled(fill(body, {}), None, replace_all=False, number=number)

    def delete_all(self) -> None:
        self.selectAll()
        QTest.keyClick(self, Qt.Key.Key_Delete)


@pytest.fixture
def field(qtbot: QtBot) -> Field:
    made = Field()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("body", ["Wash it cold.", "{{day}}", "On {{day}}\nor {{other day}}."])
def test_undo_and_redo_of_a_whole_insertion_are_told(field: Field, body: str) -> None:
    field.set_text("Hello. ")
    field.put(body, 7)
    inserted = field.toPlainText()
    field.undo()
    undone = list(field.told)
    field.redo()

    assert field.toPlainText() == inserted
    assert (undone, field.told) == (["7 undone"], ["7 undone", "7 redone"])


def test_each_of_two_insertions_is_told_alone(field: Field) -> None:
    field.put("One.", 1)
    field.put("Two.", 2)
    field.undo()
    field.undo()

    assert field.told == ["2 undone", "1 undone"]


def test_what_is_typed_behind_an_insertion_is_no_part_of_it(field: Field) -> None:
    field.put("Wash it cold.", 7)
    QTest.keyClicks(field, " Thanks")
    field.undo()

    assert (field.toPlainText(), field.told) == ("Wash it cold.", [])


def test_deleting_by_hand_and_taking_that_back_tell_nothing(field: Field) -> None:
    field.put("Wash it cold.", 7)
    field.delete_all()
    field.undo()

    assert (field.toPlainText(), field.told) == ("Wash it cold.", [])


def test_undoing_other_words_after_deleting_by_hand_tells_nothing(field: Field) -> None:
    field.put("Wash it cold.", 7)
    field.delete_all()
    QTest.keyClicks(field, "Hi")
    field.undo()
    before = list(field.told)
    while field.document().isUndoAvailable():
        field.undo()

    assert (before, field.told) == ([], ["7 undone"])


def test_after_an_undo_other_words_bring_nothing_back(field: Field) -> None:
    field.put("Wash it cold.", 7)
    field.undo()
    QTest.keyClicks(field, "Hi")
    field.undo()
    field.redo()

    assert field.told == ["7 undone"]


def test_another_text_in_its_place_tells_nothing(field: Field) -> None:
    field.put("Wash it cold.", 7)
    field.set_text("")
    field.put("Another chat.", 8)
    field.undo()

    assert field.told == ["8 undone"]
