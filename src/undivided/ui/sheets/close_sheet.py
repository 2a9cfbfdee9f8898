"""Asks before a chat is closed, and says what is still open in it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from undivided.protocol.ids import ChatId
from undivided.ui import wording
from undivided.ui.look.plain import wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import Glyph
from undivided.ui.sheets.sheet import Sheet


class CloseSheet(Sheet):
    """A short check before the goodbye.

    Args:
        name: The visitor's name.
        summary: One line about the chat, such as "5 minutes, longest silence 0:22".
        open_points: What is unfinished, such as "Your draft was not sent."; empty when all is done.
    """

    close_requested = Signal(str)

    def __init__(
        self,
        window: QWidget,
        tokens: Tokens,
        chat_id: ChatId,
        name: str,
        *,
        summary: str = "",
        open_points: tuple[str, ...] = (),
    ) -> None:
        super().__init__(
            window,
            tokens,
            f"Close the chat with {wording.visitor(name)}",
            subtitle=summary,
            confirm="Close chat",
            keep="Keep open",
        )
        self._chat_id = chat_id
        if not open_points:
            self._add_point("circle-check-filled", "ok_mark", wording.NOTHING_OPEN)
        for point in open_points:
            self._add_point("flag", "soon_text", point)
        self.body.addSpacing(8)
        self.add_words(wording.after_closing(wording.visitor(name)), "secondary")

    def confirmed(self) -> None:
        """Ask to close the chat."""
        self.close_requested.emit(self._chat_id)

    def _add_point(self, icon: str, colour: str, words: str) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(10)
        row.addWidget(Glyph(icon, self.tokens, colour=colour))
        row.addWidget(wrapped_label(words), 1)
        self.body.addLayout(row)
