"""A line below the list that asks for one thing: a folder, or tags."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLabel, QWidget

from undivided.ui.controls.fields import Field
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens


class AskLine(QWidget):
    """Hidden until something is asked; Enter answers, Escape takes the question back."""

    answered = Signal(str)
    closed = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._label: QLabel = plain_label("", "strong")
        self.field = Field("", tokens)
        self.field.own_keys = frozenset({Qt.Key.Key_Escape.value})
        self.field.key_pressed.connect(lambda _: self.close_question())
        self.do_button = Button("OK", tokens, key="Enter")
        cancel = Button("", tokens, kind=Kind.FLAT, icon="x", name="Not now")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._label)
        row.addWidget(self.field, 1)
        row.addWidget(self.do_button)
        row.addWidget(cancel)
        self.field.submitted.connect(self._answer)
        self.do_button.clicked.connect(self._answer)
        cancel.clicked.connect(self.close_question)
        self.hide()

    def ask(self, question: str, act: str, known: tuple[str, ...], hint: str) -> None:
        """Ask for words.

        Args:
            question: What is wanted, such as "Move to the folder".
            act: The word on the button.
            known: Offered while typing.
            hint: An example.
        """
        self._label.setText(question)
        self.do_button.relabel(act)
        self.field.set_text("")
        self.field.line.setAccessibleName(question)
        self.field.line.setPlaceholderText(hint)
        completer = QCompleter(list(known), self.field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.line.setCompleter(completer)
        self.show()
        self.field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_question(self) -> None:
        """Ask no more."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter from the sheet."""
        event.accept()

    def _answer(self) -> None:
        text = self.field.text
        self.hide()
        self.answered.emit(text)
