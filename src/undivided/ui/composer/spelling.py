"""Spelling in the composer: underlines misspelt words after a pause, and opens their menus.

It knows no dictionary. Whoever listens to `asked` answers at once with `show`.
"""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QTextCursor

from undivided.etiquette.coach.advice import Act, Remedy, Span
from undivided.etiquette.spelling_marks import Word, as_written
from undivided.library.filling.slots import from_utf16, to_utf16
from undivided.ui.composer.composer_editor import ComposerEditor
from undivided.ui.composer.remedy_text import put_in
from undivided.ui.composer.underlines import Underline
from undivided.ui.controls.spelling_menu import SpellingMenu
from undivided.ui.keys import key_of

PAUSE_MS = 250
"""After the last key; nobody reads underlines while typing."""


_SUGGESTIONS_PX = 150
"""What a menu grows by when its suggestions are there."""


class ComposerSpelling(QObject):
    """Underlines the misspelt words of one field, but never the word that is being typed.

    Args:
        editor: Where the draft is written.
    """

    asked = Signal(str)
    """A text to look at; answer with `show`."""
    menu_wanted = Signal(object, object)
    """A `Word` and the `SpellingMenu` that waits for what it may be."""
    learned = Signal(str)
    """A word that is right from now on."""
    ignored = Signal(str)
    """A word that is right in this chat."""

    def __init__(self, editor: ComposerEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._text = ""
        self._words: tuple[Word, ...] = ()
        self._is_typing = False
        self._revision = 0
        spelling, *usual = key_of("spelling").keys
        self._step_key = QKeySequence(spelling)
        self._menu_keys = tuple(map(QKeySequence, usual))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        editor.textChanged.connect(self._pause.start)
        editor.cursorPositionChanged.connect(self._moved)
        editor.installEventFilter(self)
        editor.viewport().installEventFilter(self)

    def bind(self) -> None:
        """Begin anew, because another chat's draft is shown; nobody is typing it."""
        self._is_typing = False
        self._revision = self._editor.document().revision()
        self.show("", ())
        self._pause.start()

    def look(self) -> None:
        """Have the text looked at now."""
        self._pause.stop()
        self.asked.emit(self._editor.toPlainText())

    def show(self, text: str, words: Iterable[Word]) -> None:
        """Underline the misspelt words of a text; all others of it are right.

        Args:
            text: What was looked at; where something else is written by now, the next look shows
                it.
            words: By code points.
        """
        self._text, self._words = text, tuple(words)
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys and the clicks that ask for a word's menu."""
        if isinstance(event, QContextMenuEvent):
            return self._ask_by_event(event)
        if isinstance(event, QKeyEvent) and watched is self._editor:
            return self._ask_by_key(event)
        return super().eventFilter(watched, event)

    # -- underlines

    def _moved(self) -> None:
        revision = self._editor.document().revision()
        was_typing, self._is_typing = self._is_typing, revision != self._revision
        self._revision = revision
        if was_typing and not self._is_typing:
            self._draw()

    def _draw(self) -> None:
        if not self._words:
            self._editor.underlines.clear(Underline.MISSPELT)
            return
        caret = self._caret() if self._is_typing else -1
        spans = [
            Span(word.start, word.end) for word in self._words if not word.start < caret <= word.end
        ]
        self._editor.underlines.show(Underline.MISSPELT, self._text, spans)

    # -- menus

    def _ask_by_event(self, event: QContextMenuEvent) -> bool:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            return self._open_at(self._caret())
        if event.reason() is not QContextMenuEvent.Reason.Mouse:
            return False
        here = self._editor.viewport().mapFromGlobal(event.globalPos())
        cursor = self._editor.cursorForPosition(here)
        return self._open_at(from_utf16(self._text, cursor.position()), event.globalPos())

    def _ask_by_key(self, event: QKeyEvent) -> bool:
        pressed = QKeySequence(event.keyCombination())
        is_step = pressed == self._step_key
        if not is_step and pressed not in self._menu_keys:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if self._text != self._editor.toPlainText():
            self.look()
        return self._open_at(self._caret()) or (is_step and self._open_next())

    def _open_next(self) -> bool:
        """Go to the next misspelt word, from the end to the first again, and open its menu."""
        caret = self._caret()
        behind = [word for word in self._words if word.start > caret]
        for word in (behind or self._words)[:1]:
            self._open_at(word.end)
        return True

    def _open_at(self, place: int, where: QPoint | None = None) -> bool:
        """Open the menu of the misspelt word that touches a place, in code points."""
        editor = self._editor
        if editor.isReadOnly() or self._text != editor.toPlainText():
            return False
        word = next((word for word in self._words if word.start <= place <= word.end), None)
        if word is None:
            return False
        cursor = QTextCursor(editor.document())
        cursor.setPosition(to_utf16(self._text, place))
        editor.setTextCursor(cursor)
        self._open(word, where)
        return True

    def _open(self, word: Word, where: QPoint | None) -> None:
        menu = SpellingMenu(
            word.text,
            lambda text: self._replace(word, text),
            lambda: self.learned.emit(word.text),
            ignore=lambda: self.ignored.emit(word.text),
        )
        menu.add_usual(self._editor.createStandardContextMenu())
        menu.setParent(self._editor, menu.windowFlags())
        menu.aboutToHide.connect(menu.deleteLater)
        self.menu_wanted.emit(word, menu)
        menu.popup(where or self._beside(word, menu))

    def _beside(self, word: Word, menu: SpellingMenu) -> QPoint:
        """Return where a menu leaves its word in sight: below, or above if it does not fit."""
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(to_utf16(self._text, word.start))
        line = self._editor.cursorRect(cursor)
        below, above = map(self._editor.viewport().mapToGlobal, (line.bottomLeft(), line.topLeft()))
        height = menu.sizeHint().height() + _SUGGESTIONS_PX
        if below.y() + height <= self._editor.screen().availableGeometry().bottom():
            return below
        menu.is_above = True
        return above - QPoint(0, menu.sizeHint().height())

    def _replace(self, word: Word, text: str) -> None:
        if self._text != self._editor.toPlainText():
            return
        before = self._text[word.start : word.end]
        span = Span(word.start, word.end)
        put_in(self._editor, Remedy(Act.REPLACE, as_written(text, before), span))
        self._editor.typed.emit()
        self.look()

    def _caret(self) -> int:
        return from_utf16(self._editor.toPlainText(), self._editor.textCursor().position())
