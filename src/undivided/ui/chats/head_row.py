"""The column's head: the operator's photo, the routing status with its menu, search and menu."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QWidget

from undivided.desk.values import DeskStatus, LinkState
from undivided.etiquette.calm_text import one_line
from undivided.ui.controls.icon_button import IconButton
from undivided.ui.look.fonts import SEMIBOLD, font_for
from undivided.ui.look.icons import paint_icon
from undivided.ui.look.plain import set_plain_tooltip
from undivided.ui.look.theme import Tokens

HEIGHT = 56
_INSET = 6
"""Left of the routing words, so that the focus ring does not touch them."""


class HeadRow(QWidget):
    """Photo, routing status, search and menu.

    Signals:
        accepting_wanted: The operator chose Accepting (True) or Not accepting (False).
        search_requested: The magnifier.
        menu_requested: The main menu, with where it belongs on the screen.
    """

    accepting_wanted = Signal(bool)
    search_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._photo = OperatorPhoto(tokens, self)
        self._routing = RoutingButton(tokens, self)
        self._search = IconButton(
            tokens, "Search everything", "search", key="Ctrl+K", kind="flat", is_icon_only=True
        )
        self._menu = IconButton(tokens, "Menu", "menu", key="F10", kind="flat", is_icon_only=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(4)
        for part in (self._photo, self._routing, self._search, self._menu):
            row.addWidget(part, 1 if part is self._routing else 0)
        self._routing.chosen.connect(self.accepting_wanted)
        self._search.clicked.connect(self.search_requested)
        self._menu.clicked.connect(
            lambda: self.menu_requested.emit(self._menu.mapToGlobal(self._menu.rect().bottomLeft()))
        )
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self.setFixedHeight(tokens.px(HEIGHT))
        for part in (self._photo, self._routing, self._search, self._menu):
            part.set_tokens(tokens)

    def set_status(self, status: DeskStatus) -> None:
        """Show the operator and whether new chats come."""
        name = "" if status.profile is None else status.profile.name
        self._photo.set_name(name)
        self._routing.set_status(status)

    def set_photo(self, photo: QPixmap | None) -> None:
        """Show the operator's photo; without one the initial stands in its place."""
        self._photo.set_photo(photo)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Leave the photo alone where only the rings fit."""
        for part in (self._routing, self._search):
            part.setVisible(not is_narrow)
        self._photo.setVisible(not is_narrow)


class OperatorPhoto(QWidget):
    """A round photo of 32 px, or the operator's initial on a disc."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._name: str | None = None
        self._photo: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self.update()

    def set_name(self, name: str) -> None:
        """Use another operator's initial and spoken name."""
        if name == self._name:
            return
        self._name = name
        self.setAccessibleName(f"Signed in as {one_line(name)}" if name else "Not signed in")
        self.update()

    def set_photo(self, photo: QPixmap | None) -> None:
        """Show a photo; it is cut to the circle."""
        self._photo = None if photo is None or photo.isNull() else photo
        self.update()

    def sizeHint(self) -> QSize:
        """Return the circle's square."""
        return QSize(32, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the photo or the initial."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        circle = QRectF(0, 0, 32, 32)
        if self._photo is not None:
            clip = QPainterPath()
            clip.addEllipse(circle)
            painter.setClipPath(clip)
            side = min(self._photo.width(), self._photo.height())
            left, top = (self._photo.width() - side) / 2, (self._photo.height() - side) / 2
            painter.drawPixmap(circle, self._photo, QRectF(left, top, side, side))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._tokens.sunken))
            painter.drawEllipse(circle)
            painter.setPen(QColor(self._tokens.text_2))
            painter.setFont(font_for(self._tokens, self._tokens.type.base, SEMIBOLD))
            initial = one_line(self._name or "")[:1].upper()
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initial)
        painter.end()


class RoutingButton(QAbstractButton):
    """Says whether new chats come to this operator; its menu changes that.

    Signals:
        chosen: True for Accepting.
    """

    chosen = Signal(bool)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._is_accepting = False
        self._is_online = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.clicked.connect(self._open_menu)
        self._name_it()

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self.update()

    def set_status(self, status: DeskStatus) -> None:
        """Show what is true now."""
        is_online = status.link.state in (LinkState.LIVE, LinkState.CATCHING_UP)
        if (status.is_accepting, is_online) == (self._is_accepting, self._is_online):
            return
        self._is_accepting, self._is_online = status.is_accepting, is_online
        self._name_it()
        self.update()

    def words(self) -> tuple[str, str]:
        """Return the status and what it means."""
        if not self._is_online:
            return "Offline", "no connection"
        if self._is_accepting:
            return "Accepting", "new chats come to you"
        return "Not accepting", "you keep your open chats"

    def _name_it(self) -> None:
        status, meaning = self.words()
        self.setAccessibleName(f"Routing status, {status.lower()}")
        set_plain_tooltip(self, f"{status}: {meaning}", key="Ctrl+Shift+A")

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for words, value in (("Accepting", True), ("Not accepting", False)):
            action = QAction(words, group, checkable=True, checked=value == self._is_accepting)
            action.setEnabled(self._is_online)
            action.triggered.connect(lambda _on=False, v=value: self._choose(is_accepting=v))
            menu.addAction(action)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _choose(self, *, is_accepting: bool) -> None:
        if is_accepting != self._is_accepting:
            self.chosen.emit(is_accepting)

    def sizeHint(self) -> QSize:
        """Return the room for two lines."""
        return QSize(120, self._tokens.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shape and word of the status, an arrow for the menu, and what it means."""
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - tokens.px(31)) // 2
        status, meaning = self.words()
        picture, colour = self._picture()
        middle = top + (tokens.px(16) - 12) / 2
        paint_icon(painter, picture, colour, QRectF(_INSET, middle, 12, 12))
        font = font_for(tokens, tokens.type.base, SEMIBOLD)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(status, Qt.TextElideMode.ElideRight, self.width() - 44)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        line = QRect(_INSET + 18, top, self.width() - 18, tokens.px(16))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        arrow = QRectF(_INSET + 24 + metrics.horizontalAdvance(shown), middle, 12, 12)
        paint_icon(painter, "chevron-down", tokens.text, arrow)
        small = font_for(tokens, tokens.type.stamp)
        painter.setFont(small)
        painter.setPen(QColor(tokens.text_muted))
        below = QRect(_INSET, top + tokens.px(17), self.width() - _INSET, tokens.px(14))
        shown = QFontMetrics(small).elidedText(meaning, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, shown)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), tokens.ring_px))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 7, -1, -7), 6, 6)
        painter.end()

    def _picture(self) -> tuple[str, str]:
        if not self._is_online:
            return "circle-dashed", self._tokens.text_2
        if self._is_accepting:
            return "circle-check-filled", self._tokens.ok_mark
        return "circle-minus", self._tokens.text_2
