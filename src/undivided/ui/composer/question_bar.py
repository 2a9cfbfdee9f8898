"""A bar over the composer that asks or tells something; it never takes the focus."""

from itertools import chain

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from undivided.ui.controls.key_buttons import Button
from undivided.ui.look.announce import announce
from undivided.ui.look.fonts import font_for
from undivided.ui.look.icons import pixmap
from undivided.ui.look.plain import breakable, plain_label
from undivided.ui.look.theme import Tokens

BELOW = 6
"""Pixels between the bar and the text that it is about."""


class QuestionBar(QWidget):
    """An icon, a sentence and buttons on a tint.

    Args:
        tokens: The theme.
        icon: Name of an interface icon.
        is_warning: On the tint of a warning, else on that of something under way.
        buttons: From left to right; they are reached by Tab and never by a click's focus.
        below: Rows of more buttons below the sentence, for what needs more room.
    """

    def __init__(
        self,
        tokens: Tokens,
        *buttons: Button,
        icon: str = "triangle-alert",
        is_warning: bool = True,
        below: tuple[tuple[Button, ...], ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._name = icon
        self._is_warning = is_warning
        self._buttons = (*buttons, *chain.from_iterable(below))
        self._icon = QLabel(self)
        self._words = plain_label("", parent=self)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        _add(row, buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 7, 8, 7 + BELOW)
        column.setSpacing(6)
        column.addLayout(row)
        for more in below:
            line = QHBoxLayout()
            line.setSpacing(10)
            line.addStretch(1)
            _add(line, more)
            column.addLayout(line)
        self.set_tokens(tokens)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether it is in view."""
        return not self.isHidden()

    @property
    def text(self) -> str:
        """What it says."""
        return self.accessibleName()

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        ink = tokens.soon_text if self._is_warning else tokens.hold_text
        self._icon.setPixmap(pixmap(self._name, ink))
        self._words.setFont(font_for(tokens, tokens.type.base))
        for button in self._buttons:
            button.set_tokens(tokens)
        self.update()

    def say(self, words: str, *, is_spoken: bool = True) -> None:
        """Say something else; a screen reader is told at once, because a message waits for it."""
        self._words.setText(breakable(words))
        self.setAccessibleName(words)
        if is_spoken:
            announce(self, words, is_urgent=self._is_warning)

    def close_question(self) -> None:
        """Take it away."""
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tokens = self._tokens
        painter.setBrush(QColor(tokens.soon_tint if self._is_warning else tokens.hold_tint))
        radius = tokens.radius.bubble
        painter.drawRoundedRect(self.rect().adjusted(0, 0, 0, -BELOW), radius, radius)
        painter.end()


def _add(row: QHBoxLayout, buttons: tuple[Button, ...]) -> None:
    for button in buttons:
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
