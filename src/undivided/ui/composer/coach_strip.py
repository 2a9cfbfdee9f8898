"""The line below the composer: word meter, blanks left, one hint, and whether the draft is kept.

What the composer itself has to say comes first, then the blanks, then the coach's advice.
"""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from undivided.etiquette.pace import BLOCK_WORDS, Pace, pace_of
from undivided.ui.composer.coach_hint import CoachHint
from undivided.ui.controls.key_buttons import key_width, paint_key
from undivided.ui.look.fonts import SEMIBOLD, font_for
from undivided.ui.look.icons import paint_icon
from undivided.ui.look.theme import Tokens
from undivided.ui.words.wording import blanks_left, words_in_short, words_of

_METER = QRectF(0, 0, 60, 4)
_GAP = 14
_METER_ROOM = 230
"""The meter and its words always have this much."""


class CoachStrip(QWidget):
    """Paints what is good to know about the draft; it never asks for the keys.

    Args:
        tokens: The theme.
        count_words: Returns how many words a text has.

    Attributes:
        advice: The coach's line, shown while nothing weightier is.
    """

    def __init__(
        self, tokens: Tokens, count_words: Callable[[str], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._count_words = count_words
        self._tokens = tokens
        self._words = 0
        self._block_words = BLOCK_WORDS
        self._blanks: tuple[str, ...] = ()
        self._hint = ""
        self._is_warning = False
        self._state = ""
        self.advice = CoachHint(tokens, self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_tokens(tokens)
        self.show_text("", ())

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.setFixedHeight(tokens.px(36))
        self.advice.set_tokens(tokens)
        self._place_advice()
        self.update()

    def set_block_words(self, count: int) -> None:
        """Let blocks have so many words."""
        self._block_words = count
        self._speak()

    @property
    def words(self) -> int:
        """The words of the shown text."""
        return self._words

    @property
    def hint(self) -> str:
        """The sentence that is shown now, or ""."""
        return self._hint

    @property
    def is_advice_due(self) -> bool:
        """Whether nothing weightier than the coach's advice is to be said."""
        return not self._hint and not self._blanks

    def show_text(self, text: str, blanks: tuple[str, ...]) -> None:
        """Count the text's words and name the blanks that are left."""
        self._words = self._count_words(text)
        self._blanks = blanks
        self._speak()

    def say(self, hint: str, *, is_warning: bool = False) -> None:
        """Show one sentence in the place of the blanks; "" takes it away."""
        self._hint = hint
        self._is_warning = is_warning and bool(hint)
        self._speak()

    def show_state(self, state: str) -> None:
        """Show a word at the right end, such as "Draft kept"."""
        self._state = state
        self._speak()

    def show_advice(self) -> None:
        """Show the coach's line as it is now, or make room for what is weightier."""
        self._speak()

    def sizeHint(self) -> QSize:
        """Return the size that its content wants."""
        return QSize(400, self._tokens.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._tokens
        font = font_for(tokens, tokens.type.secondary, tabular=True)
        painter.setFont(font)
        right = self.width() - 2.0
        if self._is_state_shown():
            metrics = QFontMetricsF(font)
            state = metrics.elidedText(
                self._state, Qt.TextElideMode.ElideRight, max(0.0, self.width() - _METER_ROOM)
            )
            right -= metrics.horizontalAdvance(state)
            self._write(painter, right, state, tokens.text_muted)
        x = self._paint_meter(painter, 4.0, font)
        if self._hint:
            x = self._separate(painter, x)
            self._paint_hint(painter, x, right - _GAP)
        elif self._blanks:
            x = self._separate(painter, x)
            self._paint_blanks(painter, x, right - _GAP)
        elif not self.advice.isHidden():
            self._separate(painter, x)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the coach's line the room that is left."""
        super().resizeEvent(event)
        self._place_advice()

    def _is_state_shown(self) -> bool:
        """Whether there is room for the state; advice needs it more."""
        if not self._state or self._is_warning:
            return False
        return self.advice.isHidden() or self._advice_room() >= self.advice.wanted_width

    def _advice_room(self) -> float:
        words = words_of(self._words, self._block_words)
        return self._room_behind(words) - self._state_width()

    def _room_behind(self, words: str) -> float:
        return self.width() - self._meter_end(words) - 2 * _GAP - 3

    def _meter_words(self) -> str:
        """Return the meter's words, fewer or none where the advice would have to be cut."""
        words = words_of(self._words, self._block_words)
        if self.advice.isHidden() or self._room_behind(words) >= self.advice.wanted_width:
            return words
        short = words_in_short(self._words, self._block_words)
        return short if self._room_behind(short) >= self.advice.fair_width else ""

    def _state_width(self) -> float:
        font = font_for(self._tokens, self._tokens.type.secondary, tabular=True)
        return QFontMetricsF(font).horizontalAdvance(self._state) + _GAP if self._state else 0.0

    def _meter_end(self, words: str) -> float:
        font = font_for(self._tokens, self._tokens.type.secondary, tabular=True)
        return 4.0 + _METER.width() + 8 + QFontMetricsF(font).horizontalAdvance(words) + _GAP

    def _place_advice(self) -> None:
        left = round(self._meter_end(self._meter_words())) + 1 + _GAP
        state = round(self._state_width()) if self._is_state_shown() else 0
        self.advice.setGeometry(left, 0, max(0, self.width() - left - state), self.height())

    def _paint_meter(self, painter: QPainter, x: float, font: QFont) -> float:
        tokens = self._tokens
        middle = self.height() / 2
        box = _METER.translated(x, middle - _METER.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.track))
        painter.drawRoundedRect(box, 2, 2)
        mark, ink = self._pace_colours()
        painter.setBrush(QColor(mark))
        share = min(1.0, self._words / self._block_words)
        if share:
            full = QRectF(box.topLeft(), box.size())
            full.setWidth(max(4.0, box.width() * share))
            painter.drawRoundedRect(full, 2, 2)
        text = self._meter_words()
        x = box.right() + 8
        self._write(painter, x, text, ink)
        return x + QFontMetricsF(font).horizontalAdvance(text) + _GAP

    def _pace_colours(self) -> tuple[str, str]:
        """Return the colours of the meter and of its words. Source: practice 5."""
        tokens = self._tokens
        colours = {
            Pace.FITS: (tokens.text_2, tokens.text_2),
            Pace.LONG: (tokens.soon_mark, tokens.soon_text),
            Pace.TOO_LONG: (tokens.late_edge, tokens.late_text),
        }
        return colours[pace_of(self._words, self._block_words)]

    def _separate(self, painter: QPainter, x: float) -> float:
        middle = self.height() / 2
        painter.fillRect(QRectF(x, middle - 7, 1, 14), QColor(self._tokens.border))
        return x + 1 + _GAP

    def _paint_hint(self, painter: QPainter, x: float, right: float) -> None:
        tokens = self._tokens
        colour = tokens.soon_text if self._is_warning else tokens.text_2
        if self._is_warning:
            box = QRectF(x, self.height() / 2 - 7, 14, 14)
            paint_icon(painter, "triangle-alert", colour, box)
            x += 20
        self._write(painter, x, self._hint, colour, right)

    def _paint_blanks(self, painter: QPainter, x: float, right: float) -> None:
        tokens = self._tokens
        paint_icon(painter, "pencil", tokens.accent_text, QRectF(x, self.height() / 2 - 7, 14, 14))
        x += 20
        said = blanks_left(len(self._blanks))
        self._write(painter, x, said, tokens.accent_text)
        x += QFontMetricsF(painter.font()).horizontalAdvance(said) + 5
        bold = font_for(tokens, tokens.type.secondary, SEMIBOLD)
        painter.setFont(bold)
        name = QFontMetricsF(bold).elidedText(
            self._blanks[0], Qt.TextElideMode.ElideRight, max(0.0, min(180.0, right - x - 50))
        )
        self._write(painter, x, name, tokens.accent_text)
        x += QFontMetricsF(bold).horizontalAdvance(name) + _GAP
        if x + key_width("Tab", tokens) < right:
            paint_key(painter, QPointF(x, self.height() / 2), "Tab", tokens)

    def _write(
        self, painter: QPainter, x: float, text: str, colour: str, right: float | None = None
    ) -> None:
        painter.setPen(QColor(colour))
        width = (right if right is not None else float(self.width())) - x
        if right is not None:
            text = QFontMetricsF(painter.font()).elidedText(
                text, Qt.TextElideMode.ElideRight, max(0.0, width)
            )
        area = QRectF(x, 0, max(0.0, width), self.height())
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        painter.drawText(area, flags, text)

    def _speak(self) -> None:
        said = [f"Word count, {self._words} of {self._block_words}"]
        if self._blanks:
            said.append(f"{blanks_left(len(self._blanks))} {self._blanks[0]}")
        self.advice.setVisible(self.is_advice_due and self.advice.has_words)
        self._place_advice()
        self.setAccessibleName("; ".join(said))
        self.setAccessibleDescription(". ".join(filter(None, (self._hint, self._state))))
        self.update()
