"""The column's foot: the views of the window, as icon and word or as icon alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from undivided.ui.look.fonts import NORMAL, SEMIBOLD, font_for
from undivided.ui.look.icons import paint_icon
from undivided.ui.look.plain import set_plain_tooltip
from undivided.ui.look.theme import Tokens

HEIGHT = 52
HEIGHT_WITHOUT_WORDS = 42


@dataclass(frozen=True, slots=True)
class View:
    """A view of the window: its name for the program, its word, icon and key."""

    name: str
    word: str
    icon: str
    key: str = ""


CHATS = View("chats", "Chats", "messages-square")
TEAM = View("team", "Team", "users")
MY_DAY = View("my_day", "My day", "chart-column")
PRACTICE = View("practice", "Practice", "graduation-cap")
SETTINGS = View("settings", "Settings", "settings", "Ctrl+,")


class ViewSwitch(QWidget):
    """One button per view; the chosen one is marked.

    Signals:
        view_picked: The name of the view.
    """

    view_picked = Signal(str)

    def __init__(
        self, views: Sequence[View], tokens: Tokens, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._has_words = True
        self._buttons = {view.name: _ViewButton(view, tokens, self) for view in views}
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 1, 4, 0)
        row.setSpacing(0)
        for name, button in self._buttons.items():
            row.addWidget(button)
            button.clicked.connect(lambda _checked=False, n=name: self._pick(n))
        if views:
            self.show_view(views[0].name)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        for button in self._buttons.values():
            button.set_tokens(tokens)
        self.set_words(has_words=self._has_words)

    def set_words(self, *, has_words: bool) -> None:
        """Show icon and word, or the icon alone."""
        self._has_words = has_words
        self.setFixedHeight(self._tokens.px(HEIGHT if has_words else HEIGHT_WITHOUT_WORDS))
        for button in self._buttons.values():
            button.has_word = has_words
            button.update()

    def show_view(self, name: str) -> None:
        """Mark the view that is shown; emits nothing."""
        # Not by a group of Qt: that lets Tab reach the chosen button only.
        for each, button in self._buttons.items():
            button.setChecked(each == name)

    def _pick(self, name: str) -> None:
        self.show_view(name)
        self.view_picked.emit(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the hairline above."""
        painter = QPainter(self)
        painter.fillRect(QRect(0, 0, self.width(), 1), QColor(self._tokens.border))
        painter.end()


class _ViewButton(QAbstractButton):
    """An icon over its word."""

    def __init__(self, view: View, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.has_word = True
        self._view = view
        self._tokens = tokens
        self.setText(view.word)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(view.word)
        set_plain_tooltip(self, view.word, key=view.key)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(32, 42)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = tokens.accent_text if self.isChecked() else tokens.text_muted
        if self.underMouse() and not self.isChecked():
            colour = tokens.text
        word_height = tokens.px(13) + 3 if self.has_word else 0
        top = (self.height() - 18 - word_height) / 2
        paint_icon(painter, self._view.icon, colour, QRectF((self.width() - 18) // 2, top, 18, 18))
        if self.has_word:
            weight = SEMIBOLD if self.isChecked() else NORMAL
            painter.setFont(font_for(tokens, tokens.type.stamp, weight))
            painter.setPen(QColor(colour))
            line = QRectF(0, top + 21, self.width(), tokens.px(14))
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._view.word)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), tokens.ring_px))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 3, -2, -3), 6, 6)
        painter.end()
