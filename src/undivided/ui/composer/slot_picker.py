"""A small card at a slot that offers what may go into it; typing stays in the text field."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from undivided.ui.controls.key_hints import paint_hints
from undivided.ui.look.shadow import paint_floating_card
from undivided.ui.look.theme import Tokens
from undivided.ui.words.insertion_wording import PICKER_HINTS

SHADOW = 14
PAD = 6
FOOT = 30
_GAP = 6
"""Pixels between the slot's line and the card."""


class SlotPicker(QFrame):
    """Offers values for one slot. It is a child of the window and never takes the keys.

    Signals:
        picked: The words for the slot.
    """

    picked = Signal(str)

    def __init__(self, tokens: Tokens, field: QWidget) -> None:
        super().__init__(field)
        self.tokens = tokens
        self._field = field
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def is_steered(self) -> bool:
        """Whether a value was chosen by key, so that Tab takes it along."""
        raise NotImplementedError

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self.tokens = tokens
        self.update()

    def follow(self, words: str) -> None:
        """Take in what is typed into the slot."""
        raise NotImplementedError

    def steer(self, event: QKeyEvent, *, is_typing: bool) -> bool:
        """Move by a key and return whether that was its meaning.

        Args:
            event: Any key without Ctrl, Alt or Meta.
            is_typing: Words were typed, so Left and Right belong to the caret.
        """
        raise NotImplementedError

    def pick(self) -> None:
        """Take the shown value, if there is one."""
        raise NotImplementedError

    def show_at(self, line: QRect) -> None:
        """Stand above the slot's line (in the field's coordinates), or below without room."""
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        size = self.sizeHint()
        corner = self._field.mapTo(window, line.topLeft())
        top = corner.y() - _GAP - size.height() + SHADOW
        if top < -SHADOW:
            top = corner.y() + line.height() + _GAP - SHADOW
        left = min(corner.x() - PAD - SHADOW, window.width() - size.width() + SHADOW)
        self.setGeometry(max(-SHADOW, left), top, size.width(), size.height())
        self.show()
        self.raise_()

    def card(self) -> QRectF:
        """Return the card inside its shadow."""
        return QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card and its keys."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = self.card()
        paint_floating_card(painter, card, self.tokens, SHADOW)
        foot = card.bottom() - self.tokens.px(FOOT)
        line = QRectF(card.left(), foot, card.width(), 1)
        painter.fillRect(line, QColor(self.tokens.border))
        middle = foot + self.tokens.px(FOOT) / 2 + 0.5
        spot = QPointF(card.left() + 12, middle)
        paint_hints(painter, spot, card.right() - 12, PICKER_HINTS, self.tokens)
        self.paint_inside(painter)
        painter.end()

    def paint_inside(self, painter: QPainter) -> None:
        """Paint what is offered."""
