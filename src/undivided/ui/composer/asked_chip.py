"""One question of the visitor above the text: open or answered, ticked by a click or by Space."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from undivided.etiquette.calm_text import one_line
from undivided.etiquette.coach.checklist import Asked
from undivided.ui.controls.key_buttons import paint_focus_ring
from undivided.ui.look.fonts import font_for
from undivided.ui.look.icons import paint_icon
from undivided.ui.look.plain import set_plain_tooltip
from undivided.ui.look.theme import Tokens
from undivided.ui.words import question_words as words

_ICON = 14
_GAP = 5
_SIDE = 4
_WIDTH = 240
"""A longer question is cut here; its tooltip and its spoken name have all of it."""
_CHARACTERS = 300


class AskedChip(QPushButton):
    """A question with its tick.

    Args:
        asked: The question.
        number: Which one it is of those shown, from 1.
        count: How many are shown.
    """

    def __init__(
        self,
        tokens: Tokens,
        asked: Asked,
        number: int,
        count: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self.asked = asked
        self._words = one_line(asked.text, _CHARACTERS)
        self.setCheckable(True)
        self.setChecked(asked.is_answered)
        # Not by a click, so that the words that answer it stay selected.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words.spoken(self._words, number, count, asked.is_answered))
        set_plain_tooltip(self, words.tip(self._words, asked.is_answered))

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that tick and words want."""
        words_width = QFontMetricsF(self._font()).horizontalAdvance(self._words)
        width = min(words_width, self._tokens.px(_WIDTH)) + _ICON + _GAP + 2 * _SIDE
        return QSize(round(width) + 1, self._tokens.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        tokens, is_done = self._tokens, self.asked.is_answered
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(QRectF(self.rect()), tokens.radius.button, tokens.radius.button)
        icon, ink = ("check", tokens.ok_mark) if is_done else ("circle", tokens.soon_text)
        middle = self.height() / 2
        paint_icon(painter, icon, ink, QRectF(_SIDE, middle - _ICON / 2, _ICON, _ICON))
        painter.setFont(self._font())
        painter.setPen(QColor(tokens.text_muted if is_done else tokens.text))
        left = _SIDE + _ICON + _GAP
        room = QRectF(left, 0, self.width() - left - _SIDE, self.height())
        shown = QFontMetricsF(self._font()).elidedText(
            self._words, Qt.TextElideMode.ElideRight, room.width() + 1
        )
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        painter.drawText(room, flags, shown)
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()), tokens)

    def _font(self) -> QFont:
        return font_for(self._tokens, self._tokens.type.secondary)
