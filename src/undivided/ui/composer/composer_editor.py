"""The text field of the composer: sends on Enter, keeps blanks whole, takes drops and pastes.

A key that produces text is always text here: shortcuts and input methods never lose it. What is
pasted or dropped is plain text, cut to the length of one message before it is laid out, because
layout time grows with the square of one long word.
"""

import re
from enum import Enum, auto

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from undivided.library.slots import Filled
from undivided.protocol.limits import MESSAGE_CHARACTERS
from undivided.qtmodels.canned_mime import RESPONSE_MIME, read_response_mime
from undivided.ui.composer import slot_text
from undivided.ui.composer.blank_field import BlankField
from undivided.ui.composer.slot_text import Blank
from undivided.ui.look.theme import Tokens

_QUERY = re.compile(r"(?:^|\s)([/#])([^\s/#]{0,60})$")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_SEND_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Mod = Qt.KeyboardModifier


class PopupKey(Enum):
    """What a key means while the response popup is open."""

    UP = auto()
    DOWN = auto()
    INSERT = auto()
    REPLACE = auto()
    CLOSE = auto()


class ComposerEditor(BlankField):
    """The field with its keys, its input method, its pastes and its drops.

    Args:
        tokens: The theme's colours.
    """

    send_pressed = Signal(bool)
    typed = Signal()
    """The operator changed the text by a key, an input method, a paste or a drop."""
    query_changed = Signal(str)
    """The word at the caret starts with / or #; this is what stands behind it."""
    query_ended = Signal()
    popup_key_pressed = Signal(object)
    response_dropped = Signal(str, int)
    """A card was dropped: the response's id and the UTF-16 position in the text."""
    text_cut = Signal(int, int)
    """A paste was cut: characters kept and characters given."""
    escape_pressed = Signal()
    focus_changed = Signal(bool)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tokens, parent)
        self.setObjectName("composerEditor")
        self.sends_on_enter = True
        self.is_popup_open = False
        self._query_start = -1
        self._query = ""
        self._dismissed_at = -1
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._watch)
        self.cursorPositionChanged.connect(self._watch)

    # -- text and blanks

    def set_text(self, text: str, marked: tuple[Blank, ...] = ()) -> None:
        """Show another text and forget the undo steps of the one before."""
        self._dismissed_at = -1
        self.setPlainText(text)
        if marked:
            slot_text.mark_blanks(self.document(), marked)
            self.document().clearUndoRedoStacks()
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._watch()

    def insert_filled(self, filled: Filled, at: int | None, *, replace_all: bool) -> None:
        """Insert a response as one undo step and go to its first blank.

        Args:
            filled: As `library.slots.fill` returns it, in code points.
            at: UTF-16 position; None means the typed /word, or else the selection.
            replace_all: The response takes the place of the whole text.
        """
        cursor = self._target(at, replace_all=replace_all)
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        if self._touches(cursor, before=True):
            cursor.insertText(" ", slot_text.plain_format())
        start = slot_text.insert_filled(cursor, filled)
        if self._touches(cursor, before=False):
            end = cursor.position()
            cursor.insertText(" ", slot_text.plain_format())
            cursor.setPosition(end)
        cursor.endEditBlock()
        end = cursor.position()
        self.setTextCursor(cursor)
        inside = [blank for blank in self.blanks() if start <= blank.start < end]
        if inside:
            self.select_blank(inside[0])
        self.typed.emit()

    def start_query(self) -> None:
        """Type a / at the caret, with a space before it where a word ends there."""
        cursor = self.textCursor()
        self._dismissed_at = -1
        self._insert(" /" if self._touches(cursor, before=True) else "/")

    def dismiss_query(self) -> None:
        """Leave the word at the caret as it is; the popup stays away until another word."""
        self._dismissed_at = self._query_start
        self._watch()

    # -- keys

    def event(self, event: QEvent) -> bool:
        """Claim the keys that mean something here before any shortcut sees them."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and self._is_own_key(event):
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        """Keep Tab here while it has something to do, else go to the next control."""
        if self.is_popup_open or (not self.isReadOnly() and self.blanks()):
            return False
        return super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on its keys."""
        if self.isReadOnly():
            super().keyPressEvent(event)
            return
        if self._to_popup(event) or self._send_or_break(event) or self._move_or_leave(event):
            event.accept()
            return
        before = self.document().revision()
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._take_whole_blank(back=event.key() == Qt.Key.Key_Backspace)
        elif _makes_text(event):
            self._ready_for_text()
        super().keyPressEvent(event)
        if self.document().revision() != before:
            self.typed.emit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take what an input method writes, composed or committed."""
        if not self.isReadOnly() and (event.preeditString() or event.commitString()):
            self._ready_for_text()
        super().inputMethodEvent(event)
        if event.commitString():
            self.typed.emit()

    def _is_own_key(self, event: QKeyEvent) -> bool:
        if self.is_popup_open and _popup_key(event) is not None:
            return True
        if event.key() in (*_SEND_KEYS, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return not event.modifiers() & (_Mod.AltModifier | _Mod.MetaModifier)
        return not self.isReadOnly() and _makes_text(event)

    def _to_popup(self, event: QKeyEvent) -> bool:
        key = _popup_key(event) if self.is_popup_open else None
        if key is not None:
            self.popup_key_pressed.emit(key)
        return key is not None

    def _send_or_break(self, event: QKeyEvent) -> bool:
        if event.key() not in _SEND_KEYS:
            return False
        modifiers = event.modifiers() & ~_Mod.KeypadModifier
        plain = _Mod.NoModifier if self.sends_on_enter else _Mod.ShiftModifier
        if modifiers in (plain, _Mod.ControlModifier):
            if not event.isAutoRepeat():
                self.send_pressed.emit(modifiers == _Mod.ControlModifier)
            return True
        if modifiers in (_Mod.NoModifier, _Mod.ShiftModifier):
            self._insert("\n")
            return True
        return False

    def _move_or_leave(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
            return True
        if event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        found = self.blanks()
        blank = slot_text.next_blank(
            found, self.textCursor(), back=event.key() == Qt.Key.Key_Backtab
        )
        if blank is None:
            return False
        self.select_blank(blank)
        return True

    def _take_whole_blank(self, *, back: bool) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection():
            return
        at = cursor.position()
        for blank in self.blanks():
            if (blank.start < at <= blank.end) if back else (blank.start <= at < blank.end):
                self.select_blank(blank)

    def _ready_for_text(self) -> None:
        """Make sure that what comes next replaces a whole blank and is plain text itself."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            for blank in self.blanks():
                if blank.start < cursor.position() < blank.end:
                    cursor = slot_text.select(cursor, blank)
        if cursor.hasSelection():
            # One undo step: removing joins with the insertion that follows at once.
            cursor.removeSelectedText()
        if slot_text.is_marked(cursor.charFormat()) or cursor.atStart():
            cursor.setCharFormat(slot_text.plain_format())
        self.setTextCursor(cursor)

    def _insert(self, text: str) -> None:
        cursor = self.textCursor()
        cursor.insertText(text, slot_text.plain_format())
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.typed.emit()

    # -- paste and drop

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Return whether it is text or a response; files and pictures are not."""
        return source.hasFormat(RESPONSE_MIME) or (source.hasText() and not source.hasUrls())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert plain text only, cut to what one message still holds."""
        if self.isReadOnly() or not source.hasText():
            return
        given = source.text()
        selected = len(self.textCursor().selectedText())
        room = max(0, MESSAGE_CHARACTERS - len(self.toPlainText()) + selected)
        kept = _clean(given[: room + room // 2 + 2])[:room]
        if kept:
            self._insert(kept)
        if len(given) > room:
            self.text_cut.emit(len(kept), len(given))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say whether what is dragged may land here."""
        super().dragEnterEvent(event)
        self._as_copy(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say whether it may land at this place."""
        super().dragMoveEvent(event)
        self._as_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        data = event.mimeData()
        if self.isReadOnly() or not data.hasFormat(RESPONSE_MIME):
            super().dropEvent(event)
            return
        # The text control drew a caret where the card would land; leaving takes it away.
        super().dragLeaveEvent(QDragLeaveEvent())
        position = self.cursorForPosition(event.position().toPoint()).position()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        response_id = read_response_mime(data)
        if response_id is not None:
            self.response_dropped.emit(response_id, position)

    def _as_copy(self, event: QDragMoveEvent) -> None:
        if not self.isReadOnly() and event.mimeData().hasFormat(RESPONSE_MIME):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    # -- looks

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keys come here."""
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keys go elsewhere."""
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    # -- the word at the caret

    def _watch(self) -> None:
        start, query = self._word_at_caret()
        if start < 0:
            self._dismissed_at = -1
        if start == self._dismissed_at:
            start = -1
        before = (self._query_start, self._query)
        self._query_start, self._query = start, query
        self.mark_word((start, self.textCursor().position()) if start >= 0 else None)
        if start >= 0 and (start, query) != before:
            self.query_changed.emit(query)
        elif start < 0 <= before[0]:
            self.query_ended.emit()

    def _word_at_caret(self) -> tuple[int, str]:
        cursor = self.textCursor()
        if cursor.hasSelection() or self.isReadOnly() or not self.hasFocus():
            return -1, ""
        block = cursor.block()
        # Qt counts UTF-16 units; cutting there keeps a pair whole because a caret never splits one.
        units = block.text().encode("utf-16-le", "surrogatepass")
        before = units[: cursor.positionInBlock() * 2].decode("utf-16-le", "surrogatepass")
        match = _QUERY.search(before)
        if match is None:
            return -1, ""
        length = len(match[0].lstrip().encode("utf-16-le", "surrogatepass")) // 2
        return cursor.position() - length, match[2]

    def _target(self, at: int | None, *, replace_all: bool) -> QTextCursor:
        cursor = self.textCursor()
        if replace_all:
            cursor.select(QTextCursor.SelectionType.Document)
        elif at is not None:
            cursor.setPosition(max(0, min(at, self.document().characterCount() - 1)))
        elif self._query_start >= 0:
            cursor.setPosition(self._query_start, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _touches(self, cursor: QTextCursor, *, before: bool) -> bool:
        """Return whether a word stands directly before or behind the cursor."""
        if cursor.atBlockStart() if before else cursor.atBlockEnd():
            return False
        beside = self.document().characterAt(cursor.position() - (1 if before else 0))
        return not beside.isspace() and (before or beside.isalnum())


def _popup_key(event: QKeyEvent) -> PopupKey | None:
    modifiers = event.modifiers() & ~_Mod.KeypadModifier
    if modifiers == _Mod.ShiftModifier and event.key() in _SEND_KEYS:
        return PopupKey.REPLACE
    if modifiers == _Mod.ControlModifier and event.key() in _SEND_KEYS:
        # A half-typed /word is never sent.
        return PopupKey.INSERT
    if modifiers != _Mod.NoModifier:
        return None
    return {
        Qt.Key.Key_Up: PopupKey.UP,
        Qt.Key.Key_Down: PopupKey.DOWN,
        Qt.Key.Key_Return: PopupKey.INSERT,
        Qt.Key.Key_Enter: PopupKey.INSERT,
        Qt.Key.Key_Tab: PopupKey.INSERT,
        Qt.Key.Key_Escape: PopupKey.CLOSE,
    }.get(Qt.Key(event.key()))


def _makes_text(event: QKeyEvent) -> bool:
    """Return whether the key writes something, AltGr (Ctrl and Alt together) included."""
    text = event.text()
    if not text or not text[0].isprintable():
        return False
    held = event.modifiers() & (_Mod.ControlModifier | _Mod.AltModifier | _Mod.MetaModifier)
    return held in (_Mod.NoModifier, _Mod.ControlModifier | _Mod.AltModifier)


def _clean(text: str) -> str:
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
