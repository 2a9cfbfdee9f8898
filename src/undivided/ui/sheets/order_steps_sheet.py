"""The steps of the order: a name and its pages in each row, for the strip beside the chat."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from undivided.library.model.order_steps import (
    MOST_STEPS,
    NAME_CHARACTERS,
    PATTERNS_CHARACTERS,
    OrderStep,
    order_step,
)
from undivided.ui.controls.fields import Field
from undivided.ui.look.plain import wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.words import order_guide_words as words


class OrderStepsSheet(Sheet):
    """Rows of a name and its pages, in the order of the steps; empty rows are left out.

    Args:
        own: The operator's steps; none while the usual ones are shown.
        usual: The usual ones, to begin with.
    """

    changed = Signal(object)
    """The operator's steps, a tuple of `OrderStep`; an empty one for the usual steps."""

    def __init__(
        self,
        window: QWidget,
        tokens: Tokens,
        own: Sequence[OrderStep],
        usual: Sequence[OrderStep],
    ) -> None:
        super().__init__(
            window, tokens, words.STEPS_TITLE, subtitle=words.SHEET_DETAIL, confirm="Save"
        )
        self._usual = tuple(usual)
        self.rows = [self._add(number) for number in range(1, MOST_STEPS + 1)]
        self._problem = wrapped_label("", "late")
        self._problem.hide()
        self.body.addWidget(self._problem)
        self.usual_button = self.link(words.USUAL_STEPS)
        self.usual_button.clicked.connect(lambda: self._fill(self._usual))
        self._fill(own or self._usual)

    def open(self, first: QWidget | None = None) -> None:
        """Show it with the caret in the first name."""
        super().open(first or self.rows[0][0])

    def steps(self) -> tuple[OrderStep, ...]:
        """Return the steps as they are written."""
        found = (order_step(name.text, pages.text) for name, pages in self.rows)
        return tuple(step for step in found if step is not None)

    def is_ready(self) -> bool:
        """Return whether no step is half written."""
        wrong = [
            name if pages.text.strip() else pages
            for name, pages in self.rows
            if bool(name.text.strip()) is not bool(pages.text.strip())
        ]
        for row in self.rows:
            for part in row:
                part.set_wrong(part in wrong)
        self._problem.setText(words.HALF_A_STEP if wrong else "")
        self._problem.setVisible(bool(wrong))
        if wrong:
            wrong[0].line.setFocus(Qt.FocusReason.OtherFocusReason)
            self._place()
        return not wrong

    def confirmed(self) -> None:
        """Tell the steps; those that are the usual ones follow each chat's language."""
        steps = self.steps()
        self.changed.emit(() if steps == self._usual else steps)

    def _fill(self, steps: Sequence[OrderStep]) -> None:
        for place, (name, pages) in enumerate(self.rows):
            step = steps[place] if place < len(steps) else None
            name.set_text("" if step is None else step.name)
            pages.set_text("" if step is None else " ".join(step.pages))
            for part in (name, pages):
                part.line.setCursorPosition(0)

    def _add(self, number: int) -> tuple[Field, Field]:
        name = Field(f"Name of step {number}", self.tokens, hint=words.NAME_HINT)
        pages = Field(f"Pages of step {number}", self.tokens, hint=words.PAGES_HINT)
        name.line.setMaxLength(NAME_CHARACTERS)
        pages.line.setMaxLength(PATTERNS_CHARACTERS)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 8)
        row.setSpacing(8)
        row.addWidget(name, 2)
        row.addWidget(pages, 5)
        self.body.addLayout(row)
        return name, pages
