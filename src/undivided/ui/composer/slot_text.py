"""Keeps the blanks of a response inside a text document: where they are, which one is current.

A blank is text whose character format carries two properties, its name and a number. They
travel with the document's own undo, and plain text that is typed or pasted never has them.
All positions are Qt's, in UTF-16 code units; `library.slots.Filled.in_utf16` gives such ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat

from undivided.library.slots import Filled

NAME = QTextFormat.Property.UserProperty.value + 1
NUMBER = QTextFormat.Property.UserProperty.value + 2
VALUE = QTextFormat.Property.UserProperty.value + 3
"""Marks text that was filled from the chat; it is shown with a dotted line."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank that still waits to be filled, in UTF-16 code units."""

    start: int
    end: int
    name: str
    number: int = 0

    def holds(self, position: int) -> bool:
        """Return whether a caret at `position` is inside or at an edge of it."""
        return self.start <= position <= self.end


def plain_format() -> QTextCharFormat:
    """Return the format of text that the operator types: no blank, no value."""
    return QTextCharFormat()


def is_marked(char_format: QTextCharFormat) -> bool:
    """Return whether text of this format is a blank or a filled value."""
    return char_format.hasProperty(NUMBER) or char_format.hasProperty(VALUE)


def insert_filled(cursor: QTextCursor, filled: Filled) -> int:
    """Put a response in the place of the cursor's selection, as one undo step.

    Args:
        cursor: Where; it stands behind the text afterwards.
        filled: Positions in code points, as `library.slots.fill` returns them.

    Returns:
        Where the text starts.
    """
    ready = filled.in_utf16()
    number = 1 + max((blank.number for blank in blanks(cursor.document())), default=0)
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    start = cursor.position()
    cursor.insertText(ready.text, plain_format())
    for offset, span in enumerate(ready.blanks):
        mark = QTextCharFormat()
        mark.setProperty(NAME, span.name)
        mark.setProperty(NUMBER, number + offset)
        _apply(cursor.document(), start + span.start, start + span.end, mark)
    for span in ready.values:
        mark = QTextCharFormat()
        mark.setProperty(VALUE, 1)
        _apply(cursor.document(), start + span.start, start + span.end, mark)
    cursor.endEditBlock()
    return start


def mark_blanks(document: QTextDocument, marked: tuple[Blank, ...]) -> None:
    """Turn parts of a text that was set anew into blanks again."""
    for blank in marked:
        mark = QTextCharFormat()
        mark.setProperty(NAME, blank.name)
        mark.setProperty(NUMBER, blank.number)
        _apply(document, blank.start, blank.end, mark)


def blanks(document: QTextDocument) -> tuple[Blank, ...]:
    """Return the blanks that are left, in order."""
    found: list[Blank] = []
    for start, end, char_format in _fragments(document):
        if not char_format.hasProperty(NUMBER):
            continue
        number = int(char_format.property(NUMBER))
        last = found[-1] if found else None
        if last and last.number == number and last.end == start:
            found[-1] = Blank(last.start, end, last.name, number)
        else:
            found.append(Blank(start, end, str(char_format.property(NAME)), number))
    return tuple(found)


def values(document: QTextDocument) -> tuple[tuple[int, int], ...]:
    """Return the parts that were filled from the chat, as (start, end)."""
    return tuple(
        (start, end)
        for start, end, char_format in _fragments(document)
        if char_format.hasProperty(VALUE)
    )


def blank_at(found: tuple[Blank, ...], position: int) -> Blank | None:
    """Return the blank that a caret at `position` touches, or None."""
    return next((blank for blank in found if blank.holds(position)), None)


def next_blank(found: tuple[Blank, ...], cursor: QTextCursor, *, back: bool) -> Blank | None:
    """Return the blank after the cursor, or before it with `back`; past the end it starts over."""
    if not found:
        return None
    here = Blank(cursor.selectionStart(), cursor.selectionEnd(), "")
    if back:
        before = [blank for blank in found if blank.end <= here.start and not _same(blank, here)]
        return before[-1] if before else found[-1]
    after = [blank for blank in found if blank.start >= here.end and not _same(blank, here)]
    return after[0] if after else found[0]


def select(cursor: QTextCursor, blank: Blank) -> QTextCursor:
    """Return the cursor with the whole blank selected, so that typing replaces it."""
    cursor.setPosition(blank.start)
    cursor.setPosition(blank.end, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _same(one: Blank, other: Blank) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _apply(document: QTextDocument, start: int, end: int, mark: QTextCharFormat) -> None:
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.setCharFormat(mark)


def _fragments(document: QTextDocument) -> Iterator[tuple[int, int, QTextCharFormat]]:
    block: QTextBlock = document.begin()
    while block.isValid():
        step = block.begin()
        while not step.atEnd():
            fragment = step.fragment()
            yield (
                fragment.position(),
                fragment.position() + fragment.length(),
                fragment.charFormat(),
            )
            step += 1
        block = block.next()
