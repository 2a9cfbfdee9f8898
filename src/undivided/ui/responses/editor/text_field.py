"""The text of a response while it is written: slots in colour, values offered after `{{`."""

import re

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QWidget,
)

from undivided.etiquette.spelling_marks import Word, word_at
from undivided.library.filling.slots import from_utf16, to_utf16
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.editor import words
from undivided.ui.responses.editor.value_offers import ValueOffers

_OPEN_BRACES = re.compile(r"\{\{([^{}|\n]*)$")
_DOTTED = QTextCharFormat.UnderlineStyle.DotLine
_MENU_KEYS = (QKeySequence("Shift+F10"), QKeySequence("Menu"))


class TextField(QFrame):
    """Several lines of plain text with an edge of its own."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.edit = TextEdit()
        self.edit.textChanged.connect(self.update)
        self.edit.focus_changed.connect(self.update)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 4, 6)
        row.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.setFixedHeight(tokens.px(150))
        # A step larger than the fields around it, as the message will be.
        self.edit.offers.set_tokens(tokens)
        size = tokens.px(tokens.type.bubble.px)
        self.edit.setStyleSheet(f"QPlainTextEdit {{ font-size: {size}px; }}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        tokens = self._tokens
        has_focus = self.edit.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = float(tokens.ring_px if has_focus else 1)
        painter.setPen(QPen(QColor(tokens.focus if has_focus else tokens.strong), width))
        painter.setBrush(QColor(tokens.surface))
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, tokens.radius.button, tokens.radius.button)


class TextEdit(QPlainTextEdit):
    """Plain text; Tab goes on to the next field, because it is no part of a message."""

    focus_changed = Signal()
    spelling_wanted = Signal(object, QPoint)
    """A `Word` under the caret or the pointer, and where its menu goes on the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAccessibleName("Text of the response")
        self.setAccessibleDescription(words.SLOT_HELP)
        self.offers = ValueOffers(self)
        self.offers.chosen.connect(self._complete)
        self.textChanged.connect(self._offer)

    def offer(self, names: tuple[str, ...]) -> None:
        """Offer these names for slots while one is written."""
        self.offers.know(names)

    def insert_slot(self, name: str) -> None:
        """Put a slot where the caret is; a new blank's name is selected, to be typed over."""
        cursor = self.textCursor()
        cursor.insertText(f"{{{{{name}}}}}")
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.MoveAnchor, 2)
        if name == words.NEW_BLANK:
            keep = QTextCursor.MoveMode.KeepAnchor
            cursor.movePosition(QTextCursor.MoveOperation.Left, keep, len(name))
        else:
            cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.MoveAnchor, 2)
        self.setTextCursor(cursor)
        self.offers.hide()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def replace(self, line: int, word: Word, text: str) -> None:
        """Put another word in the place of one in a line; one step for Undo."""
        block = self.document().findBlockByNumber(line)
        written = block.text()
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + to_utf16(written, word.start))
        end = block.position() + to_utf16(written, word.end)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys of the open list to it, and ask for a word's menu by key."""
        if self.offers.take_key(event):
            return
        if QKeySequence(event.keyCombination()) in _MENU_KEYS and self._ask_spelling(
            self.textCursor(), self.cursorRect().bottomLeft()
        ):
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        """Leave Tab to the open list."""
        return not self.offers.isVisible() and super().focusNextPrevChild(next)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu of a misspelt word, or the usual one."""
        is_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        place = self.cursorRect().bottomLeft() if is_key else event.pos()
        cursor = self.textCursor() if is_key else self.cursorForPosition(event.pos())
        if not self._ask_spelling(cursor, place):
            super().contextMenuEvent(event)

    def _ask_spelling(self, cursor: QTextCursor, place: QPoint) -> bool:
        line = cursor.block().text()
        word = word_at(line, from_utf16(line, cursor.positionInBlock()))
        if word is None or not self.is_underlined(cursor, word):
            return False
        self.setTextCursor(cursor)
        self.spelling_wanted.emit(word, self.viewport().mapToGlobal(place))
        return True

    @staticmethod
    def is_underlined(cursor: QTextCursor, word: Word) -> bool:
        """Return whether the word is shown as misspelt."""
        start = to_utf16(cursor.block().text(), word.start)
        return any(
            look.start == start and look.format.underlineStyle() is _DOTTED
            for look in cursor.block().layout().formats()
        )

    def _offer(self) -> None:
        opened = _opened(self.textCursor())
        if opened is None or not self.hasFocus():
            self.offers.hide()
        else:
            self.offers.offer(opened, self.cursorRect().bottomLeft())

    def _complete(self, name: str) -> None:
        cursor = self.textCursor()
        opened = _opened(cursor)
        if opened is None:
            return
        moves = QTextCursor.MoveOperation
        # As Qt counts, so that a pair of units is not cut.
        units = to_utf16(opened, len(opened))
        cursor.movePosition(moves.Left, QTextCursor.MoveMode.KeepAnchor, units)
        line = cursor.block().text()
        at = from_utf16(line, cursor.selectionEnd() - cursor.block().position())
        is_closed = line.startswith("}}", at)
        cursor.insertText(name if is_closed else f"{name}}}}}")
        if is_closed:
            cursor.movePosition(moves.Right, QTextCursor.MoveMode.MoveAnchor, 2)
        self.setTextCursor(cursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are here."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are elsewhere."""
        self.offers.hide()
        super().focusOutEvent(event)
        self.focus_changed.emit()


def _opened(cursor: QTextCursor) -> str | None:
    """Return what is written of a slot's name before the caret, or None outside of braces."""
    line = cursor.block().text()
    opened = _OPEN_BRACES.search(line[: from_utf16(line, cursor.positionInBlock())])
    return opened[1] if opened else None
