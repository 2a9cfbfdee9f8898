"""A response while it is written, as the visitor will read it, with what is odd about it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from undivided.etiquette.pace import BLOCK_WORDS, words_in
from undivided.library.filling.slots import Filled
from undivided.ui.look.fonts import font_for
from undivided.ui.look.plain import plain_label, wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import ElidedLabel, Glyph
from undivided.ui.responses.editor import words
from undivided.ui.responses.response_text import Look, ResponseText

_PAD_X = 12
_PAD_Y = 8
_MAX_LINES = 16


class PreviewPart(QWidget):
    """The bubble, its length, and below it what was found.

    Args:
        name: Whom it is shown for; empty where no chat is open.
    """

    def __init__(self, tokens: Tokens, name: str) -> None:
        super().__init__()
        self._tokens = tokens
        self._bubble = _Bubble(tokens)
        self._length = plain_label("", "muted")
        self._findings: tuple[str, ...] = ()
        self._found = QVBoxLayout()
        self._found.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(ElidedLabel(words.preview_for(name), "strong"))
        column.addWidget(self._bubble)
        column.addWidget(self._length)
        column.addSpacing(6)
        column.addLayout(self._found)
        column.addStretch(1)

    def show_text(self, filled: Filled) -> None:
        """Show the text with the values of the chat; positions are in code points."""
        self._bubble.show_text(filled)
        count = words_in(filled.text)
        self._length.setText(words.length(count, BLOCK_WORDS) if filled.text.strip() else "")
        self.setAccessibleName(filled.text)

    def show_findings(self, findings: tuple[str, ...]) -> None:
        """Say what is odd, most important first."""
        if findings == self._findings:
            return
        self._findings = findings
        while (item := self._found.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for finding in findings:
            self._found.addWidget(_finding(finding, self._tokens))

    def set_tokens(self, tokens: Tokens) -> None:
        """Say what is found next in another theme."""
        self._tokens = tokens

    @property
    def findings(self) -> tuple[str, ...]:
        """What is said below the preview."""
        return self._findings


def _finding(text: str, tokens: Tokens) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Glyph("info", tokens, size=14), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(wrapped_label(text, "secondary"), 1)
    return holder


class _Bubble(QWidget):
    """The operator's bubble, as high as its text."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._filled = Filled("")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self._fit()

    def show_text(self, filled: Filled) -> None:
        """Paint another text."""
        self._filled = filled
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the text is at this width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = self._laid_out(self.width()).height if self._filled.text else 0
        self.setFixedHeight(max(round(lines), self._tokens.px(22)) + 2 * _PAD_Y)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.bubble_operator))
        radius = tokens.radius.bubble
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        if self._filled.text:
            self._laid_out(self.width()).draw(painter, QPointF(_PAD_X, _PAD_Y))

    def _laid_out(self, width: int) -> ResponseText:
        tokens = self._tokens
        font = font_for(tokens, tokens.type.bubble)
        look = Look(font, tokens.text, tokens.px(22), _MAX_LINES, keeps_lines=True)
        return ResponseText(self._filled, look, tokens, max(40, width - 2 * _PAD_X), current=0)
