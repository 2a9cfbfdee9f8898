"""A long reply as the blocks that it would be sent in, over the composer; it takes no focus."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from undivided.ui.composer.block_list import BlockList
from undivided.ui.composer.question_bar import BELOW
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.keys import key_of
from undivided.ui.look.announce import announce
from undivided.ui.look.flow_layout import Flow
from undivided.ui.look.theme import Tokens
from undivided.ui.words import coach_wording as words

_GAP = 8


class SplitPreview(QWidget):
    """Shows blocks and what can be done with them. Source: practices 3 and 4.

    Args:
        tokens: The theme.

    Attributes:
        list: The blocks, each on its bubble; in a low window they are scrolled.
    """

    all_wanted = Signal()
    """Send one block after the other."""
    first_wanted = Signal()
    """Send the first block and keep the rest as the draft."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._blocks: tuple[str, ...] = ()
        self.close_button = Button(words.KEEP_WHOLE, tokens, kind=Kind.FLAT, key="Esc")
        self.first_button = Button(words.SEND_FIRST, tokens, key=key_of("first_block").shown)
        self.all_button = Button("", tokens, kind=Kind.PRIMARY, key=key_of("split").shown)
        self.list = BlockList(tokens)
        self._foot = Flow()  # three buttons with their keys are wider than the narrowest window
        self._foot.setSpacing(_GAP)
        for button in self._buttons():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._foot.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 10, 10, 10 + BELOW)
        self._column.setSpacing(_GAP)
        self._column.addWidget(self.list)
        self._column.addLayout(self._foot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.list.focus_changed.connect(self.update)
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
        self.list.set_tokens(tokens)
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
        self.show()
        if not was_open:
            announce(self, f"{self.accessibleName()} {self.accessibleDescription()}")

    def close_preview(self) -> None:
        """Take it away; the text stays one."""
        self.hide()

    def hasHeightForWidth(self) -> bool:
        """Return False: Qt never makes what has a height for a width lower than that."""
        return False

    def sizeHint(self) -> QSize:
        """Return the size that shows all blocks, at the width that it has."""
        margins = self._column.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        buttons = self._foot.heightForWidth(width)
        return QSize(400, self._margins() + self.list.height_at(width) + _GAP + buttons)

    def minimumSizeHint(self) -> QSize:
        """Return the size of its first buttons only: the room belongs to the text."""
        return QSize(200, self._margins() + self.all_button.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height where lines break elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a quiet card, or that its blocks have the keys."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._tokens
        is_focused = self.list.hasFocus()
        width = float(tokens.ring_px if is_focused else 1)
        painter.setPen(QPen(QColor(tokens.focus if is_focused else tokens.border), width))
        painter.setBrush(QColor(tokens.raised))
        half = width / 2
        card = QRectF(self.rect()).adjusted(half, half, -half, -half - BELOW)
        painter.drawRoundedRect(card, tokens.radius.bubble, tokens.radius.bubble)
        painter.end()

    def _margins(self) -> int:
        margins = self._column.contentsMargins()
        return margins.top() + margins.bottom()

    def _fill(self) -> None:
        count = len(self._blocks)
        title = words.blocks_title(count)
        self.list.show_blocks(title, self._blocks)
        self.all_button.relabel(words.send_blocks(count))
        spoken = [
            words.block_spoken(number, count, block)
            for number, block in enumerate(self._blocks, start=1)
        ]
        self.setAccessibleName(title)
        self.list.setAccessibleName(title)
        self.setAccessibleDescription(" ".join(spoken))
        self.updateGeometry()

    def _buttons(self) -> tuple[Button, ...]:
        return self.all_button, self.first_button, self.close_button
