"""Asks before the program ends while visitors are still here."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from undivided.ui.controls.key_buttons import Kind
from undivided.ui.look.theme import Tokens
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.words import wording

_NAMED = 6


class QuitSheet(Sheet):
    """Names who is still here: stay, or quit and let the server give them to colleagues.

    Args:
        names: Of the visitors with an open chat.
        unsent: Messages that wait for the connection.
    """

    quit_requested = Signal()

    def __init__(
        self, window: QWidget, tokens: Tokens, names: tuple[str, ...], *, unsent: int = 0
    ) -> None:
        super().__init__(
            window,
            tokens,
            wording.still_here(len(names)),
            confirm="Stay",
            keep="Quit",
            key="Enter",
            width=460,
        )
        self.keep_button.kind = Kind.DANGER
        shown = [wording.visitor(name) for name in names[:_NAMED]]
        more = len(names) - len(shown)
        if shown:
            listed = ", ".join(shown) + (f" and {more} more" if more > 0 else "")
            self.add_words(listed, "strong", gap=6)
        self.add_words(wording.QUIT_TEXT)
        if unsent:
            self.body.addSpacing(6)
            self.add_words(wording.unsent_kept(unsent))
        self.keep_button.clicked.disconnect()
        self.keep_button.clicked.connect(self._quit)

    def _quit(self) -> None:
        self.quit_requested.emit()
        self.reject()
