"""A long reply as the blocks that it would be sent in, over the composer; it takes no focus."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from undivided.etiquette.pace import words_in
from undivided.ui.composer.question_bar import BELOW
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.keys import key_of
from undivided.ui.look.announce import announce
from undivided.ui.look.flow_layout import Flow
from undivided.ui.look.fonts import font_for
from undivided.ui.look.plain import breakable, plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.words import coach_wording as words
from undivided.ui.words.wording import word_count

_BLOCKS_FROM = 480
"""The height of a window from which there is room for the blocks too."""


class SplitPreview(QWidget):
    """Shows blocks and what can be done with them. Source: practices 3 and 4.

    Args:
        tokens: The theme.

    Attributes:
        list: The blocks, each on its bubble.
    """

    all_wanted = Signal()
    """Send one block after the other."""
    first_wanted = Signal()
    """Send the first block and keep the rest as the draft."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._blocks: tuple[str, ...] = ()
        self._title = plain_label("", "strong")
        self.close_button = Button(words.KEEP_WHOLE, tokens, kind=Kind.FLAT, key="Esc")
        self.first_button = Button(words.SEND_FIRST, tokens, key=key_of("first_block").shown)
        self.all_button = Button("", tokens, kind=Kind.PRIMARY, key=key_of("split").shown)
        self.list = QWidget()
        self._rows = QVBoxLayout(self.list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        foot = Flow()  # three buttons with their keys are wider than the narrowest conversation
        foot.setSpacing(8)
        for button in self._buttons():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 10 + BELOW)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self.list)
        column.addLayout(foot)
        self.close_button.clicked.connect(self.close_preview)
        self.first_button.clicked.connect(self.first_wanted)
        self.all_button.clicked.connect(self.all_wanted)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether it is in view."""
        return not self.isHidden()

    @property
    def blocks(self) -> tuple[str, ...]:
        """The blocks in view."""
        return self._blocks if self.is_open else ()

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        for button in self._buttons():
            button.set_tokens(tokens)
        if self.is_open:
            self._fill()
        self.update()

    def show_blocks(self, blocks: tuple[str, ...]) -> None:
        """Show what a text is cut into; fewer than two blocks are nothing to show."""
        was_open, before = self.is_open, self._blocks
        self._blocks = blocks
        if len(blocks) < 2:
            self.close_preview()
            return
        if not was_open or before != blocks:
            self._fill()
        self._fit()
        self.show()
        if not was_open:
            announce(self, f"{self._title.text()} {self.accessibleDescription()}")

    def close_preview(self) -> None:
        """Take it away; the text stays one."""
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the blocks only where there is room; the text below has the same words."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a quiet card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._tokens
        painter.setPen(QPen(QColor(tokens.border)))
        painter.setBrush(QColor(tokens.raised))
        radius = tokens.radius.bubble
        card = self.rect().adjusted(0, 0, -1, -1 - BELOW)
        painter.drawRoundedRect(card, radius, radius)
        painter.end()

    def _fit(self) -> None:
        self.list.setVisible(self.window().height() >= self._tokens.px(_BLOCKS_FROM))

    def _fill(self) -> None:
        count = len(self._blocks)
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        for block in self._blocks:
            row = _Block(self._tokens, block)
            self._rows.addWidget(row)
            # Qt shows what a layout was given only after the next events, which is a flicker.
            row.show()
        self._title.setText(words.blocks_title(count))
        self.all_button.relabel(words.send_blocks(count))
        spoken = [
            words.block_spoken(number, count, block)
            for number, block in enumerate(self._blocks, start=1)
        ]
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(" ".join(spoken))

    def _buttons(self) -> tuple[Button, ...]:
        return self.all_button, self.first_button, self.close_button


class _Block(QWidget):
    """One block as its bubble will look, with its words counted."""

    def __init__(self, tokens: Tokens, text: str) -> None:
        super().__init__()
        self._tokens = tokens
        label = _Words(text)
        label.setFont(font_for(tokens, tokens.type.bubble))
        label.setMinimumHeight(label.fontMetrics().lineSpacing())
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


class _Words(QLabel):
    """A text on as many lines as it needs; in a low window one line stands for all of them."""

    def __init__(self, text: str) -> None:
        super().__init__(breakable(text))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint whole lines only."""
        if self.height() >= self.heightForWidth(self.width()):
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        text = " ".join(self.text().split())
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width())
        line = QRect(0, 0, self.width(), self.fontMetrics().lineSpacing())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(line, flags | Qt.TextFlag.TextSingleLine, shown)
        painter.end()
