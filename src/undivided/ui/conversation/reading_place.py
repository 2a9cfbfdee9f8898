"""Where somebody reads in a transcript: the lines in view, and the way back to the top one."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QTextEdit

from undivided.ui.conversation.transcript_layout import TranscriptLayout, block_line
from undivided.ui.conversation.transcript_lines import Line


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody reads.

    Attributes:
        line: The first line of a message in view.
        offset: How far its text is from the view's top, in pixels.
    """

    line: Line
    offset: float


def seen_places(view: QTextEdit) -> range:
    """Return the numbers of the lines in view, with one more at both ends."""
    first = _block_at(view, 0).blockNumber()
    last = _block_at(view, view.viewport().height()).blockNumber()
    return range(max(0, first - 1), last + 2)


def place_in(view: QTextEdit, layout: TranscriptLayout) -> Place | None:
    """Return what is read at the view's top; None when no message is in view."""
    block = _block_at(view, 0)
    # An empty document has one block and no line.
    while (line := block_line(layout, block)) is not None:
        if line.key:
            area = view.document().documentLayout().blockBoundingRect(block)
            return Place(line, area.top() - view.verticalScrollBar().value())
        block = block.next()
    return None


def return_to(view: QTextEdit, layout: TranscriptLayout, place: Place) -> None:
    """Scroll so that what was read is where it was, if it is still shown."""
    key, kind = place.line.key, place.line.kind
    number = layout.place_of(key, kind)
    number = layout.place_of(key) if number is None else number
    if number is not None:
        block = view.document().findBlockByNumber(number)
        top = view.document().documentLayout().blockBoundingRect(block).top()
        view.verticalScrollBar().setValue(round(top - place.offset))


def _block_at(view: QTextEdit, y: int) -> QTextBlock:
    return view.cursorForPosition(QPoint(view.viewport().width() // 2, y)).block()
