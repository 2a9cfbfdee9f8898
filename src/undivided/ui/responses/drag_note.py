"""Says whom a dragged card is for while it is held over a chat's row, and how it would read there.

The picture at the pointer stays as it was when the drag began: no platform but a few lets it
change on the way. So what changes is shown in the window itself: beside the list, where it covers
no other row, and not below the row's top, where the picture at the pointer would cover it.
"""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from undivided.library.filling.slots import Filled
from undivided.ui.look.fonts import NORMAL, SEMIBOLD, font_for
from undivided.ui.look.icons import paint_icon
from undivided.ui.look.shadow import paint_floating_card
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.response_text import Look, ResponseText
from undivided.ui.words import insertion_wording as words

_WIDTH = 300
_SHADOW = 12
_BESIDE = 8
_SIDE, _TOP, _GAP = 14, 10, 4
_ICON = 14
_MAX_LINES = 3


class DragNote(QWidget):
    """Lies over the window and takes neither clicks nor drops."""

    def __init__(self, window: QWidget, tokens: Tokens) -> None:
        super().__init__(window)
        self._tokens = tokens
        self._head = ""
        self._filled: Filled | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def said(self) -> str:
        """All that it says, a line each."""
        texts = [self._head] if self._filled is None else [self._head, self._filled.text]
        return "\n".join(filter(None, (*texts, self._blanks)))

    def show_beside(
        self, view: QWidget, row: QRect, name: str, filled: Filled | None, tokens: Tokens
    ) -> None:
        """Show it for a row, beside the list.

        Args:
            view: The list that the row is in.
            row: In the coordinates of `view`.
            name: The visitor's, as it is used in sentences.
            filled: The response as it would read in the visitor's chat; None for another text.
            tokens: The theme.
        """
        self._tokens, self._head, self._filled = tokens, words.for_visitor(name), filled
        width, height = tokens.px(_WIDTH), self._height()
        left = -width - _BESIDE if view.isRightToLeft() else view.width() + _BESIDE
        corner = view.mapTo(self.window(), QPoint(left, row.top() - height))
        card = QRect(corner.x(), max(0, corner.y()), width, height)
        self.setGeometry(card.adjusted(-_SHADOW, -_SHADOW, _SHADOW, _SHADOW))
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        paint_floating_card(painter, card, tokens, _SHADOW, tokens.radius.bubble)
        area = card.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        head = QRectF(area.topLeft(), area.topRight() + QPointF(0, tokens.px(18)))
        icon = QRectF(head.left(), head.center().y() - _ICON / 2, _ICON, _ICON)
        paint_icon(painter, "user", tokens.accent_text, icon)
        self._line(painter, head.adjusted(_ICON + 6, 0, 0, 0), self._head, "accent_text", SEMIBOLD)
        body = self._body()
        if body is not None:
            body.draw(painter, QPointF(area.left(), head.bottom() + _GAP))
        if self._blanks:
            foot = QRectF(area.left(), area.bottom() - tokens.px(16), area.width(), tokens.px(16))
            self._line(painter, foot, self._blanks, "text_2")

    @property
    def _blanks(self) -> str:
        return "" if self._filled is None else words.blanks_in_it(len(self._filled.blanks))

    def _line(
        self, painter: QPainter, box: QRectF, said: str, colour: str, weight: QFont.Weight = NORMAL
    ) -> None:
        tokens = self._tokens
        painter.setFont(font_for(tokens, tokens.type.secondary, weight))
        painter.setPen(QColor(getattr(tokens, colour)))
        shown = painter.fontMetrics().elidedText(
            said, Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _body(self) -> ResponseText | None:
        if self._filled is None:
            return None
        tokens = self._tokens
        font = font_for(tokens, tokens.type.secondary)
        look = Look(font, tokens.text_2, tokens.px(18), _MAX_LINES)
        return ResponseText(self._filled, look, tokens, tokens.px(_WIDTH) - 2 * _SIDE)

    def _height(self) -> int:
        body, px = self._body(), self._tokens.px
        inside = 0 if body is None else body.height + 2 * _GAP + px(16)
        return round(2 * _TOP + px(18) + inside)
