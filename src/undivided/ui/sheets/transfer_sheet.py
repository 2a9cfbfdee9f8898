"""Hands a chat to a colleague: who could take it, and how busy each is."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QWidget

from undivided.etiquette.calm_text import one_line
from undivided.protocol.ids import ChatId, UserId
from undivided.ui.controls.key_buttons import paint_focus_ring
from undivided.ui.look.fonts import SEMIBOLD, font_for
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.words import wording

_ROW = 52


@dataclass(frozen=True, slots=True)
class Candidate:
    """A colleague who could take the chat."""

    id: UserId
    name: str
    active_chats: int


class TransferSheet(Sheet):
    """The choice of a colleague; the list arrives later, by `show_colleagues`."""

    transfer_requested = Signal(str, object)
    """Chat and the colleague's id, or None for back to the queue."""

    def __init__(self, window: QWidget, tokens: Tokens, chat_id: ChatId, name: str) -> None:
        shown = wording.visitor(name)
        super().__init__(
            window,
            tokens,
            f"Transfer {wording.possessive(shown)} chat",
            subtitle="Your colleague sees everything that was written so far.",
            confirm="Transfer",
            keep="Keep the chat",
        )
        self._chat_id = chat_id
        self._choices: dict[_Choice, UserId | None] = {}
        self._waiting = plain_label("Asking who is free…", "secondary")
        self.body.addWidget(self._waiting)
        self.confirm_button.setEnabled(False)

    def show_colleagues(self, colleagues: tuple[Candidate, ...]) -> None:
        """Offer these colleagues, least busy first, and the queue as the last choice."""
        self._waiting.setVisible(not colleagues)
        self._waiting.setText(wording.NO_COLLEAGUES)
        for choice in self._choices:
            self.body.removeWidget(choice)
            choice.deleteLater()
        self._choices = {}
        for number, colleague in enumerate(colleagues):
            load = wording.load(colleague.active_chats)
            choice = _Choice(colleague.name, load, self.tokens, is_suggested=number == 0)
            self._add(choice, colleague.id)
        self._add(_Choice("Back to the queue", wording.BACK_TO_QUEUE, self.tokens), None)
        first = next(iter(self._choices))
        first.setChecked(bool(colleagues))
        self._follow()
        self._place()
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """Say why the colleagues cannot be listed."""
        self._waiting.setText(sentence)
        self._waiting.setVisible(True)

    def confirmed(self) -> None:
        """Ask for the transfer."""
        for choice, colleague in self._choices.items():
            if choice.isChecked():
                self.transfer_requested.emit(self._chat_id, colleague)

    def _add(self, choice: "_Choice", colleague: UserId | None) -> None:
        choice.toggled.connect(self._follow)
        self._choices[choice] = colleague
        self.body.addWidget(choice)
        choice.show()

    def _follow(self) -> None:
        self.confirm_button.setEnabled(any(choice.isChecked() for choice in self._choices))


class _Choice(QRadioButton):
    """One colleague as a row: radio mark, name, load."""

    def __init__(
        self, name: str, detail: str, tokens: Tokens, *, is_suggested: bool = False
    ) -> None:
        super().__init__()
        self._name = one_line(name)
        self._detail = detail
        self._is_suggested = is_suggested
        self._is_hovered = False
        self.setAccessibleName(f"{self._name}, {detail}" + (", suggested" if is_suggested else ""))
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.setFixedHeight(tokens.px(_ROW))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that its content wants."""
        return QSize(300, self._tokens.px(_ROW))

    def hitButton(self, place: object) -> bool:
        """Return that the whole row can be clicked."""
        return True

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the pointer is on it."""
        self._is_hovered = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Show that the pointer has left it."""
        self._is_hovered = False
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self._is_hovered:
            painter.setBrush(QColor(tokens.selected if self.isChecked() else tokens.hover))
            painter.drawRoundedRect(box, tokens.radius.row, tokens.radius.row)
        if self.hasFocus():
            paint_focus_ring(painter, box, tokens)
        self._paint_radio(painter, QRectF(12, box.center().y() - 8, 16, 16))
        painter.setFont(font_for(tokens, tokens.type.base, SEMIBOLD))
        painter.setPen(QColor(tokens.text))
        top = box.center().y() - tokens.px(17)
        width = box.width() - 40 - 100
        name = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, int(width))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(40, top, width, tokens.px(18)), middle, name)
        painter.setFont(font_for(tokens, tokens.type.secondary))
        painter.setPen(QColor(tokens.text_2))
        painter.drawText(
            QRectF(40, top + tokens.px(18), width, tokens.px(16)), middle, self._detail
        )
        if self._is_suggested:
            painter.setPen(QColor(tokens.accent_text))
            right = QRectF(box.right() - 112, 0, 100, box.height())
            painter.drawText(right, middle | Qt.AlignmentFlag.AlignRight, "Suggested")

    def _paint_radio(self, painter: QPainter, box: QRectF) -> None:
        tokens = self._tokens
        inset = 2.5 if self.isChecked() else 0.75
        edge = QColor(tokens.accent if self.isChecked() else tokens.strong)
        painter.setPen(QPen(edge, 5 if self.isChecked() else 1.5))
        painter.setBrush(QColor(tokens.surface))
        painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
