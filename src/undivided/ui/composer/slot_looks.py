"""Colours the slots of a draft: only lines that were changed, before they are laid out.

The looks belong to the layout and not to the document, so undo knows nothing of them. As extra
selections each of them would have its lines painted once more, cut out of the others.
"""

from collections.abc import Iterator

from PySide6.QtGui import (
    QColor,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextLayout,
)

from undivided.ui.composer import slot_text
from undivided.ui.look.theme import Tokens


class SlotLooks(QSyntaxHighlighter):
    """Gives blanks the accent with a dashed line, and what was filled in a dotted line.

    Args:
        document: What is written.
        tokens: The theme.
    """

    def __init__(self, document: QTextDocument, tokens: Tokens) -> None:
        super().__init__(document)
        self._blank, self._filled = _looks(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Colour in another theme; the caller repaints."""
        self._blank, self._filled = _looks(tokens)
        # Not rehighlight(): it counts as a change of the text.
        block = self.document().begin()
        while block.isValid():
            formats = [_range(*part) for part in self._coloured(block)]
            block.layout().setFormats(formats)
            block = block.next()

    def highlightBlock(self, text: str) -> None:
        """Colour one paragraph; Qt asks for those that were changed."""
        for start, length, look in self._coloured(self.currentBlock()):
            self.setFormat(start, length, look)

    def _coloured(self, block: QTextBlock) -> Iterator[tuple[int, int, QTextCharFormat]]:
        first = block.position()
        for start, end, char_format in slot_text.fragments(block):
            if slot_text.is_marked(char_format):
                look = self._blank if slot_text.is_blank(char_format) else self._filled
                yield start - first, end - start, look


def _range(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, look
    return made


def _looks(tokens: Tokens) -> tuple[QTextCharFormat, QTextCharFormat]:
    blank, filled = QTextCharFormat(), QTextCharFormat()
    blank.setForeground(QColor(tokens.accent_text))
    blank.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
    filled.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    filled.setUnderlineColor(QColor(tokens.strong))
    return blank, filled
