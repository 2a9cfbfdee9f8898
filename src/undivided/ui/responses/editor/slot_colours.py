"""Colours the slots of a response while it is written, and underlines misspelt words."""

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from undivided.etiquette.spelling_marks import Misspellings
from undivided.library.filling.body_marks import Part, body_marks
from undivided.library.filling.slots import to_utf16
from undivided.ui.look.theme import Tokens


class SlotColours(QSyntaxHighlighter):
    """Works line by line: a slot never goes over a line's end.

    Args:
        misspelt: What to underline.
    """

    def __init__(self, document: QTextDocument, tokens: Tokens, misspelt: Misspellings) -> None:
        super().__init__(document)
        self._misspelt = misspelt
        self.language = ""
        self._looks: dict[Part, QTextCharFormat] = {}
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Colour in another theme."""
        self._looks = {
            Part.VALUE: _look(tokens.accent_text, underline="dot", line=tokens.strong),
            Part.BLANK: _look(tokens.accent_text, ground=tokens.selected, underline="dash"),
            Part.ODD: _look(tokens.soon_text, ground=tokens.soon_tint, underline="dash"),
            Part.NESTED: _look(tokens.hold_text, ground=tokens.hold_tint),
            Part.BROKEN: _look(tokens.late_text, ground=tokens.late_tint),
        }
        self._wrong = QColor(tokens.soon_mark)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        taken: list[tuple[int, int]] = []
        for mark in body_marks(text):
            start, end = to_utf16(text, mark.start), to_utf16(text, mark.end)
            self.setFormat(start, end - start, self._looks[mark.part])
            taken.append((mark.start, mark.end))
        for word in self._misspelt(text, self.language):
            if any(start < word.end and word.start < end for start, end in taken):
                continue
            look = QTextCharFormat()
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            look.setUnderlineColor(self._wrong)
            start = to_utf16(text, word.start)
            self.setFormat(start, to_utf16(text, word.end) - start, look)


def _look(colour: str, *, ground: str = "", underline: str = "", line: str = "") -> QTextCharFormat:
    look = QTextCharFormat()
    look.setForeground(QColor(colour))
    if ground:
        look.setBackground(QColor(ground))
    styles = QTextCharFormat.UnderlineStyle
    if underline:
        look.setUnderlineStyle(styles.DotLine if underline == "dot" else styles.DashUnderline)
    if line:
        look.setUnderlineColor(QColor(line))
    return look
