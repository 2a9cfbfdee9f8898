"""The right side: who the visitor is, first steps for a new chat, and the canned responses."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from undivided.qtmodels.canned_model import CannedModel
from undivided.ui.first_steps_card import FirstStepsCard
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.canned_panel import CannedPanel
from undivided.ui.visitor_panel import VisitorPanel

SMALLEST_WIDTH = 300
LARGEST_WIDTH = 480
MOST_FOR_VISITOR_PERCENT = 45


class SidePanel(QWidget):
    """Visitor and responses with a splitter between them.

    Attributes:
        visitor, first_steps, canned: The parts, to be connected.

    Signals:
        close_requested: Escape, while it lies over the conversation.
    """

    close_requested = Signal()

    def __init__(
        self,
        model: CannedModel,
        tokens: Tokens,
        count_words: Callable[[str], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._is_over = False
        self._is_sized_by_hand = False
        self._split = split = QSplitter(Qt.Orientation.Vertical, self)
        self.visitor = VisitorPanel(tokens, split)
        self._lower = QWidget(split)
        self.first_steps = FirstStepsCard(tokens, self._lower)
        self.canned = CannedPanel(model, tokens, count_words, self._lower)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.visitor)
        split.addWidget(self._lower)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        self._lay_out_lower()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(split)
        split.splitterMoved.connect(self._sized_by_hand)
        self.visitor.content_changed.connect(self._fit_visitor)
        self.set_tokens(tokens)

    def _lay_out_lower(self) -> None:
        steps = QVBoxLayout()
        steps.setContentsMargins(12, 8, 12, 0)
        steps.addWidget(self.first_steps)
        column = QVBoxLayout(self._lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(steps)
        column.addWidget(self.canned, 1)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self.visitor.set_tokens(tokens)
        self.first_steps.set_tokens(tokens)
        self.canned.set_tokens(tokens)
        self.setMinimumWidth(SMALLEST_WIDTH)
        self.setMaximumWidth(tokens.px(LARGEST_WIDTH))
        self._fit_visitor()
        self.update()

    def set_over(self, *, is_over: bool) -> None:
        """Say whether it lies over the conversation, so that Escape closes it."""
        self._is_over = is_over

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew, unless the operator has said how."""
        super().resizeEvent(event)
        self._fit_visitor()

    def _fit_visitor(self) -> None:
        """Give the visitor the height of what is known, and the responses the rest."""
        if self._is_sized_by_hand and not self.visitor.is_folded:
            return
        most = self.height() * MOST_FOR_VISITOR_PERCENT // 100
        height = min(self.visitor.content_height(self.width() - 1), most)
        rest = self.height() - height - self._split.handleWidth()
        self._split.setSizes([height, max(0, rest)])

    def _sized_by_hand(self) -> None:
        self._is_sized_by_hand = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape where it covers the conversation."""
        if self._is_over and event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the hairline at the left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._tokens.window))
        painter.fillRect(0, 0, 1, self.height(), QColor(self._tokens.border))
        painter.end()
