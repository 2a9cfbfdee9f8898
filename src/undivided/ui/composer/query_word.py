"""The word at the caret that starts with / or #: what it looks up, and when it no longer does."""

import re

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from undivided.ui.composer.blank_field import BlankField

_QUERY = re.compile(r"(?:^|\s)([/#])([^\s/#]{0,60})$")


class QueryWord(QObject):
    """Watches one field.

    Signals:
        changed: What stands behind the / or #.
        ended: The caret is at no such word any more.
    """

    changed = Signal(str)
    ended = Signal()

    def __init__(self, field: BlankField) -> None:
        super().__init__(field)
        self._field = field
        self._start = -1
        self._text = ""
        self._dismissed_at = -1
        field.textChanged.connect(self.watch)
        field.cursorPositionChanged.connect(self.watch)

    @property
    def start(self) -> int:
        """Where the word starts in UTF-16 code units, or -1 without one."""
        return self._start

    def watch(self) -> None:
        """Look at the caret anew."""
        start, text = self._word_at_caret()
        if start < 0:
            self._dismissed_at = -1
        if start == self._dismissed_at:
            start = -1
        before = (self._start, self._text)
        self._start, self._text = start, text
        self._field.mark_word((start, self._field.textCursor().position()) if start >= 0 else None)
        if start >= 0 and (start, text) != before:
            self.changed.emit(text)
        elif start < 0 <= before[0]:
            self.ended.emit()

    def dismiss(self) -> None:
        """Leave the word as it is; nothing is looked up until there is another one."""
        self._dismissed_at = self._start
        self.watch()

    def forget(self) -> None:
        """Look up any word again, also one that was dismissed."""
        self._dismissed_at = -1

    def _word_at_caret(self) -> tuple[int, str]:
        field = self._field
        cursor: QTextCursor = field.textCursor()
        if cursor.hasSelection() or field.isReadOnly() or not field.hasFocus():
            return -1, ""
        # Qt counts UTF-16 units; cutting there keeps a pair whole because a caret never splits one.
        units = cursor.block().text().encode("utf-16-le", "surrogatepass")
        before = units[: cursor.positionInBlock() * 2].decode("utf-16-le", "surrogatepass")
        match = _QUERY.search(before)
        if match is None:
            return -1, ""
        length = len(match[0].lstrip().encode("utf-16-le", "surrogatepass")) // 2
        return cursor.position() - length, match[2]
