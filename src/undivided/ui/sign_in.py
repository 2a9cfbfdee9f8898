"""The sign-in page: server, e-mail address, password or token, and why it did not work.

It keeps nothing: what was typed leaves by a signal, and the password field is emptied after it.
"""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from undivided.ui.controls.fields import Field
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.icons import pixmap
from undivided.ui.look.plain import plain_label
from undivided.ui.look.shadow import paint_shadow
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import Glyph, spread
from undivided.ui.words import sign_in_words

WIDTH = 400
_SIDE = 32
_REACH = 28


@dataclass(frozen=True, slots=True)
class SignInForm:
    """What was typed; never logged, and never stored as it is.

    Attributes:
        server: As typed, without white space around it.
        secret: The password, or the token with `is_token`.
        keep: The token shall go into the system's keyring.
    """

    server: str
    email: str
    secret: str
    is_token: bool
    keep: bool

    def __repr__(self) -> str:
        """Leave the secret out, wherever this is printed."""
        return f"SignInForm(server={self.server!r}, email={self.email!r}, keep={self.keep})"


class SignIn(QWidget):
    """The page that is shown while nobody is signed in."""

    sign_in_requested = Signal(object)
    """A `SignInForm`; answer with `set_busy`, then `show_problem` or another page."""
    try_here_requested = Signal()
    """Start the bundled server and the demo shop on this computer."""
    address_changed = Signal(str)
    """The server address as it is being typed."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._is_token = False
        self._is_busy = False
        self.card = _Card(tokens)
        self.server = Field("Server address", tokens, prefix="https://")
        self.email = Field("Operator’s e-mail address", tokens)
        self.secret = Field("Password", tokens)
        self.secret.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.show_button = Button("", tokens, kind=Kind.FLAT, icon="eye", name="Show the password")
        self.show_button.setCheckable(True)
        self.keep_box = QCheckBox("Stay signed in on this computer")
        self.keep_box.setChecked(True)
        self.token_button = Button(sign_in_words.USE_TOKEN, tokens, kind=Kind.LINK, is_big=True)
        self.sign_in_button = Button(
            sign_in_words.SIGN_IN, tokens, kind=Kind.PRIMARY, key="Enter", is_big=True
        )
        self.try_button = Button(sign_in_words.TRY_HERE, tokens, kind=Kind.LINK)
        self._mark = plain_label()
        self._address_note = plain_label("", "ok")
        self._problem = plain_label("", "late")
        self._keyring_note = plain_label(sign_in_words.KEYRING_NOTE, "stamp")
        self._secret_name = plain_label("Password", "strong")
        self._build()
        self._connect()
        self.set_tokens(tokens)
        self._follow()
        self._fit()

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        spread(self, tokens)
        self._mark.setPixmap(pixmap("icon", tokens.accent, 52, max(2.0, self.devicePixelRatioF())))
        self.card.setFixedWidth(tokens.px(WIDTH) + 2 * _REACH)
        self._fit()
        self.update()

    def fill_in(self, server: str, email: str, *, keep: bool = True) -> None:
        """Write what is known from last time into the form."""
        self.server.set_text(server)
        self.email.set_text(email)
        self.keep_box.setChecked(keep and self.keep_box.isEnabled())

    def set_keyring_reason(self, reason: str) -> None:
        """Say that this computer keeps no token, and why; "" means that it does."""
        self.keep_box.setEnabled(not reason)
        if reason:
            self.keep_box.setChecked(False)
        self._keyring_note.setText(reason or sign_in_words.KEYRING_NOTE)
        self._fit()

    def show_address_note(self, note: str, *, is_good: bool = True) -> None:
        """Say below the address what was found there; "" says nothing."""
        self._say(self._address_note, note, look="ok" if is_good else "late")
        self.server.set_wrong(bool(note) and not is_good)

    def show_problem(self, sentence: str) -> None:
        """Say why it did not work and let the operator try again; "" takes it away."""
        self.set_busy(is_busy=False)
        self._say(self._problem, sentence, look="late")
        self.setAccessibleDescription(sentence)
        if sentence:
            self.secret.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.secret.line.selectAll()

    def set_busy(self, *, is_busy: bool, words: str = "") -> None:
        """Wait for an answer; nothing can be typed meanwhile."""
        self._is_busy = is_busy
        for part in (self.server, self.email, self.secret, self.token_button, self.try_button):
            part.setEnabled(not is_busy)
        waits = words or sign_in_words.SIGNING_IN
        self.sign_in_button.relabel(waits if is_busy else sign_in_words.SIGN_IN)
        self._follow()

    def focus_first(self) -> None:
        """Bring the caret to the first empty field."""
        for field in (self.server, self.email, self.secret):
            if not field.text:
                field.line.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.secret.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Ask to sign in, and forget the secret."""
        if not self.sign_in_button.isEnabled():
            self.focus_first()
            return
        form = SignInForm(
            server=self.server.text.strip(),
            email=self.email.text.strip(),
            secret=self.secret.text.strip() if self._is_token else self.secret.text,
            is_token=self._is_token,
            keep=self.keep_box.isChecked(),
        )
        self.show_problem("")
        self.secret.set_text("")
        self.set_busy(is_busy=True)
        self.sign_in_requested.emit(form)

    def use_token(self, is_token: bool) -> None:
        """Ask for a token in the place of a password, or the other way round."""
        self._is_token = is_token
        name = "Token" if is_token else "Password"
        self._secret_name.setText(name)
        self.secret.line.setAccessibleName(name)
        self.secret.line.setPlaceholderText("Paste it here" if is_token else "")
        self.token_button.relabel(
            sign_in_words.USE_PASSWORD if is_token else sign_in_words.USE_TOKEN
        )
        self.secret.set_text("")
        self.secret.line.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- inside

    def _build(self) -> None:
        form = QVBoxLayout()
        form.setContentsMargins(_SIDE, 28, _SIDE, 26)
        form.setSpacing(0)
        form.addLayout(self._head())
        form.addSpacing(22)
        for words, field in (("Server address", self.server), ("Operator", self.email)):
            form.addWidget(plain_label(words, "strong"))
            form.addSpacing(6)
            form.addWidget(field)
            if field is self.server:
                form.addWidget(self._address_note)
            form.addSpacing(12)
        form.addWidget(self._secret_name)
        form.addSpacing(6)
        self.secret.row.addWidget(self.show_button)
        self.secret.row.setContentsMargins(10, 0, 3, 0)
        form.addWidget(self.secret)
        form.addSpacing(6)
        form.addWidget(self._problem)
        form.addSpacing(10)
        self._add_keeping(form)
        self._add_card(form)

    def _add_keeping(self, form: QVBoxLayout) -> None:
        form.addWidget(self.keep_box)
        note = QHBoxLayout()
        note.setContentsMargins(24, 3, 0, 0)
        note.addWidget(self._keyring_note)
        form.addLayout(note)
        form.addSpacing(20)
        buttons = QHBoxLayout()
        buttons.addWidget(self.token_button)
        buttons.addStretch(1)
        buttons.addWidget(self.sign_in_button)
        form.addLayout(buttons)

    def _add_card(self, form: QVBoxLayout) -> None:
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(_REACH, _REACH, _REACH, _REACH)
        inside.setSpacing(0)
        inside.addLayout(form)
        inside.addWidget(self._foot())
        page = QWidget()
        middle = QVBoxLayout(page)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        # Large text in a small window is taller than the window.
        scroll = QScrollArea()
        # Asked for the one it has, Qt's binding first looks through every class of widget.
        scroll.setViewport(QWidget())
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.setAutoFillBackground(False)
        scroll.setWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        for label in (self._address_note, self._problem, self._keyring_note):
            label.setWordWrap(True)
        self._address_note.setContentsMargins(0, 4, 0, 0)
        self._address_note.hide()
        self._problem.hide()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(12)
        self._mark.setFixedSize(52, 52)
        self._mark.setScaledContents(True)
        head.addWidget(self._mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(plain_label("Undivided", "page_title"))
        words.addWidget(plain_label("Sign in to start your shift", "subtitle"))
        words.addStretch(1)
        head.addLayout(words, 1)
        return head

    def _foot(self) -> QWidget:
        self.card.foot = QWidget()
        row = QHBoxLayout(self.card.foot)
        row.setContentsMargins(_SIDE, 8, _SIDE, 8)
        row.setSpacing(8)
        row.addWidget(Glyph("monitor", self._tokens))
        row.addWidget(plain_label("No server yet?", "secondary"))
        row.addWidget(self.try_button)
        row.addStretch(1)
        return self.card.foot

    def _connect(self) -> None:
        for field in (self.server, self.email, self.secret):
            field.changed.connect(self._follow)
            field.submitted.connect(self.submit)
        self.server.changed.connect(self._follow_address)
        self.show_button.toggled.connect(self._show_secret)
        self.show_button.explain("Show what is typed")
        self.token_button.clicked.connect(lambda: self.use_token(not self._is_token))
        self.sign_in_button.clicked.connect(self.submit)
        self.sign_in_button.explain("Sign in")
        self.try_button.clicked.connect(self.try_here_requested)
        self.try_button.explain(sign_in_words.TRY_HERE_TIP)

    def _follow(self) -> None:
        ready = all(field.text.strip() for field in (self.server, self.email, self.secret))
        self.sign_in_button.setEnabled(ready and not self._is_busy)

    def _follow_address(self, text: str) -> None:
        self.show_address_note("")
        # A scheme that was typed or pasted stands alone; otherwise the safe one is meant.
        self.server.set_prefix("" if "://" in text else "https://")
        self.address_changed.emit(text.strip())

    def _show_secret(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self.secret.line.setEchoMode(mode)

    def _say(self, label: object, words: str, *, look: str) -> None:
        for known in (self._address_note, self._problem):
            if known is label:
                if known.property("look") != look:
                    known.setProperty("look", look)
                    known.style().unpolish(known)
                    known.style().polish(known)
                known.setText(words)
                known.setVisible(bool(words))
        self._fit()

    def _fit(self) -> None:
        # Wrapped sentences make the card taller; a centred widget does not grow by itself.
        layout = self.card.layout()
        assert layout is not None
        layout.activate()
        self.card.setFixedHeight(layout.totalHeightForWidth(self.card.maximumWidth()))


class _Card(QFrame):
    """The raised card with its foot and shadow."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self.foot: QWidget | None = None

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.update()

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
        if self.foot is not None:
            painter.setClipPath(shape)
            foot = QRectF(self.foot.geometry())
            painter.fillRect(foot, QColor(tokens.sunken if tokens.is_dark else tokens.window))
            painter.fillRect(
                QRectF(foot.left(), foot.top(), foot.width(), 1), QColor(tokens.border)
            )
            painter.setClipping(False)
        if tokens.is_dark:
            painter.setPen(QPen(QColor(tokens.border)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(shape)
