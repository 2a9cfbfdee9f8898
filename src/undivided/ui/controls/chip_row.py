"""A row of chips that scrolls sideways, by wheel and by focus, and fades where more is hidden."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QWidget

from undivided.ui.look.theme import Tokens

_GAP = 6
_SIDE = 12
_ABOVE = 8
_BELOW = 6
_FADE = 28


class ChipRow(QScrollArea):
    """Holds chips side by side; none is dropped for want of room.

    The arrow keys go from chip to chip, and the chip with the focus is always in view.

    Args:
        ground: The token of the colour that it lies on, into which hidden chips fade.
        side: Free room at both ends, in logical pixels.
        above, below: Free room over and under the chips.
    """

    def __init__(
        self,
        tokens: Tokens,
        parent: QWidget | None = None,
        *,
        ground: str = "window",
        side: int = _SIDE,
        above: int = _ABOVE,
        below: int = _BELOW,
    ) -> None:
        super().__init__(parent)
        self._ground = ground
        self._room = above + below
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        inside = QWidget()
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(side, above, side, below)
        self._row.setSpacing(_GAP)
        self._row.addStretch(1)
        self.setWidget(inside)
        # Only now, because Qt has just turned it on.
        inside.setAutoFillBackground(False)
        self._chips: list[QPushButton] = []
        self._fades = (_Fade(self, is_left=True), _Fade(self, is_left=False))
        bar = self.horizontalScrollBar()
        bar.valueChanged.connect(self._show_fades)
        bar.rangeChanged.connect(self._show_fades)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        for fade in self._fades:
            fade.colour = getattr(tokens, self._ground)
            fade.update()
        self._fit_height()

    def add(self, chip: QPushButton) -> None:
        """Add a chip at the end."""
        chip.installEventFilter(self)
        self._row.insertWidget(self._row.count() - 1, chip)
        self._order(chip)
        self._chips.append(chip)
        self._fit_height()

    def _order(self, chip: QPushButton) -> None:
        """Let Tab reach a chip where the row stands: what is made later comes last in Qt."""
        if self._chips:
            QWidget.setTabOrder(self._chips[-1], chip)
            return
        # Qt puts nothing behind a widget that takes no focus, as the row itself never does.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        QWidget.setTabOrder(self, chip)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def drop_after(self, count: int) -> None:
        """Keep the first `count` chips only."""
        for chip in self._chips[count:]:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        del self._chips[count:]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the chip with the focus in view, and step between chips by arrow keys."""
        if isinstance(watched, QPushButton) and watched in self._chips:
            if event.type() == QEvent.Type.FocusIn:
                self.ensureWidgetVisible(watched, _FADE + _SIDE, 0)
            elif event.type() == QEvent.Type.KeyPress:
                return self._step(watched, event)
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll sideways by either wheel."""
        turn = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (turn.x() or turn.y()))
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font, whose size decides the height."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit_height()

    def _step(self, chip: QPushButton, event: QEvent) -> bool:
        key = event.key() if hasattr(event, "key") else 0
        step = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}.get(key, 0)
        place = self._chips.index(chip) + step
        if step and 0 <= place < len(self._chips):
            self._chips[place].setFocus(Qt.FocusReason.TabFocusReason)
        return bool(step)

    def _fit_height(self) -> None:
        heights = [chip.sizeHint().height() for chip in self._chips]
        self.setFixedHeight(max(heights, default=24) + self._room)

    def _show_fades(self) -> None:
        bar = self.horizontalScrollBar()
        left, right = self._fades
        left.setVisible(bar.value() > bar.minimum())
        right.setVisible(bar.value() < bar.maximum())
        area = self.rect()
        left.setGeometry(QRect(0, 0, _FADE, area.height()))
        right.setGeometry(QRect(area.right() + 1 - _FADE, 0, _FADE, area.height()))
        left.raise_()
        right.raise_()


class _Fade(QWidget):
    """Says that there is more on this side; clicks go through it."""

    def __init__(self, parent: QWidget, *, is_left: bool) -> None:
        super().__init__(parent)
        self.colour = ""
        self._is_left = is_left
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        solid, clear = QColor(self.colour), QColor(self.colour)
        clear.setAlpha(0)
        ends = (solid, clear) if self._is_left else (clear, solid)
        fade = QLinearGradient(QPointF(0, 0), QPointF(self.width(), 0))
        for place, colour in enumerate(ends):
            fade.setColorAt(place, colour)
        painter = QPainter(self)
        painter.fillRect(self.rect(), fade)
        painter.end()
