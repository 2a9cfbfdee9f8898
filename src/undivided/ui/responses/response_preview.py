"""A response as it would be inserted: painted beside the / popup and beside a hovered card."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from undivided.etiquette.calm_text import one_line
from undivided.library.filling.slots import Filled
from undivided.library.model.responses import Response
from undivided.qtmodels.card_facts import ended_words, fact_words, quote_words
from undivided.qtmodels.cards import Card
from undivided.ui.controls.key_buttons import key_width, paint_key
from undivided.ui.look.fonts import SEMIBOLD, font_for
from undivided.ui.look.icons import paint_icon
from undivided.ui.look.shadow import paint_floating_card
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.response_text import Look, ResponseText
from undivided.ui.responses.small_tag import paint_tag
from undivided.ui.words import wording
from undivided.ui.words.insertion_wording import other_wordings

CARD_WIDTH = 380
_SHADOW = 14
_MAX_LINES = 14
_NOTE = 20
"""Height of a line below the text."""


@dataclass(frozen=True, slots=True)
class Note:
    """A line below the text, such as "2 blanks to fill"; `key` is shown in a box behind it."""

    icon: str
    said: str
    key: str = ""


def fact_note(response: Response, today: date | None) -> Note:
    """Return what vouches for a response, or that it is out of date. Source: practice 35."""
    icon = "triangle-alert" if ended_words(response, today) else "shield"
    return Note(icon, one_line(fact_words(response, today)))


def quote_note(response: Response) -> Note:
    """Return who is quoted in a response, and whether they agreed. Source: practice 58."""
    is_agreed = response.quote is not None and response.quote.is_agreed
    icon = "messages-square" if is_agreed else "triangle-alert"
    return Note(icon, one_line(quote_words(response)))


def paint_preview(
    painter: QPainter,
    area: QRectF,
    response: Response,
    filled: Filled,
    tokens: Tokens,
    *,
    words: int,
    max_lines: int = 5,
    notes: tuple[Note, ...] = (),
) -> None:
    """Paint title, folder, text and facts.

    Args:
        filled: With positions in code points.
        words: How many words it has.
        notes: What is said below the facts; those without words are left out.
    """
    title = ResponseText(
        Filled(response.title),
        Look(font_for(tokens, tokens.type.bubble, SEMIBOLD), tokens.text, tokens.px(20)),
        tokens,
        area.width() * 0.68,
    )
    title.draw(painter, area.topLeft())
    if response.folder:
        spot = QPointF(area.left() + title.width + 8, area.top() + tokens.px(10))
        paint_tag(painter, spot, response.folder[-1], tokens, area.right() - spot.x())
    font = font_for(tokens, tokens.type.bubble)
    look = Look(font, tokens.text, tokens.px(24), max_lines, keeps_lines=True)
    body = ResponseText(filled, look, tokens, area.width(), current=0)
    top = area.top() + tokens.px(20) + 10
    body.draw(painter, QPointF(area.left(), top))
    top += body.height + 12
    for note in (*facts_about(filled, words), *notes):
        if note.said:
            line = QRectF(area.left(), top, area.width(), tokens.px(16))
            _paint_note(painter, line, note, tokens)
            top += tokens.px(_NOTE)


def facts_about(filled: Filled, words: int) -> tuple[Note, ...]:
    """Return what was filled, what is left to fill, and how long it is; some may say nothing."""
    known = tuple(span.name for span in filled.values if span.is_known)
    return (
        Note("check", wording.values_filled(known)),
        Note("pencil", wording.blanks_to_fill(len(filled.blanks))),
        Note("text-align-start", wording.word_count(words)),
    )


def _paint_note(painter: QPainter, line: QRectF, note: Note, tokens: Tokens) -> None:
    paint_icon(painter, note.icon, tokens.text_2, QRectF(line.left(), line.top() + 1, 14, 14))
    room = line.width() - 20 - (key_width(note.key, tokens) + 8 if note.key else 0)
    painter.setFont(font_for(tokens, tokens.type.secondary))
    painter.setPen(QColor(tokens.text_2))
    metrics = QFontMetricsF(painter.font())
    said = metrics.elidedText(note.said, Qt.TextElideMode.ElideRight, room)
    box = line.adjusted(20, 0, 0, 0)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), said)
    if note.key:
        spot = QPointF(box.left() + metrics.horizontalAdvance(said) + 8, line.center().y())
        paint_key(painter, spot, note.key, tokens)


class PreviewCard(QWidget):
    """The whole text of a card under the pointer, beside the panel and above the window.

    It takes neither keys nor clicks.
    """

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._card: Card | None = None
        self._filled = Filled("")
        self._words = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.update()

    def show_beside(self, panel: QWidget, top: int, card: Card, filled: Filled, words: int) -> None:
        """Show the response of a card left of `panel`, at `top` in its coordinates."""
        window = panel.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self._card, self._filled, self._words = card, filled, words
        height = self._measure() + 2 * (_SHADOW + 14)
        corner = panel.mapTo(window, QPoint(0, top))
        width = CARD_WIDTH + 2 * _SHADOW
        lowest = max(0, window.height() - height)
        self.setGeometry(
            max(0, corner.x() - width + _SHADOW - 6), min(corner.y(), lowest), width, height
        )
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        if self._card is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        paint_floating_card(painter, card, self._tokens, _SHADOW, self._tokens.radius.bubble)
        self._paint_inside(painter, card.adjusted(16, 14, -16, -14))

    def _measure(self) -> int:
        look = Look(
            font_for(self._tokens, self._tokens.type.bubble),
            self._tokens.text,
            self._tokens.px(24),
            _MAX_LINES,
            keeps_lines=True,
        )
        body = ResponseText(self._filled, look, self._tokens, CARD_WIDTH - 32)
        notes = (*facts_about(self._filled, self._words), *self._notes())
        count = sum(bool(note.said) for note in notes)
        return round(self._tokens.px(20) + 22 + body.height + count * self._tokens.px(_NOTE))

    def _notes(self) -> tuple[Note, ...]:
        assert self._card is not None
        response = self._card.response
        return (
            Note("rotate-cw", other_wordings(response.variants, 0)),
            fact_note(response, self._card.today),
            quote_note(response),
        )

    def _paint_inside(self, painter: QPainter, area: QRectF) -> None:
        assert self._card is not None
        paint_preview(
            painter,
            area,
            self._card.response,
            self._filled,
            self._tokens,
            words=self._words,
            max_lines=_MAX_LINES,
            notes=self._notes(),
        )
