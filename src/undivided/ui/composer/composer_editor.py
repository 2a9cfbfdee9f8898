"""The text field of the composer: sends on Enter, keeps blanks whole, takes drops and pastes.

A key that produces text is always text here: shortcuts and input methods never lose it. What is
pasted or dropped is plain text, cut to the length of one message before it is laid out, because
layout time grows with the square of one long word.
"""

import re
from collections.abc import Callable

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

from undivided.library.filling.slots import Filled, to_utf16
from undivided.protocol.limits import MESSAGE_CHARACTERS
from undivided.qtmodels.canned_mime import RESPONSE_MIME, read_response_mime
from undivided.ui.composer import slot_text
from undivided.ui.composer.editor_keys import SEND_KEYS, makes_text, popup_key
from undivided.ui.composer.given_files import carries_files, files_in
from undivided.ui.composer.insertions import Insertions
from undivided.ui.composer.query_word import QueryWord
from undivided.ui.composer.slot_field import SlotField
from undivided.ui.composer.slot_text import SlotMark
from undivided.ui.look.theme import Tokens

_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_Mod = Qt.KeyboardModifier


class ComposerEditor(SlotField):
    """The field with its keys, its input method, its pastes and its drops.

    Args:
        tokens: The theme's colours.
    """

    send_pressed = Signal(bool)
    first_pressed = Signal()
    """Only the first block is to be sent."""
    typed = Signal()
    """The operator changed the text by a key, an input method, a paste or a drop."""
    popup_key_pressed = Signal(object)
    response_dropped = Signal(str, int, bool)
    """A card was dropped: the response's id, the UTF-16 position in the text, and whether it
    replaces the text (Shift was held)."""
    files_given = Signal(object)
    """The `GivenFiles` of a paste or drop."""
    files_over = Signal(bool)
    """Files are dragged over the text, or no longer."""
    text_cut = Signal(int, int)
    """A paste was cut: characters kept and characters given."""
    focus_changed = Signal(bool)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tokens, parent)
        self.setObjectName("composerEditor")
        self.sends_on_enter = True
        self.is_popup_open = False
        self.query = QueryWord(self)
        self.insertions = Insertions(self)
        self.has_advice = False
        """Whether Tab does what the coach offers."""
        self.take_advice: Callable[[], bool] = lambda: False
        self.dismiss_advice: Callable[[], bool] = lambda: False
        """Esc, where it does nothing else; both return whether there was anything to do."""
        self.setTabChangesFocus(True)

    # -- text and blanks

    def set_text(self, text: str, marked: tuple[SlotMark, ...] = ()) -> None:
        """Show another text and forget the undo steps of the one before."""
        self.query.forget()
        self.forget_slots()
        self.insertions.forget()
        # Qt would give the new text the format at the caret, which may be a slot's.
        caret = self.textCursor()
        caret.clearSelection()
        caret.setCharFormat(slot_text.plain_format())
        self.setTextCursor(caret)
        self.setPlainText(text)
        if marked:
            slot_text.mark_slots(self.document(), marked)
            self.document().clearUndoRedoStacks()
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.query.watch()

    def insert_filled(
        self, filled: Filled, at: int | None, *, replace_all: bool, number: int = 0
    ) -> None:
        """Insert a response as one undo step and go to its first blank.

        Args:
            filled: As `library.filling.slots.fill` returns it, in code points.
            at: UTF-16 position; None means the typed /word, or else the selection.
            replace_all: The response takes the place of the whole text.
            number: By which `insertions` tells when it is undone; 0 is never told.
        """
        cursor = self._target(at, replace_all=replace_all)
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        if self._touches(cursor, before=True):
            cursor.insertText(" ", slot_text.plain_format())
        if number:
            self.insertions.watch()
        start = slot_text.insert_filled(cursor, filled, number)
        if self._touches(cursor, before=False):
            end = cursor.position()
            cursor.insertText(" ", slot_text.plain_format())
            cursor.setPosition(end)
        cursor.endEditBlock()
        self._go_to_first(start, cursor)

    def exchange(self, old: str, filled: Filled) -> bool:
        """Put a response in the place of a text that stands here unchanged, as one undo step.

        Returns:
            False when the text is not here, or more than once.
        """
        text = self.toPlainText()
        if not old or text.count(old) != 1:
            return False
        start = to_utf16(text, text.index(old))
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(start + to_utf16(old, len(old)), QTextCursor.MoveMode.KeepAnchor)
        self.leave_slots()
        slot_text.insert_filled(cursor, filled)
        self._go_to_first(start, cursor)
        return True

    def start_query(self) -> None:
        """Type a / at the caret, with a space before it where a word ends there."""
        self.query.forget()
        self._insert(" /" if self._touches(self.textCursor(), before=True) else "/")

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
        if self.is_popup_open or self.is_in_slot_mode or (next and self.has_advice):
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
            self.take_whole_blank(back=event.key() == Qt.Key.Key_Backspace)
        elif makes_text(event):
            self.ready_for_text()
        super().keyPressEvent(event)
        if self.document().revision() != before:
            self.typed.emit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take what an input method writes, composed or committed."""
        if not self.isReadOnly() and (event.preeditString() or event.commitString()):
            self.ready_for_text()
        super().inputMethodEvent(event)
        if event.commitString():
            self.typed.emit()

    def _is_own_key(self, event: QKeyEvent) -> bool:
        if self.is_popup_open and popup_key(event) is not None:
            return True
        if event.key() in (*SEND_KEYS, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return not event.modifiers() & (_Mod.AltModifier | _Mod.MetaModifier)
        return not self.isReadOnly() and makes_text(event)

    def _to_popup(self, event: QKeyEvent) -> bool:
        key = popup_key(event) if self.is_popup_open else None
        if key is not None:
            self.popup_key_pressed.emit(key)
        return key is not None

    def _send_or_break(self, event: QKeyEvent) -> bool:
        if event.key() not in SEND_KEYS:
            return False
        modifiers = event.modifiers() & ~_Mod.KeypadModifier
        plain = _Mod.NoModifier if self.sends_on_enter else _Mod.ShiftModifier
        if modifiers in (plain, _Mod.ControlModifier):
            if not event.isAutoRepeat():
                self.send_pressed.emit(modifiers == _Mod.ControlModifier)
            return True
        if modifiers == _Mod.ControlModifier | _Mod.ShiftModifier:
            if not event.isAutoRepeat():
                self.first_pressed.emit()
            return True
        if modifiers in (_Mod.NoModifier, _Mod.ShiftModifier):
            self._insert("\n")
            return True
        return False

    def _move_or_leave(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            if not self.leave_slots():
                self.dismiss_advice()
            return True
        if event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        back = event.key() == Qt.Key.Key_Backtab
        return self.step_slot(back=back) or (not back and self.take_advice())

    def _insert(self, text: str) -> None:
        self.insert_words(text)
        self.ensureCursorVisible()
        self.typed.emit()

    # -- paste and drop

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Return whether it is text, a response, files or a picture."""
        if source.hasFormat(RESPONSE_MIME) or carries_files(source):
            return True
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert plain text only, cut to what one message still holds; hand files on."""
        if not self.isReadOnly() and carries_files(source):
            self.files_given.emit(files_in(source))
            return
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
        if not self.isReadOnly() and carries_files(event.mimeData()):
            self.files_over.emit(True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say whether it may land at this place."""
        super().dragMoveEvent(event)
        self._as_copy(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Invite nothing any more."""
        super().dragLeaveEvent(event)
        self.files_over.emit(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self.files_over.emit(False)
        data = event.mimeData()
        if self.isReadOnly() or not _is_copied(data):
            super().dropEvent(event)
            return
        # The text control drew a caret where the card would land; leaving takes it away.
        super().dragLeaveEvent(QDragLeaveEvent())
        position = self.cursorForPosition(event.position().toPoint()).position()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        response_id = read_response_mime(data)
        if carries_files(data):
            self.insertFromMimeData(data)
        elif response_id is not None:
            replaces = bool(event.modifiers() & _Mod.ShiftModifier)
            self.response_dropped.emit(response_id, position, replaces)

    def _as_copy(self, event: QDragMoveEvent) -> None:
        if not self.isReadOnly() and _is_copied(event.mimeData()):
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

    # -- where a response goes

    def _go_to_first(self, start: int, cursor: QTextCursor) -> None:
        """Select the first blank between `start` and the cursor, or stand at the cursor."""
        end = cursor.position()
        self.setTextCursor(cursor)
        inside = [blank for blank in self.blanks() if start <= blank.start < end]
        if inside:
            self.select_slot(inside[0])
        self.typed.emit()

    def _target(self, at: int | None, *, replace_all: bool) -> QTextCursor:
        cursor = self.textCursor()
        if replace_all:
            cursor.select(QTextCursor.SelectionType.Document)
        elif at is not None:
            cursor.setPosition(max(0, min(at, self.document().characterCount() - 1)))
        elif self.query.start >= 0:
            cursor.setPosition(self.query.start, QTextCursor.MoveMode.KeepAnchor)
        elif cursor.hasSelection() and self.current_slot is not None:
            # The next response of the same message; the blank that waits is not given up for it.
            cursor.movePosition(QTextCursor.MoveOperation.End)
        return cursor

    def _touches(self, cursor: QTextCursor, *, before: bool) -> bool:
        """Return whether a word stands directly before or behind the cursor."""
        if cursor.atBlockStart() if before else cursor.atBlockEnd():
            return False
        beside = self.document().characterAt(cursor.position() - (1 if before else 0))
        return not beside.isspace() and (before or beside.isalnum())


def _is_copied(mime: QMimeData) -> bool:
    """Return whether what is dropped is taken as a copy: a move would delete its original."""
    return mime.hasFormat(RESPONSE_MIME) or carries_files(mime)


def _clean(text: str) -> str:
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
