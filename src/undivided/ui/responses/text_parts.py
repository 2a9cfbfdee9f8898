"""The parts of a response's text that look other than the rest: blanks, values, typed letters."""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextLayout

from undivided.library.filling.slots import Filled, Span, to_utf16
from undivided.ui.look.theme import Tokens


class Part(NamedTuple):
    """Letters that look alike, in UTF-16 positions of the whole text."""

    start: int
    end: int
    look: QTextCharFormat


class _Looks(NamedTuple):
    """What a theme gives to each kind of part."""

    current: QTextCharFormat
    blank: QTextCharFormat
    value: QTextCharFormat
    marked: QTextCharFormat


def parts_of(
    filled: Filled, marked: tuple[tuple[int, int], ...], tokens: Tokens, current: int
) -> tuple[Part, ...]:
    """Return the parts of a text; of those that overlap, the later one is on top.

    Args:
        filled: With positions in UTF-16.
        marked: Typed letters as (start, length) in code points.
        current: Index of the blank that would be filled first; -1 for none.
    """
    if not filled.blanks and not filled.values and not marked:
        return ()
    looks = _looks(tokens.on_accent, tokens.accent_text, tokens.strong)
    text = filled.text
    return (
        *(
            _part(blank, looks.current if at == current else looks.blank)
            for at, blank in enumerate(filled.blanks)
        ),
        *(_part(value, looks.value) for value in filled.values),
        *(
            Part(to_utf16(text, start), to_utf16(text, start + length), looks.marked)
            for start, length in marked
        ),
    )


def formats_within(parts: tuple[Part, ...], start: int, end: int) -> list[QTextLayout.FormatRange]:
    """Return how the letters from `start` to `end` look, counted from `start`."""
    return [
        _range(max(part.start, start) - start, min(part.end, end) - start, part.look)
        for part in parts
        if part.start < end and part.end > start
    ]


def _part(span: Span, look: QTextCharFormat) -> Part:
    return Part(span.start, span.end, look)


def _range(start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = start
    made.length = end - start
    made.format = look
    return made


@lru_cache(maxsize=8)
def _looks(on_accent: str, accent: str, strong: str) -> _Looks:
    # Letters that look the same share one format, which Qt compares at once.
    looks = _Looks(*(QTextCharFormat() for _ in _Looks._fields))
    looks.current.setForeground(QColor(on_accent))
    looks.blank.setForeground(QColor(accent))
    looks.blank.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
    looks.value.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    looks.value.setUnderlineColor(QColor(strong))
    looks.marked.setForeground(QColor(accent))
    looks.marked.setFontWeight(QFont.Weight.Bold.value)
    return looks
