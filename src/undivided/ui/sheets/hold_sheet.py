"""Asks before a visitor is put on hold: how long, and exactly what the visitor will read."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from undivided.protocol.ids import ChatId
from undivided.ui.controls.choices import Segments
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.words import wording

MINUTES = (1, 2, 3, 5)
"""What can be promised. Source: practice 8."""


class HoldSheet(Sheet):
    """The question to the visitor, before it is sent.

    Args:
        name: The visitor's name.
        question: Returns what the visitor reads, for a number of minutes.
        answers: The words on the two buttons that the visitor gets.
        minutes: What is chosen first.
    """

    ask_requested = Signal(str, int)
    """Ask the visitor of this chat for so many minutes."""

    def __init__(
        self,
        window: QWidget,
        tokens: Tokens,
        chat_id: ChatId,
        name: str,
        *,
        question: Callable[[int], str],
        answers: tuple[str, str],
        minutes: int = 2,
    ) -> None:
        shown = wording.visitor(name)
        super().__init__(
            window,
            tokens,
            f"Ask {shown} to hold?",
            subtitle="The timer pauses when the visitor agrees, not before.",
            confirm=f"Ask {shown}" if len(shown) <= 20 else "Ask",
            keep="Not now",
            key="Enter",
        )
        self._chat_id = chat_id
        self._question = question
        self.minutes = Segments(
            "For how long",
            [f"{count} min" for count in MINUTES],
            tokens,
            at=MINUTES.index(minutes) if minutes in MINUTES else 1,
        )
        self._reminder = plain_label("", "stamp")
        self._text = plain_label("")
        self._text.setWordWrap(True)
        self._fill(shown, answers)
        self.minutes.chosen.connect(self._show_text)
        self._show_text()

    @property
    def chosen_minutes(self) -> int:
        """What would be promised."""
        return MINUTES[self.minutes.at]

    @property
    def text(self) -> str:
        """What the visitor will read."""
        return self._text.text()

    def confirmed(self) -> None:
        """Ask to send the question."""
        self.ask_requested.emit(self._chat_id, self.chosen_minutes)

    def _fill(self, shown: str, answers: tuple[str, str]) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(plain_label("For how long", "strong"))
        row.addWidget(self.minutes)
        row.addWidget(self._reminder)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addSpacing(12)
        frame = _Quote(self.tokens)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.setSpacing(4)
        inside.addWidget(plain_label(f"{shown} will read", "stamp"))
        inside.addWidget(self._text)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 6, 0, 0)
        buttons.setSpacing(8)
        for answer in answers:
            buttons.addWidget(_Answer(answer, self.tokens))
        buttons.addStretch(1)
        inside.addLayout(buttons)
        self.body.addWidget(frame)
        self.body.addSpacing(12)
        self.add_words(wording.after_hold_question(shown), "secondary")

    def _show_text(self) -> None:
        minutes = self.chosen_minutes
        self._text.setText(self._question(minutes))
        warn_at = round(minutes * 60 * 0.8)
        self._reminder.setText(f"You get a reminder at {warn_at // 60}:{warn_at % 60:02}.")


class _Quote(QFrame):
    """The box around what the visitor reads."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._tokens.border)))
        painter.setBrush(QColor(self._tokens.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


class _Answer(QFrame):
    """A button as the visitor sees it; it cannot be pressed here."""

    def __init__(self, text: str, tokens: Tokens) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 12, 5)
        row.addWidget(plain_label(text, "secondary"))
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._tokens.strong)))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
