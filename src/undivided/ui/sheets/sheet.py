"""A sheet attached to the window: scrim, card, title, body, foot. It never starts a nested loop.

The window behind keeps counting. Escape keeps things as they were, Ctrl+Enter confirms, Tab
stays inside, and the keys go back to where they were.
"""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.plain import wrapped_label
from undivided.ui.look.shadow import paint_shadow
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import spread

WIDTH = 620
_TOP = 74
_ROW_PX = 8
_MARGIN = 24
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Sheet(QWidget):
    """A question or a form over the window.

    Args:
        window: It is covered, and gets the keys back.
        title: Says the act, such as "Close the chat with Samuel".
        subtitle: One line below it.
        confirm: The word on the primary button; empty for none.
        keep: The word on the button that keeps things as they were.
        key: Shown on the primary button.
    """

    finished = Signal(bool)
    """It went away; True when it was confirmed."""

    def __init__(
        self,
        window: QWidget,
        tokens: Tokens,
        title: str,
        *,
        subtitle: str = "",
        confirm: str = "",
        keep: str = "Cancel",
        key: str = "Ctrl+Enter",
        width: int = WIDTH,
    ) -> None:
        super().__init__(window)
        self._window = window
        self.tokens = tokens
        self._width = width
        self._key = key
        self._before: QWidget | None = None
        self._is_over = False
        self.setAccessibleName(title)
        self.card = QFrame(self)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(_MARGIN, 16, _MARGIN, 16)
        self.body.setSpacing(0)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(_MARGIN, 14, _MARGIN, 14)
        self.foot.setSpacing(8)
        self.keep_button = Button(keep, tokens, is_big=True)
        self.confirm_button = Button(
            confirm, tokens, kind=Kind.PRIMARY, key=key, is_big=True, name=confirm or "Done"
        )
        self._build(title, subtitle, has_confirm=bool(confirm))
        self.keep_button.clicked.connect(self.reject)
        self.confirm_button.clicked.connect(self.accept)
        window.installEventFilter(self)
        self.hide()

    @property
    def is_over(self) -> bool:
        """Whether it went away; an answer that comes later is not for it."""
        return self._is_over

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self.tokens = tokens
        spread(self, tokens)
        self._place()
        self.update()

    def open(self, first: QWidget | None = None) -> None:
        """Show it and give the keys to `first`, or to the primary button."""
        self._before = QApplication.focusWidget()
        # Only then are their sizes final; a sheet that is measured before measures all words twice.
        for part in self.findChildren(QWidget):
            part.ensurePolished()
        self._place()
        self.show()
        self.raise_()
        target = first or (
            self.confirm_button if self.confirm_button.isEnabled() else self.keep_button
        )
        target.setFocus(Qt.FocusReason.PopupFocusReason)

    def accept(self) -> None:
        """Do it, unless the primary button is disabled."""
        if self.confirm_button.isEnabled() and self.is_ready():
            self._finish(is_confirmed=True)

    def reject(self) -> None:
        """Keep things as they were."""
        self._finish(is_confirmed=False)

    def is_ready(self) -> bool:
        """Return whether what was entered can be used; say why where it cannot."""
        return True

    def confirmed(self) -> None:
        """Tell what was asked for; called before `finished`."""

    def _finish(self, *, is_confirmed: bool) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._window.removeEventFilter(self)
        self.hide()
        if is_confirmed:
            self.confirmed()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.finished.emit(is_confirmed)
        self.deleteLater()

    # -- building

    def add_words(self, text: str, look: str = "", *, gap: int = 0) -> None:
        """Add a paragraph of plain text to the body."""
        self.body.addWidget(wrapped_label(text, look))
        if gap:
            self.body.addSpacing(gap)

    def link(self, text: str, *, is_danger: bool = False) -> Button:
        """Add a quiet button at the left end of the foot and return it."""
        kind = Kind.DANGER if is_danger else Kind.LINK
        button = Button(text, self.tokens, kind=kind, is_big=True)
        self.foot.insertWidget(0, button)
        return button

    def _build(self, title: str, subtitle: str, *, has_confirm: bool) -> None:
        self.head = QHBoxLayout()
        self.head.setContentsMargins(_MARGIN, 20, _MARGIN, 16)
        self.head.setSpacing(14)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(wrapped_label(title, "title"))
        self.subtitle = wrapped_label(subtitle, "subtitle")
        self.subtitle.setVisible(bool(subtitle))
        words.addWidget(self.subtitle)
        self.head.addLayout(words, 1)
        inside = QWidget()
        inside.setObjectName("sheetBody")
        inside.setLayout(self.body)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        self._scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.foot.addStretch(1)
        self.foot.addWidget(self.keep_button)
        self.foot.addWidget(self.confirm_button)
        self.confirm_button.setVisible(has_confirm)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.head)
        column.addWidget(self._scroll)
        column.addLayout(self.foot)

    # -- keys and place

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Confirm with Ctrl+Enter, or plain Enter where it is shown so; keep with Escape."""
        is_enter = event.key() in _ENTER
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif is_enter and (has_control or self._enter_confirms()):
            self.accept()
        else:
            # Nothing reaches the shortcuts of the window behind.
            event.accept()

    def event(self, event: QEvent) -> bool:
        """Keep the window's shortcuts away while the sheet is open."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        """Move the keys round the sheet's own controls."""
        stops = self._stops()
        if not stops:
            return True
        here = QApplication.focusWidget()
        at = stops.index(here) if here in stops else (-1 if next else 0)
        target = stops[(at + (1 if next else -1)) % len(stops)]
        target.setFocus(
            Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        )
        self._scroll.ensureWidgetVisible(target)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size, and its theme where it carries one as `tokens`."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        elif event.type() == QEvent.Type.StyleChange:
            tokens = getattr(self._window, "tokens", None)
            if isinstance(tokens, Tokens) and tokens != self.tokens:
                self.set_tokens(tokens)
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim the window and draw the card under its parts."""
        tokens = self.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(tokens.scrim))
        card = QRectF(self.card.geometry())
        paint_shadow(painter, card, tokens, 28, tokens.radius.dialog)
        shape = QPainterPath()
        shape.addRoundedRect(card, tokens.radius.dialog, tokens.radius.dialog)
        painter.fillPath(shape, QColor(tokens.raised))
        painter.setClipPath(shape)
        foot = QRectF(self.foot.geometry()).translated(card.topLeft())
        painter.fillRect(foot, QColor(tokens.sunken if tokens.is_dark else tokens.window))
        line = QColor(tokens.border)
        painter.fillRect(QRectF(foot.left(), foot.top(), foot.width(), 1), line)
        head_bottom = card.top() + self._scroll.y()
        painter.fillRect(QRectF(card.left(), head_bottom - 1, card.width(), 1), line)
        painter.setClipping(False)
        if tokens.is_dark:
            painter.setPen(QPen(QColor(tokens.border)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(shape)

    def _enter_confirms(self) -> bool:
        return self._key == "Enter" and not isinstance(QApplication.focusWidget(), QPlainTextEdit)

    def _stops(self) -> list[QWidget]:
        """Return what can take the keys, row by row.

        Not by `nextInFocusChain`: PySide makes each widget that it returns a child of the one
        before, so that the end of the sheet would invalidate the window's widgets with it.
        """
        stops = [widget for widget in self.card.findChildren(QWidget) if _can_stop(widget)]
        places = {stop: stop.mapTo(self.card, stop.rect().center()) for stop in stops}
        rows: list[list[QWidget]] = []
        for stop in sorted(stops, key=lambda one: places[one].y()):
            is_same_row = rows and places[stop].y() - places[rows[-1][0]].y() < _ROW_PX
            if is_same_row:
                rows[-1].append(stop)
            else:
                rows.append([stop])
        return [stop for row in rows for stop in sorted(row, key=lambda one: places[one].x())]

    def _place(self) -> None:
        window = self._window
        self.setGeometry(window.rect())
        width = min(self.tokens.px(self._width), window.width() - 2 * _MARGIN)
        # Each forgets what it measured of the words before.
        self.body.activate()
        self.foot.activate()
        wanted = self.body.sizeHint().height()
        if self.body.hasHeightForWidth():
            wanted = self.body.heightForWidth(width)
        head = self.head.sizeHint().height()
        if self.head.hasHeightForWidth():
            head = self.head.heightForWidth(width)
        foot = self.foot.sizeHint().height()
        if self.foot.hasHeightForWidth():
            foot = self.foot.heightForWidth(width)
        rest = head + foot
        top = min(_TOP, max(16, (window.height() - rest - wanted) // 3))
        room = window.height() - top - 16 - rest
        self._scroll.setFixedHeight(max(60, min(wanted, room)))
        self.card.setGeometry(
            (window.width() - width) // 2, top, width, rest + self._scroll.height()
        )
        self.update()


def _can_stop(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isVisible() and widget.isEnabled() and not widget.focusProxy()
