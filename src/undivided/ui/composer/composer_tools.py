"""The row of buttons below the text: responses, other wording, what else is added, and Send."""

from itertools import pairwise

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from undivided.ui.controls.key_buttons import Button, Kind, Room
from undivided.ui.keys import key_of
from undivided.ui.look.theme import Tokens
from undivided.ui.words import insertion_wording, wording


class ComposerTools(QWidget):
    """The buttons; what they do is connected by who owns them.

    Attributes:
        reword_button: Shown while the last response can be put differently for a visitor who did
            not understand it.
    """

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.responses_button = Button(
            wording.RESPONSES, tokens, short="/", kind=Kind.FLAT, name="Insert a response"
        )
        self.responses_button.explain("Insert a prepared response: type / in the text")
        self.reword_button = Button(
            insertion_wording.PUT_DIFFERENTLY,
            tokens,
            kind=Kind.FLAT,
            key=key_of("put_differently").shown,
            icon="refresh-cw",
        )
        self.reword_button.explain(insertion_wording.PUT_DIFFERENTLY_TIP)
        self.reword_button.hide()
        self.send_button = Button(wording.SEND, tokens, kind=Kind.PRIMARY, key="Enter")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 4, 6, 8)
        self._row.setSpacing(2)
        for button in (self.responses_button, self.reword_button):
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._row.addWidget(self.send_button)
        for button in (self.responses_button, self.reword_button, self.send_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        for button in (self.responses_button, self.reword_button, self.send_button):
            button.set_tokens(tokens)

    def add(self, button: Button) -> None:
        """Put one more button behind that of the responses."""
        self._row.insertWidget(1, button)
        self._order()

    def add_before_send(self, button: Button) -> None:
        """Put a button beside Send."""
        self._row.insertWidget(self._row.count() - 1, button)
        self._order()

    def event(self, event: QEvent) -> bool:
        """Look for room whenever a button comes, goes or says something else."""
        is_done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit()
        return is_done

    def _fit(self) -> None:
        """Leave out keys, then words, so that every button is seen in a narrow window."""
        shown = [button for button in self._buttons() if not button.isHidden()]
        margins = self._row.contentsMargins()
        around = margins.left() + margins.right() + self._row.spacing() * len(shown)
        room = self.width() - around
        fits = (each for each in Room if sum(one.width_in(each) for one in shown) <= room)
        best = next(fits, Room.LEAST)
        for button in self._buttons():
            button.set_room(best)

    def _buttons(self) -> list[Button]:
        items = (self._row.itemAt(place) for place in range(self._row.count()))
        widgets = (item.widget() for item in items if item)
        return [widget for widget in widgets if isinstance(widget, Button)]

    def _order(self) -> None:
        """Let Tab go from left to right, whenever a button was made."""
        for one, other in pairwise(self._buttons()):
            QWidget.setTabOrder(one, other)

    def show_send(self, *, can_send: bool, is_online: bool, has_blank: bool, reason: str) -> None:
        """Show on the Send button whether a message leaves now, later or not at all.

        Args:
            has_blank: Something is left to fill, so the button does not invite to be pressed.
            reason: Why nothing can be sent, or "".
        """
        self.send_button.setEnabled(can_send)
        word = wording.SEND if is_online else wording.SEND_WHEN_ONLINE
        self.send_button.relabel(word, kind=Kind.NORMAL if has_blank else Kind.PRIMARY)
        self.send_button.explain(reason or wording.send_tip(is_online=is_online))
