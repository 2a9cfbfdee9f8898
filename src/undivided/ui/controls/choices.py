"""Small controls of the sheets: a segmented choice and a switch, with keys and spoken states."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from undivided.ui.controls.key_buttons import paint_focus_ring
from undivided.ui.look.theme import Tokens


class Segments(QWidget):
    """One choice of a few, side by side; the arrow keys move it.

    Args:
        name: What is chosen, for screen readers.
        choices: The words, in order.
    """

    chosen = Signal(int)

    def __init__(
        self,
        name: str,
        choices: Sequence[str],
        tokens: Tokens,
        *,
        at: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        for number, words in enumerate(choices):
            button = QPushButton(words)
            button.setProperty("kind", "segment")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setAccessibleName(f"{name}: {words}")
            button.setChecked(number == at)
            self._group.addButton(button, number)
            row.addWidget(button)
        self._group.idToggled.connect(self._tell)

    @property
    def at(self) -> int:
        """Which one is chosen, counted from 0."""
        return self._group.checkedId()

    def choose(self, at: int) -> None:
        """Choose one."""
        self._group.button(at).setChecked(True)

    def first_stop(self) -> QWidget:
        """Return the part that takes the keys."""
        return self._group.checkedButton() or self

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sunken ground around the choices."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._tokens.border)))
        painter.setBrush(QColor(self._tokens.sunken))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)

    def _tell(self, at: int, is_on: bool) -> None:
        if is_on:
            self.chosen.emit(at)


class Switch(QCheckBox):
    """An on/off switch; its state is also spoken as a check box's."""

    def __init__(self, name: str, tokens: Tokens, *, is_on: bool = False) -> None:
        super().__init__()
        self._tokens = tokens
        self.setAccessibleName(name)
        self.setChecked(is_on)
        self.setFixedSize(40, 26)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that its content wants."""
        return QSize(40, 26)

    def hitButton(self, place: QPoint) -> bool:
        """Return whether a click at this place counts."""
        return self.rect().contains(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(4, 4, 32, 18)
        painter.setBrush(QColor(tokens.accent if self.isChecked() else tokens.strong))
        painter.drawRoundedRect(track, 9, 9)
        painter.setBrush(QColor("#FFFFFF"))
        left = track.left() + (16 if self.isChecked() else 2)
        painter.drawEllipse(QRectF(left, track.top() + 2, 14, 14))
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()), tokens)
