"""Slot mode of the text field: which slot is being filled, and how the keys go between them.

Typing over a blank fills it; the words then stay a slot, so that Shift+Tab comes back to them and
what they say can be checked. Tab keeps the words that a blank brought along, goes to the next blank
and, when all are filled, behind the text; Esc leaves the slots alone until one is clicked or
another response comes in.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from undivided.library.model.parts import Fill
from undivided.ui.composer import slot_text
from undivided.ui.composer.blank_field import BlankField
from undivided.ui.composer.slot_text import SlotMark
from undivided.ui.look.theme import Tokens

LINE_END = "\u2028"
"""Between the lines of one slot: it stays inside its paragraph and is sent as a line end."""


class SlotField(BlankField):
    """A field in which slots are filled one by one.

    Args:
        tokens: The theme's colours.
    """

    slot_entered = Signal(object)
    """A `SlotMark`: it is being filled from now on."""
    slot_left = Signal(object)
    """A `SlotMark` as it was when it was entered."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tokens, parent)
        self._current: SlotMark | None = None
        self._is_left_alone = False
        self.cursorPositionChanged.connect(self._follow_caret)

    @property
    def current_slot(self) -> SlotMark | None:
        """The slot that is being filled, where it is now."""
        return self._slot(self._current.number) if self._current is not None else None

    @property
    def is_in_slot_mode(self) -> bool:
        """Whether Tab goes to slots rather than to the next control."""
        if self.isReadOnly() or self._is_left_alone:
            return False
        return self._current is not None or bool(self.blanks())

    def words_of(self, slot: SlotMark) -> str:
        """Return what stands in a slot."""
        cursor = slot_text.select(QTextCursor(self.document()), slot)
        return cursor.selectedText().replace("\u2029", "\n").replace(LINE_END, "\n")

    def select_slot(self, slot: SlotMark) -> None:
        """Begin to fill a slot: it is selected, so that the next key replaces it."""
        self._is_left_alone = False
        is_same = self._current is not None and self._current.number == slot.number
        if not is_same:
            self._enter(None)
        # Whoever was told that the slot before was left may have changed words in it.
        here = self._slot(slot.number) or slot
        self._current = None
        self.setTextCursor(slot_text.select(self.textCursor(), here))
        self.ensureCursorVisible()
        self._current = here
        if not is_same:
            self.slot_entered.emit(here)

    def fill_slot(self, words: str) -> None:
        """Put words into the slot that is being filled, as one undo step."""
        slot = self.current_slot
        if slot is not None:
            self.setTextCursor(self._put(slot, words))

    def rewrite_slot(self, slot: SlotMark, words: str) -> None:
        """Put words into any slot; the caret stays where it is."""
        self._put(slot, words)

    def step_slot(self, *, back: bool = False) -> bool:
        """Go to the next blank, or the slot before; False leaves the key to somebody else."""
        if not self.is_in_slot_mode:
            return False
        if not back:
            self._take_default()
        found = self.slots() if back else self.blanks()
        number = self._current.number if self._current else 0
        slot = slot_text.next_slot(found, self.textCursor(), back=back, current=number)
        if slot is None:
            self.leave_slots()
            self.moveCursor(QTextCursor.MoveOperation.End)
        else:
            self.select_slot(slot)
        return True

    def leave_slots(self) -> bool:
        """Leave slot mode; the slots stay as they are. False when it was not on."""
        if not self.is_in_slot_mode:
            return False
        self._is_left_alone = True
        self._enter(None)
        cursor = self.textCursor()
        cursor.setPosition(cursor.selectionEnd())
        self.setTextCursor(cursor)
        return True

    def forget_slots(self) -> None:
        """Begin anew, because another text is shown."""
        self._enter(None)
        self._is_left_alone = False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Begin to fill the blank that was clicked."""
        super().mouseReleaseEvent(event)
        cursor = self.textCursor()
        if event.button() == Qt.MouseButton.LeftButton and not cursor.hasSelection():
            slot = slot_text.slot_at(self.slots(), cursor.position())
            if slot is None:
                return
            if not slot.is_filled and slot.start < cursor.position() < slot.end:
                self.select_slot(slot)
            elif slot.is_filled:
                self._enter(slot)

    # -- what is typed

    def insert_words(self, words: str) -> None:
        """Write words at the caret: into the slot that is being filled, or as plain text."""
        cursor, slot = self.textCursor(), self._current
        takes_lines = slot is not None and slot.kind.fill is Fill.LINES
        if (
            slot is not None
            and self._is_filling(slot, cursor)
            and (takes_lines or "\n" not in words)
        ):
            cursor.insertText(words.replace("\n", LINE_END), slot.filled_format())
        else:
            cursor.insertText(words, slot_text.plain_format())
        self.setTextCursor(cursor)

    def ready_for_text(self) -> None:
        """Make sure that what comes next replaces a whole blank and has the right format."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            for blank in self.blanks():
                if blank.start < cursor.position() < blank.end:
                    self.select_slot(blank)
                    cursor = self.textCursor()
        slot = self._current
        is_filling = slot is not None and self._is_filling(slot, cursor)
        wanted = slot.filled_format() if slot and is_filling else slot_text.plain_format()
        if cursor.hasSelection():
            # One undo step: removing joins with the insertion that follows at once.
            cursor.removeSelectedText()
        if wanted != cursor.charFormat() or cursor.atStart():
            cursor.setCharFormat(wanted)
        self.setTextCursor(cursor)

    def take_whole_blank(self, *, back: bool) -> None:
        """Select the blank that Backspace (`back`) or Delete would nibble at."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            return
        at = cursor.position()
        for blank in self.blanks():
            if (blank.start < at <= blank.end) if back else (blank.start <= at < blank.end):
                self.select_slot(blank)

    # -- inside

    def _take_default(self) -> None:
        """Keep the words that stand in the current blank, if they are more than its name."""
        slot = self.current_slot
        if slot is None or slot.is_filled:
            return
        words = self.words_of(slot)
        if words != slot.name:
            self._put(slot, words)

    def _put(self, slot: SlotMark, words: str) -> QTextCursor:
        cursor = slot_text.select(QTextCursor(self.document()), slot)
        cursor.insertText(words.replace("\n", LINE_END), slot.filled_format())
        return cursor

    def _enter(self, slot: SlotMark | None) -> None:
        before, self._current = self._current, slot
        if before is not None and (slot is None or before.number != slot.number):
            self.slot_left.emit(before)
        if slot is not None and (before is None or before.number != slot.number):
            self.slot_entered.emit(slot)

    def _slot(self, number: int) -> SlotMark | None:
        return next((slot for slot in self.slots() if slot.number == number), None)

    def _follow_caret(self) -> None:
        """Leave the slot when the caret goes out of it."""
        if self._current is not None and not self._is_filling(self._current, self.textCursor()):
            self._enter(None)

    def _is_filling(self, slot: SlotMark, cursor: QTextCursor) -> bool:
        """Return whether what comes in at the cursor goes into the slot that was entered."""
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        here = self.current_slot
        if here is None:
            # All its words were deleted; it stays where it began.
            return start == end == slot.start
        if here.is_filled:
            return here.holds(start) and here.holds(end)
        return (start, end) == (here.start, here.end)
