"""The words of a selection in the transcript, as they were written."""

from collections.abc import Iterator, Sequence

from PySide6.QtGui import QTextBlock, QTextCursor

from undivided.etiquette.calm_text import calm
from undivided.ui.conversation.transcript_lines import Line

_ISOLATES = {0x2066: None, 0x2067: None, 0x2068: None, 0x2069: None}


def selected_words(cursor: QTextCursor, lines: Sequence[Line]) -> str:
    """Return what is selected: capitals that are shown calmly as capitals, and real line ends.

    Args:
        lines: What the document's blocks show, in order.
    """
    text = "\u2029".join(_parts(cursor, lines))
    text = calm(text.translate(_ISOLATES))
    return text.replace("\u2029", "\n").replace("\u2028", "\n").replace("\u00a0", "")


def _parts(cursor: QTextCursor, lines: Sequence[Line]) -> Iterator[str]:
    """Yield the selected part of each block."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    block = cursor.document().findBlock(start)
    while block.isValid() and block.position() <= end:
        first = _code_points(block, max(0, start - block.position()))
        last = _code_points(block, min(block.length() - 1, end - block.position()))
        number = block.blockNumber()
        calmed = lines[number].calmed if number < len(lines) else None
        text = block.text()
        yield text[first:last] if calmed is None else calmed.original(first, last)
        block = block.next()


def _code_points(block: QTextBlock, place: int) -> int:
    """Return how many code points stand before a place that Qt counts in UTF-16."""
    before = block.text().encode("utf-16-le", "surrogatepass")[: 2 * place]
    return len(before.decode("utf-16-le", "replace"))
