"""One found response as a row of the popup: title, shortcut, and how its text begins."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from undivided.library.filling.slots import Filled
from undivided.library.finding.search import Match
from undivided.ui.look.fonts import MEDIUM, SEMIBOLD, font_for
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.response_text import Look, ResponseText

_SHORTCUT_WIDTH = 90
_TWO_LINES = 33
_TITLE_LINE = 17
_TEXT_LINE = 16


def paint_match(
    painter: QPainter,
    box: QRectF,
    match: Match,
    filled: Filled,
    tokens: Tokens,
    *,
    is_current: bool,
) -> None:
    """Paint a row with the letters marked that were typed.

    Args:
        filled: The response as it would be inserted, in code points.
        is_current: Enter would insert it.
    """
    if is_current:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.selected))
        painter.drawRoundedRect(box, tokens.radius.button, tokens.radius.button)
    inner = box.adjusted(10, 0, -10, 0)
    top = box.top() + (box.height() - tokens.px(_TWO_LINES)) / 2
    response, terms, px = match.response, match.terms, tokens.px
    small = tokens.type.secondary
    look = Look(font_for(tokens, small, MEDIUM), tokens.text_muted, px(_TEXT_LINE))
    shortcut = ResponseText(Filled(response.shortcut), look, tokens, _SHORTCUT_WIDTH, terms=terms)
    shortcut.draw(painter, QPointF(inner.right() - shortcut.width, top + 0.5))
    look = Look(font_for(tokens, tokens.type.base, SEMIBOLD), tokens.text, px(_TITLE_LINE))
    room = inner.width() - shortcut.width - 8
    title = ResponseText(Filled(response.title), look, tokens, room, terms=terms)
    title.draw(painter, QPointF(inner.left(), top))
    look = Look(font_for(tokens, small), tokens.text_2, px(_TEXT_LINE))
    line = ResponseText(with_boxes(filled), look, tokens, inner.width(), terms=terms)
    line.draw(painter, QPointF(inner.left(), top + px(_TITLE_LINE)))


def with_boxes(filled: Filled) -> Filled:
    """Return the text with a small empty box in the place of each blank."""
    text, at = "", 0
    for blank in filled.blanks:
        text += filled.text[at : blank.start] + "\u25a2"
        at = blank.end
    return Filled(text + filled.text[at:])
