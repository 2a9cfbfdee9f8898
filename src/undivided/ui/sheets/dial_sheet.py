"""Shows which number would be dialled before this computer's program for calls is opened."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from undivided.desk.call_request import CallRequest
from undivided.qtmodels.call_words import DIAL, NO_CONSENT
from undivided.ui.look.plain import plain_label, wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.sheets.sheet import Sheet

OPENS = "Your program for calls opens with this number. Undivided itself calls nobody."
NO_NUMBER = "There is no number in it that can be dialled. Ask the visitor in the chat."


class DialSheet(Sheet):
    """The number as it would be dialled, beside what the visitor wrote.

    Args:
        address: The `tel:` address, or "" when there is no number in what was written.
    """

    dial_confirmed = Signal(str)
    """The `tel:` address may be opened."""

    def __init__(self, window: QWidget, tokens: Tokens, call: CallRequest, address: str) -> None:
        number = address.removeprefix("tel:")
        super().__init__(
            window,
            tokens,
            "Call this number?" if number else "This number cannot be dialled",
            confirm=DIAL if number else "",
            keep="Do not call",
            key="Enter",
            width=480,
        )
        self._address = address
        self.confirm_button.setEnabled(bool(number))
        if not number:
            self.add_words(NO_NUMBER, gap=8)
        else:
            self.body.addWidget(plain_label("Will be dialled", "secondary"))
            self.body.addSpacing(4)
            self.body.addWidget(wrapped_label(number, "head"))
            self.body.addSpacing(10)
            if not call.has_consent:
                self.add_words(NO_CONSENT, "soon", gap=8)
            self.add_words(OPENS, "secondary", gap=8)
        self.add_words(f"The visitor wrote {call.phone}", "muted")

    def confirmed(self) -> None:
        """Tell that the number may be dialled."""
        self.dial_confirmed.emit(self._address)
