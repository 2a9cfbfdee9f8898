"""What stands in an empty place: a fact, then the way on."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from undivided.ui.controls.icon_button import IconButton
from undivided.ui.look.icons import pixmap
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens

_MARK = 44


class EmptyState(QWidget):
    """The mark in grey, a bold fact, a sentence, and at most one button.

    Signals:
        acted: The button was pressed.
    """

    acted = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = QLabel(self)
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fact = plain_label("", "strong", self)
        self._more = plain_label("", "secondary", self)
        for label in (self._fact, self._more):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._button = IconButton(tokens, "", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(30, 0, 30, 0)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(self._mark)
        column.addSpacing(14)
        column.addWidget(self._fact)
        column.addSpacing(4)
        column.addWidget(self._more)
        column.addSpacing(14)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(5)
        self._button.clicked.connect(self.acted)
        self.set_tokens(tokens)
        self.say("", "")

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._mark.setPixmap(pixmap("brand-mark", tokens.strong, _MARK))
        self._button.set_tokens(tokens)

    def say(self, fact: str, more: str, act: str = "") -> None:
        """Show a fact, what follows from it, and the words of the button, if there is an act."""
        self._fact.setText(fact)
        self._more.setText(more)
        self._button.setVisible(bool(act))
        if act:
            self._button.set_words(act)
        self.setAccessibleName(f"{fact}. {more}")

    def minimumSizeHint(self) -> QSize:
        """Return that it may shrink with its column."""
        return QSize(0, 0)


def no_chats_words(*, is_accepting: bool, is_online: bool) -> tuple[str, str, str]:
    """Return fact, sentence and act of an empty chat list."""
    if not is_online:
        return "Offline", "Chats appear again when the connection is back.", ""
    if is_accepting:
        return (
            "No chats right now",
            "You are accepting. The next visitor comes straight here, with a sound.",
            "",
        )
    return "You are not accepting chats", "Visitors go to your colleagues.", "Start accepting"
