"""Lines of the visitor panel: a value to be changed in its place, and a visited page to open."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPushButton

from undivided.etiquette.calm_text import one_line
from undivided.ui.look.addresses import spelled_out
from undivided.ui.look.plain import set_plain_tooltip
from undivided.ui.look.text_weight import light_line
from undivided.ui.look.theme import Tokens

ROW = 24
"""Height of a line, at usual text size."""
_EDGE = 6
"""From the border to the text, as Qt draws it with the padding of ours."""


class ValueLine(QLineEdit):
    """A value that can be changed in its place; Escape puts the old one back."""

    def __init__(self, name: str, limit: int, tokens: Tokens) -> None:
        super().__init__()
        self._known = ""
        self.set_tokens(tokens)
        self.setMaxLength(limit)
        self.setAccessibleName(name)
        self.setPlaceholderText("not known")
        self.returnPressed.connect(self.clearFocus)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show an edge only where the pointer or the keys are, as the text is mostly read."""
        self._tokens = tokens
        row = tokens.px(ROW)
        self.setFixedHeight(row)
        self.setStyleSheet(
            f"QLineEdit {{ min-height: {row - 4}px; padding: 0 3px; background: transparent;"
            " border: 1px solid transparent; }"
            f"QLineEdit:hover {{ border-color: {tokens.strong}; }}"
            f"QLineEdit:focus {{ border: {tokens.ring_px}px solid {tokens.focus}; padding: 0 2px;"
            f" background: {tokens.surface}; }}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the old value back with Escape."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.setText(self._known)
            self.setModified(False)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say by three dots that there is more than fits; with the keys the whole can be read."""
        super().paintEvent(event)
        metrics, room = self.fontMetrics(), self.width() - 2 * _EDGE
        if self.hasFocus() or metrics.horizontalAdvance(self.text()) <= room:
            return
        painter = QPainter(self)
        dots = metrics.horizontalAdvance("…")
        place = QRect(self.width() - _EDGE - dots, 1, dots + _EDGE - 1, self.height() - 2)
        painter.fillRect(place, QColor(self._tokens.window))
        painter.setPen(QColor(self._tokens.text))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, "…")
        painter.end()

    def show_text(self, text: str, *, is_forced: bool) -> None:
        """Show what is known, unless the operator is changing it right now."""
        self._known = text
        if is_forced or not (self.hasFocus() and self.isModified()):
            self.setText(text)
            self.setCursorPosition(0)


class PageLink(QPushButton):
    """A visited page; pressing it asks to open its address."""

    opened = Signal(str)

    def __init__(self, title: str, url: str, tokens: Tokens, *, is_current: bool) -> None:
        super().__init__()
        self._url = url
        self._is_current = is_current
        self.setProperty("kind", "link")
        shown = light_line(one_line(title) or spelled_out(url))
        self._shown = shown
        self.set_tokens(tokens)
        self.setAutoDefault(False)
        self.setMinimumWidth(40)
        self.setAccessibleName(f"Page {shown}" + (", open now" if is_current else ""))
        set_plain_tooltip(self, spelled_out(url))
        self.clicked.connect(lambda: self.opened.emit(self._url))

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme; the page that is open now is bold."""
        row = tokens.px(ROW)
        self.setFixedHeight(row)
        weight = 600 if self._is_current else 400
        self.setStyleSheet(
            f"QPushButton {{ min-height: {row - 4}px; padding: 0 0 0 6px; text-align: left;"
            f" border: none; font-weight: {weight}; color: {tokens.text}; }}"
            f"QPushButton:hover {{ color: {tokens.accent_text}; text-decoration: underline; }}"
            f"QPushButton:focus {{ border: {tokens.ring_px}px solid {tokens.focus};"
            " padding: 0 0 0 4px; }"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the title to the room there is."""
        text = self.fontMetrics().elidedText(
            self._shown, Qt.TextElideMode.ElideRight, max(20, self.width() - 12)
        )
        self.setText(text.replace("&", "&&"))

    def sizeHint(self) -> QSize:
        """Return the size that its content wants."""
        return QSize(60, self.fontMetrics().height() + 4)
