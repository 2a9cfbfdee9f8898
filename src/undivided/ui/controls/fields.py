"""One-line input with an edge of its own, so that an icon, a prefix or a key can stand inside."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import Glyph, KeyBox


class Field(QFrame):
    """A framed line of text.

    Args:
        name: The spoken name; a label beside it says the same.
        icon: Interface icon in front of the text.
        prefix: Words in front that cannot be edited, such as "https://".
        key: The shortcut that brings the caret here.
    """

    changed = Signal(str)
    submitted = Signal()
    key_pressed = Signal(int)
    """One of `own_keys`."""

    def __init__(
        self,
        name: str,
        tokens: Tokens,
        *,
        icon: str = "",
        prefix: str = "",
        key: str = "",
        hint: str = "",
        height: int = 34,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._height = height
        self._is_wrong = False
        self.own_keys: frozenset[int] = frozenset()
        self.line = QLineEdit()
        self.line.setProperty("look", "bare")
        self.line.setFrame(False)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(hint)
        self.line.textChanged.connect(self.changed)
        self.line.returnPressed.connect(self.submitted)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(10, 0, 8, 0)
        self.row.setSpacing(8)
        if icon:
            self.row.addWidget(Glyph(icon, tokens))
        self._prefix = plain_label(prefix, "muted") if prefix else None
        if self._prefix is not None:
            self.row.addWidget(self._prefix)
        self.row.addWidget(self.line, 1)
        self._keys = [KeyBox(key, tokens)] if key else []
        for box in self._keys:
            self.row.addWidget(box)
        self.set_tokens(tokens)

    @property
    def text(self) -> str:
        """What is written in it."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Write something into it."""
        self.line.setText(text)

    def set_prefix(self, prefix: str) -> None:
        """Change the words in front."""
        if self._prefix is not None:
            self._prefix.setText(prefix)
            self._prefix.setVisible(bool(prefix))

    def set_wrong(self, is_wrong: bool) -> None:
        """Show that what is written cannot be used; a sentence beside it says why."""
        self._is_wrong = is_wrong
        self.update()

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.setFixedHeight(tokens.px(self._height))
        for glyph in self.findChildren(Glyph):
            glyph.set_tokens(tokens)
        for box in self._keys:
            box.set_tokens(tokens)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch the line's focus and the keys that it does not need."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        elif event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in self.own_keys:
                self.key_pressed.emit(event.key())
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Give the keys to the line wherever the frame is clicked."""
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = self.line.hasFocus()
        width = float(tokens.ring_px if has_focus else 1)
        edge = tokens.late_edge if self._is_wrong else tokens.strong
        painter.setPen(QPen(QColor(tokens.focus if has_focus else edge), width))
        painter.setBrush(QColor(tokens.surface))
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, tokens.radius.button, tokens.radius.button)
