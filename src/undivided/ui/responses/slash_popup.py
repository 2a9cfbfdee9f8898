"""The response popup above the composer: matches on the left, what would be inserted on the right.

It is a child of the window and never takes the keys, so that typing stays in the text field.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from undivided.library.search import Match
from undivided.library.slots import Filled
from undivided.ui import wording
from undivided.ui.controls.key_buttons import key_width, paint_key
from undivided.ui.look.announce import announce
from undivided.ui.look.fonts import MEDIUM, NORMAL, SEMIBOLD, font_for
from undivided.ui.look.shadow import paint_shadow
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.response_preview import paint_preview
from undivided.ui.responses.response_text import Look, ResponseText

WIDTH = 724
LIST_WIDTH = 344
SHOWN_ROWS = 6
"""Matches that fit the list; more typing is faster than scrolling."""

_ROW = 44
_PAD = 6
_FOOT = 30
_NARROW = 700
"""Below this width only the list is shown."""
_SHADOW = 14
_LEAST = 160
"""With less room above the text the popup stands below it."""


class SlashPopup(QFrame):
    """Shows what the word behind / or # finds.

    Args:
        tokens: The theme.
        anchor: The frame of the text; the popup appears in its window, above it.
    """

    picked = Signal(str, bool)
    """A response's id and whether it replaces the draft."""
    opened = Signal(bool)

    def __init__(self, tokens: Tokens, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._tokens = tokens
        self._anchor = anchor
        self._matches: tuple[Match, ...] = ()
        self._total = 0
        self._at = 0
        self._fill: Callable[[str], Filled] = Filled
        self._count_words: Callable[[str], int] = lambda text: len(text.split())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Responses found")
        self.hide()

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        if self.isVisible():
            self._place()
        self.update()

    @property
    def current(self) -> Match | None:
        """The match that Enter inserts."""
        return self._matches[self._at] if self._matches else None

    def show_matches(
        self,
        matches: tuple[Match, ...],
        total: int,
        fill: Callable[[str], Filled],
        count_words: Callable[[str], int] | None = None,
    ) -> None:
        """Show what was found; nothing found closes the popup.

        Args:
            matches: Best first; the first six are shown.
            total: Responses in the library.
            fill: Returns a body as it would be inserted into the open chat.
            count_words: Returns how many words a text has.
        """
        if not matches:
            self.close_popup()
            return
        self._matches = tuple(matches[:SHOWN_ROWS])
        self._total = total
        self._fill = fill
        self._count_words = count_words or self._count_words
        self._at = 0
        self._speak()
        self._place()
        if not self.isVisible():
            self.show()
            self.raise_()
            self.opened.emit(True)
        self.update()

    def close_popup(self) -> None:
        """Hide it."""
        if self.isHidden():
            return
        self.hide()
        self.opened.emit(False)

    def step(self, steps: int) -> None:
        """Go that many matches down, or up when negative; past the end it starts over."""
        if self._matches:
            self._at = (self._at + steps) % len(self._matches)
            self._speak()
            self.update()

    def pick(self, *, replace_draft: bool = False) -> None:
        """Choose the current match."""
        match = self.current
        if match is not None:
            self.picked.emit(match.response.id, replace_draft)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        row = self._row_at(event.position())
        if row is not None and row != self._at:
            self._at = row
            self._speak()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Act on a click."""
        row = self._row_at(event.position())
        if row is not None:
            self._at = row
            self.pick()

    def sizeHint(self) -> QSize:
        """Return the size that its content wants."""
        tokens = self._tokens
        height = 2 * _PAD + SHOWN_ROWS * tokens.px(_ROW) + tokens.px(_FOOT) + 6
        return QSize(tokens.px(WIDTH) + 2 * _SHADOW, height + 2 * _SHADOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = self._card()
        paint_shadow(painter, card, self._tokens, _SHADOW)
        painter.setPen(QPen(QColor(self._tokens.border)))
        painter.setBrush(QColor(self._tokens.raised))
        edge = card.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, self._tokens.radius.bubble, self._tokens.radius.bubble)
        for index in self._rows():
            self._paint_row(painter, index)
        foot_top = card.bottom() - self._tokens.px(_FOOT)
        painter.fillRect(QRectF(card.left(), foot_top, card.width(), 1), self._line())
        self._paint_list_foot(painter, card)
        if self._has_preview():
            split = card.left() + self._list_width()
            painter.fillRect(QRectF(split, card.top() + 1, 1, card.height() - 2), self._line())
            self._paint_preview(painter, QRectF(card).adjusted(self._list_width(), 0, 0, 0))
            self._paint_keys(painter, card)

    # -- parts

    def _paint_row(self, painter: QPainter, index: int) -> None:
        tokens = self._tokens
        match = self._matches[index]
        box = self._row_box(index)
        if index == self._at:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selected))
            painter.drawRoundedRect(box, tokens.radius.button, tokens.radius.button)
        inner = box.adjusted(10, 0, -10, 0)
        top = box.top() + (box.height() - tokens.px(33)) / 2
        shortcut = self._text(
            match.response.shortcut,
            "secondary",
            tokens.text_muted,
            90,
            terms=match.terms,
            weight=MEDIUM,
        )
        shortcut.draw(painter, QPointF(inner.right() - shortcut.width, top + 0.5))
        room = inner.width() - shortcut.width - 8
        title = self._text(
            match.response.title, "base", tokens.text, room, terms=match.terms, weight=SEMIBOLD
        )
        title.draw(painter, QPointF(inner.left(), top))
        filled = self._fill(match.response.body)
        line = self._text(
            with_boxes(filled), "secondary", tokens.text_2, inner.width(), terms=match.terms
        )
        line.draw(painter, QPointF(inner.left(), top + tokens.px(17)))

    def _paint_list_foot(self, painter: QPainter, card: QRectF) -> None:
        tokens = self._tokens
        height = tokens.px(_FOOT)
        width = self._list_width()
        area = QRectF(card.left() + 16, card.bottom() - height, width - 30, height)
        painter.setFont(font_for(tokens, tokens.type.stamp, tabular=True))
        painter.setPen(QColor(tokens.text_muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, middle, f"{len(self._matches)} of {self._total}")
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, wording.SEARCHED_HERE)

    def _paint_preview(self, painter: QPainter, area: QRectF) -> None:
        match = self.current
        if match is not None:
            inner = area.adjusted(16, 14, -16, -self._tokens.px(_FOOT) - 8)
            filled = self._fill(match.response.body)
            words = self._count_words(filled.text)
            painter.save()
            painter.setClipRect(inner.adjusted(-8, -8, 8, 0))
            paint_preview(painter, inner, match.response, filled, self._tokens, words=words)
            painter.restore()

    def _paint_keys(self, painter: QPainter, card: QRectF) -> None:
        tokens = self._tokens
        middle = card.bottom() - tokens.px(_FOOT) / 2 + 0.5
        metrics = QFontMetricsF(font_for(tokens, tokens.type.stamp))
        close = key_width("Esc", tokens) + 4 + metrics.horizontalAdvance("close")
        end = card.right() - 14 - close
        self._paint_hint(painter, QPointF(end, middle), "Esc", "close")
        x = card.left() + self._list_width() + 14
        for key, does in (("Enter", "insert here"), ("Shift+Enter", "replace draft")):
            width = key_width(key, tokens) + 4 + metrics.horizontalAdvance(does)
            if x + width + 12 > end:
                break
            self._paint_hint(painter, QPointF(x, middle), key, does)
            x += width + 12

    def _paint_hint(self, painter: QPainter, spot: QPointF, key: str, does: str) -> None:
        tokens = self._tokens
        x = spot.x() + paint_key(painter, spot, key, tokens) + 4
        painter.setFont(font_for(tokens, tokens.type.stamp))
        painter.setPen(QColor(tokens.text_muted))
        box = QRectF(x, spot.y() - 15, 200, 30)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, does)

    # -- places

    def _card(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)

    def _has_preview(self) -> bool:
        return self._card().width() >= self._tokens.px(_NARROW)

    def _list_width(self) -> float:
        return self._tokens.px(LIST_WIDTH) if self._has_preview() else self._card().width()

    def _rows(self) -> range:
        """Return the matches that there is room for, the current one among them."""
        room = self._card().height() - self._tokens.px(_FOOT) - 2 * _PAD
        fits = max(1, int(room / self._tokens.px(_ROW)))
        first = max(0, self._at - fits + 1)
        return range(first, min(len(self._matches), first + fits))

    def _row_box(self, index: int) -> QRectF:
        card = self._card()
        height = self._tokens.px(_ROW)
        top = card.top() + _PAD + (index - self._rows().start) * height
        return QRectF(card.left() + _PAD, top, self._list_width() - 2 * _PAD, height)

    def _row_at(self, place: QPointF) -> int | None:
        return next((row for row in self._rows() if self._row_box(row).contains(place)), None)

    def _place(self) -> None:
        """Stand above the text, inside the window, as wide as there is room."""
        window = self._anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        px = self._tokens.px
        corner = self._anchor.mapTo(window, QPoint(0, 0))
        room = self._anchor.width()
        width = px(WIDTH) if room >= px(WIDTH) else room if room >= px(_NARROW) else px(LIST_WIDTH)
        height = min(self.sizeHint().height(), corner.y() - 16 + 2 * _SHADOW)
        top = corner.y() - 8 - height + _SHADOW
        if height < px(_LEAST):
            height = px(_LEAST)
            top = corner.y() + self._anchor.height() + 8 - _SHADOW
        self.setGeometry(
            corner.x() - _SHADOW, top, min(width, max(room, 200)) + 2 * _SHADOW, height
        )

    def _text(
        self,
        text: str | Filled,
        step: str,
        colour: str,
        width: float,
        *,
        terms: tuple[str, ...] = (),
        weight: QFont.Weight = NORMAL,
    ) -> ResponseText:
        size = getattr(self._tokens.type, step)
        line = self._tokens.px(17 if step == "base" else 16)
        look = Look(font_for(self._tokens, size, weight), colour, line)
        filled = text if isinstance(text, Filled) else Filled(text)
        return ResponseText(filled, look, self._tokens, width, terms=terms)

    def _line(self) -> QColor:
        return QColor(self._tokens.border)

    def _speak(self) -> None:
        match = self.current
        if match is None:
            return
        place = f"{self._at + 1} of {len(self._matches)}"
        self.setAccessibleDescription(f"{match.response.title}, {place}")
        announce(self._anchor, f"{match.response.title}, {place}")


def with_boxes(filled: Filled) -> Filled:
    """Return the text with a small empty box in the place of each blank."""
    text, at = "", 0
    for blank in filled.blanks:
        text += filled.text[at : blank.start] + "\u25a2"
        at = blank.end
    return Filled(text + filled.text[at:])
