"""A thin mark at the list's edge: somebody out of view has waited too long."""

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from undivided.etiquette.calm_text import one_line
from undivided.ui.look.fonts import SEMIBOLD, font_for
from undivided.ui.look.icons import paint_icon
from undivided.ui.look.plain import set_plain_tooltip
from undivided.ui.look.text_pictures import Face
from undivided.ui.look.theme import Tokens

_WORDS_FROM = 120
"""Pixels; a narrower mark has room for its arrow only, and the words in its tooltip."""


class EdgeMark(QAbstractButton):
    """A button over the list's top or bottom edge; hidden while nobody late is out of view.

    Attributes:
        place: The row that a click goes to.
    """

    def __init__(self, tokens: Tokens, *, is_above: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = -1
        self._is_above = is_above
        self.set_tokens(tokens)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        # Rows that run below it have it painted each second: its words are kept.
        self._face = Face(font_for(tokens, tokens.type.stamp, SEMIBOLD))
        self.update()

    def point_at(self, place: int | None, name: str) -> None:
        """Show that the visitor in row `place` is late; None hides the mark."""
        self.place = -1 if place is None else place
        where = "above" if self._is_above else "below"
        words = f"{one_line(name, 40)} is late, {where}"
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(words)
            set_plain_tooltip(self, words)
            self.update()
        self.setVisible(place is not None)

    def sizeHint(self) -> QSize:
        """Return one line of stamp text."""
        return QSize(0, self._tokens.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words on the late fill, with an arrow that shows the way."""
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.late_edge))
        painter.setBrush(QColor(tokens.late_fill))
        has_words = self.width() >= _WORDS_FROM
        side = 8.5 if has_words else 4.5
        pill = QRectF(self.rect()).adjusted(side, 0.5, -side, -0.5)
        painter.drawRoundedRect(pill, 4, 4)
        picture = "chevron-up" if self._is_above else "chevron-down"
        size = tokens.px(12)
        left = pill.left() + 6 if has_words else pill.center().x() - size / 2
        at = QRectF(left, pill.center().y() - size / 2, size, size)
        paint_icon(painter, picture, tokens.on_accent, at)
        if not has_words:
            painter.end()
            return
        words = pill.toRect().adjusted(size + 8, 0, -size - 8, 0)
        spare = max(0, words.width() - self._face.width(self.text()))
        words.setLeft(words.left() + spare // 2)
        self._face.paint(painter, words, self.text(), tokens.on_accent)
        painter.end()


class EdgeMarks(QObject):
    """The two marks of a list, one at each edge.

    Signals:
        clicked: The row that a pressed mark points at.
    """

    clicked = Signal(int)

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.above = EdgeMark(tokens, is_above=True, parent=parent)
        self.below = EdgeMark(tokens, is_above=False, parent=parent)
        self._both = (self.above, self.below)
        self.above.clicked.connect(lambda: self.clicked.emit(self.above.place))
        self.below.clicked.connect(lambda: self.clicked.emit(self.below.place))

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        for mark in self._both:
            mark.set_tokens(tokens)

    def lie_along(self, area: QRect) -> None:
        """Keep to the upper and the lower edge of the rows' area."""
        size = QSize(area.width(), self.above.sizeHint().height())
        self.above.setGeometry(QRect(area.topLeft(), size))
        lowest = QPoint(area.left(), area.bottom() + 1 - size.height())
        self.below.setGeometry(QRect(lowest, size))
