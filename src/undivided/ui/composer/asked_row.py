"""What the visitor asked, above the text: open questions first, each to be ticked.

Source: practice 24.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from undivided.etiquette.coach.checklist import Asked
from undivided.ui.composer.asked_chip import AskedChip
from undivided.ui.controls.chip_row import ChipRow
from undivided.ui.look.plain import breakable, plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.words import question_words as words


class AskedRow(QWidget):
    """One line; there is none where nothing was asked.

    Signals:
        toggled: A question's mark, and whether it is answered from now on.
    """

    toggled = Signal(str, bool)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._asked: tuple[Asked, ...] = ()
        self._chips: list[AskedChip] = []
        self._label = plain_label("", "stamp")
        self._row = ChipRow(tokens, ground="surface", side=0, above=2, below=2)
        line = QHBoxLayout(self)
        line.setContentsMargins(11, 2, 8, 0)
        line.setSpacing(8)
        line.addWidget(self._label, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._row, 1)
        self.hide()

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The questions as they are shown."""
        return self._asked

    @property
    def chips(self) -> tuple[AskedChip, ...]:
        """One for each question."""
        return tuple(self._chips)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        for chip in self._chips:
            chip.set_tokens(tokens)
        self._row.set_tokens(tokens)

    def show_asked(self, name: str, asked: tuple[Asked, ...]) -> None:
        """Show the questions of a chat.

        Args:
            name: The visitor's.
            asked: In the order in which they are shown; none hides the line.
        """
        self._label.setText(breakable(words.who_asked(name)))
        if asked == self._asked:
            return
        self._asked = asked
        focused = next((chip.asked.mark for chip in self._chips if chip.hasFocus()), "")
        self._row.drop_after(0)
        self._chips = []
        for number, question in enumerate(asked, start=1):
            chip = AskedChip(self._tokens, question, number, len(asked))
            chip.clicked.connect(lambda is_on, mark=question.mark: self.toggled.emit(mark, is_on))
            self._chips.append(chip)
            self._row.add(chip)
            # The layout would show it later, and what is hidden cannot take the focus.
            chip.show()
            if question.mark == focused:
                chip.setFocus(Qt.FocusReason.OtherFocusReason)
        open_count = sum(not each.is_answered for each in asked)
        self.setAccessibleName(words.counted_open(open_count, len(asked)))
        self.setVisible(bool(asked))
