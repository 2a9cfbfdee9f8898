"""Underlines of several kinds in a text field: they move with the text and never change it.

They are drawn as extra selections, so the document, its undo steps and the formats of its slots
know nothing of them. Callers count in code points; only this module turns them into UTF-16.
"""

from collections.abc import Callable, Iterable
from enum import Enum

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument

from undivided.etiquette.coach.advice import Span
from undivided.library.filling.slots import to_utf16
from undivided.ui.look.theme import Tokens

MOST_OF_A_KIND = 100
"""More marks than this help nobody, and each is laid out again with every key."""


class Underline(Enum):
    """Who underlines; the later one is drawn over the earlier."""

    COACH = "coach"
    """Dots: the writing coach has something to say about it."""
    MISSPELT = "misspelt"
    """A wave, as everywhere else."""


class Underlines:
    """The marks of one document.

    Args:
        document: What is written.
        redraw: Called when other marks are to be drawn.
    """

    def __init__(self, document: QTextDocument, redraw: Callable[[], None]) -> None:
        self._document = document
        self._redraw = redraw
        self._marks: dict[Underline, tuple[QTextCursor, ...]] = {}
        self.version = 0
        """Another number whenever there are other marks."""

    @property
    def count(self) -> int:
        """How many marks there are to draw; those whose words were deleted are none."""
        return sum(mark.hasSelection() for marks in self._marks.values() for mark in marks)

    def show(self, kind: Underline, text: str, spans: Iterable[Span]) -> bool:
        """Underline parts of the text in the place of all others of this kind.

        Args:
            kind: Who underlines.
            text: What the spans were found in.
            spans: In code points; empty ones are left out.

        Returns:
            False when something else is written by now, so nothing was changed: whoever looked at
            the old text will look at the new one.
        """
        if text != self._document.toPlainText():
            return False
        wanted = [span for span in spans if 0 <= span.start < span.end <= len(text)]
        marks = tuple(self._cursor(text, span) for span in wanted[:MOST_OF_A_KIND])
        if [_place(mark) for mark in marks] != [_place(mark) for mark in self._of(kind)]:
            self._marks[kind] = marks
            self.version += 1
            self._redraw()
        return True

    def clear(self, kind: Underline) -> None:
        """Take away all of one kind."""
        if self._marks.pop(kind, ()):
            self.version += 1
            self._redraw()

    def places(self, kind: Underline) -> tuple[tuple[int, int], ...]:
        """Return where the marks of a kind are now, as (start, end) in UTF-16 code units."""
        return tuple(_place(mark) for mark in self._of(kind) if mark.hasSelection())

    def at(self, kind: Underline, position: int) -> tuple[int, int] | None:
        """Return the mark that a caret at a UTF-16 position touches, or None."""
        return next(
            (place for place in self.places(kind) if place[0] <= position <= place[1]), None
        )

    def looks(self, tokens: Tokens) -> list[tuple[QTextCursor, QTextCharFormat]]:
        """Return each mark with how it is drawn."""
        return [
            (mark, _look(kind, tokens))
            for kind in Underline
            for mark in self._of(kind)
            if mark.hasSelection()
        ]

    def _of(self, kind: Underline) -> tuple[QTextCursor, ...]:
        return self._marks.get(kind, ())

    def _cursor(self, text: str, span: Span) -> QTextCursor:
        cursor = QTextCursor(self._document)
        cursor.setPosition(to_utf16(text, span.start))
        cursor.setPosition(to_utf16(text, span.end), QTextCursor.MoveMode.KeepAnchor)
        # What is typed behind a mark is no part of it.
        cursor.setKeepPositionOnInsert(True)
        return cursor


def _place(mark: QTextCursor) -> tuple[int, int]:
    return mark.selectionStart(), mark.selectionEnd()


def _look(kind: Underline, tokens: Tokens) -> QTextCharFormat:
    styles = QTextCharFormat.UnderlineStyle
    look = QTextCharFormat()
    if kind is Underline.COACH:
        look.setUnderlineStyle(styles.DotLine)
        look.setUnderlineColor(QColor(tokens.soon_mark))
    else:
        look.setUnderlineStyle(styles.WaveUnderline)
        look.setUnderlineColor(QColor(tokens.late_edge))
    return look
