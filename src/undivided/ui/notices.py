"""Short notices inside the window: what happened, for six seconds, with one way back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.plain import wrapped_label
from undivided.ui.look.shadow import paint_shadow
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import Glyph, spread

WIDTH = 320
SHOWN_MS = 6_000
AT_MOST = 2

_REACH = 12
_FROM_RIGHT = 20
_FROM_BOTTOM = 44
_GAP = 8
_LONG = 60
"""Characters from which a sentence has the whole width, and its button a line of its own."""
_MOVES = frozenset({QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide})


class Notice(QWidget):
    """One notice; it stays while the pointer is on it."""

    ended = Signal()

    def __init__(
        self,
        window: QWidget,
        tokens: Tokens,
        text: str,
        *,
        icon: str = "info",
        act: str = "",
        on_act: Callable[[], None] | None = None,
        stays: bool = False,
    ) -> None:
        super().__init__(window)
        self.stays = stays
        self._tokens = tokens
        self.on_act = on_act
        self._text = text
        self._label = wrapped_label(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(_REACH + 14, _REACH + 8, _REACH + 8, _REACH + 8)
        row.setSpacing(10)
        row.addWidget(Glyph(icon, tokens, colour="text_2"))
        self.act_button = Button(act, tokens, kind=Kind.LINK, name=act or "Undo")
        self.act_button.setVisible(bool(act))
        self.act_button.clicked.connect(self._act)
        # Beside a long sentence the button would leave it a column of single words.
        is_below = bool(act) and len(text) > _LONG
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._label)
        row.addLayout(words, 1)
        if is_below:
            words.addWidget(self.act_button, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            row.addWidget(self.act_button)
        self.close_button = Button("", tokens, kind=Kind.FLAT, icon="x", name="Hide this notice")
        self.close_button.clicked.connect(self.ended)
        row.addWidget(self.close_button)
        self.setAccessibleName(text)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SHOWN_MS)
        self.timer.timeout.connect(self.ended)
        self.set_tokens(tokens)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        self.setFixedWidth(tokens.px(WIDTH) + 2 * _REACH)
        layout = self.layout()
        assert layout is not None
        self.setFixedHeight(layout.totalHeightForWidth(self.width()))
        self.update()

    def count(self) -> None:
        """Begin the seconds anew, unless it stays until it is put away."""
        if not self.stays:
            self.timer.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while it is being read."""
        self.timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go on counting."""
        self.count()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(_REACH, _REACH, -_REACH, -_REACH)
        paint_shadow(painter, card, self._tokens, _REACH)
        painter.setPen(QPen(QColor(self._tokens.border)))
        painter.setBrush(QColor(self._tokens.raised))
        radius = self._tokens.radius.bubble
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _act(self) -> None:
        if self.on_act is not None:
            self.on_act()
        self.ended.emit()


class Notices(QObject):
    """Stacks notices in the window's corner, two at most; the oldest makes room.

    Args:
        window: They appear over it, above its status bar, and never take its keys.
    """

    def __init__(self, window: QWidget, tokens: Tokens) -> None:
        super().__init__(window)
        self._window = window
        self._tokens = tokens
        self._kept: QWidget | None = None
        self.shown: list[Notice] = []
        window.installEventFilter(self)

    def keep_clear(self, widget: QWidget) -> None:
        """Stand above this part of the window instead of on it, such as where somebody writes."""
        self._kept = widget
        widget.installEventFilter(self)
        self._place()

    def set_tokens(self, tokens: Tokens) -> None:
        """Show them in another theme."""
        self._tokens = tokens
        for notice in self.shown:
            spread(notice, tokens)
            notice.set_tokens(tokens)
        self._place()

    def say(
        self,
        text: str,
        *,
        icon: str = "info",
        act: str = "",
        on_act: Callable[[], None] | None = None,
        stays: bool = False,
    ) -> None:
        """Show a sentence for six seconds; the same sentence is not shown twice at once.

        Args:
            act: The word on its button, such as "Undo"; empty for none.
            on_act: Called when that button is pressed.
            stays: Show it until the operator puts it away; others make room before it does.
        """
        known = next((each for each in self.shown if each.text == text), None)
        if known is not None:
            known.count()
            # Its button is for what it was said of last.
            known.on_act = on_act or known.on_act
            return
        while len(self.shown) >= AT_MOST:
            self._end(next((each for each in self.shown if not each.stays), self.shown[0]))
        notice = Notice(
            self._window, self._tokens, text, icon=icon, act=act, on_act=on_act, stays=stays
        )
        notice.ended.connect(lambda: self._end(notice))
        self.shown.append(notice)
        self._place()
        notice.show()
        notice.raise_()
        notice.count()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size, and what is kept clear."""
        if event.type() in _MOVES:
            self._place()
        return super().eventFilter(watched, event)

    def _end(self, notice: Notice) -> None:
        if notice not in self.shown:
            return
        self.shown.remove(notice)
        notice.timer.stop()
        notice.hide()
        notice.deleteLater()
        self._place()

    def _place(self) -> None:
        if not self.shown:
            return
        width = self.shown[0].width()
        left = max(0, self._window.width() - _FROM_RIGHT - width + _REACH)
        bottom = self._bottom(left + _REACH, left + width - _REACH)
        for notice in reversed(self.shown):
            notice.move(QPoint(left, max(0, bottom - notice.height() + _REACH)))
            bottom -= notice.height() - 2 * _REACH + _GAP
            notice.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)

    def _bottom(self, left: int, right: int) -> int:
        """Return where the lowest notice between two edges may end."""
        lowest = self._window.height() - _FROM_BOTTOM
        if self._kept is None or not self._kept.isVisible():
            return lowest
        place = QRect(self._kept.mapTo(self._window, QPoint(0, 0)), self._kept.size())
        is_beside = place.right() < left or right < place.left()
        return lowest if is_beside else min(lowest, place.top() - _GAP)
