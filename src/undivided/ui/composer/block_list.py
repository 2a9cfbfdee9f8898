"""The blocks of a long reply on their bubbles, in a list that scrolls where there is little room.

It leaves the room to the draft: in the lowest windows nothing of it is seen, as the text below
has the same words.
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from undivided.etiquette.pace import words_in
from undivided.ui.look.fonts import font_for
from undivided.ui.look.plain import plain_label, wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.words.wording import word_count

_GAP = 6


class BlockList(QScrollArea):
    """A title and what a reply is cut into; the keys come here only where it scrolls.

    Args:
        tokens: The theme.
    """

    focus_changed = Signal()
    """It has the keys, which whoever holds it has to show, or no longer."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._title = wrapped_label("", "strong")
        self._inside = QWidget()
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(_GAP)
        self._rows.addWidget(self._title)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._inside)
        for ground in (self.viewport(), self._inside):
            ground.setAutoFillBackground(False)
        self.verticalScrollBar().rangeChanged.connect(self._take_keys)
        self._take_keys(0, 0)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme from the next blocks on."""
        self._tokens = tokens

    def show_blocks(self, title: str, blocks: tuple[str, ...]) -> None:
        """Show other blocks, from the first on."""
        self._title.setText(title)
        while (item := self._rows.takeAt(1)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        for block in blocks:
            row = _Block(self._tokens, block)
            self._rows.addWidget(row)
            # Qt shows what a layout was given only after the next events, which is a flicker.
            row.show()
        self.verticalScrollBar().setValue(0)
        self.updateGeometry()

    def height_at(self, width: int) -> int:
        """Return the height in pixels that shows everything without scrolling, at a width."""
        # What is not in view yet has not been styled, and would be measured in another font.
        self._rows.activate()
        return self._rows.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        """Return the size that its content wants."""
        return QSize(400, self.height_at(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Return that it may be scrolled in any height."""
        return QSize(100, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show no part of a line where there is not even room for one."""
        super().resizeEvent(event)
        self._inside.setVisible(self.height() >= self._title.fontMetrics().lineSpacing())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keys come here."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keys go elsewhere."""
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def _take_keys(self, _least: int, most: int) -> None:
        policy = Qt.FocusPolicy
        self.setFocusPolicy(policy.TabFocus if most else policy.NoFocus)


class _Block(QWidget):
    """One block as its bubble will look, with its words counted."""

    def __init__(self, tokens: Tokens, text: str) -> None:
        super().__init__()
        self._tokens = tokens
        label = wrapped_label(text)
        label.setFont(font_for(tokens, tokens.type.bubble))
        count = plain_label(word_count(words_in(text)), "stamp")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(12)
        row.addWidget(label, 1)
        row.addWidget(count, 0, Qt.AlignmentFlag.AlignBottom)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bubble of an own message."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tokens.bubble_operator))
        radius = self._tokens.radius.bubble
        painter.drawRoundedRect(self.rect(), radius, radius)
        painter.end()
