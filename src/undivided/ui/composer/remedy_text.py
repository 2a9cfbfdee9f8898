"""Does a remedy of the coach to the text: one undo step, slots and the caret left in order.

Or selects the words in question, which changes nothing.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from undivided.etiquette.coach.advice import Act, Remedy
from undivided.library.filling.slots import to_utf16
from undivided.ui.composer import slot_text
from undivided.ui.composer.slot_field import SlotField


def put_in(field: SlotField, remedy: Remedy) -> None:
    """Write what a remedy offers; its span counts in the text as it stands there now.

    Behind the draft the caret follows the words, so that they can be ended; elsewhere it stays.
    """
    text = field.toPlainText()
    start, end = _place(remedy, text)
    cursor = QTextCursor(field.document())
    cursor.beginEditBlock()
    cursor.setPosition(to_utf16(text, start))
    cursor.setPosition(to_utf16(text, end), QTextCursor.MoveMode.KeepAnchor)
    # Of the first replaced character: what is written inside a filled slot stays part of it.
    inside = QTextCursor(field.document())
    inside.setPosition(min(cursor.selectionStart() + 1, cursor.selectionEnd()))
    is_slot = start < end and slot_text.is_marked(inside.charFormat())
    cursor.insertText(remedy.text, inside.charFormat() if is_slot else slot_text.plain_format())
    cursor.endEditBlock()
    if end == len(text):
        field.setTextCursor(cursor)
    field.ensureCursorVisible()


def select(field: SlotField, remedy: Remedy) -> None:
    """Select what a remedy is about; the next key takes its place."""
    start, end = _place(remedy, field.toPlainText())
    cursor = QTextCursor(field.document())
    cursor.setPosition(to_utf16(field.toPlainText(), start))
    cursor.setPosition(to_utf16(field.toPlainText(), end), QTextCursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    field.ensureCursorVisible()


def is_selected(field: SlotField, remedy: Remedy) -> bool:
    """Return whether what a remedy would select is selected already."""
    text, cursor = field.toPlainText(), field.textCursor()
    places = tuple(to_utf16(text, place) for place in _place(remedy, text))
    return places == (cursor.selectionStart(), cursor.selectionEnd())


def _place(remedy: Remedy, text: str) -> tuple[int, int]:
    if remedy.span is not None:
        return remedy.span.start, remedy.span.end
    return (len(text), len(text)) if remedy.act is Act.INSERT else (0, len(text))
