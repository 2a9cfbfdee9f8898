"""The toast of a new chat: its own window on the screen's corner that never takes a key press."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from undivided.desk.marks import FocusMark, FocusState
from undivided.desk.values import Alert
from undivided.etiquette.calm_text import isolated, one_line
from undivided.protocol.ids import ChatId
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.focus_mark import paint_focus_mark
from undivided.ui.look.plain import breakable, plain_label
from undivided.ui.look.shadow import paint_shadow
from undivided.ui.look.text_weight import light_line
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import ElidedLabel, Glyph, spread
from undivided.ui.words import wording

WIDTH = 392
_REACH = 16
_FROM_EDGE = 20
_MARK = 44


class NewChatToast(QWidget):
    """Shows one call at a time; the next alert for the same chat only changes its words.

    Args:
        repeat_s: Seconds between two calls, for "again in 15 s"; 0 when it is called once.
    """

    accepted = Signal(str)
    not_now = Signal(str)
    muted = Signal(str)
    """Make no more sound for this chat; the toast stays."""
    dismissed = Signal(str)

    def __init__(
        self, tokens: Tokens, *, repeat_s: int = 15, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            parent,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_X11NetWmWindowTypeNotification)
        self._tokens = tokens
        self._repeat_s = repeat_s
        self._chat_id = ChatId("")
        self._line = plain_label("", "secondary")
        self._name = ElidedLabel("", "head")
        self._page = ElidedLabel("", "secondary")
        self._text = plain_label("")
        self._text.setWordWrap(True)
        self._foot_words = plain_label("", "stamp")
        self.mark = _Mark(tokens)
        self.accept_button = Button("Accept", tokens, kind=Kind.PRIMARY, is_big=True)
        self.later_button = Button("Not now", tokens, is_big=True)
        self.mute_button = Button(
            "", tokens, icon="bell-off", name="No more sound for this chat", is_big=True
        )
        self.close_button = Button("", tokens, kind=Kind.FLAT, icon="x", name="Hide")
        self._build()
        self._connect()

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        spread(self, tokens)
        if self.isVisible():
            self._place()
        self.update()

    @property
    def chat_id(self) -> ChatId:
        """The chat that calls."""
        return self._chat_id

    def show_call(self, alert: Alert, *, note: str = "") -> None:
        """Show a call in the corner, without taking the keys.

        Args:
            note: What happens next, such as "Tess is called too in 22 s".
        """
        self._chat_id = alert.chat_id
        name = wording.visitor(alert.name)
        self._line.setText(wording.call_line(alert.call, self._repeat_s))
        self._name.say(name)
        self._page.say(f"On {isolated(alert.page)}" if alert.page else "")
        self._page.setVisible(bool(alert.page))
        shown = isolated(light_line(one_line(alert.text, 140)))
        self._text.setText(breakable(f"“{shown}”") if shown else "")
        self._text.setVisible(bool(shown))
        self._foot_words.setText(note)
        self._foot.setVisible(bool(note))
        self.mute_button.setEnabled(True)
        self.show_seconds(alert.seconds)
        self.setAccessibleName(f"New chat: {name}. {shown}")
        self._place()
        self.show()
        self.raise_()

    def show_seconds(self, seconds: int) -> None:
        """Show how long the visitor has been calling."""
        self.mark.seconds = seconds
        self.mark.update()

    def end_call(self, chat_id: str) -> None:
        """Go away when this chat was taken by anyone."""
        if chat_id == self._chat_id:
            self.hide()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 0)
        head.setSpacing(8)
        head.addWidget(Glyph("message-circle-dot", self._tokens, colour="accent_text"))
        head.addWidget(plain_label("New chat", "strong"))
        head.addWidget(self._line)
        head.addStretch(1)
        head.addWidget(self.close_button)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._page)
        words.addSpacing(6)
        words.addWidget(self._text)
        middle = QHBoxLayout()
        middle.setContentsMargins(16, 8, 16, 12)
        middle.setSpacing(12)
        middle.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        middle.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_REACH, _REACH, _REACH, _REACH)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(middle)
        self._add_buttons(column)

    def _add_buttons(self, column: QVBoxLayout) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 0, 16, 14)
        buttons.setSpacing(8)
        for button in (self.accept_button, self.later_button):
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
            buttons.addWidget(button, 1)
        buttons.addWidget(self.mute_button)
        self._foot = QWidget()
        self._foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(6)
        foot.addWidget(Glyph("users", self._tokens, size=12))
        foot.addWidget(self._foot_words)
        foot.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self._foot)

    def _connect(self) -> None:
        for button in self.findChildren(Button):
            # The toast never has the keys; F2 and Shift+F2 do the same from the window.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.accept_button.explain("Take this chat (F2)")
        self.later_button.explain("Leave it to a colleague (Shift+F2)")
        self.mute_button.explain("No more sound for this chat")
        self.close_button.explain("Hide this; the chat keeps calling")
        self.accept_button.clicked.connect(lambda: self._tell(self.accepted))
        self.later_button.clicked.connect(lambda: self._tell(self.not_now))
        self.close_button.clicked.connect(lambda: self._tell(self.dismissed))
        self.mute_button.clicked.connect(self._mute)

    def _tell(self, signal: object) -> None:
        self.hide()
        signal.emit(self._chat_id)  # type: ignore[attr-defined] # a bound signal has no type

    def _mute(self) -> None:
        self.mute_button.setEnabled(False)
        self.muted.emit(self._chat_id)

    def _place(self) -> None:
        self.setFixedWidth(self._tokens.px(WIDTH) + 2 * _REACH)
        self.adjustSize()
        screen = QGuiApplication.primaryScreen()
        if screen is not None:
            area = screen.availableGeometry()
            self.move(
                area.right() - self.width() + _REACH - _FROM_EDGE,
                area.bottom() - self.height() + _REACH - _FROM_EDGE,
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(_REACH, _REACH, -_REACH, -_REACH)
        paint_shadow(painter, card, tokens, _REACH, tokens.radius.dialog)
        shape = QPainterPath()
        shape.addRoundedRect(card, tokens.radius.dialog, tokens.radius.dialog)
        painter.fillPath(shape, QColor(tokens.raised))
        if not self._foot.isHidden():
            painter.setClipPath(shape)
            foot = QRectF(self._foot.geometry())
            painter.fillRect(foot, QColor(tokens.sunken if tokens.is_dark else tokens.window))
            line = QRectF(foot.left(), foot.top(), foot.width(), 1)
            painter.fillRect(line, QColor(tokens.border))
            painter.setClipping(False)
        painter.setPen(QPen(QColor(tokens.border)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)


class _Mark(QWidget):
    """The calling mark, with the seconds so far."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.seconds = 0
        self.setFixedSize(_MARK, _MARK)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        painter = QPainter(self)
        mark = FocusMark(FocusState.CALLING, seconds=self.seconds)
        paint_focus_mark(painter, QRectF(self.rect()), mark, self._tokens)
