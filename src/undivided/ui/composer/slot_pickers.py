"""Opens the picker that a slot needs, and gives it the keys that move it."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor

from undivided.library.filling.slot_texts import day_in
from undivided.library.filling.writing import Writing
from undivided.library.model.parts import Fill
from undivided.qtmodels.locale_writing import writing_for
from undivided.ui.composer.slot_calendar import DatePicker
from undivided.ui.composer.slot_choices import ChoicePicker
from undivided.ui.composer.slot_field import SlotField
from undivided.ui.composer.slot_picker import SlotPicker
from undivided.ui.composer.slot_text import SlotMark
from undivided.ui.look.theme import Tokens

_Mod = Qt.KeyboardModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def writing_of(slot: SlotMark) -> Writing:
    """Return how days, numbers and amounts are written in a slot."""
    return writing_for(slot.kind.language)


class SlotPickers(QObject):
    """At most one open picker, for the slot that is being filled.

    Args:
        field: The text field.
        tokens: The theme.

    Attributes:
        today: Returns the operator's date; days are offered once it is known.
    """

    def __init__(self, field: SlotField, tokens: Tokens) -> None:
        super().__init__(field)
        self._field = field
        self._tokens = tokens
        self.today: Callable[[], date] | None = None
        self._picker: SlotPicker | None = None
        field.slot_entered.connect(self._open)
        field.slot_left.connect(self.close)
        field.textChanged.connect(self._follow)

    @property
    def picker(self) -> SlotPicker | None:
        """The open picker."""
        return self._picker

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        if self._picker is not None:
            self._picker.set_tokens(tokens)

    def close(self) -> None:
        """Put the picker away; what stands in the slot stays."""
        picker, self._picker = self._picker, None
        if picker is not None:
            self._field.removeEventFilter(self)
            picker.hide()
            picker.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that move the picker before the field and any shortcut see them."""
        if not isinstance(event, QKeyEvent) or self._picker is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride and self._is_for_picker(event):
            event.accept()
            return True
        return event.type() == QEvent.Type.KeyPress and self._take(event)

    def _open(self, slot: SlotMark) -> None:
        self.close()
        picker = self._picker_for(slot)
        if picker is None:
            return
        self._picker = picker
        picker.picked.connect(self._fill)
        self._field.installEventFilter(self)
        caret = QTextCursor(self._field.document())
        caret.setPosition(slot.start)
        picker.show_at(self._field.cursorRect(caret))

    def _picker_for(self, slot: SlotMark) -> SlotPicker | None:
        kind, words = slot.kind, self._field.words_of(slot)
        if kind.fill is Fill.CHOICE and kind.choices:
            return ChoicePicker(self._tokens, self._field, kind.choices, words)
        if kind.fill is not Fill.DATE or self.today is None:
            return None
        writing, today = writing_of(slot), self.today()
        picker = DatePicker(
            self._tokens,
            self._field,
            today,
            writing.day,
            lambda words: day_in(words, writing, today),
        )
        picker.follow(words)
        return picker

    def _follow(self) -> None:
        slot = self._field.current_slot
        if self._picker is not None and slot is not None and slot.is_filled:
            self._picker.follow(self._field.words_of(slot))

    def _is_for_picker(self, event: QKeyEvent) -> bool:
        """Return whether the key may move or end the picker: no text, no shortcut."""
        if event.modifiers() & ~(_Mod.KeypadModifier | _Mod.ShiftModifier):
            return False
        return not event.text() or event.key() in (*_ENTER, Qt.Key.Key_Escape, Qt.Key.Key_Tab)

    def _take(self, event: QKeyEvent) -> bool:
        picker = self._picker
        if picker is None or event.modifiers() & ~_Mod.KeypadModifier:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return True
        is_typed = not self._field.textCursor().hasSelection()
        if event.key() in _ENTER and (picker.is_steered or isinstance(picker, DatePicker)):
            # Words that were typed stay as they are; Enter then means what it means in the text.
            if is_typed and not picker.is_steered:
                return False
            picker.pick()
            return True
        if event.key() == Qt.Key.Key_Tab and picker.is_steered:
            picker.pick()
            return True
        return picker.steer(event, is_typing=is_typed)

    def _fill(self, words: str) -> None:
        self.close()
        self._field.fill_slot(words)
        self._field.step_slot()
