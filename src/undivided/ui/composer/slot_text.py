"""Keeps the slots of a response inside a text document: where they are and what goes into them.

A slot is text whose character format carries properties: its name, a number, what is known about
it, and whether it was filled. They travel with the document's own undo, and plain text that is
typed or pasted elsewhere never has them. All positions are Qt's, in UTF-16 code units;
those of a `Filled` are in code points.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from msgspec import json
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat

from undivided.library.filling.slots import Filled, Span
from undivided.library.model.parts import Fill, SlotKind

NAME = QTextFormat.Property.UserProperty.value + 1
NUMBER = QTextFormat.Property.UserProperty.value + 2
VALUE = QTextFormat.Property.UserProperty.value + 3
"""Marks text that was filled from the chat; it is shown with a dotted line."""
FILLED = QTextFormat.Property.UserProperty.value + 4
"""Marks a slot that holds the operator's words and no longer its own."""
KIND = QTextFormat.Property.UserProperty.value + 5
INSERTION = QTextFormat.Property.UserProperty.value + 6
"""Marks the text of one insertion; see `insertions`."""

_Fragment = tuple[int, int, QTextCharFormat]


class TypedKind(SlotKind, frozen=True, kw_only=True):
    """What goes into a slot, and how it is written.

    Attributes:
        language: Of the text around it; see `qtmodels.locale_writing.writing_for`.
    """

    language: str = ""


@dataclass(frozen=True, slots=True)
class SlotMark:
    """A slot in the document, in UTF-16 code units.

    Attributes:
        start: Its first position.
        end: The first position after it.
        name: As in the response's braces.
        number: Tells it from the others, also from neighbours of the same name.
        is_filled: Whether the operator's words stand in it; else it is a blank.
        kind_text: What is known about it, as JSON; "" for plain text.
    """

    start: int
    end: int
    name: str
    number: int = 0
    is_filled: bool = False
    kind_text: str = ""

    @property
    def kind(self) -> TypedKind:
        """What goes into it."""
        return _kind(self.kind_text) if self.kind_text else TypedKind(name=self.name)

    def holds(self, position: int) -> bool:
        """Return whether a caret at `position` is inside or at an edge of it."""
        return self.start <= position <= self.end

    def filled_format(self) -> QTextCharFormat:
        """Return the format of words that the operator puts into it."""
        return _format(self, is_filled=True)


def plain_format() -> QTextCharFormat:
    """Return the format of text that the operator types: no slot, no value."""
    return QTextCharFormat()


def is_marked(char_format: QTextCharFormat) -> bool:
    """Return whether text of this format is a slot or a filled value."""
    return char_format.hasProperty(NUMBER) or char_format.hasProperty(VALUE)


def is_blank(char_format: QTextCharFormat) -> bool:
    """Return whether text of this format is a slot that is left to fill."""
    return char_format.hasProperty(NUMBER) and not char_format.hasProperty(FILLED)


def insert_filled(cursor: QTextCursor, filled: Filled, insertion: int = 0) -> int:
    """Put a response in the place of the cursor's selection, as one undo step.

    It goes in piece by piece, each in its format: a format that is changed behind the insertion,
    in the same step, lets redo put the caret outside of the text.

    Args:
        cursor: Where; it stands behind the text afterwards.
        filled: Positions in code points, as `library.filling.slots.fill` returns them.
        insertion: Kept with the text, to be found by `insertions`; 0 is not kept.

    Returns:
        Where the text starts.
    """
    number = 1 + max((slot.number for slot in slots(cursor.document())), default=0)
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    start = cursor.position()
    at = 0
    for span, mark in _marks(filled, number):
        cursor.insertText(filled.text[at : span.start], _within(plain_format(), insertion))
        cursor.insertText(filled.text[span.start : span.end], _within(mark, insertion))
        at = span.end
    cursor.insertText(filled.text[at:], _within(plain_format(), insertion))
    cursor.endEditBlock()
    return start


def mark_slots(document: QTextDocument, marked: Iterable[SlotMark]) -> None:
    """Turn parts of a text into slots, or into them again when it was set anew."""
    for slot in marked:
        _apply(document, slot.start, slot.end, _format(slot, is_filled=slot.is_filled))


def slots(document: QTextDocument) -> tuple[SlotMark, ...]:
    """Return the slots, filled and blank, in order."""
    found: list[SlotMark] = []
    for start, end, char_format in _fragments(document):
        if not char_format.hasProperty(NUMBER):
            continue
        slot = SlotMark(
            start,
            end,
            str(char_format.property(NAME)),
            int(char_format.property(NUMBER)),
            char_format.hasProperty(FILLED),
            str(char_format.property(KIND) or ""),
        )
        if found and _goes_on(found[-1], slot):
            slot = _widened(found.pop(), slot.end)
        found.append(slot)
    return tuple(found)


def blanks(document: QTextDocument) -> tuple[SlotMark, ...]:
    """Return the slots that are left to fill, in order."""
    return tuple(slot for slot in slots(document) if not slot.is_filled)


def fragments(block: QTextBlock) -> Iterator[_Fragment]:
    """Yield the pieces of a paragraph that have one format each, as (start, end, format)."""
    step = block.begin()
    while not step.atEnd():
        fragment = step.fragment()
        start = fragment.position()
        yield start, start + fragment.length(), fragment.charFormat()
        step += 1


def insertions(document: QTextDocument) -> set[int]:
    """Return the numbers of the insertions of which something is in the text."""
    found = (mark.intProperty(INSERTION) for _, _, mark in _fragments(document))
    return {number for number in found if number}


def slot_at(found: tuple[SlotMark, ...], position: int) -> SlotMark | None:
    """Return the slot that a caret at `position` touches, or None."""
    return next((slot for slot in found if slot.holds(position)), None)


def next_slot(
    found: tuple[SlotMark, ...], cursor: QTextCursor, *, back: bool, current: int = 0
) -> SlotMark | None:
    """Return the slot after the cursor, or before it with `back`; past the end it starts over.

    Args:
        found: Where to look.
        cursor: From where.
        back: The other way.
        current: Number of the slot that the cursor is in, which is not the next one.
    """
    if not found:
        return None
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    others = [
        slot for slot in found if (slot.start, slot.end) != (start, end) and slot.number != current
    ]
    if back:
        before = [slot for slot in others if slot.end <= start]
        return before[-1] if before else found[-1]
    after = [slot for slot in others if slot.start >= end]
    return after[0] if after else found[0]


def select(cursor: QTextCursor, slot: SlotMark) -> QTextCursor:
    """Return the cursor with the whole slot selected, so that typing replaces it."""
    cursor.setPosition(slot.start)
    cursor.setPosition(slot.end, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _marks(filled: Filled, number: int) -> list[tuple[Span, QTextCharFormat]]:
    """Return the parts that are more than plain text, in order.

    Args:
        filled: The response.
        number: Of its first slot.
    """
    found: list[tuple[Span, QTextCharFormat]] = []
    for offset, span in enumerate(filled.blanks):
        slot = SlotMark(0, 0, span.name, number + offset, kind_text=_kind_text(span))
        found.append((span, _format(slot, is_filled=False)))
    for span in filled.values:
        mark = QTextCharFormat()
        mark.setProperty(VALUE, 1)
        found.append((span, mark))
    return sorted(found, key=lambda part: part[0].start)


def _within(char_format: QTextCharFormat, insertion: int) -> QTextCharFormat:
    if insertion:
        char_format.setProperty(INSERTION, insertion)
    return char_format


def _goes_on(slot: SlotMark, following: SlotMark) -> bool:
    # One position further when the slot's words have a line end.
    is_next = slot.end <= following.start <= slot.end + 1
    return is_next and (slot.number, slot.is_filled) == (following.number, following.is_filled)


def _widened(slot: SlotMark, end: int) -> SlotMark:
    return SlotMark(slot.start, end, slot.name, slot.number, slot.is_filled, slot.kind_text)


def _format(slot: SlotMark, *, is_filled: bool) -> QTextCharFormat:
    mark = QTextCharFormat()
    mark.setProperty(NAME, slot.name)
    mark.setProperty(NUMBER, slot.number)
    if slot.kind_text:
        mark.setProperty(KIND, slot.kind_text)
    if is_filled:
        mark.setProperty(FILLED, 1)
    return mark


def _kind_text(span: Span) -> str:
    if span.fill is Fill.TEXT:
        return ""
    kind = TypedKind(
        name=span.name,
        fill=span.fill,
        choices=span.choices,
        currency=span.currency,
        language=span.language,
    )
    return json.encode(kind).decode()


@lru_cache(maxsize=256)
def _kind(text: str) -> TypedKind:
    return json.decode(text, type=TypedKind)


def _apply(document: QTextDocument, start: int, end: int, mark: QTextCharFormat) -> None:
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.setCharFormat(mark)


def _fragments(document: QTextDocument) -> Iterator[_Fragment]:
    block: QTextBlock = document.begin()
    while block.isValid():
        yield from fragments(block)
        block = block.next()
