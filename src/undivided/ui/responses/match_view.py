"""Found responses in a floating card: matches on the left, what would be inserted on the right.

It paints and follows the pointer; who shows it decides where it stands and which keys it gets.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from undivided.library.filling.slots import Filled
from undivided.library.finding.search import Match
from undivided.library.model.responses import Response
from undivided.ui.controls.key_hints import paint_hints
from undivided.ui.look.announce import announce
from undivided.ui.look.fonts import font_for
from undivided.ui.look.shadow import paint_floating_card
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.match_row import paint_match
from undivided.ui.responses.response_preview import Note, fact_note, paint_preview, quote_note
from undivided.ui.words import wording
from undivided.ui.words.insertion_wording import (
    INSERT_HINTS,
    WORDING_KEY,
    other_wordings,
    why_found,
)

WIDTH = 724
LIST_WIDTH = 344
SHOWN_ROWS = 6
"""Matches that fit the list; more typing is faster than scrolling."""
SHADOW = 14
FOOT = 30
NARROW = 700
"""Below this width only the list is shown."""

_ROW = 44
_PAD = 6

FillWording: TypeAlias = Callable[[Response, str], Filled]
"""Returns a response as it would be inserted into the open chat; given the body of one of its
variants that one, and given "" what the chat's language asks for."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What was chosen.

    Attributes:
        body: Of the chosen variant; "" leaves it to the chat's language.
        replaces: It takes the place of the whole draft.
    """

    response_id: str
    body: str = ""
    replaces: bool = False


class MatchView(QFrame):
    """Shows matches, one of them current.

    Args:
        tokens: The theme.
        speaker: The widget that speaks for it.

    Attributes:
        nothing: The sentence in the place of the rows when there are none.
    """

    picked = Signal(object)
    """A `Picked`."""

    def __init__(self, tokens: Tokens, speaker: QWidget) -> None:
        super().__init__(speaker)
        self._tokens = tokens
        self._speaker = speaker
        self.nothing = ""
        self._matches: tuple[Match, ...] = ()
        self._total = 0
        self._at = 0
        self._wording = 0
        self._fill: FillWording = lambda response, body: Filled(body or response.body)
        self._filled: dict[tuple[int, int], Filled] = {}
        self._today: Callable[[], date] | None = None
        self._count_words: Callable[[str], int] = lambda text: len(text.split())
        self.setMouseTracking(True)
        self.setAccessibleName("Responses found")
        self.hide()

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.update()

    def set_calendar(self, today: Callable[[], date]) -> None:
        """Tell facts that are out of date by the operator's date."""
        self._today = today

    @property
    def current(self) -> Match | None:
        """The match that Enter inserts."""
        return self._matches[self._at] if self._matches else None

    def take_matches(self, matches: tuple[Match, ...], total: int, fill: FillWording) -> None:
        """Show what was found.

        Args:
            matches: Best first; the first six are shown.
            total: Responses in the library.
            fill: Fills for the open chat.
        """
        self._matches = tuple(matches[:SHOWN_ROWS])
        self._total = total
        self._at = self._wording = 0
        self.refill(fill)
        self._speak()

    def refill(self, fill: FillWording) -> None:
        """Fill the shown texts anew."""
        self._fill = fill
        self._filled.clear()
        self.update()

    def step(self, steps: int) -> None:
        """Go that many matches down, or up when negative; past the end it starts over."""
        if self._matches:
            self._go_to((self._at + steps) % len(self._matches))

    def step_wording(self, steps: int) -> None:
        """Go to another wording of the current match; past the last it starts over."""
        match = self.current
        if match is not None and match.response.variants:
            self._wording = (self._wording + steps) % (1 + len(match.response.variants))
            announce(self._speaker, self._shown(self._at, self._wording).text)
            self.update()

    def pick(self, *, replace_draft: bool = False) -> None:
        """Choose the current match."""
        match = self.current
        if match is not None:
            body = _body(match.response, self._wording)
            self.picked.emit(Picked(match.response.id, body, replace_draft))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        row = self._row_at(event.position())
        if row is not None and row != self._at:
            self._go_to(row)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Act on a click."""
        row = self._row_at(event.position())
        if row is not None:
            if row != self._at:
                self._go_to(row)
            self.pick()

    def sizeHint(self) -> QSize:
        """Return the size that its content wants."""
        return QSize(self._tokens.px(WIDTH) + 2 * SHADOW, self._height_of(SHOWN_ROWS))

    def height_within(self, room: int) -> int:
        """Return the height of as many whole rows as there is room for, at least one.

        Half a row would stay empty, and look like the end of the list.
        """
        rows = (room - self._height_of(0)) // self._tokens.px(_ROW)
        return self._height_of(max(1, min(rows, SHOWN_ROWS)))

    def _height_of(self, rows: int) -> int:
        px = self._tokens.px
        return self.head() + 2 * _PAD + rows * px(_ROW) + px(FOOT) + 6 + 2 * SHADOW

    def head(self) -> int:
        """Return the height that is kept free above the rows, in logical pixels."""
        return 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = self.card()
        paint_floating_card(painter, card, self._tokens, SHADOW, self._tokens.radius.bubble)
        for index in self._rows():
            paint_match(
                painter,
                self._row_box(index),
                self._matches[index],
                self._shown(index, 0),
                self._tokens,
                is_current=index == self._at,
            )
        foot_top = card.bottom() - self._tokens.px(FOOT)
        painter.fillRect(QRectF(card.left(), foot_top, card.width(), 1), self._line())
        if self.head():
            top = card.top() + self.head()
            painter.fillRect(QRectF(card.left(), top, card.width(), 1), self._line())
        self._paint_list_foot(painter, card)
        if not self._matches:
            self._paint_nothing(painter, card)
        elif self._has_preview():
            split, top = card.left() + self._list_width(), card.top() + self.head() + 1
            height = card.bottom() - top - 1
            painter.fillRect(QRectF(split, top, 1, height), self._line())
            self._paint_preview(painter, QRectF(card).adjusted(self._list_width(), 0, 0, 0))
            spot = QPointF(split + 14, card.bottom() - self._tokens.px(FOOT) / 2 + 0.5)
            paint_hints(painter, spot, card.right() - 14, INSERT_HINTS, self._tokens)
        painter.end()

    # -- parts

    def _paint_list_foot(self, painter: QPainter, card: QRectF) -> None:
        tokens = self._tokens
        height = tokens.px(FOOT)
        width = self._list_width()
        area = QRectF(card.left() + 16, card.bottom() - height, width - 30, height)
        painter.setFont(font_for(tokens, tokens.type.stamp, tabular=True))
        painter.setPen(QColor(tokens.text_muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, middle, f"{len(self._matches)} of {self._total}")
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, wording.SEARCHED_HERE)

    def _paint_preview(self, painter: QPainter, area: QRectF) -> None:
        match = self.current
        if match is None:
            return
        tokens = self._tokens
        inner = area.adjusted(16, self.head() + 14, -16, -tokens.px(FOOT) - 8)
        filled = self._shown(self._at, self._wording)
        notes = (
            Note("rotate-cw", other_wordings(match.response.variants, self._wording), WORDING_KEY),
            Note("search", why_found(match.reason)),
            fact_note(match.response, self._today() if self._today else None),
            quote_note(match.response),
        )
        words = self._count_words(filled.text)
        painter.save()
        painter.setClipRect(inner.adjusted(-8, -8, 8, 0))
        paint_preview(painter, inner, match.response, filled, tokens, words=words, notes=notes)
        painter.restore()

    def _paint_nothing(self, painter: QPainter, card: QRectF) -> None:
        tokens = self._tokens
        area = card.adjusted(16, self.head(), -16, -tokens.px(FOOT))
        painter.setFont(font_for(tokens, tokens.type.base))
        painter.setPen(QColor(tokens.text_2))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.nothing)

    # -- places

    def card(self) -> QRectF:
        """Return the card inside its shadow."""
        return QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)

    def _has_preview(self) -> bool:
        return self.card().width() >= self._tokens.px(NARROW)

    def _list_width(self) -> float:
        return self._tokens.px(LIST_WIDTH) if self._has_preview() else self.card().width()

    def _rows(self) -> range:
        """Return the matches that there is room for, the current one among them."""
        room = self.card().height() - self.head() - self._tokens.px(FOOT) - 2 * _PAD
        fits = max(1, int(room / self._tokens.px(_ROW)))
        first = max(0, self._at - fits + 1)
        return range(first, min(len(self._matches), first + fits))

    def _row_box(self, index: int) -> QRectF:
        card = self.card()
        height = self._tokens.px(_ROW)
        top = card.top() + self.head() + _PAD + (index - self._rows().start) * height
        return QRectF(card.left() + _PAD, top, self._list_width() - 2 * _PAD, height)

    def _row_at(self, place: QPointF) -> int | None:
        return next((row for row in self._rows() if self._row_box(row).contains(place)), None)

    def _go_to(self, row: int) -> None:
        self._at, self._wording = row, 0
        self._speak()
        self.update()

    def _shown(self, index: int, wording: int) -> Filled:
        key = (index, wording)
        if key not in self._filled:
            response = self._matches[index].response
            self._filled[key] = self._fill(response, _body(response, wording))
        return self._filled[key]

    def _line(self) -> QColor:
        return QColor(self._tokens.border)

    def _speak(self) -> None:
        match = self.current
        if match is None:
            return
        place = f"{self._at + 1} of {len(self._matches)}"
        self.setAccessibleDescription(f"{match.response.title}, {place}")
        announce(self._speaker, f"{match.response.title}, {place}")


def _body(response: Response, wording: int) -> str:
    """Return the body of a variant by its number; "" for 0, what the response itself says."""
    return response.variants[wording - 1].body if wording else ""
