"""Where one file or folder can be dropped to import it, and what says so."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from undivided.ui.controls.key_buttons import Button
from undivided.ui.look.fonts import SEMIBOLD, font_for
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import Glyph
from undivided.ui.responses import import_wording as words


class DropZone(QWidget):
    """A dashed field that takes one file or folder, with buttons for those who choose by keys."""

    dropped = Signal(object)

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._is_hot = False
        self.setAcceptDrops(True)
        self.file_button = Button(words.CHOOSE_FILE, tokens, is_big=True)
        self.folder_button = Button(words.CHOOSE_FOLDER, tokens, is_big=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.file_button)
        buttons.addWidget(self.folder_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 24, 16, 24)
        column.setSpacing(8)
        column.addWidget(Glyph("upload", tokens, size=24), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(plain_label(words.DROP_HERE, "strong"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        column.addLayout(buttons)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file or folder of this computer."""
        if dropped_path(event.mimeData()) is not None:
            event.acceptProposedAction()
            self._heat(is_hot=True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take it anywhere on the field."""
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._heat(is_hot=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped."""
        self._heat(is_hot=False)
        path = dropped_path(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed edge, stronger while something hangs over it."""
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = float(tokens.ring_px if self._is_hot else 1)
        ink = tokens.focus if self._is_hot else tokens.strong
        painter.setPen(QPen(QColor(ink), width, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(tokens.selected if self._is_hot else tokens.window))
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, tokens.radius.row, tokens.radius.row)
        painter.end()

    def _heat(self, *, is_hot: bool) -> None:
        self._is_hot = is_hot
        self.update()


def dropped_path(mime: QMimeData) -> Path | None:
    """Return the one file or folder of this computer that is dragged, or None."""
    urls = mime.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())


class DropHint(QWidget):
    """Lies over a part of the window while a file hangs over it, and says what a drop does."""

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.update()

    def cover(self, area: QRect) -> None:
        """Show it over an area of its parent."""
        self.setGeometry(area)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a veil, a dashed edge and the words."""
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.focus), tokens.ring_px, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(tokens.selected))
        box = QRectF(self.rect()).adjusted(6, 6, -6, -6)
        painter.drawRoundedRect(box, tokens.radius.row, tokens.radius.row)
        painter.setPen(QColor(tokens.text))
        painter.setFont(font_for(tokens, tokens.type.base, SEMIBOLD))
        wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(16, 0, -16, 0), wrapped, words.DROP_TO_IMPORT)
        painter.end()
