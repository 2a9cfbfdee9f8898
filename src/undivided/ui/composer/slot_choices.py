"""The choices of a slot as a small list: Up and Down move, typing goes to what begins so."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from undivided.library.folding import fold
from undivided.ui.composer.slot_picker import FOOT, PAD, SHADOW, SlotPicker
from undivided.ui.look.announce import announce
from undivided.ui.look.fonts import font_for
from undivided.ui.look.theme import Tokens

SHOWN_CHOICES = 8
_ROW = 32
_SIDE = 10
_NARROWEST = 256
_WIDEST = 420


class ChoicePicker(SlotPicker):
    """Shows the choices of one slot.

    Args:
        tokens: The theme.
        field: The text field that has the keys.
        choices: In order.
        words: What stands in the slot; a choice that is the same is marked.
    """

    def __init__(
        self, tokens: Tokens, field: QWidget, choices: tuple[str, ...], words: str
    ) -> None:
        super().__init__(tokens, field)
        self._choices = choices
        self._at = choices.index(words) if words in choices else -1
        self.setMouseTracking(True)
        self._name_it()

    @property
    def current(self) -> str:
        """The marked choice, or ""."""
        return self._choices[self._at] if self._at >= 0 else ""

    @property
    def is_steered(self) -> bool:
        """Whether a choice is marked."""
        return self._at >= 0

    def follow(self, words: str) -> None:
        """Mark the first choice that begins with the words."""
        typed = fold(words.strip())
        found = (at for at, choice in enumerate(self._choices) if fold(choice).startswith(typed))
        self._mark(next(found, -1) if typed else -1)

    def steer(self, event: QKeyEvent, *, is_typing: bool) -> bool:
        """Go up or down; past the end it starts over."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if not steps:
            return False
        before = self._at if self._at >= 0 else (-1 if steps > 0 else 0)
        self._mark((before + steps) % len(self._choices))
        return True

    def pick(self) -> None:
        """Take the marked choice."""
        if self._at >= 0:
            self.picked.emit(self.current)

    def sizeHint(self) -> QSize:
        """Return the size that its content wants."""
        px = self.tokens.px
        metrics = QFontMetricsF(font_for(self.tokens, self.tokens.type.base))
        widest = max(metrics.horizontalAdvance(choice) for choice in self._choices)
        width = int(min(px(_WIDEST), max(px(_NARROWEST), widest + 2 * (_SIDE + PAD))))
        rows = min(SHOWN_CHOICES, len(self._choices))
        height = rows * px(_ROW) + 2 * PAD + px(FOOT)
        return QSize(width + 2 * SHADOW, height + 2 * SHADOW)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        at = self._row_at(event.position())
        if at is not None:
            self._mark(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the clicked choice."""
        at = self._row_at(event.position())
        if at is not None:
            self._at = at
            self.pick()

    def paint_inside(self, painter: QPainter) -> None:
        """Paint the rows that fit, the marked one among them."""
        tokens = self.tokens
        font = font_for(tokens, tokens.type.base)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        for at in self._shown():
            box = self._row_box(at)
            if at == self._at:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(tokens.selected))
                painter.drawRoundedRect(box, tokens.radius.button, tokens.radius.button)
            inner = box.adjusted(_SIDE, 0, -_SIDE, 0)
            painter.setPen(QColor(tokens.text))
            words = self._choices[at].replace("\n", " ")
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(inner, int(flags | Qt.TextFlag.TextSingleLine), shown)

    def _mark(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self._name_it()
            self.update()

    def _name_it(self) -> None:
        count = len(self._choices)
        said = f"{self.current}, {self._at + 1} of {count}" if self._at >= 0 else f"{count} choices"
        self.setAccessibleName(said)
        announce(self._field, said)

    def _shown(self) -> range:
        first = max(0, self._at - SHOWN_CHOICES + 1)
        return range(first, min(len(self._choices), first + SHOWN_CHOICES))

    def _row_box(self, at: int) -> QRectF:
        card, height = self.card(), self.tokens.px(_ROW)
        top = card.top() + PAD + (at - self._shown().start) * height
        return QRectF(card.left() + PAD, top, card.width() - 2 * PAD, height)

    def _row_at(self, place: QPointF) -> int | None:
        return next((at for at in self._shown() if self._row_box(at).contains(place)), None)
