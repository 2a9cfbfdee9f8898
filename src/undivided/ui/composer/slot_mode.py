"""Typed slots while they are filled: pickers, the right way to write, and what does not fit."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from undivided.library.filling.slot_texts import as_written, problem_with
from undivided.ui.composer.slot_field import SlotField
from undivided.ui.composer.slot_pickers import SlotPickers, writing_of
from undivided.ui.composer.slot_text import SlotMark
from undivided.ui.look.announce import announce
from undivided.ui.look.theme import Tokens
from undivided.ui.words.insertion_wording import slot_entered, words_do_not_fit
from undivided.ui.words.wording import blank_is_empty, blank_waits


class SlotMode(QObject):
    """Watches the slots of one field.

    Signals:
        problem_found: A sentence: what was typed into the slot that was just left does not fit.

    Args:
        field: The text field.
        tokens: The theme.
    """

    problem_found = Signal(str)

    def __init__(self, field: SlotField, tokens: Tokens) -> None:
        super().__init__(field)
        self._field = field
        field.slot_entered.connect(self._say_slot)
        field.slot_left.connect(self._tidy)
        self.pickers = SlotPickers(field, tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self.pickers.set_tokens(tokens)

    def set_calendar(self, today: Callable[[], date]) -> None:
        """Offer days from now on.

        Args:
            today: Returns the operator's date.
        """
        self.pickers.today = today

    def unfilled(self) -> tuple[SlotMark, str] | None:
        """Return the first blank, which locks sending, and the sentence why.

        Source: practice 49.
        """
        slot = next(iter(self._field.blanks()), None)
        if slot is None:
            return None
        words = self._field.words_of(slot)
        has_default = words != slot.name
        return slot, blank_waits(slot.name, words) if has_default else blank_is_empty(slot.name)

    def misfit(self) -> tuple[SlotMark, str] | None:
        """Return the first slot whose words do not fit, to be asked about, and the sentence why."""
        problems = ((slot, self._problem(slot)) for slot in self._field.slots())
        return next(((slot, words_do_not_fit(said)) for slot, said in problems if said), None)

    def tidy_current(self) -> None:
        """Write what was typed into the current slot as messages write it."""
        slot = self._field.current_slot
        if slot is not None and not self._problem(slot):
            self._rewrite(slot)

    def _tidy(self, left: SlotMark) -> None:
        slot = next((one for one in self._field.slots() if one.number == left.number), None)
        if slot is None or not slot.is_filled:
            return
        problem = self._problem(slot)
        if problem:
            self.problem_found.emit(problem)
        else:
            self._rewrite(slot)

    def _rewrite(self, slot: SlotMark) -> None:
        words = self._field.words_of(slot)
        better = (
            as_written(slot.kind, words, writing_of(slot), self._today())
            if slot.is_filled
            else words
        )
        if better != words:
            self._field.rewrite_slot(slot, better)

    def _problem(self, slot: SlotMark) -> str:
        words = self._field.words_of(slot)
        if not slot.is_filled:
            return ""
        return problem_with(slot.kind, words, writing_of(slot), self._today())

    def _today(self) -> date | None:
        return self.pickers.today() if self.pickers.today else None

    def _say_slot(self, slot: SlotMark) -> None:
        numbers = [one.number for one in self._field.slots()]
        if slot.number in numbers:
            at = numbers.index(slot.number) + 1
            announce(self._field, slot_entered(slot.name, at, len(numbers), self._problem(slot)))
