"""Paints canned responses as cards: title, star, shortcut, the text, and what is to know of it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from undivided.etiquette.calm_text import one_line
from undivided.qtmodels.canned_model import CannedModel
from undivided.qtmodels.cards import Card
from undivided.ui.look.fonts import SEMIBOLD, font_for
from undivided.ui.look.icons import paint_icon, pixmap
from undivided.ui.look.shadow import paint_shadow
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.card_edge import CardEdges
from undivided.ui.responses.card_texts import MOST_LINES, CardTexts
from undivided.ui.responses.response_preview import quote_note
from undivided.ui.responses.small_tag import paint_tag

DRAG_WIDTH = 300
_SIDE = 12
_GAP = 6
_HEADING = 26
_SUGGESTED_LINES = 1
_FACTS = 20
_ICON = 12
_SHADOW = 14

Index = QModelIndex | QPersistentModelIndex


class ResponseDelegate(QStyledItemDelegate):
    """Draws one row of `CannedModel`.

    All cards have room for two lines, as designed: heights that follow the texts would need all
    found texts laid out before the first is seen.

    Args:
        model: What is drawn.
        tokens: The theme.

    Attributes:
        terms: Typed words, marked where they occur.
    """

    def __init__(self, model: CannedModel, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.set_tokens(tokens)
        self.terms: tuple[str, ...] = ()
        self.dragged_row = -1
        """The row whose card is on its way; it stays behind as an outline."""

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self.tokens = tokens
        self._texts, self._edges = CardTexts(tokens), CardEdges(tokens)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a card with its gap, and of a heading above it."""
        card = self._model.card_at(index.row())
        heading = self.tokens.px(_HEADING) if card.heading else 0
        return QSize(200, heading + self._card_height(card) + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the heading, if the row has one, and the card."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        row = index.row()
        card = self._model.card_at(row)
        if card.heading:
            self._paint_heading(painter, area, card.heading)
            area.setTop(area.top() + self.tokens.px(_HEADING))
        box = QRectF(area.left() + _SIDE, area.top(), area.width() - _SIDE - _right(option), 0)
        box.setHeight(self._card_height(card))
        is_ghost = row == self.dragged_row
        if is_ghost:
            painter.setOpacity(0.42)
        self._edges.paint(painter, box, option.state, is_ghost=is_ghost)
        self.paint_card(painter, box, index)
        painter.restore()

    def paint_card(self, painter: QPainter, box: QRectF, index: Index) -> None:
        """Paint what stands on a card."""
        tokens = self.tokens
        card, texts, terms = self._model.card_at(index.row()), self._texts, self.terms
        inner = box.adjusted(12, 9, -12, -10)
        response, room = card.response, inner.width() - 8
        if response.shortcut:
            shortcut = texts.shortcut(response.shortcut, 100, terms)
            shortcut.draw(painter, QPointF(inner.right() - shortcut.width, inner.top()))
            room -= shortcut.width
        star = 20 if response.starred else 0
        title = texts.title(response.title, room - star, terms)
        title.draw(painter, inner.topLeft())
        if star:
            spot = QPointF(inner.left() + title.width + 6, inner.top() + texts.head_height / 2 - 6)
            paint_star(painter, spot, tokens)
        top = inner.top() + texts.head_height + 2
        filled = self._model.body_at(index.row())
        body = texts.body(filled, inner.width(), _lines(card), terms)
        body.draw(painter, QPointF(inner.left(), top))
        if card.has_facts:
            line = QRectF(inner.left(), 0, inner.width(), tokens.px(_FACTS))
            line.moveBottom(inner.bottom() + 3)
            self._paint_facts(painter, line, card)

    def drag_pixmap(self, index: Index, ratio: float) -> QPixmap:
        """Return the card as it hangs at the pointer, 300 px wide with its shadow."""
        height = self._card_height(self._model.card_at(index.row()))
        picture = QPixmap(
            round((DRAG_WIDTH + 2 * _SHADOW) * ratio), round((height + 2 * _SHADOW) * ratio)
        )
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(_SHADOW, _SHADOW, DRAG_WIDTH, height)
        paint_shadow(painter, box, self.tokens, _SHADOW)
        painter.setPen(QPen(QColor(self.tokens.focus)))
        painter.setBrush(QColor(self.tokens.raised))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        self.paint_card(painter, box, index)
        painter.end()
        return picture

    def _paint_heading(self, painter: QPainter, area: QRectF, heading: str) -> None:
        painter.setFont(font_for(self.tokens, self.tokens.type.stamp, SEMIBOLD))
        painter.setPen(QColor(self.tokens.text_muted))
        box = QRectF(area.left() + 16, area.top(), area.width() - 32, self.tokens.px(_HEADING) - 2)
        shown = painter.fontMetrics().elidedText(
            heading, Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_facts(self, painter: QPainter, line: QRectF, card: Card) -> None:
        """Paint what is overdue as tags, then quietly quote, fact, files and why it was found."""
        tokens = self.tokens
        left, middle = line.left(), line.center().y()
        for words in filter(None, (card.ended_fact, card.due)):
            spot = QPointF(left, middle)
            width = paint_tag(painter, spot, words, tokens, line.right() - left, is_soon=True)
            left += width + 8
        painter.setFont(font_for(tokens, tokens.type.stamp))
        painter.setPen(QColor(tokens.text_muted))
        quote = quote_note(card.response)
        right, middle_out = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle
        for icon, words, elided in (
            ("user", card.own, right),
            (quote.icon, quote.said, right),
            ("shield", card.fact, right),
            ("paperclip", card.files, middle_out),
            ("search", card.why, middle_out),
        ):
            room = line.right() - left - _ICON - 4
            if not words or room < _ICON:
                continue
            box = QRectF(left, middle - _ICON / 2, _ICON, _ICON)
            paint_icon(painter, icon, tokens.text_muted, box)
            shown = painter.fontMetrics().elidedText(one_line(words), elided, int(room))
            place = QRectF(box.right() + 4, line.top(), room, line.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
            left = place.left() + painter.fontMetrics().horizontalAdvance(shown) + 10

    def _card_height(self, card: Card) -> int:
        facts = self.tokens.px(_FACTS) if card.has_facts else 0
        texts = self._texts
        return texts.head_height + 2 + _lines(card) * texts.line_height + 19 + facts


def _lines(card: Card) -> int:
    return _SUGGESTED_LINES if card.is_suggested else MOST_LINES


def _right(option: QStyleOptionViewItem) -> int:
    """Return the margin at the right; a scroll bar stands in it, so cards keep their width."""
    view = option.widget
    if isinstance(view, QAbstractScrollArea) and view.verticalScrollBar().isVisible():
        return max(0, _SIDE - view.verticalScrollBar().width())
    return _SIDE


def paint_star(painter: QPainter, spot: QPointF, tokens: Tokens) -> None:
    """Draw the filled star of a starred response, 12 px wide."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(spot, pixmap("star-filled", tokens.soon_mark, 12, ratio))
