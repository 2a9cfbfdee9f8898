"""Blanks in a document: positions behind emoji, neighbours, undo."""

from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from undivided.library.filling.slots import fill
from undivided.ui.composer import slot_text


def document_of(body: str, before: str = "") -> QTextDocument:
    document = QTextDocument()
    document.setPlainText(before)
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    slot_text.insert_filled(cursor, fill(body, {"visitor.first_name": "Zoë"}))
    return document


def marked(document: QTextDocument) -> list[str]:
    units = document.toPlainText().encode("utf-16-le")
    return [
        units[blank.start * 2 : blank.end * 2].decode("utf-16-le")
        for blank in slot_text.blanks(document)
    ]


def test_positions_are_right_behind_emoji(qtbot: QtBot) -> None:
    document = document_of("🎉 On {{day}} 👩‍🚀 at {{hour}}", before="😀😀 ")

    assert marked(document) == ["day", "hour"]


def test_neighbouring_blanks_stay_two(qtbot: QtBot) -> None:
    assert marked(document_of("{{day}}{{day}}")) == ["day", "day"]


def test_a_second_response_does_not_join_the_first(qtbot: QtBot) -> None:
    document = document_of("{{day}}")
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)

    slot_text.insert_filled(cursor, fill("{{day}}", {}))

    assert [blank.number for blank in slot_text.blanks(document)] == [1, 2]


def test_blanks_may_stand_on_several_lines(qtbot: QtBot) -> None:
    assert marked(document_of("{{a}}\n😀 {{b}}\n\n{{c}}")) == ["a", "b", "c"]


def test_values_from_the_chat_are_known_but_are_no_blanks(qtbot: QtBot) -> None:
    document = document_of("Hi {{visitor.first_name}}")

    marked_parts = [
        (start, end, slot_text.is_blank(char_format))
        for start, end, char_format in slot_text.fragments(document.begin())
        if slot_text.is_marked(char_format)
    ]
    assert marked_parts == [(3, 6, False)]
    assert slot_text.blanks(document) == ()


def test_undo_takes_text_and_blanks_in_one_step(qtbot: QtBot) -> None:
    document = document_of("On {{day}}", before="x ")

    document.undo()
    after_undo = document.toPlainText(), slot_text.blanks(document)
    document.redo()

    assert after_undo == ("x ", ())
    assert marked(document) == ["day"]


def test_the_next_blank_starts_over_past_the_end(qtbot: QtBot) -> None:
    document = document_of("{{a}} {{b}}")
    found = slot_text.blanks(document)
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)

    assert slot_text.next_slot(found, cursor, back=False) == found[0]
    assert slot_text.next_slot(found, cursor, back=True) == found[1]
    assert slot_text.next_slot((), cursor, back=True) is None


def test_redo_of_a_response_puts_the_caret_behind_it(qtbot: QtBot) -> None:
    field = QPlainTextEdit("Hello. ")
    qtbot.addWidget(field)
    field.moveCursor(QTextCursor.MoveOperation.End)
    slot_text.insert_filled(field.textCursor(), fill("{{day}}", {}))
    field.undo()
    field.redo()

    assert marked(field.document()) == ["day"]
    assert field.textCursor().position() == len("Hello. day")
