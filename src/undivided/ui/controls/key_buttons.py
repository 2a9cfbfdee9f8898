"""Buttons with an icon and the key that does the same, painted from the theme."""

from enum import Enum, IntEnum, auto

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from undivided.ui.look.fonts import MEDIUM, SEMIBOLD, font_for
from undivided.ui.look.icons import paint_icon
from undivided.ui.look.plain import set_plain_tooltip
from undivided.ui.look.theme import Tokens

_GAP = 6
_ICON = 16
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Kind(Enum):
    """How much a button asks for attention; a surface has one PRIMARY at most."""

    NORMAL = auto()
    PRIMARY = auto()
    FLAT = auto()
    LINK = auto()
    DANGER = auto()


class Room(IntEnum):
    """How much a button shows, from all to the least; whoever lays it out measures its room."""

    ALL = auto()
    NO_KEY = auto()
    LEAST = auto()


class Button(QPushButton):
    """A push button, 30 px high, or 36 px with `is_big`.

    Args:
        text: The word; empty for an icon alone, which then needs `name`.
        short: What stands for the word with the least room; with an icon nothing need.
        key: The shortcut to show inside, for example "Enter".
        icon: Name of an interface icon.
        name: What a screen reader says when there is no word.
    """

    def __init__(
        self,
        text: str,
        tokens: Tokens,
        *,
        short: str = "",
        kind: Kind = Kind.NORMAL,
        key: str = "",
        icon: str = "",
        name: str = "",
        is_big: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self.key = key
        self._short = short
        self._room = Room.ALL
        self._icon = icon
        self._is_big = is_big
        self._tokens = tokens
        self._is_hovered = False
        self._font = QFont()
        self._say(text)
        self.setAccessibleName(name or text)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        weight = SEMIBOLD if self.kind is Kind.PRIMARY else MEDIUM
        # The stylesheet owns the widget's own font; this one is only painted with.
        self._font = font_for(tokens, tokens.type.base, weight)
        self.updateGeometry()
        self.update()

    def _say(self, text: str) -> None:
        self.setText(text)
        # An ampersand, as in the name "A&B", is painted as it is and must not become a shortcut.
        self.setShortcut(QKeySequence())

    def explain(self, text: str) -> None:
        """Say in the tooltip and to screen readers what it does, with its key."""
        set_plain_tooltip(self, text, key=self.key)

    def show_icon(self, icon: str, name: str) -> None:
        """Show another icon, which stands for another act."""
        self._icon = icon
        self.setAccessibleName(name)
        self.update()

    def relabel(self, text: str, *, kind: Kind | None = None) -> None:
        """Show another word, which is also the spoken one."""
        if (text, text, kind or self.kind) == (self.text(), self.accessibleName(), self.kind):
            return
        self.kind = kind or self.kind
        self._say(text)
        self.setAccessibleName(text)
        self.set_tokens(self._tokens)

    def set_room(self, room: Room) -> None:
        """Show more or less of it."""
        if room is not self._room:
            self._room = room
            self.updateGeometry()
            self.update()

    def width_in(self, room: Room) -> int:
        """Return the width in pixels that shows so much of it."""
        if not self._word(room):
            return self._tokens.px(36 if self._is_big else 30)
        return round(self._content_width(room) + 2 * self._side())

    def sizeHint(self) -> QSize:
        """Return the size that its content wants."""
        return QSize(self.width_in(self._room), self._tokens.px(36 if self._is_big else 30))

    def minimumSizeHint(self) -> QSize:
        """Return the size below which it cannot be read."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on its keys."""
        # Outside a QDialog Qt presses a button with Space only.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the pointer is on it."""
        self._is_hovered = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Show that the pointer has left it."""
        self._is_hovered = False
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        fill, edge, ink = self._colours()
        painter.setPen(QPen(QColor(edge)) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, self._tokens.radius.button, self._tokens.radius.button)
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()), self._tokens, self.kind is Kind.PRIMARY)
        self._paint_content(painter, ink)

    def _paint_content(self, painter: QPainter, ink: str) -> None:
        width = self._content_width(self._room)
        if text := self._shown_text():
            width = min(width, self.width() - 2 * self._side())
        x = self._side() if self.kind is Kind.LINK else (self.width() - width) / 2
        middle = self.height() / 2
        if self._icon:
            box = QRectF(x, middle - _ICON / 2, _ICON, _ICON)
            paint_icon(painter, self._icon, ink, box)
            x += _ICON + _GAP
        if text:
            painter.setPen(QColor(ink))
            painter.setFont(self._font)
            area = QRectF(x, 0, self.width() - x, self.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
            x += QFontMetricsF(self._font).horizontalAdvance(text) + 8
        if self.key and self._room is Room.ALL:
            on_fill = self.kind is Kind.PRIMARY and self.isEnabled()
            paint_key(painter, QPointF(x, middle), self.key, self._tokens, on_fill=on_fill)

    def _word(self, room: Room) -> str:
        """Return the word, or what stands for it."""
        has_stand_in = bool(self._short or self._icon)
        return self._short if room is Room.LEAST and has_stand_in else self.text()

    def _shown_text(self) -> str:
        """Return the word, cut where whoever placed the button has less room for it."""
        word = self._word(self._room)
        missing = self._content_width(self._room) + 2 * self._side() - self.width()
        if not word or missing < 1:  # sizeHint rounds
            return word
        metrics = QFontMetricsF(self._font)
        room = metrics.horizontalAdvance(word) - missing
        return metrics.elidedText(word, Qt.TextElideMode.ElideRight, max(0.0, room))

    def _colours(self) -> tuple[str, str, str]:
        """Return fill, edge and ink; an empty one is not drawn."""
        tokens = self._tokens
        ground = tokens.raised if tokens.is_dark else tokens.surface
        if not self.isEnabled():
            is_bare = self.kind in (Kind.FLAT, Kind.LINK)
            return ("" if is_bare else ground, "" if is_bare else tokens.border, tokens.text_muted)
        is_hot = self._is_hovered or self.isDown()
        if self.kind is Kind.PRIMARY:
            fill = tokens.accent_hover if is_hot else tokens.accent
            return (fill, fill, tokens.on_accent)
        if self.kind is Kind.LINK:
            return ("", "", tokens.text if is_hot else tokens.accent_text)
        if self.kind is Kind.FLAT:
            shown = is_hot or self.isChecked()
            return (tokens.hover if shown else "", "", tokens.text if is_hot else tokens.text_2)
        ink = tokens.late_text if self.kind is Kind.DANGER else tokens.text
        return (tokens.hover if is_hot else ground, tokens.border, ink)

    def _side(self) -> float:
        if self.kind is Kind.LINK:
            return 4
        return 16 if self._is_big else 11

    def _content_width(self, room: Room) -> float:
        width = 0.0
        word = self._word(room)
        if self._icon:
            width += _ICON + (_GAP if word else 0)
        if word:
            width += QFontMetricsF(self._font).horizontalAdvance(word)
        if self.key and room is Room.ALL:
            width += 8 + key_width(self.key, self._tokens)
        return width


def paint_focus_ring(
    painter: QPainter, outer: QRectF, tokens: Tokens, on_fill: bool = False
) -> None:
    """Draw the focus ring inside `outer`; on a filled control a gap keeps it apart."""
    width = tokens.ring_px
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = width / 2
    radius = tokens.radius.button
    if on_fill:
        painter.setPen(QPen(QColor(tokens.on_accent), 1.5))
        painter.drawRoundedRect(outer.adjusted(3, 3, -3, -3), radius - 2, radius - 2)
    painter.setPen(QPen(QColor(tokens.focus), width))
    painter.drawRoundedRect(outer.adjusted(half, half, -half, -half), radius, radius)
    painter.restore()


def key_font(tokens: Tokens) -> QFont:
    """Return the font of the key names shown in boxes."""
    return font_for(tokens, tokens.type.stamp, MEDIUM)


def key_width(key: str, tokens: Tokens) -> float:
    """Return the width of a key's box, in logical pixels."""
    return QFontMetricsF(key_font(tokens)).horizontalAdvance(key) + 12


def paint_key(
    painter: QPainter, left_middle: QPointF, key: str, tokens: Tokens, *, on_fill: bool = False
) -> float:
    """Draw a key's name in its box and return the box's width."""
    width = key_width(key, tokens)
    height = tokens.px(18)
    box = QRectF(left_middle.x() + 0.5, left_middle.y() - height / 2 + 0.5, width - 1, height - 1)
    painter.save()
    edge = QColor(tokens.on_accent if on_fill else tokens.border)
    if on_fill:
        edge.setAlphaF(0.35)
    painter.setPen(edge)
    painter.setBrush(Qt.BrushStyle.NoBrush if on_fill else QColor(tokens.surface))
    painter.drawRoundedRect(box, tokens.radius.tag, tokens.radius.tag)
    painter.setFont(key_font(tokens))
    painter.setPen(QColor(tokens.on_accent if on_fill else tokens.text_muted))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()
    return width
