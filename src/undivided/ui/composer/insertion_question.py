"""The question over the composer before a response with a doubtful fact comes into the draft."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from undivided.library.model.parts import MOST_ALTERNATIVES
from undivided.ui.composer.question_bar import QuestionBar
from undivided.ui.controls.key_buttons import Button
from undivided.ui.keys import key_of
from undivided.ui.look.announce import announce
from undivided.ui.look.theme import Tokens
from undivided.ui.words import insertion_wording as words


class InsertionQuestion(QuestionBar):
    """Asks once; the draft stays as it is until it is answered. Source: practices 35 and 53.

    Signals:
        confirmed: The operator wants it all the same.
        cancelled: It is not to be inserted.
        instead_wanted: The place of the alternative that is to be inserted, from 0.
    """

    confirmed = Signal()
    cancelled = Signal()
    instead_wanted = Signal(int)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        self.instead_buttons = tuple(Button("", tokens) for _ in range(MOST_ALTERNATIVES))
        self.cancel_button = Button(words.CANCEL, tokens, key="Esc")
        self.button = Button(words.INSERT_ANYWAY, tokens, key="Ctrl+Enter")
        rows = (self.instead_buttons, (self.cancel_button, self.button))
        super().__init__(tokens, below=rows, parent=parent)
        self.button.clicked.connect(self.confirmed)
        self.cancel_button.clicked.connect(self.cancelled)
        for place, button in enumerate(self.instead_buttons):
            button.clicked.connect(lambda _checked=False, at=place: self.instead_wanted.emit(at))
        self.instead_buttons[0].key = key_of("first_block").shown

    def ask(self, question: str, instead: tuple[str, ...] = ()) -> None:
        """Ask, in view and through the screen reader.

        Args:
            question: What is doubtful, and where it can be looked up.
            instead: The titles of what could be inserted in its place, the best first.
        """
        for place, button in enumerate(self.instead_buttons):
            button.setVisible(place < len(instead))
            if place < len(instead):
                button.relabel(words.insert_instead(instead[place]))
                button.explain(words.insert_instead(instead[place]))
        self.button.explain(question)
        self.say(question)
        self.show()

    def ask_again(self) -> None:
        """Say the question once more, because a key was pressed that does not answer it."""
        announce(self, self.text, is_urgent=True)

    def take_first(self) -> None:
        """Choose the first alternative, or ask again where there is none."""
        if self.instead_buttons[0].isHidden():
            self.ask_again()
        else:
            self.instead_wanted.emit(0)
