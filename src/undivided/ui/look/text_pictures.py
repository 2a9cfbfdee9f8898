"""Keeps words that were shortened and shaped, because rows show the same ones again and again."""

from functools import cache

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText, QTransform

from undivided.ui.look.text_weight import light_line

KEPT = 1024
"""Texts that are kept; all are let go when there are more."""

_colour = cache(QColor)  # of a theme's few names


class Face:
    """A font that paints single lines of plain text.

    Attributes:
        font: The font itself.
        metrics: Its measures.
    """

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self._height = self.metrics.height()
        self._kept: dict[tuple[str, int], tuple[QStaticText, int]] = {}

    def width(self, words: str) -> int:
        """Return how wide the words are without being shortened."""
        return self._text(words, -1)[1]

    def paint(self, painter: QPainter, rect: QRect, words: str, colour: str) -> int:
        """Paint words from the left into a rectangle, in its middle; return their width.

        What does not fit is shortened with an ellipsis.
        """
        return self._paint(painter, rect, words, colour, self._text(words, max(0, rect.width())))

    def paint_right(self, painter: QPainter, rect: QRect, words: str, colour: str) -> int:
        """Paint whole words that end at a rectangle's right edge; return their width."""
        text = self._text(words, -1)
        ending = rect.adjusted(rect.width() - text[1], 0, 0, 0)
        return self._paint(painter, ending, words, colour, text)

    def _paint(
        self, painter: QPainter, rect: QRect, words: str, colour: str, text: tuple[QStaticText, int]
    ) -> int:
        if words:
            painter.setFont(self.font)
            painter.setPen(_colour(colour))
            top = rect.top() + (rect.height() - self._height) // 2
            painter.drawStaticText(QPoint(rect.left(), top), text[0])
        return text[1]

    def _text(self, words: str, room: int) -> tuple[QStaticText, int]:
        known = self._kept.get((words, room))
        if known is not None:
            return known
        metrics = self.metrics
        cut = Qt.TextElideMode.ElideRight
        whole = light_line(words)
        shown = whole if room < 0 else metrics.elidedText(whole, cut, room)
        text = QStaticText(shown)
        # Never guessed from the words: they may be a visitor's.
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.prepare(QTransform(), self.font)
        if len(self._kept) >= KEPT:
            self._kept.clear()
        made = self._kept[words, room] = (text, metrics.horizontalAdvance(shown))
        return made
