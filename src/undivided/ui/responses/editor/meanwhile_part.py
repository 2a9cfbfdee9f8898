"""What was changed elsewhere while the editor was open, shown before it is written over."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from undivided.library.sharing.three_way import FieldChange
from undivided.ui.look.plain import wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.editor import words
from undivided.ui.responses.editor.difference_view import DifferenceView

_HEIGHT = 96


class MeanwhilePart(QWidget):
    """Hidden until there is something to show."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.difference = DifferenceView(tokens)
        self.difference.setAccessibleName(words.CHANGED_MEANWHILE)
        self.difference.setFixedHeight(tokens.px(_HEIGHT))
        self.heading = wrapped_label(words.CHANGED_MEANWHILE, "strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.difference)
        self.hide()

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self.difference.set_tokens(tokens)
        self.difference.setFixedHeight(tokens.px(_HEIGHT))

    def show_changes(self, changes: tuple[FieldChange, ...]) -> None:
        """Show in what the response differs from what the editor was opened with."""
        self.difference.show_changes(changes)
        self.show()
