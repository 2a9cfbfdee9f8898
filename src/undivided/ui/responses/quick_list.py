"""The quick list over the window: search a response by key from anywhere, and insert it."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from undivided.library.finding.search import Match
from undivided.ui.look.announce import announce
from undivided.ui.look.fonts import font_for
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.match_view import SHADOW, FillWording, MatchView
from undivided.ui.words.insertion_wording import QUICK_PLACEHOLDER, nothing_found

_HEAD = 48
_FROM_TOP = 0.14
"""Share of the window's height above the card."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuickList(MatchView):
    """A search line above the matches; it has the keys while it is open.

    Args:
        tokens: The theme.
        anchor: A widget of the window that it appears over.
    """

    asked = Signal(str)
    """What is searched; answer with `show_matches`."""
    closed = Signal()
    """It was closed by its own keys; they belong to the text again."""

    def __init__(self, tokens: Tokens, anchor: QWidget) -> None:
        super().__init__(tokens, anchor)
        self._anchor = anchor
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(QUICK_PLACEHOLDER)
        self.line.setAccessibleName(QUICK_PLACEHOLDER)
        self.line.setFrame(False)
        self.line.setMaxLength(200)
        self.line.textChanged.connect(self.asked)
        self.line.installEventFilter(self)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        super().set_tokens(tokens)
        self.line.setFont(font_for(tokens, tokens.type.bubble))
        self.line.setStyleSheet(
            f"QLineEdit {{ border: none; background: transparent; color: {tokens.text};"
            f" font-size: {tokens.px(tokens.type.head.px)}px; padding: 0; }}"
        )
        if self.isVisible():
            self._place()

    def open(self) -> None:
        """Appear with an empty search."""
        self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(False)
        self._place()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self.asked.emit("")

    def show_matches(self, matches: tuple[Match, ...], total: int, fill: FillWording) -> None:
        """Show what was found; nothing found is said. See `MatchView.take_matches`."""
        self.take_matches(matches, total, fill)
        self.nothing = "" if matches else nothing_found(self.line.text())
        self.line.setAccessibleDescription(self.nothing)
        announce(self.line, self.nothing)

    def close_list(self) -> None:
        """Go away; nothing is inserted."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def head(self) -> int:
        """Return the height of the search line."""
        return self._tokens.px(_HEAD)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that move in the list; the others are typed into the search."""
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            # Whoever was clicked has the keys; another window gives them back later.
            if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
                self.hide()
            return False
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        return self._act_on(event)

    def _act_on(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _ENTER or key == Qt.Key.Key_Tab:
            self.pick(replace_draft=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.step_wording(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Escape:
            self.close_list()
        else:
            return False
        return True

    def _place(self) -> None:
        window = self._anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        width = min(self.sizeHint().width(), window.width())
        height = self.height_within(window.height())
        top = int((window.height() - height) * _FROM_TOP) - SHADOW
        self.setGeometry((window.width() - width) // 2, max(-SHADOW, top), width, height)
        inner = QPoint(SHADOW + 16, SHADOW + 1)
        self.line.setGeometry(inner.x(), inner.y(), width - 2 * inner.x(), self.head() - 2)
