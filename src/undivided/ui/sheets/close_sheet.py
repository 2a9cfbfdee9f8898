"""Asks before a chat is closed, and says what is still open in it; it keeps nobody from closing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from undivided.library.filling.slots import fill
from undivided.protocol.ids import ChatId
from undivided.ui.controls.key_buttons import Button
from undivided.ui.look.plain import wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import Glyph
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.words import wording
from undivided.ui.words.closing_words import ClosePoint

_MOST_KEYS = 9


class CloseSheet(Sheet):
    """A short check before the goodbye. Source: practices 32 and 74.

    Args:
        name: The visitor's name.
        summary: One line about the chat, such as "5 minutes, longest silence 0:22".
        open_points: What is unfinished, such as "Your draft was not sent."; empty when all is done.
        checks: What the coach has seen. Each act has a number, which is also its key.

    Signals:
        close_requested: The chat is to be closed.
        remedy_wanted: The chat stays open and this text belongs behind its draft; may be empty.
        blanks_wanted: The same of a text whose double braces are blanks.
        settled: A promise that the operator calls done.
    """

    close_requested = Signal(str)
    remedy_wanted = Signal(str, str)
    blanks_wanted = Signal(str, str)
    settled = Signal(str)

    def __init__(
        self,
        window: QWidget,
        tokens: Tokens,
        chat_id: ChatId,
        name: str,
        *,
        summary: str = "",
        open_points: tuple[str, ...] = (),
        checks: tuple[ClosePoint, ...] = (),
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
        self.acts: list[Button] = []
        if not open_points and all(point.is_done for point in checks):
            checks = (*checks, ClosePoint(wording.NOTHING_OPEN, is_done=True))
        for point in (*(each for each in checks if each.is_done), *map(ClosePoint, open_points)):
            self._add_point(point)
        for point in checks:
            if not point.is_done:
                self._add_point(point)
        self.body.addSpacing(8)
        self.add_words(wording.after_closing(wording.visitor(name)), "secondary")

    def confirmed(self) -> None:
        """Ask to close the chat."""
        self.close_requested.emit(self._chat_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do an act by its number."""
        number = event.key() - Qt.Key.Key_0
        is_bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_bare and 1 <= number <= len(self.acts) and number <= _MOST_KEYS:
            self.acts[number - 1].click()
        else:
            super().keyPressEvent(event)

    def _add_point(self, point: ClosePoint) -> None:
        icon, colour = (
            ("circle-check-filled", "ok_mark") if point.is_done else ("flag", "soon_text")
        )
        glyph = Glyph(icon, self.tokens, colour=colour)
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(10)
        row.addWidget(glyph, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(wrapped_label(point.words))
        if point.detail:
            words.addWidget(wrapped_label(point.detail, "secondary"))
        row.addLayout(words, 1)
        if point.act:
            row.addWidget(self._button(point, glyph), 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)

    def _button(self, point: ClosePoint, glyph: Glyph) -> Button:
        number = len(self.acts) + 1
        key = str(number) if number <= _MOST_KEYS else ""
        name = f"{point.act}: {point.detail or point.words}"
        button = Button(point.act, self.tokens, key=key, name=name)
        shown = fill(point.remedy, {}).text if point.has_blanks else point.remedy
        button.explain(shown or point.act)
        button.clicked.connect(lambda: self._do(point, button, glyph))
        self.acts.append(button)
        return button

    def _do(self, point: ClosePoint, button: Button, glyph: Glyph) -> None:
        if point.settles:
            button.setEnabled(False)
            glyph.show_icon("circle-check-filled", "ok_mark", self.tokens)
            self.settled.emit(point.settles)
        else:
            self.reject()
            wanted = self.blanks_wanted if point.has_blanks else self.remedy_wanted
            wanted.emit(self._chat_id, point.remedy)
