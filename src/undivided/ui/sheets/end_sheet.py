"""Asks before a chat with a hostile visitor is ended: what they will read, and for how long.

Source: practice 72.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from undivided.desk.values import ChatRow
from undivided.protocol.limits import MESSAGE_CHARACTERS
from undivided.ui.controls.choices import Segments
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.words import temper_wording as words
from undivided.ui.words import wording

DAYS = (0, 1, 7, 30)
"""For how many days a visitor can be kept out; none at first."""
_LINES = 4


class EndSheet(Sheet):
    """The last words to a visitor, before they are sent.

    Args:
        farewell: What is proposed; it can be changed.

    Signals:
        end_requested: The chat, the words, and the days for which the visitor is kept out.
    """

    end_requested = Signal(str, str, int)

    def __init__(self, window: QWidget, tokens: Tokens, row: ChatRow, farewell: str) -> None:
        shown = wording.visitor(row.visitor.shown_name)
        super().__init__(
            window,
            tokens,
            words.end_title(row),
            subtitle="Polite to the last word: this is what stays in the record.",
            confirm="Say it and end",
            keep="Keep the chat open",
        )
        self._chat_id = row.id
        self.farewell = QPlainTextEdit(farewell)
        self.farewell.setAccessibleName(f"What {shown} will read")
        self.farewell.setTabChangesFocus(True)
        height = self.farewell.fontMetrics().lineSpacing() * _LINES + 24
        self.farewell.setFixedHeight(tokens.px(height))
        self.days = Segments(words.KEEP_OUT, [words.keep_out_choice(each) for each in DAYS], tokens)
        self.body.addWidget(plain_label(f"{shown} will read", "stamp"))
        self.body.addSpacing(4)
        self.body.addWidget(self.farewell)
        self.body.addSpacing(12)
        row_box = QHBoxLayout()
        row_box.setSpacing(12)
        row_box.addWidget(plain_label(words.KEEP_OUT, "strong"))
        row_box.addWidget(self.days)
        row_box.addStretch(1)
        self.body.addLayout(row_box)
        self.body.addSpacing(12)
        self.add_words(words.AFTER_END, "secondary")

    def confirmed(self) -> None:
        """Ask to end the chat."""
        said = self.farewell.toPlainText().strip()[:MESSAGE_CHARACTERS]
        self.end_requested.emit(self._chat_id, said, DAYS[self.days.at])
