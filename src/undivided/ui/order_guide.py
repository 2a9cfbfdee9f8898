"""A quiet strip beside the chat: at which step of the site's order the visitor is.

Source: practice 52.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from undivided.etiquette.calm_text import one_line
from undivided.ui.look.flow_layout import Flow
from undivided.ui.look.fonts import NORMAL, SEMIBOLD, font_for
from undivided.ui.look.icons import paint_icon
from undivided.ui.look.plain import set_plain_tooltip
from undivided.ui.look.text_weight import light_line
from undivided.ui.look.theme import Tokens
from undivided.ui.words import order_guide_words as words

_HEIGHT = 24
_ICON = 12
_GAP = 4
_SIDE = 6
_BETWEEN = 2


class OrderGuide(QWidget):
    """Shows the steps with the visitor's own strong; hidden while the visitor is on none.

    Signals:
        chosen: Show the responses for the pages of this step, 0 for the first.
        content_changed: It needs another height.
    """

    chosen = Signal(int)
    content_changed = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._shown: tuple[tuple[str, ...], int | None] = ((), None)
        self.steps: list[StepButton] = []
        self._flow = Flow()
        self._flow.setSpacing(_BETWEEN)
        self.setLayout(self._flow)
        self.setContentsMargins(10, 0, 12, 0)
        self.hide()

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme or text size."""
        self._tokens = tokens
        for step in self.steps:
            step.set_tokens(tokens)
        self._flow.invalidate()

    def show_steps(self, names: Sequence[str], at: int | None) -> None:
        """Show the steps and that the visitor is at one of them; None hides the strip."""
        shown = (tuple(names), at)
        if shown == self._shown:
            return
        if shown[0] != self._shown[0]:
            self._fill(shown[0])
        self._shown = shown
        if at is not None:
            for step in self.steps:
                step.show_at(at)
            name = light_line(one_line(names[at]))
            self.setAccessibleName(words.spoken_guide(at + 1, len(names), name))
        self.setVisible(at is not None)
        self._flow.invalidate()
        self.content_changed.emit()
        # In the panel's scroll area Qt's posted request is not enough: names would be cut off where
        # a tick or a bold name needs more room than before.
        self._flow.activate()

    def _fill(self, names: tuple[str, ...]) -> None:
        self._flow.clear_until(self)
        self.steps = [
            StepButton(name, place, len(names), self._tokens) for place, name in enumerate(names)
        ]
        for place, step in enumerate(self.steps):
            step.clicked.connect(lambda _=False, place=place: self.chosen.emit(place))
            self._flow.addWidget(step)
            step.show()


class StepButton(QPushButton):
    """One step: ticked when it is done, strong when the visitor is there."""

    def __init__(self, name: str, place: int, count: int, tokens: Tokens) -> None:
        super().__init__()
        self._name = light_line(one_line(name))
        self._place = place
        self._count = count
        self._at = 0
        self._is_last = place == count - 1
        # By Tab only, so that a click leaves the caret in the composer.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        set_plain_tooltip(self, words.step_tip(self._name))
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme or text size."""
        self._tokens = tokens
        # The window's stylesheet gives every button a height of its own.
        self.setStyleSheet("QPushButton { min-height: 0; padding: 0; border: none; }")
        self.setFixedHeight(tokens.px(_HEIGHT))
        self.updateGeometry()
        self.update()

    def show_at(self, at: int) -> None:
        """Say at which step the visitor is, 0 for the first."""
        self._at = at
        spoken = words.spoken_step(self._place + 1, self._count, self._name, at=at + 1)
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for the whole name."""
        tokens = self._tokens
        width = self._metrics().horizontalAdvance(self._name) + 2 * _SIDE
        width += tokens.px(_ICON) + _GAP if self._is_done else 0
        width += 0 if self._is_last else tokens.px(_ICON) + _BETWEEN
        return QSize(width, tokens.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return that a long name may be shortened."""
        return QSize(0, self._tokens.px(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose it by Enter as by Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tick, the name, and the way to the next step."""
        tokens, size = self._tokens, self._tokens.px(_ICON)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(self.rect())
        if not self._is_last:
            box.setRight(box.right() - size - _BETWEEN)
            way = QRectF(box.right() + _BETWEEN, (self.height() - size) / 2, size, size)
            paint_icon(painter, "chevron-right", tokens.text_muted, way)
        self._paint_box(painter, QRectF(box))
        area = box.adjusted(_SIDE, 0, -_SIDE, 0)
        if self._is_done:
            tick = QRectF(area.left(), (self.height() - size) / 2, size, size)
            paint_icon(painter, "check", tokens.ok_mark, tick)
            area.setLeft(area.left() + size + _GAP)
        metrics = self._metrics()
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, area.width() + 1)
        painter.setFont(self._font())
        painter.setPen(QColor(self._ink()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, name)
        painter.end()

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        tokens, radius = self._tokens, self._tokens.radius.button
        fill = tokens.selected if self._is_here else tokens.hover if self.underMouse() else ""
        if fill:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus():
            half = tokens.ring_px / 2
            painter.setPen(QPen(QColor(tokens.focus), tokens.ring_px))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)

    @property
    def _is_done(self) -> bool:
        return self._place < self._at

    @property
    def _is_here(self) -> bool:
        return self._place == self._at

    def _ink(self) -> str:
        tokens = self._tokens
        if self._is_here:
            return tokens.text
        return tokens.text_2 if self._is_done or self.underMouse() else tokens.text_muted

    def _font(self) -> QFont:
        weight = SEMIBOLD if self._is_here else NORMAL
        return font_for(self._tokens, self._tokens.type.secondary, weight)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._font())
